/** Is it safe to stop, and the stop itself. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { post } from '../api.js';
import { kind, stageState, verdictIcon } from '../components/badge.js';
import { figure, figures } from '../components/figures.js';
import { icon } from '../components/icon.js';
import { problemBox } from '../components/problem.js';
import { askForce, askStop } from '../components/stop-dialogs.js';
import { table } from '../components/table.js';
import { time } from '../components/time.js';
import { systemIs } from '../connection.js';
import { millis, number } from '../format.js';
import { t, word } from '../i18n.js';
import { channelPage, to } from '../router.js';
import { mayOperate, session } from '../session.js';

export default function stop(view) {
  const page = { check: null, plan: null, status: null, problem: null, refusal: null };
  const watchStop = () =>
    view.live(
      '/status',
      {},
      status => {
        page.status = status;
        systemIs(status.state);
        if (status.state === 'RUNNING') {
          // Refused on its way, or drained without an end: all goes on.
          page.refusal = status.lastStopRefusal ?? null;
          watchCheck();
        }
      },
      problem => (page.problem = problem),
    );
  const watchCheck = () =>
    view.live(
      '/pending',
      {},
      check => {
        page.check = check;
        page.status = null;
      },
      problem => (page.problem = problem),
    );
  const send = async (mode, within) => {
    page.check = await post('/stop', within ? { mode, within } : { mode });
    page.refusal = null;
    page.status = { state: 'STOPPING', stages: [], stopping: { stage: t('stop.begins'), pending: 0 } };
    systemIs('STOPPING');
    watchStop();
    view.update();
  };
  view.ask(
    '/status',
    {},
    status => {
      page.refusal = status.lastStopRefusal ?? null;
      if (status.state === 'STOPPING') {
        page.status = status;
        watchStop();
      } else {
        watchCheck();
      }
    },
    problem => (page.problem = problem),
  );
  view.ask('/plan', {}, plan => (page.plan = plan));
  return { title: () => t('nav.stop'), draw: () => draw(page, send) };
}

function draw(page, send) {
  const stopping = page.status?.state === 'STOPPING';
  return html`<div class="page-head"><h1>${t('nav.stop')}</h1></div>
    ${problemBox(page.problem)} ${stopping ? progress(page.status) : nothing}
    ${page.check ? html`${verdict(page.check)}${stopping ? nothing : html`${refused(page.refusal)}${buttons(page.check, send)}`}${pending(page.check)}` : nothing}
    ${page.plan ? plan(page.plan) : nothing}`;
}

const verdict = check =>
  html`<section class="panel verdict verdict-${check.verdict.toLowerCase()}" aria-labelledby="s-verdict">
    <div class="verdict-words">
      ${verdictIcon(check.verdict)}
      <div>
        <h2 id="s-verdict">${word('verdict', check.verdict)}</h2>
        <p class="muted">${word('verdict.meaning', check.verdict)}</p>
      </div>
    </div>
    ${figures([
      figure(t('pending.queued'), number(check.queued)),
      figure(t('pending.scheduled'), number(check.scheduled)),
      figure(t('pending.inProcess'), number(check.inProcess)),
      figure(t('pending.wouldLose'), number(check.wouldLose), { tone: check.wouldLose > 0 ? 'bad' : '' }),
      figure(t('pending.unfinished'), number(check.unfinishedJobs), { href: to('/jobs', { state: 'running' }) }),
      figure(t('pending.backlog'), number(check.trackingBacklog)),
    ])}
    ${check.inMotion ? html`<p class="muted">${icon('run')} ${t('pending.inMotion')}</p>` : nothing}
    ${remarks(t('pending.disagreements'), check.disagreements, 'warn')}${remarks(t('pending.notes'), check.notes, 'info')}
  </section>`;

const remarks = (title, list, tone) =>
  list.length === 0
    ? nothing
    : html`<div class="remarks ${tone}">
        <h3>${title}</h3>
        <ul>
          ${list.map(text => html`<li>${text}</li>`)}
        </ul>
      </div>`;

const refused = refusal =>
  refusal
    ? html`<p class="notice warn">
        ${icon('warn')}<span
          >${t('stop.refused')} ${time(refusal.at)}: ${word('verdict', refusal.check.verdict)},
          ${t('stop.wouldLose', { n: number(refusal.check.wouldLose) })}</span
        >
      </p>`
    : nothing;

function buttons(check, send) {
  if (!mayOperate()) {
    return html`<p class="muted">${t('stop.role')}</p>`;
  }
  return html`<section class="stop-choices" aria-label=${t('stop.choices')}>
    ${choice('normal', 'power', () => askStop('normal', check, send))}${choice('drain', 'drain', () => askStop('drain', check, send))}${choice('force', 'bad', () => askForce(check, session.node, send), 'danger-text')}
  </section>`;
}

const choice = (mode, sign, act, tone = '') =>
  html`<div class="panel stop-choice">
    <h2>${t(`stop.${mode}`)}</h2>
    <p class="muted">${t(`stop.${mode}.short`)}</p>
    <button class=${tone} @click=${act}>${icon(sign)}${t(`stop.${mode}`)}…</button>
  </div>`;

const pending = check =>
  html`<section aria-labelledby="s-channels">
    <h2 id="s-channels">${t('pending.channels')}</h2>
    ${table({
      caption: t('pending.channels'),
      rows: check.channels.filter(channel => channel.queued + channel.scheduled + channel.inProcess > 0),
      id: channel => channel.name,
      empty: html`<p class="all-well">${icon('ok')}${t('pending.empty')}</p>`,
      tone: channel => (channel.wouldLose > 0 ? 'row-bad' : ''),
      columns: [
        {
          key: 'name',
          label: t('channel.name'),
          head: true,
          cell: channel => html`<a href=${channelPage(channel.name)}>${channel.name}</a>`,
        },
        { key: 'kind', label: t('channel.kind'), cell: channel => kind(channel.kind) },
        { key: 'queued', label: t('pending.queued'), end: true, cell: channel => number(channel.queued) },
        { key: 'scheduled', label: t('pending.scheduled'), end: true, cell: channel => number(channel.scheduled) },
        { key: 'hand', label: t('pending.inProcess'), end: true, cell: channel => number(channel.inProcess) },
        {
          key: 'lose',
          label: t('pending.wouldLose'),
          end: true,
          cell: channel => (channel.wouldLose > 0 ? html`<b class="bad-text">${number(channel.wouldLose)}</b>` : number(0)),
        },
      ],
    })}
  </section>`;

const plan = ({ start, stop: order }) =>
  html`<section class="panel" aria-labelledby="s-plan">
    <h2 id="s-plan">${t('stop.plan')}</h2>
    <div class="plan">
      ${[
        ['stop.plan.stop', order],
        ['stop.plan.start', start],
      ].map(
        ([title, list]) =>
          html`<div>
            <h3>${t(title)}</h3>
            <ol>
              ${list.map(text => html`<li>${text.replace(/^\d+\.\s*/, '')}</li>`)}
            </ol>
          </div>`,
      )}
    </div>
  </section>`;

const stageLine = ({ name, state, millis: took, problem }) =>
  html`<li>
    <span>${name}</span>${stageState(state)} ${took === undefined ? nothing : html`<span class="muted">${millis(took)}</span>`}
    ${problem ? html`<span class="error-text">${problem}</span>` : nothing}
  </li>`;

const progress = ({ stages, stopping }) =>
  html`<section class="panel stopping" aria-labelledby="s-progress" aria-live="polite">
    <h2 id="s-progress">${icon('power')}${t('stopping.title')}</h2>
    <p>${stopping ? t('stopping.stage', { stage: stopping.stage, n: number(stopping.pending) }) : nothing}</p>
    <progress aria-label=${t('stopping.title')}></progress>
    <ol class="stages">
      ${[...stages].reverse().map(stageLine)}
    </ol>
  </section>`;
