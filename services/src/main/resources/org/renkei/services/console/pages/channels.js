/** All channels with their figures. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { aboveWatch, channelState, kind } from '../components/badge.js';
import { depth } from '../components/depth.js';
import { checkFilter, choiceFilter, textFilter } from '../components/filters.js';
import { icon } from '../components/icon.js';
import { menu } from '../components/menu.js';
import { pager, pageSize } from '../components/pager.js';
import { problemBox } from '../components/problem.js';
import { table } from '../components/table.js';
import { duration, NONE, number, rate } from '../format.js';
import { t, word } from '../i18n.js';
import { recall, remember } from '../preferences.js';
import { channelPage, flowPage } from '../router.js';

const KINDS = ['volatile', 'persistent', 'database'];
const STATES = ['active', 'blocked', 'draining', 'stopped'];
const CHOSEN = ['kind', 'state', 'depth', 'oldest', 'in', 'out', 'limit', 'producers', 'consumers'];

const columns = () => [
  {
    key: 'name',
    label: t('channel.name'),
    head: true,
    sort: 'name',
    cell: channel =>
      html`<a href=${channelPage(channel.name)}>${channel.name}</a
        >${channel.internal ? html` <span class="chip">${t('channel.internal')}</span>` : nothing}`,
  },
  { key: 'kind', label: t('channel.kind'), sort: 'kind', cell: channel => kind(channel.kind) },
  {
    key: 'state',
    label: t('channel.status'),
    sort: 'state',
    cell: channel => html`${channelState(channel.state, channel.reason)}${channel.alarm ? aboveWatch() : nothing}`,
  },
  { key: 'depth', label: t('channel.depth'), sort: 'fill', first: '-', wide: true, cell: depth },
  { key: 'current', label: t('channel.current'), sort: 'current', first: '-', end: true, cell: channel => number(channel.current) },
  { key: 'queued', label: t('pending.queued'), end: true, cell: channel => number(channel.queued) },
  { key: 'scheduled', label: t('pending.scheduled'), end: true, cell: channel => number(channel.scheduled) },
  { key: 'hand', label: t('pending.inProcess'), end: true, cell: channel => number(channel.inProcess) },
  {
    key: 'oldest',
    label: t('channel.oldest'),
    sort: 'oldestAge',
    first: '-',
    end: true,
    cell: channel => duration(channel.oldestAgeSeconds),
  },
  { key: 'in', label: t('channel.in'), sort: 'inRate', first: '-', end: true, cell: channel => rate(channel.inRate) },
  { key: 'out', label: t('channel.out'), sort: 'outRate', first: '-', end: true, cell: channel => rate(channel.outRate) },
  {
    key: 'limit',
    label: t('channel.toLimit'),
    sort: 'timeToLimit',
    end: true,
    cell: channel =>
      channel.timeToLimitSeconds === undefined
        ? html`<span class="muted">${NONE}</span>`
        : html`<b class="warn-text">${duration(channel.timeToLimitSeconds)}</b>`,
  },
  { key: 'producers', label: t('channel.producers'), sort: 'producers', first: '-', end: true, cell: channel => number(channel.producers) },
  { key: 'consumers', label: t('channel.consumers'), sort: 'consumers', first: '-', end: true, cell: channel => number(channel.consumers) },
  {
    key: 'flow',
    label: t('channel.flow'),
    cell: channel => (channel.flow ? html`<a href=${flowPage(channel.flow)}>${channel.flow}</a>` : NONE),
  },
];

export default function channels(view) {
  const page = { data: null, problem: null };
  const all = columns();
  const listen = () => {
    const { search, kind: ofKind, state, flow, alarm, sort, after } = view.query;
    const internal = view.query.internal === 'true' ? undefined : false;
    page.problem = null;
    view.live(
      '/channels',
      { search, kind: ofKind, state, flow, alarm, internal, sort, after, limit: pageSize(view.query) },
      data => (page.data = data),
      problem => (page.problem = problem),
    );
  };
  listen();
  return { title: () => t('nav.channels'), changed: listen, draw: () => draw(view, page, all) };
}

function draw(view, page, all) {
  const chosen = new Set(recall('channels.columns', CHOSEN));
  return html`<div class="page-head">
      <h1>${t('nav.channels')}</h1>
      <div class="actions">${columnMenu(all, chosen, view)}</div>
    </div>
    <form class="filters" role="search" aria-label=${t('filter.label')} @submit=${event => event.preventDefault()}>
      ${textFilter(view, 'search', t('filter.search'), { kind: 'search', placeholder: t('channel.name') })}
      ${choiceFilter(
        view,
        'kind',
        t('channel.kind'),
        KINDS.map(value => [value, word('kind', value)]),
      )}
      ${choiceFilter(
        view,
        'state',
        t('channel.status'),
        STATES.map(value => [value, word('channel.state', value)]),
      )}
      ${textFilter(view, 'flow', t('channel.flow'))} ${checkFilter(view, 'alarm', t('channel.onlyAlarm'))}
      ${checkFilter(view, 'internal', t('channel.withInternal'))}
    </form>
    ${problemBox(page.problem)}
    ${table({
      caption: t('nav.channels'),
      columns: all.filter(column => column.head || chosen.has(column.key)),
      rows: page.data?.channels,
      id: channel => channel.name,
      sort: view.query.sort,
      empty: html`<p>${t('channels.none')}</p>`,
      tone: channel => (channel.state === 'BLOCKED' || channel.current >= channel.max ? 'row-bad' : channel.alarm ? 'row-warn' : ''),
      className: 'channels dense',
    })}
    ${pager({ query: view.query, shown: page.data?.channels.length, matched: page.data?.matched, next: page.data?.next })}`;
}

const columnMenu = (all, chosen, view) =>
  menu({
    right: true,
    summary: html`${icon('columns')}<span>${t('columns')}</span>`,
    content: html`<fieldset class="column-choice">
        <legend class="hidden-text">${t('columns')}</legend>
        ${all
          .filter(column => !column.head)
          .map(
            column =>
              html`<label class="check"
                ><input
                  type="checkbox"
                  .checked=${chosen.has(column.key)}
                  @change=${event => choose(column.key, event.target.checked, chosen, view)}
                />${column.label}</label
              >`,
          )}
      </fieldset>
      <button class="menu-item" type="button" @click=${() => (remember('channels.columns', CHOSEN), view.update())}>
        ${icon('undo')}${t('columns.reset')}
      </button>`,
  });

function choose(key, wanted, chosen, view) {
  chosen[wanted ? 'add' : 'delete'](key);
  remember('channels.columns', [...chosen]);
  view.update();
}
