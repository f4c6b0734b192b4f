/** The way of one job: each pass through a step with its waiting and running time to scale, copies in lanes of their own. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { exactMillis, millis, moment, number } from '../format.js';
import { t } from '../i18n.js';
import { channelPage } from '../router.js';
import { badge, outcome, outcomeTone } from './badge.js';
import { emptyRail, lanesOf, rail } from './lanes.js';
import { time } from './time.js';

const at = value => (value ? exactMillis(value) : undefined);

/** @param answer `{journey, steps}` as the API has a job */
export function journeyTimeline({ journey, steps }) {
  const rows = rowsOf(journey, steps);
  const from = Math.min(at(journey.startedAt) ?? Infinity, ...rows.map(row => row.queued ?? row.started ?? row.ended ?? Infinity));
  const until = Math.max(from + 1, at(journey.endedAt) ?? 0, ...rows.map(row => row.ended ?? 0));
  const scale = { from, length: until - from };
  const lanes = lanesOf(rows);
  return html`<div class="journey">
    <div class="pass journey-axis" aria-hidden="true">
      ${emptyRail(lanes)}
      <div class="journey-scale">
        ${[0, 0.5, 1].map(part => html`<span>${part === 0 ? moment(new Date(from)) : `+${millis(scale.length * part)}`}</span>`)}
      </div>
    </div>
    <ol class="passes">
      ${repeat(
        rows,
        row => row.id,
        (row, index) => pass(row, index, lanes, scale),
      )}
    </ol>
  </div>`;
}

/** The passes, and behind them the places where copies of a running job are now. */
function rowsOf(journey, steps) {
  const lastOf = new Map();
  const rows = steps.map(step => ({
    id: `${step.branch}/${step.seq}/${step.outcome}`,
    branch: step.branch,
    pass: step,
    queued: at(step.queuedAt),
    started: at(step.startedAt),
    ended: at(step.endedAt),
  }));
  rows.sort((a, b) => begin(a) - begin(b) || a.pass.seq - b.pass.seq);
  for (const row of rows) {
    row.between = gap(lastOf.get(row.branch), row);
    lastOf.set(row.branch, row);
  }
  return journey.state === 'RUNNING' ? [...rows, ...placesNow(steps)] : rows;
}

const begin = row => row.started ?? row.queued ?? row.ended ?? 0;

function gap(before, row) {
  const from = before?.ended;
  const to = row.queued ?? row.started;
  return from !== undefined && to - from >= 1 ? to - from : undefined;
}

/** Where something was sent that no pass has taken up. */
function placesNow(steps) {
  const taken = new Set(steps.map(step => `${step.branch}/${step.seq}`));
  const now = Date.now();
  return steps.flatMap(step =>
    step.next
      .filter(place => place.step && !taken.has(`${place.branch}/${step.seq + 1}`) && !takenLater(steps, step, place))
      .map(place => ({
        id: `now/${place.branch}/${step.seq}`,
        branch: place.branch,
        place,
        queued: at(step.endedAt),
        ended: Math.max(now, at(step.endedAt) ?? now),
      })),
  );
}

/** Copies that were joined have gone on as the branch that they came from. */
const takenLater = (steps, step, place) =>
  step.outcome === 'WAITING' &&
  steps.some(
    other =>
      other.step === place.step &&
      other.branch !== place.branch &&
      place.branch.startsWith(other.branch) &&
      at(other.endedAt) > at(step.endedAt),
  );

function pass(row, index, lanes, scale) {
  return html`<li class="pass">
    ${rail(lanes, row, index)}
    <div class="pass-what">${row.pass ? what(row.pass) : here(row.place)}</div>
    <div class="pass-track" aria-hidden="true">${track(row, scale)}</div>
    <div class="pass-result">${row.pass ? result(row) : waiting(row)}</div>
    ${row.pass ? details(row.pass) : nothing}
  </li>`;
}

const what = step =>
  html`<b>${step.step ?? t('journey.start')}</b
    >${step.branch ? html` <span class="copy-name">${t('journey.copy', { n: step.branch.slice(1) })}</span>` : nothing}
    <span class="muted pass-application">${step.application ?? ''}</span>
    <a class="pass-channel" href=${channelPage(step.channel)}>${step.channel}</a>`;

const here = place =>
  html`<b>${place.step}</b
    >${place.branch ? html` <span class="copy-name">${t('journey.copy', { n: place.branch.slice(1) })}</span>` : nothing}
    <a class="pass-channel" href=${channelPage(place.channel)}>${place.channel}</a>`;

function track({ queued, started, ended, pass: step }, { from, length }) {
  const part = (begin, end, tone) =>
    begin === undefined || end === undefined
      ? nothing
      : html`<span
          class="pass-bar ${tone}"
          .style=${`inset-inline-start:${((begin - from) / length) * 100}%;inline-size:${(Math.max(0, end - begin) / length) * 100}%`}
        ></span>`;
  return step
    ? html`${part(queued, started ?? ended, 'wait')}${part(started, ended, `run ${outcomeTone(step.outcome)}`)}`
    : part(queued, ended, 'wait now');
}

const result = ({ pass: step, queued, started, ended, between }) =>
  html`${outcome(step.outcome)}
    ${step.attempt > 1 ? html`<span class="chip">${t('journey.attempt', { n: number(step.attempt) })}</span>` : nothing}
    ${step.redelivered ? html`<span class="chip">${t('journey.redelivered')}</span>` : nothing}
    <span class="pass-times"
      >${between === undefined ? nothing : part(t('journey.between'), between)}
      ${queued !== undefined && started !== undefined ? part(t('journey.waited'), started - queued) : nothing}
      ${started !== undefined && ended !== undefined ? part(t('journey.ran'), ended - started) : nothing}</span
    >`;

const part = (label, value) => html`<span><span class="muted">${label}</span> ${millis(value)}</span>`;

const waiting = ({ place, queued }) =>
  html`${badge('info', 'hourglass', t('journey.here'))}
    <span class="pass-times"
      >${queued ? part(t('journey.waits'), Date.now() - queued) : nothing}
      ${place.notBefore ? html`<span><span class="muted">${t('journey.notBefore')}</span> ${time(place.notBefore)}</span>` : nothing}</span
    >`;

function details(step) {
  const items = Object.entries(step.items ?? {});
  if (!step.error && items.length === 0) {
    return nothing;
  }
  return html`<div class="pass-details">
    ${step.error ? html`<p class="error-text ${outcomeTone(step.outcome)}">${step.error}</p>` : nothing}
    ${items.length > 0 ? html`<p class="items">${items.map(([name, value]) => html`<span class="chip"><span class="muted">${name}</span> ${value}</span>`)}</p>` : nothing}
  </div>`;
}
