/** A button that opens a small panel. Esc and a click elsewhere close it. */
import { html } from '/lib/lit-html/lit-html.js';

/** @param summary what the button says */
export function menu({ summary, content, right = false }) {
  return html`<details class="menu ${right ? 'right' : ''}" @keydown=${escape}>
    <summary>${summary}</summary>
    <div class="menu-panel">${content}</div>
  </details>`;
}

function escape(event) {
  if (event.key === 'Escape' && event.currentTarget.open) {
    event.stopPropagation();
    event.currentTarget.open = false;
    event.currentTarget.querySelector('summary').focus();
  }
}

document.addEventListener('click', event => {
  for (const open of document.querySelectorAll('details.menu[open]')) {
    const within = open.contains(event.target);
    if (!within || event.target.closest('a.menu-item')) {
      open.open = false;
    }
  }
});
