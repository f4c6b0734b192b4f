/** Single figures with their names. */
import { html, nothing } from '/lib/lit-html/lit-html.js';

export const figures = list => html`<dl class="figures">${list}</dl>`;

/** @param unit behind the value @param note below it @param href where the figure leads @param tone its colour, which must not say more than the name does */
export const figure = (label, value, { unit, note, href, tone = '' } = {}) =>
  html`<div class="figure ${tone}">
    <dt>${label}</dt>
    <dd>
      ${href ? html`<a href=${href}>${value}</a>` : value}${unit ? html`<span class="unit">${unit}</span>` : nothing}${note ? html`<small class="muted">${note}</small>` : nothing}
    </dd>
  </div>`;
