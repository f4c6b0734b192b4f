/**
 * Pages of a list. The API gives a mark for the page behind, none for the page before: the way here is kept with the address in the
 * browser's history, so that a reload keeps it too.
 */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { number } from '../format.js';
import { t } from '../i18n.js';
import { withQuery } from '../router.js';
import { icon } from './icon.js';

const SIZES = [50, 100];

export const pageSize = query => (SIZES.includes(Number(query.limit)) ? Number(query.limit) : SIZES[0]);

/**
 * @param query of the address
 * @param shown how many rows are here
 * @param matched how many there are in all; undefined if nobody counted
 * @param next where the page behind begins; undefined on the last
 */
export function pager({ query, shown, matched, next }) {
  const trail = history.state?.trail ?? [];
  const first = !query.after;
  const begin = first ? 1 : trail.length > 0 ? trail.length * pageSize(query) + 1 : null;
  const before = trail.length > 1 ? trail.at(-2) : '';
  return html`<div class="pager">
    <span class="muted">${extent(begin, shown, matched)}</span>
    <span class="pager-size"
      >${t('pager.size')}
      ${SIZES.map(
        size =>
          html`<a
            href=${withQuery({ limit: size === SIZES[0] ? '' : size, after: '' })}
            aria-current=${size === pageSize(query) ? 'true' : 'false'}
            >${size}</a
          >`,
      )}</span
    >
    <span class="pager-turn" role="group" aria-label=${t('pager.label')}>
      ${first ? nothing : html`<a class="button small" href=${withQuery({ after: before })} data-trail=${JSON.stringify(trail.slice(0, -1))}>${icon('back')}${t(trail.length > 0 ? 'pager.before' : 'pager.first')}</a>`}
      ${next ? html`<a class="button small" href=${withQuery({ after: next })} data-trail=${JSON.stringify([...trail, next])}>${t('pager.next')}${icon('chevron')}</a>` : nothing}
    </span>
  </div>`;
}

function extent(begin, shown, matched) {
  if (shown === undefined) {
    return t('wait');
  }
  if (shown === 0) {
    return t('pager.none');
  }
  const span =
    begin === null ? t('pager.some', { n: number(shown) }) : t('pager.span', { from: number(begin), to: number(begin + shown - 1) });
  return matched === undefined ? span : t('pager.of', { span, n: number(matched) });
}
