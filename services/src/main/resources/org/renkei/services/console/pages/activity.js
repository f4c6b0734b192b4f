/** Who did what, when. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { action } from '../components/activity-list.js';
import { textFilter } from '../components/filters.js';
import { pager, pageSize } from '../components/pager.js';
import { problemBox } from '../components/problem.js';
import { table } from '../components/table.js';
import { time } from '../components/time.js';
import { ages, fromUntil } from '../components/time-filter.js';
import { NONE } from '../format.js';
import { t } from '../i18n.js';
import { withQuery } from '../router.js';

const REFRESH_MS = 5_000;

export default function activity(view) {
  const page = { data: null, problem: null };
  const list = () => {
    const { user, search, since, until, after } = view.query;
    const sought = location.search;
    return view.ask(
      '/activity',
      { user, search, since, until, after, limit: pageSize(view.query) },
      data => sought === location.search && Object.assign(page, { data, problem: null }),
      problem => sought === location.search && Object.assign(page, { problem, data: { entries: [] } }),
    );
  };
  view.every(REFRESH_MS, () => (view.query.after && page.data ? undefined : list()));
  return { title: () => t('nav.activity'), changed: list, draw: () => draw(view, page) };
}

const draw = (view, { data, problem }) =>
  html`<div class="page-head"><h1>${t('nav.activity')}</h1></div>
    <form class="filters" role="search" aria-label=${t('filter.label')} @submit=${event => event.preventDefault()}>
      ${textFilter(view, 'search', t('filter.search'), { kind: 'search', placeholder: t('activity.search') })}${textFilter(view, 'user', t('activity.user'))}${ages(view)}${fromUntil(view)}
    </form>
    ${problemBox(problem)}
    ${table({
      caption: t('nav.activity'),
      rows: data?.entries.map((entry, index) => ({ ...entry, index })),
      id: entry => `${entry.at}/${entry.index}`,
      empty: t('activity.none'),
      columns: [
        { key: 'at', label: t('activity.at'), head: true, cell: entry => time(entry.at) },
        {
          key: 'user',
          label: t('activity.user'),
          cell: entry => html`<a href=${withQuery({ user: entry.user, after: '' })}>${entry.user}</a>`,
        },
        { key: 'action', label: t('activity.action'), cell: entry => html`<b title=${entry.action}>${action(entry.action)}</b>` },
        { key: 'target', label: t('activity.target'), wide: true, cell: entry => html`<span class="break">${entry.target ?? NONE}</span>` },
        {
          key: 'detail',
          label: t('activity.detail'),
          wide: true,
          cell: entry => (entry.detail ? html`<span class="break">${entry.detail}</span>` : nothing),
        },
        { key: 'from', label: t('activity.from'), cell: entry => entry.from ?? NONE },
      ],
    })}${pager({ query: view.query, shown: data?.entries.length, next: data?.next })}`;
