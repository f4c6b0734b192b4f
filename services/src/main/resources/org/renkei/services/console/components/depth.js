/** How full a channel is: a bar up to max with a mark at watch, and current / watch / max in figures. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { compact, number, percent } from '../format.js';
import { t } from '../i18n.js';

const share = (part, whole) => Math.min(1, Math.max(0, whole > 0 ? part / whole : 0));

/** The bar alone; its figures must stand beside it. */
export function depthBar({ current, watch, max }) {
  const filled = share(current, max);
  const tone = current >= max ? 'bad' : watch && current >= watch ? 'warn' : '';
  return html`<span
    class="depth-bar ${tone}"
    aria-hidden="true"
    title=${t('depth.title', { current: number(current), watch: number(watch), max: number(max), percent: percent(filled) })}
  >
    <span class="depth-fill" .style=${`inline-size:${current > 0 ? Math.max(filled * 100, 0.8) : 0}%`}></span>
    ${watch ? html`<span class="depth-watch" .style=${`inset-inline-start:${share(watch, max) * 100}%`}></span>` : nothing}</span
  >`;
}

export const depth = channel =>
  html`<span class="depth"
    >${depthBar(channel)}
    <span class="depth-figures"
      ><b>${number(channel.current)}</b>
      <span class="muted" title="${number(channel.watch)} / ${number(channel.max)}"
        >/ ${compact(channel.watch)} / ${compact(channel.max)}</span
      ></span
    ></span
  >`;
