/** A short word that something was done. It goes by itself. */
import { html, render } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { announce } from '../shell.js';
import { icon } from './icon.js';

const SHOWN_MS = 6_000;
let toasts = [];

export function toast(text) {
  const one = { text };
  toasts = [...toasts, one];
  draw();
  announce(text);
  setTimeout(() => {
    toasts = toasts.filter(other => other !== one);
    draw();
  }, SHOWN_MS);
}

function draw() {
  render(
    repeat(
      toasts,
      one => one,
      one => html`<div class="toast">${icon('ok')}<span>${one.text}</span></div>`,
    ),
    document.getElementById('toasts'),
  );
}
