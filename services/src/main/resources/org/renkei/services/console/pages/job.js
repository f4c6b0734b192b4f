/** The whole way of one job, live while it is on it. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { segment } from '../api.js';
import { jobState } from '../components/badge.js';
import { copyButton } from '../components/copy.js';
import { figure, figures } from '../components/figures.js';
import { icon } from '../components/icon.js';
import { journeyTimeline } from '../components/journey.js';
import { problemBox } from '../components/problem.js';
import { time } from '../components/time.js';
import { millis, number } from '../format.js';
import { t } from '../i18n.js';
import { channelPage, flowPage, jobPage, letterPage, to } from '../router.js';

const TICK_MS = 1_000;

export default function job(view) {
  const { id } = view.params;
  const page = { data: null, letters: [], problem: null };
  let state = null;
  const take = data => {
    page.data = data;
    if (data.journey.state !== state) {
      state = data.journey.state;
      askLetters();
    }
  };
  const askLetters = () => {
    page.letters = [];
    return page.data.journey.failed > 0
      ? view.ask('/dead-letters', { jobs: id, limit: 20 }, answer => (page.letters = answer.letters))
      : undefined;
  };
  view.live(`/jobs/${segment(id)}`, {}, take, problem => (page.problem = problem));
  // The time that it waits grows without news from the server.
  view.every(TICK_MS, () => state === 'RUNNING' && view.update());
  return { title: () => page.data?.journey.correlationId ?? id, draw: () => draw(id, page) };
}

const draw = (id, { data, letters, problem }) =>
  html`<nav class="crumbs" aria-label=${t('crumbs')}><a href="/jobs">${t('nav.jobs')}</a></nav>
    <div class="page-head">
      <h1 class="id">${id}</h1>
      ${copyButton(id)}${data ? jobState(data.journey.state) : nothing}
    </div>
    ${problemBox(problem)}
    ${
      data
        ? html`${heads(data.journey, data.steps)}${now(data.journey, letters)}
            <section class="panel" aria-labelledby="j-way">
              <div class="panel-head">
                <h2 id="j-way">${t('journey.title')}</h2>
                ${key()}
              </div>
              ${journeyTimeline(data)}
            </section>`
        : nothing
    }`;

function heads(journey, steps) {
  const end = journey.endedAt ? Date.parse(journey.endedAt) : Date.now();
  const sum = (from, to) =>
    steps.reduce((total, step) => total + (step[from] && step[to] ? Date.parse(step[to]) - Date.parse(step[from]) : 0), 0);
  return html`<section class="panel">
    ${figures([
      figure(t('job.took'), millis(end - Date.parse(journey.startedAt))),
      figure(t('job.waited'), millis(sum('queuedAt', 'startedAt'))),
      figure(t('job.ran'), millis(sum('startedAt', 'endedAt'))),
      figure(t('job.attempts'), number(journey.attempts)),
      ...(journey.redelivered ? [figure(t('job.redelivered'), number(journey.redelivered))] : []),
      ...(journey.open > 1 ? [figure(t('job.open'), number(journey.open))] : []),
    ])}
    <p class="facts">
      <span
        >${t('channel.flow')} <a href=${flowPage(journey.flow, { step: journey.step })}>${journey.flow}</a>
        <code>${journey.version}</code></span
      >
      ${journey.correlationId ? html`<span>${t('job.correlation')} <a href=${to('/jobs', { correlation: journey.correlationId })}>${journey.correlationId}</a></span>` : nothing}
      ${journey.parent ? html`<span>${t('job.parent')} <a class="id" href=${jobPage(journey.parent)}>${journey.parent}</a></span>` : nothing}
      <span>${t('job.startedAt')} ${time(journey.startedAt)}</span
      >${journey.endedAt ? html`<span>${t('job.endedAt')} ${time(journey.endedAt)}</span>` : html`<span>${t('job.updatedAt')} ${time(journey.updatedAt)}</span>`}
      ${journey.partial ? html`<span class="chip">${t('job.partial')}</span>` : nothing}
    </p>
  </section>`;
}

function now(journey, letters) {
  return html`${
    journey.state === 'RUNNING' && journey.channel
      ? html`<p class="notice info">
          ${icon('run')}<span
            >${t('job.now')} <a href=${channelPage(journey.channel, { tab: 'messages', search: journey.job })}>${journey.channel}</a></span
          >
        </p>`
      : nothing
  }
  ${journey.error ? error(journey) : nothing}
  ${letters.map(
    letter =>
      html`<p class="notice warn">
        ${icon('dead')}<span
          >${t('job.letter', { channel: letter.channel })} <a href=${letterPage(letter.id)}>${t('job.letter.show')}</a></span
        >
      </p>`,
  )}`;
}

/** A job that is well has overcome its last error. */
function error(journey) {
  const overcome = journey.state === 'RUNNING' || journey.state === 'COMPLETED';
  return html`<p class="notice ${overcome ? 'warn' : 'bad'}">
    ${icon(overcome ? 'again' : 'bad')}<span
      >${overcome ? html`${t('job.overcome')} ` : nothing}<span class="error-text">${journey.error}</span></span
    >
  </p>`;
}

const key = () =>
  html`<span class="journey-key muted" aria-hidden="true"
    ><span class="swatch wait"></span>${t('journey.waited')} <span class="swatch run"></span>${t('journey.ran')}</span
  >`;
