/** The choice of the time that charts show, kept in the address. */
import { html } from '/lib/lit-html/lit-html.js';
import { t } from '../i18n.js';
import { withQuery } from '../router.js';

const HOURS = { '1h': 1, '24h': 24 };

export const rangeOf = query => (query.range in HOURS ? query.range : '1h');

export const rangeLinks = query =>
  html`<span class="segments" role="group" aria-label=${t('range.label')}
    >${Object.keys(HOURS).map(
      range =>
        html`<a href=${withQuery({ range: range === '1h' ? '' : range })} aria-current=${range === rangeOf(query) ? 'true' : 'false'}
          >${t(`range.${range}`)}</a
        >`,
    )}</span
  >`;

/** The two ends of a chart that ends now. */
export function rangeEnds(query) {
  const until = Date.now();
  return { from: until - HOURS[rangeOf(query)] * 3_600_000, until };
}
