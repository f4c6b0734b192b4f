/** The choice of a time: the last hour and the like by one click, or from and until. */
import { html } from '/lib/lit-html/lit-html.js';
import { live } from '/lib/lit-html/directives/live.js';
import { t } from '../i18n.js';
import { withQuery } from '../router.js';

const AGES = ['', '15m', '1h', '24h', '7d'];

export const ages = view =>
  html`<div class="filter time-filter" role="group" aria-label=${t('time')}>
    <span>${t('time')}</span>
    <span class="segments"
      >${AGES.map(age => html`<a href=${withQuery({ since: age, until: '', after: '' })} aria-current=${(view.query.since ?? '') === age ? 'true' : 'false'}>${t(`age.${age || 'any'}`)}</a>`)}</span
    >
  </div>`;

export const fromUntil = view => html`${end(view, 'since', t('time.from'))}${end(view, 'until', t('time.until'))}`;

const end = (view, name, label) =>
  html`<label class="filter"
    >${label}<input
      type="datetime-local"
      .value=${live(local(view.query[name]))}
      @change=${event => view.setQuery({ [name]: event.target.value ? new Date(event.target.value).toISOString() : '', after: '' }, { replace: true })}
  /></label>`;

/** A moment of the address as the input has it; an age is none. */
function local(value) {
  const time = value && /^\d{4}-/.test(value) ? new Date(value) : null;
  return time && !Number.isNaN(time.getTime()) ? new Date(time - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : '';
}
