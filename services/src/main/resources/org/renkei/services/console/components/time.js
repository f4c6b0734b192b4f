import { html } from '/lib/lit-html/lit-html.js';
import { ago, fullMoment, moment, NONE, utc } from '../format.js';

const titled = (value, text) =>
  value ? html`<time datetime=${value} title="${fullMoment(value)} (${utc(value)})">${text(value)}</time>` : NONE;

/** A moment in local time, with its UTC on hover. */
export const time = value => titled(value, moment);

/** How long ago. */
export const since = value => titled(value, ago);
