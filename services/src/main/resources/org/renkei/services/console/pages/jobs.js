/** Finds jobs by everything that tracking knows of them. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { jobState } from '../components/badge.js';
import { clearFilters, moreFilters, textFilter } from '../components/filters.js';
import { icon } from '../components/icon.js';
import { pager, pageSize } from '../components/pager.js';
import { problemBox } from '../components/problem.js';
import { table } from '../components/table.js';
import { time } from '../components/time.js';
import { ages, fromUntil } from '../components/time-filter.js';
import { millis, NONE, number } from '../format.js';
import { t } from '../i18n.js';
import { flowPage, jobPage, withQuery } from '../router.js';

const REFRESH_MS = 5_000;
const STATES = ['RUNNING', 'COMPLETED', 'FAILED', 'COMPENSATED', 'EXPIRED', 'LOST', 'CANCELLED'];
const MORE = ['job', 'step', 'item', 'until'];
const FILTERS = ['job', 'correlation', 'flow', 'step', 'state', 'since', 'until', 'error', 'item'];

export default function jobs(view) {
  const page = { data: null, counts: null, counting: null, problem: null };
  const list = () => {
    const { job, correlation, flow, step, state, since, until, error, item, after } = view.query;
    const sought = location.search;
    const items = item
      ?.split(',')
      .map(one => one.trim())
      .filter(Boolean);
    return view.ask(
      '/jobs',
      { job, correlation, flow, step, state, since, until, error, item: items, after, limit: pageSize(view.query) },
      data => sought === location.search && Object.assign(page, { data, problem: null }),
      problem => sought === location.search && Object.assign(page, { problem, data: { jobs: [] } }),
    );
  };
  const count = () => {
    // Counting millions takes seconds.
    const flow = view.query.flow ?? '';
    if (page.counting === flow) {
      return;
    }
    page.counting = flow;
    const isWanted = () => page.counting === flow;
    view.ask('/jobs/counts', { flow }, counts => isWanted() && (page.counts = counts)).finally(() => {
      if (isWanted()) {
        page.counting = null;
      }
    });
  };
  view.every(REFRESH_MS, () => {
    count();
    // A page further on would be another one while new jobs come.
    return view.query.after ? undefined : list();
  });
  if (view.query.after) {
    list();
  }
  return {
    title: () => t('nav.jobs'),
    changed: () => {
      list();
      count();
    },
    draw: () => draw(view, page, list),
  };
}

const ready = page => page.problem || page.data;

const draw = (view, page, refresh) =>
  ready(page)
    ? content(view, page, refresh)
    : html`<div class="page-head"><h1>${t('nav.jobs')}</h1></div>
        <p class="muted">${t('wait')}</p>`;

const content = (view, page, refresh) =>
  html`<div class="page-head"><h1>${t('nav.jobs')}</h1></div>
    ${counts(view, page.counts)}
    <form class="filters" role="search" aria-label=${t('filter.label')} @submit=${event => event.preventDefault()}>
      ${textFilter(view, 'correlation', t('job.correlation'))}${textFilter(view, 'flow', t('channel.flow'))}${textFilter(view, 'error', t('job.error'))}${ages(view)}
      ${moreFilters(
        view,
        page,
        MORE,
        () =>
          html`${textFilter(view, 'job', t('job.id'))}${textFilter(view, 'step', t('job.step'))}
          ${textFilter(view, 'item', t('job.item'), { placeholder: 'customer:ada' })}${fromUntil(view)}`,
      )}
      <span class="filter-buttons"
        >${clearFilters(view, FILTERS)} <button type="button" @click=${refresh}>${icon('again')}${t('refresh')}</button></span
      >
    </form>
    ${problemBox(page.problem)}
    ${table({
      caption: t('nav.jobs'),
      rows: page.data?.jobs,
      id: job => job.job,
      empty: t('jobs.none'),
      columns: [
        { key: 'job', label: t('job.id'), head: true, cell: job => html`<a class="id" href=${jobPage(job.job)}>${job.job}</a>` },
        { key: 'correlation', label: t('job.correlation'), cell: job => html`<span class="break">${job.correlationId ?? NONE}</span>` },
        { key: 'state', label: t('job.state'), cell: job => jobState(job.state) },
        { key: 'flow', label: t('channel.flow'), cell: job => html`<a href=${flowPage(job.flow)}>${job.flow}</a>` },
        { key: 'step', label: t('job.step'), cell: job => job.step ?? NONE },
        { key: 'started', label: t('job.startedAt'), cell: job => time(job.startedAt) },
        {
          key: 'took',
          label: t('job.took'),
          end: true,
          cell: job => (job.endedAt ? millis(Date.parse(job.endedAt) - Date.parse(job.startedAt)) : NONE),
        },
        {
          key: 'error',
          label: t('job.error'),
          wide: true,
          cell: job => (job.error ? html`<span class="error-text clamp" title=${job.error}>${job.error}</span>` : NONE),
        },
      ],
    })}${pager({ query: view.query, shown: page.data?.jobs.length, next: page.data?.next })}`;

const counts = (view, all) =>
  html`<ul class="states state-counts" aria-label=${t('jobs.counts')}>
    ${STATES.map(state => {
      const name = state.toLowerCase();
      const chosen = view.query.state === name;
      return html`<li>
        <a href=${withQuery({ state: chosen ? '' : name, after: '' })} aria-current=${chosen ? 'true' : 'false'}
          >${jobState(state)}<b>${all ? number(all[state] ?? 0) : NONE}</b></a
        >
      </li>`;
    })}
  </ul>`;
