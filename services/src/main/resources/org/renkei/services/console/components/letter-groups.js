/** What failed most: groups of dead letters, each a way to those in it. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { number } from '../format.js';
import { t } from '../i18n.js';
import { withQuery } from '../router.js';
import { since } from './time.js';

const BY = ['error', 'flow', 'step'];
const SHOWN = 8;
const LONGEST_ERROR = 500;

/** @param showAll whether more than the largest are shown @param more is called to show all */
export function letterGroups({ query, groups, showAll, more }) {
  const by = query.by ?? BY[0];
  const largest = groups?.[0]?.letters ?? 1;
  const shown = showAll ? groups : groups?.slice(0, SHOWN);
  return html`<section class="panel letter-groups" aria-labelledby="groups-title">
    <div class="panel-head">
      <h2 id="groups-title">${t('groups.title')}</h2>
      <span class="segments" role="group" aria-label=${t('groups.by')}
        >${BY.map(name => html`<a href=${withQuery({ by: name === BY[0] ? '' : name })} aria-current=${name === by ? 'true' : 'false'}>${t(`groups.${name}`)}</a>`)}</span
      >
    </div>
    ${
      shown === undefined
        ? html`<p class="muted">${t('wait')}</p>`
        : shown.length === 0
          ? html`<p class="muted">${t('groups.none')}</p>`
          : html`<ul>
              ${shown.map(group => line(group, by, largest))}
            </ul>`
    }
    ${groups && groups.length > SHOWN && !showAll ? html`<button class="plain small" @click=${more}>${t('groups.all', { n: number(groups.length) })}</button>` : nothing}
  </section>`;
}

function line({ key, letters, newest }, by, largest) {
  const filter = filterOf(key, by);
  const name = key === '' ? t('groups.unknown') : key;
  return html`<li>
    ${filter ? html`<a class="group-key" href=${withQuery({ ...filter, after: '' })} title=${name}>${name}</a>` : html`<span class="group-key">${name}</span>`}
    <span class="group-bar" aria-hidden="true"><span .style=${`inline-size:${(letters / largest) * 100}%`}></span></span>
    <b class="group-count">${number(letters)}</b><span class="muted group-newest">${since(newest)}</span>
  </li>`;
}

/** The filter that a group stands for; none for letters that lack the key, and for those that were too many to tell apart. */
function filterOf(key, by) {
  if (key === '' || key === '(others)') {
    return null;
  }
  if (by === 'error') {
    return { error: key.slice(0, LONGEST_ERROR) };
  }
  const dot = key.lastIndexOf('.');
  return by === 'flow' || dot < 0 ? { flow: key } : { flow: key.slice(0, dot), step: key.slice(dot + 1) };
}
