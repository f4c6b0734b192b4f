/** The search in the header: a channel, a flow, or a job by its id or correlation id. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { jobState } from './components/badge.js';
import { icon } from './components/icon.js';
import { get } from './api.js';
import { moment } from './format.js';
import { t } from './i18n.js';
import { channelPage, flowPage, go, jobPage, to } from './router.js';

const WAIT_MS = 200;
const EACH = 5;

let text = '';
let hits = [];
let chosen = 0;
let open = false;
let asked = null;
let timer = null;
let draw = () => {};

/** @param redraw draws the header again */
export function searchBox(redraw) {
  draw = redraw;
  const shown = open && text.trim() !== '';
  return html`<div class="search" role="search" aria-label=${t('search.label')} @focusout=${leave}>
    ${icon('search')}
    <input
      id="search"
      type="search"
      role="combobox"
      autocomplete="off"
      spellcheck="false"
      placeholder=${t('search.placeholder')}
      aria-label=${t('search.label')}
      aria-expanded=${shown ? 'true' : 'false'}
      aria-controls="search-hits"
      aria-autocomplete="list"
      aria-activedescendant=${shown && hits.length > 0 ? `hit-${chosen}` : nothing}
      .value=${text}
      @input=${typed}
      @keydown=${key}
      @focus=${() => {
        open = true;
        draw();
      }}
    />
    <kbd aria-hidden="true">/</kbd>
    <ul id="search-hits" role="listbox" aria-label=${t('search.label')} ?hidden=${!shown}>
      ${hits.map(hit)}
      ${hits.length === 0 ? html`<li class="muted" role="presentation">${asked ? t('wait') : t('search.none')}</li>` : nothing}
    </ul>
  </div>`;
}

const hit = (found, index) =>
  html`<li id="hit-${index}" role="option" aria-selected=${index === chosen ? 'true' : 'false'}>
    <a href=${found.href} tabindex="-1" @click=${done}>${icon(found.icon)}<span class="hit-name">${found.name}</span>${found.more}</a>
  </li>`;

function typed(event) {
  text = event.target.value;
  open = true;
  clearTimeout(timer);
  asked?.abort();
  asked = text.trim() === '' ? null : new AbortController();
  if (asked) {
    timer = setTimeout(() => find(text.trim(), asked), WAIT_MS);
  } else {
    hits = [];
  }
  draw();
}

async function find(sought, controller) {
  const ask = (path, query) => get(path, { ...query, limit: EACH }, { signal: controller.signal }).catch(() => ({}));
  const [byId, byCorrelation, channels, flows] = await Promise.all([
    ask('/jobs', { job: sought }),
    ask('/jobs', { correlation: sought }),
    ask('/channels', { search: sought }),
    ask('/flows', { search: sought }),
  ]);
  if (controller !== asked) {
    return;
  }
  asked = null;
  chosen = 0;
  hits = [
    ...[...(byId.jobs ?? []), ...(byCorrelation.jobs ?? [])].map(job => ({
      icon: 'job',
      name: job.job,
      href: jobPage(job.job),
      more: html`<span class="muted">${job.correlationId} · ${moment(job.startedAt)}</span>${jobState(job.state)}`,
    })),
    ...(flows.flows ?? []).map(flow => ({
      icon: 'flow',
      name: flow.name,
      href: flowPage(flow.name),
      more: html`<span class="muted">${t('search.flow')}</span>`,
    })),
    ...(channels.channels ?? []).map(channel => ({
      icon: 'channel',
      name: channel.name,
      href: channelPage(channel.name),
      more: html`<span class="muted">${t('search.channel')}</span>`,
    })),
  ];
  if ((byCorrelation.jobs ?? []).length === EACH) {
    hits.push({ icon: 'job', name: t('search.more'), href: to('/jobs', { correlation: sought }), more: nothing });
  }
  draw();
}

function key(event) {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    chosen = Math.max(0, Math.min(hits.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1)));
    draw();
    document.getElementById(`hit-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  } else if (event.key === 'Enter' && hits[chosen]) {
    go(hits[chosen].href);
    done();
  } else if (event.key === 'Escape') {
    done();
  }
}

function leave(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) {
    open = false;
    draw();
  }
}

function done() {
  open = false;
  text = '';
  hits = [];
  asked?.abort();
  asked = null;
  document.getElementById('search').blur();
  draw();
}
