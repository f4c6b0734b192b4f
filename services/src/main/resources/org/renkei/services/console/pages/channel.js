/** One channel: its figures over time, the messages in it, and who is connected. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { segment } from '../api.js';
import { aboveWatch, channelState, kind } from '../components/badge.js';
import { channelActions } from '../components/channel-actions.js';
import { chart } from '../components/chart.js';
import { depthBar } from '../components/depth.js';
import { figure, figures } from '../components/figures.js';
import { icon } from '../components/icon.js';
import { MessageBrowser } from '../components/message-browser.js';
import { problemBox } from '../components/problem.js';
import { rangeEnds, rangeLinks, rangeOf } from '../components/range.js';
import { table } from '../components/table.js';
import { tabs } from '../components/tabs.js';
import { time } from '../components/time.js';
import { compact, duration, NONE, number, rate } from '../format.js';
import { t, word } from '../i18n.js';
import { flowPage } from '../router.js';

const HISTORY_MS = 10_000;
const CLIENTS_MS = 5_000;

export default function channel(view) {
  const { name } = view.params;
  const path = `/channels/${segment(name)}`;
  const page = { data: null, history: null, clients: null, problem: null, browser: new MessageBrowser(view, path) };
  const take = data => {
    page.data = data;
    view.update();
  };
  const refresh = () => {
    const tab = view.query.tab;
    if (tab === 'messages') {
      page.browser.refresh();
    } else if (tab === 'clients') {
      view.ask(`${path}/clients`, {}, ({ clients }) => (page.clients = clients));
    } else {
      view.ask(`${path}/history`, { range: rangeOf(view.query) }, history => (page.history = history));
    }
  };
  view.live(path, {}, take, problem => (page.problem = problem));
  view.every(HISTORY_MS, () => view.query.tab || refresh());
  view.every(CLIENTS_MS, () => view.query.tab === 'clients' && refresh());
  refresh();
  return { title: () => name, changed: refresh, draw: () => draw(view, page, take) };
}

function draw(view, page, take) {
  const { name } = view.params;
  const { data } = page;
  return html`<nav class="crumbs" aria-label=${t('crumbs')}><a href="/channels">${t('nav.channels')}</a></nav>
    <div class="page-head">
      <h1>${name}</h1>
      ${data ? html`${channelState(data.state)}${data.alarm ? aboveWatch() : nothing}${channelActions(data, take)}` : nothing}
    </div>
    ${problemBox(page.problem)}
    ${
      data
        ? html`${data.reason ? html`<p class="reason">${icon('block')}${data.reason}</p>` : nothing}${facts(data)}${depthPanel(data)}
          ${tabs(
            view.query,
            name,
            [
              ['figures', t('channel.tab.figures')],
              ['messages', t('channel.tab.messages')],
              ['clients', t('channel.tab.clients')],
            ],
            { message: '', near: '', search: '', after: '', range: '' },
          )}
          ${content(view, page)}`
        : nothing
    }`;
}

const facts = data =>
  html`<p class="facts">
    ${kind(data.kind)}${data.dataSource ? html`<span>${t('channel.dataSource')} <b>${data.dataSource}</b></span>` : nothing}
    ${data.flow ? html`<span>${t('channel.flow')} <a href=${flowPage(data.flow, { step: data.step })}>${data.flow}${data.step ? `.${data.step}` : ''}</a></span>` : nothing}
    ${data.internal ? html`<span class="chip">${t('channel.internal')}</span>` : nothing}
  </p>`;

const depthPanel = data =>
  html`<section class="panel channel-depth" aria-label=${t('channel.depth')}>
    <div class="channel-bar">
      <div class="channel-bar-figures">
        <b>${number(data.current)}</b><span class="muted">/ ${number(data.watch)} / ${number(data.max)}</span
        ><span class="muted">${t('channel.depth')}</span>
      </div>
      ${depthBar(data)}
      <p class="muted">${t('channel.limits', { rearm: compact(data.rearm), unblock: compact(data.unblock) })}</p>
    </div>
    ${figures([
      figure(t('pending.queued'), number(data.queued)),
      figure(t('pending.scheduled'), number(data.scheduled)),
      figure(t('pending.inProcess'), number(data.inProcess)),
      figure(t('channel.oldest'), duration(data.oldestAgeSeconds)),
      figure(t('channel.in'), rate(data.inRate), { unit: t('perSecond'), note: t('jobs.total', { n: number(data.in) }) }),
      figure(t('channel.out'), rate(data.outRate), { unit: t('perSecond'), note: t('jobs.total', { n: number(data.out) }) }),
      figure(t('channel.toLimit'), duration(data.timeToLimitSeconds), { tone: data.timeToLimitSeconds === undefined ? '' : 'warn' }),
      figure(t('channel.clients'), `${number(data.producers)} / ${number(data.consumers)}`),
    ])}
  </section>`;

function content(view, page) {
  if (view.query.tab === 'messages') {
    return page.browser.draw();
  }
  return view.query.tab === 'clients' ? connected(page.clients) : charts(view, page);
}

function charts(view, { data, history }) {
  const common = {
    points: history?.points ?? [],
    stepSeconds: history?.stepSeconds ?? 10,
    ...rangeEnds(view.query),
    update: () => view.update(),
  };
  return html`<div class="panel-head loose">
      <h2>${t('channel.history')}</h2>
      ${rangeLinks(view.query)}
    </div>
    <div class="charts">
      <section class="panel">
        ${chart({
          ...common,
          id: 'depth',
          label: t('channel.chart.depth'),
          format: compact,
          series: [{ key: 'current', label: t('channel.current'), line: 'first' }],
          limits: [
            { value: data.watch, label: `${t('channel.watch')} ${compact(data.watch)}`, line: 'watch' },
            { value: data.max, label: `${t('channel.max')} ${compact(data.max)}`, line: 'max' },
          ],
        })}
      </section>
      <section class="panel">
        ${chart({
          ...common,
          id: 'rates',
          label: t('channel.chart.rates'),
          format: rate,
          series: [
            { key: 'inRate', label: t('channel.in'), line: 'first' },
            { key: 'outRate', label: t('channel.out'), line: 'second' },
          ],
        })}
      </section>
    </div>`;
}

const connected = clients =>
  table({
    caption: t('channel.tab.clients'),
    rows: clients?.map((client, index) => ({ ...client, index })),
    id: client => client.index,
    empty: t('clients.none'),
    reachable: true,
    columns: [
      { key: 'role', label: t('client.role'), head: true, cell: client => word('client.role', client.role) },
      { key: 'whose', label: t('client.whose'), cell: client => (client.own ? t('client.own') : html`<b>${client.user ?? NONE}</b>`) },
      { key: 'count', label: t('client.count'), end: true, cell: client => number(client.count) },
      {
        key: 'protocol',
        label: t('client.protocol'),
        cell: client => (client.protocol === 'IN_PROCESS' ? t('client.inProcess') : (client.protocol ?? NONE)),
      },
      { key: 'address', label: t('client.address'), cell: client => client.address ?? NONE },
      { key: 'id', label: t('client.id'), cell: client => client.clientId ?? NONE },
      { key: 'since', label: t('client.since'), cell: client => time(client.since) },
      { key: 'hand', label: t('client.inHand'), end: true, cell: client => number(client.inHand) },
      { key: 'filter', label: t('client.filter'), cell: client => client.filter ?? NONE },
    ],
  });
