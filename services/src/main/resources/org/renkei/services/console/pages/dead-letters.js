/** What gave up: groups that filter the list, the list, and what can be done with those that are chosen. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { live } from '/lib/lit-html/directives/live.js';
import { address, post } from '../api.js';
import { choiceFilter, clearFilters, moreFilters, textFilter } from '../components/filters.js';
import { icon } from '../components/icon.js';
import { askDiscard, askRetry } from '../components/letter-actions.js';
import { letterGroups } from '../components/letter-groups.js';
import { follow, operations } from '../components/operation.js';
import { pager, pageSize } from '../components/pager.js';
import { problemBox } from '../components/problem.js';
import { table } from '../components/table.js';
import { time } from '../components/time.js';
import { ages, fromUntil } from '../components/time-filter.js';
import { NONE, number, size } from '../format.js';
import { t } from '../i18n.js';
import { flowPage, jobPage, letterPage } from '../router.js';
import { mayOperate } from '../session.js';

const GROUPS_MS = 5_000;
const MORE = ['code', 'correlation', 'jobs', 'channel', 'order', 'until'];
const FILTERS = ['flow', 'step', 'code', 'error', 'channel', 'correlation', 'jobs', 'since', 'until'];

export default function deadLetters(view) {
  const page = {
    data: null,
    groups: null,
    problem: null,
    chosen: new Set(),
    all: false,
    showAllGroups: false,
    filter: filterOf(view.query),
  };
  const askGroups = () =>
    view.ask(
      '/dead-letters/groups',
      { ...filterOf(view.query), by: view.query.by },
      answer => (page.groups = answer.groups),
      () => (page.groups ??= []),
    );
  const listen = () => {
    page.problem = null;
    const { order, after } = view.query;
    view.live(
      '/dead-letters',
      { ...filterOf(view.query), order, after, limit: pageSize(view.query) },
      data => (page.data = data),
      problem => (page.problem = problem),
    );
  };
  listen();
  view.every(GROUPS_MS, askGroups);
  return {
    title: () => t('nav.dead'),
    changed: () => {
      const filter = filterOf(view.query);
      if (JSON.stringify(filter) !== JSON.stringify(page.filter)) {
        // What was chosen in another list must not be changed unseen.
        Object.assign(page, { filter, chosen: new Set(), all: false });
      }
      listen();
      askGroups();
    },
    draw: () => draw(view, page),
  };
}

const filterOf = query => Object.fromEntries(FILTERS.filter(name => query[name]).map(name => [name, query[name]]));

function draw(view, page) {
  const { data } = page;
  if (!page.problem && !(data && page.groups)) {
    // Nothing is drawn before both are here, so that nothing moves under the hand.
    return html`<div class="page-head"><h1>${t('nav.dead')}</h1></div>
      <p class="muted">${t('wait')}</p>`;
  }
  return html`<div class="page-head">
      <h1>${t('nav.dead')}</h1>
      ${data ? html`<span class="muted">${t('letters.matched', { n: number(data.matched) })}</span>` : nothing}
      <div class="actions">
        <a class="button" href=${address('/dead-letters/export', filterOf(view.query))} download="dead-letters.jsonl"
          >${icon('download')}${t('letters.export')}</a
        >
      </div>
    </div>
    ${operations(() => view.update())} ${data?.inFiles > 0 ? inFiles(data.inFiles, page, view) : nothing}
    ${letterGroups({
      query: view.query,
      groups: page.groups,
      showAll: page.showAllGroups,
      more: () => {
        page.showAllGroups = true;
        view.update();
      },
    })}
    <form class="filters" role="search" aria-label=${t('filter.label')} @submit=${event => event.preventDefault()}>
      ${textFilter(view, 'flow', t('channel.flow'))}${textFilter(view, 'step', t('job.step'))}${textFilter(view, 'error', t('job.error'))}${ages(view)}
      ${moreFilters(
        view,
        page,
        MORE,
        () =>
          html`${textFilter(view, 'code', t('letters.code'), { placeholder: 'RNK-3010' })}${textFilter(view, 'correlation', t('job.correlation'))}
          ${textFilter(view, 'jobs', t('job.id'))}${textFilter(view, 'channel', t('channel.name'))}
          ${choiceFilter(view, 'order', t('letters.order'), [['oldest', t('letters.oldest')]], t('letters.newest'))}${fromUntil(view)}`,
      )}
      ${clearFilters(view, FILTERS)}
    </form>
    ${problemBox(page.problem)} ${mayOperate() && data?.letters.length > 0 ? selection(view, page) : nothing} ${list(view, page)}
    ${pager({ query: view.query, shown: data?.letters.length, matched: data?.matched, next: data?.next })}`;
}

const list = (view, page) =>
  table({
    caption: t('nav.dead'),
    rows: page.data?.letters,
    id: letter => letter.id,
    columns: columns(view, page),
    tone: letter => (isChosen(page, letter) ? 'row-chosen' : ''),
    empty: html`<p class="all-well">${icon('ok')}${t('letters.none')}</p>`,
    className: 'letters',
  });

const inFiles = (count, page, view) =>
  html`<div class="notice warn">
      ${icon('warn')}<span>${t('letters.inFiles', { n: number(count) })}</span>
      ${mayOperate() ? html`<button class="small" @click=${() => recover(page, view)}>${t('letters.recover')}</button>` : nothing}
    </div>
    ${problemBox(page.recoverProblem)}`;

async function recover(page, view) {
  try {
    page.recoverProblem = null;
    follow(await post('/dead-letters/recover'), () => view.update());
  } catch (problem) {
    page.recoverProblem = problem;
    view.update();
  }
}

const isChosen = (page, letter) => page.all || page.chosen.has(letter.id);

function selection(view, page) {
  const { data, chosen, all } = page;
  const count = all ? data.matched : chosen.size;
  const choice = all ? choiceOfFilter(page.filter) : { ids: [...chosen] };
  const order = {
    choice,
    count,
    what: all ? t('letters.whatAll', { filter: filterInWords(page.filter) }) : undefined,
    changed: () => view.update(),
    done: () => {
      chosen.clear();
      page.all = false;
      view.update();
    },
  };
  return html`<div class="selection" role="group" aria-label=${t('letters.selection')}>
    <span aria-live="polite">${count > 0 ? t('letters.chosen', { n: number(count) }) : t('letters.choose')}</span>
    ${
      all || count === 0 || data.matched <= data.letters.length
        ? nothing
        : html`<button
            class="small"
            @click=${() => {
              page.all = true;
              view.update();
            }}
          >
            ${t('letters.chooseAll', { n: number(data.matched) })}
          </button>`
    }
    ${count > 0 ? html`<button class="small" @click=${order.done}>${t('letters.chooseNone')}</button>` : nothing}
    <span class="actions"
      ><button ?disabled=${count === 0} @click=${() => askRetry(order)}>${icon('again')}${t('letters.retry.button')}</button>
      <button class="danger-text" ?disabled=${count === 0} @click=${() => askDiscard(order)}>
        ${icon('trash')}${t('letters.discard.button')}
      </button></span
    >
  </div>`;
}

/** Lists go into the body as lists; no filter at all must say so. */
function choiceOfFilter(filter) {
  const { jobs, ...rest } = filter;
  const choice = jobs ? { ...rest, jobs: jobs.split(',') } : rest;
  return Object.keys(choice).length === 0 ? { all: true } : choice;
}

const filterInWords = filter =>
  Object.entries(filter)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || t('letters.everything');

function columns(view, page) {
  const pageChosen = page.data?.letters.length > 0 && page.data.letters.every(letter => isChosen(page, letter));
  const box = (checked, label, change) =>
    html`<input
      type="checkbox"
      aria-label=${label}
      .checked=${live(checked)}
      @change=${event => {
        change(event.target.checked);
        view.update();
      }}
    />`;
  const choose = (letter, wanted) => {
    if (page.all) {
      page.all = false;
      page.data.letters.forEach(one => page.chosen.add(one.id));
    }
    page.chosen[wanted ? 'add' : 'delete'](letter.id);
  };
  return [
    ...(mayOperate()
      ? [
          {
            key: 'choice',
            label: box(pageChosen, t('letters.choosePage'), wanted => page.data.letters.forEach(letter => choose(letter, wanted))),
            cell: letter =>
              box(isChosen(page, letter), t('letters.chooseOne', { name: letter.correlationId ?? letter.id }), wanted =>
                choose(letter, wanted),
              ),
          },
        ]
      : []),
    {
      key: 'error',
      label: t('job.error'),
      head: true,
      cell: letter => html`<a class="clamp" href=${letterPage(letter.id)} title=${letter.error}>${letter.error ?? letter.id}</a>`,
    },
    { key: 'died', label: t('letters.diedAt'), cell: letter => time(letter.diedAt) },
    {
      key: 'flow',
      label: t('letters.where'),
      cell: letter =>
        letter.flow
          ? html`<a href=${flowPage(letter.flow, { step: letter.step })}>${letter.flow}${letter.step ? `.${letter.step}` : ''}</a>`
          : (letter.origin ?? NONE),
    },
    { key: 'correlation', label: t('job.correlation'), cell: letter => html`<span class="break">${letter.correlationId ?? NONE}</span>` },
    {
      key: 'job',
      label: t('job.id'),
      cell: letter => (letter.job ? html`<a class="id" href=${jobPage(letter.job)}>${letter.job}</a>` : NONE),
    },
    { key: 'size', label: t('message.size'), end: true, cell: letter => size(letter.size) },
  ];
}
