/** All flows with their figures, the applications that their steps call, and what else users have deployed. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { applicationActions } from '../components/application-actions.js';
import { badge, paused } from '../components/badge.js';
import { deployments } from '../components/deployments.js';
import { textFilter } from '../components/filters.js';
import { flowActions } from '../components/flow-actions.js';
import { pager, pageSize } from '../components/pager.js';
import { problemBox } from '../components/problem.js';
import { table } from '../components/table.js';
import { tabs } from '../components/tabs.js';
import { time } from '../components/time.js';
import { NONE, number, rate } from '../format.js';
import { t, word } from '../i18n.js';
import { channelPage, flowPage } from '../router.js';

const MOST_STEPS = 12;
const APPLICATIONS_MS = 5_000;

export default function flows(view) {
  const page = { data: null, applications: null, deployed: null, problem: null };
  const askApplications = () =>
    view.query.tab === 'applications' &&
    view.ask(
      '/applications',
      {},
      answer => (page.applications = answer.applications),
      problem => (page.problem = problem),
    );
  const listen = () => {
    page.problem = null;
    if (view.query.tab === 'applications') {
      view.still();
      askApplications();
    } else if (view.query.tab === 'deployments') {
      view.live(
        '/deployments',
        {},
        data => (page.deployed = data),
        problem => (page.problem = problem),
      );
    } else {
      const { search, after } = view.query;
      view.live(
        '/flows',
        { search, after, limit: pageSize(view.query) },
        data => (page.data = data),
        problem => (page.problem = problem),
      );
    }
  };
  listen();
  view.every(APPLICATIONS_MS, askApplications);
  return {
    title: () => t('nav.flows'),
    changed: listen,
    draw: () =>
      html`<div class="page-head"><h1>${t('nav.flows')}</h1></div>
        ${tabs(
          view.query,
          t('nav.flows'),
          [
            ['flows', t('nav.flows')],
            ['applications', t('flows.applications')],
            ['deployments', t('flows.deployments')],
          ],
          { search: '', after: '' },
        )}
        ${problemBox(page.problem)}
        ${content(view, page, askApplications)}`,
  };
}

function content(view, page, askApplications) {
  switch (view.query.tab) {
    case 'applications':
      return applications(page.applications, askApplications);
    case 'deployments':
      return deployments(page.deployed);
    default:
      return list(view, page);
  }
}

const list = (view, { data }) =>
  html`<form class="filters" role="search" aria-label=${t('filter.label')} @submit=${event => event.preventDefault()}>
      ${textFilter(view, 'search', t('filter.search'), { kind: 'search', placeholder: t('flow.name') })}
    </form>
    ${table({
      caption: t('nav.flows'),
      rows: data?.flows,
      id: flow => flow.name,
      empty: t('flows.none'),
      className: 'dense',
      tone: flow => (flow.blocked ? 'row-bad' : ''),
      columns: [
        { key: 'name', label: t('flow.name'), head: true, cell: flow => html`<a href=${flowPage(flow.name)}>${flow.name}</a>` },
        {
          key: 'status',
          label: t('channel.status'),
          cell: flow => (flow.blocked ? badge('bad', 'block', t('flow.blocked'), flow.blocked) : badge('ok', 'ok', t('flow.open'))),
        },
        { key: 'start', label: t('flow.startChannel'), cell: flow => html`<a href=${channelPage(flow.start)}>${flow.start}</a>` },
        { key: 'steps', label: t('flow.steps'), end: true, cell: flow => number(flow.steps) },
        { key: 'waiting', label: t('flow.waiting'), end: true, cell: flow => number(flow.waiting) },
        { key: 'in', label: t('flow.in'), end: true, cell: flow => rate(flow.inRate) },
        { key: 'out', label: t('flow.out'), end: true, cell: flow => rate(flow.outRate) },
        {
          key: 'failing',
          label: t('flow.failing'),
          end: true,
          cell: flow => html`<span class=${flow.failedRate > 0 ? 'bad-text' : ''}>${rate(flow.failedRate)}</span>`,
        },
        { key: 'started', label: t('flow.started'), end: true, cell: flow => number(flow.started) },
        { key: 'failed', label: t('flow.failed'), end: true, cell: flow => number(flow.failed) },
        {
          key: 'actions',
          label: t('actions'),
          cell: flow =>
            flowActions(
              flow,
              changed => {
                flow.blocked = changed.blocked;
                view.update();
              },
              'small',
            ),
        },
      ],
    })}${pager({ query: view.query, shown: data?.flows.length, matched: data?.matched, next: data?.next })}`;

const stepLink = ({ flow, step, undo, held }) =>
  html`<span>
    <a href=${flowPage(flow, { step })}>${flow}.${step}</a> ${undo ? html`<span class="chip">${t('step.undo')}</span>` : nothing}
    ${held ? paused() : nothing}
  </span>`;

const stepLinks = calls =>
  html`<span class="step-links"
    >${calls.slice(0, MOST_STEPS).map(stepLink)}
    ${calls.length > MOST_STEPS ? html`<span class="muted">${t('application.moreSteps', { n: number(calls.length - MOST_STEPS) })}</span>` : nothing}</span
  >`;

const applications = (all, changed) =>
  table({
    caption: t('flows.applications'),
    rows: all,
    id: application => application.name,
    empty: t('applications.none'),
    tone: application => (application.paused ? 'row-warn' : ''),
    columns: [
      { key: 'name', label: t('application.name'), head: true, cell: application => html`<span class="break">${application.name}</span>` },
      { key: 'kind', label: t('application.kind'), cell: application => word('application.kind', application.kind) },
      {
        key: 'status',
        label: t('channel.status'),
        cell: application => (application.paused ? paused(application.paused.reason) : badge('ok', 'ok', t('application.runs'))),
      },
      { key: 'steps', label: t('application.steps'), wide: true, cell: application => stepLinks(application.calls) },
      {
        key: 'why',
        label: t('application.why'),
        wide: true,
        cell: application =>
          application.paused
            ? html`${application.paused.reason} <span class="muted">${application.paused.by}, ${time(application.paused.since)}</span>`
            : NONE,
      },
      { key: 'actions', label: t('actions'), cell: application => applicationActions(application, all, changed) },
    ],
  });
