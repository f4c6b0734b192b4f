/** Whether all is well, at a glance. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { alarmList } from '../components/alarm-list.js';
import { activityList } from '../components/activity-list.js';
import { aboveWatch, channelState, paused, verdictIcon } from '../components/badge.js';
import { chart } from '../components/chart.js';
import { depth } from '../components/depth.js';
import { figure, figures } from '../components/figures.js';
import { icon } from '../components/icon.js';
import { problemBox } from '../components/problem.js';
import { rangeEnds, rangeLinks, rangeOf } from '../components/range.js';
import { since } from '../components/time.js';
import { number, rate } from '../format.js';
import { t, word } from '../i18n.js';
import { feed } from '../pulse.js';
import { channelPage, flowPage, to } from '../router.js';

const HISTORY_MS = 10_000;
const STATES = ['ACTIVE', 'BLOCKED', 'DRAINING', 'STOPPED'];

export default function overview(view) {
  const page = { data: null, history: null, problem: null };
  view.live(
    '/overview',
    {},
    data => {
      page.data = data;
      feed(data);
    },
    problem => (page.problem = problem),
  );
  const ask = () => view.ask('/overview/history', { range: rangeOf(view.query) }, history => (page.history = history));
  view.every(HISTORY_MS, ask);
  return {
    title: () => t('nav.overview'),
    changed: ask,
    draw: () =>
      html`<h1 class="hidden-text">${t('nav.overview')}</h1>
        ${problemBox(page.problem)}
        ${page.data ? content(page, view) : html`<div class="panel waiting-panel" aria-busy="true">${t('wait')}</div>`}`,
  };
}

function content(page, view) {
  const { data } = page;
  return html`<div class="overview">
    ${verdict(data.pending)} ${problems(data.problems)}
    <section class="panel throughput" aria-labelledby="o-jobs">
      <div class="panel-head">
        <h2 id="o-jobs">${t('overview.jobs')}</h2>
        ${rangeLinks(view.query)}
      </div>
      ${rates(data.jobs)}${throughput(page, view)}
    </section>
    <section class="panel" aria-labelledby="o-alarms">
      <div class="panel-head">
        <h2 id="o-alarms">
          ${t('overview.alarms')}${data.openAlarms ? html` <span class="count alarms">${number(data.openAlarms)}</span>` : nothing}
        </h2>
        <a href="/alarms">${t('all')}</a>
      </div>
      ${data.alarms.length === 0 ? html`<p class="all-well">${icon('ok')}${t('alarms.none')}</p>` : alarmList(data.alarms, { changed: alarm => replace(data.alarms, alarm, view) })}
    </section>
    <section class="panel" aria-labelledby="o-fullest">
      <div class="panel-head">
        <h2 id="o-fullest">${t('overview.fullest')}</h2>
        <a href=${to('/channels', { sort: '-fill' })}>${t('all')}</a>
      </div>
      ${fullest(data.fullest)}
    </section>
    <section class="panel" aria-labelledby="o-switches">
      <div class="panel-head"><h2 id="o-switches">${t('overview.switches')}</h2></div>
      ${switches(data)}
    </section>
    <section class="panel recent" aria-labelledby="o-recent">
      <div class="panel-head">
        <h2 id="o-recent">${t('overview.recent')}</h2>
        <a href="/activity">${t('all')}</a>
      </div>
      ${activityList(data.recent)}
    </section>
  </div>`;
}

function replace(alarms, alarm, view) {
  alarms.splice(
    alarms.findIndex(one => one.id === alarm.id),
    1,
    alarm,
  );
  view.update();
}

const verdict = pending =>
  html`<section class="panel verdict verdict-${pending.verdict.toLowerCase()}" aria-labelledby="o-verdict">
    <div class="verdict-words">
      ${verdictIcon(pending.verdict)}
      <div>
        <h2 id="o-verdict">${word('verdict', pending.verdict)}</h2>
        <p class="muted">${word('verdict.meaning', pending.verdict)}</p>
      </div>
    </div>
    ${figures([
      figure(t('pending.queued'), number(pending.queued)),
      figure(t('pending.scheduled'), number(pending.scheduled)),
      figure(t('pending.inProcess'), number(pending.inProcess)),
      figure(t('pending.wouldLose'), number(pending.wouldLose), { tone: pending.wouldLose > 0 ? 'bad' : '' }),
      figure(t('pending.unfinished'), number(pending.unfinishedJobs), { href: to('/jobs', { state: 'running' }) }),
      figure(t('pending.dead'), number(pending.deadLetters), { href: '/dead-letters' }),
    ])}<a class="verdict-more" href="/stop">${t('overview.stop')}${icon('chevron')}</a>
  </section>`;

const problems = list =>
  list.length === 0
    ? nothing
    : html`<section class="panel problems" aria-labelledby="o-problems">
        <h2 id="o-problems">${icon('warn')}${t('overview.problems')}</h2>
        <ul>
          ${list.map(text => html`<li>${text}</li>`)}
        </ul>
      </section>`;

const rates = jobs =>
  figures([
    figure(t('jobs.in'), rate(jobs.inRate), { unit: t('perSecond'), note: t('jobs.total', { n: number(jobs.started) }) }),
    figure(t('jobs.out'), rate(jobs.outRate), { unit: t('perSecond'), note: t('jobs.total', { n: number(jobs.ended) }) }),
    figure(t('jobs.failed'), rate(jobs.failedRate), {
      unit: t('perSecond'),
      note: t('jobs.total', { n: number(jobs.failed) }),
      tone: jobs.failedRate > 0 ? 'bad' : '',
    }),
  ]);

const throughput = (page, view) =>
  chart({
    id: 'throughput',
    label: t('overview.chart'),
    points: page.history?.points ?? [],
    stepSeconds: page.history?.stepSeconds ?? 10,
    series: [
      { key: 'inRate', label: t('jobs.in'), line: 'first' },
      { key: 'outRate', label: t('jobs.out'), line: 'second' },
      { key: 'failedRate', label: t('jobs.failed'), line: 'bad' },
    ],
    format: rate,
    ...rangeEnds(view.query),
    update: () => view.update(),
  });

const fullOne = channel =>
  html`<li>
    <a class="ellipsis" href=${channelPage(channel.name)} title=${channel.name}>${channel.name}</a>
    ${channel.state === 'ACTIVE' ? nothing : channelState(channel.state, channel.reason)}${depth(channel)}
  </li>`;

const fullest = channels =>
  channels.length === 0
    ? html`<p class="all-well">${icon('ok')}${t('overview.empty')}</p>`
    : html`<ul class="fullest">
        ${channels.map(fullOne)}
      </ul>`;

function switches({ channels, blockedFlows = [], pausedApplications = [], startedAt, node }) {
  return html`<ul class="states">
      ${STATES.map(
        state =>
          html`<li>
            <a href=${to('/channels', { state: state.toLowerCase() })}
              >${channelState(state)}<b>${number(channels[state.toLowerCase()])}</b></a
            >
          </li>`,
      )}
      <li>
        <a href=${to('/channels', { alarm: 'true' })}>${aboveWatch()}<b>${number(channels.alarm)}</b></a>
      </li>
    </ul>
    ${names(t('overview.blockedFlows'), blockedFlows, flowPage, () => icon('block'))}
    ${names(t('overview.pausedApplications'), pausedApplications, pausedPage, () => paused())}
    <p class="muted">${t('overview.runs', { node })} ${since(startedAt)}</p>`;
}

/** A step is paused by its flow's name and its own, an application by its own. */
function pausedPage(name) {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? to('/flows', { tab: 'applications' }) : flowPage(name.slice(0, dot), { step: name.slice(dot + 1) });
}

const names = (label, list, href, sign) =>
  list.length === 0
    ? nothing
    : html`<div class="name-list">
        <h3>${label}</h3>
        <ul>
          ${list.map(name => html`<li>${sign()} <a href=${href(name)}>${name}</a></li>`)}
        </ul>
      </div>`;
