/** States as sign, word and colour, so that none of the three is needed alone. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { t, word } from '../i18n.js';
import { icon } from './icon.js';

const CHANNEL = { ACTIVE: ['ok', 'ok'], BLOCKED: ['bad', 'block'], DRAINING: ['warn', 'drain'], STOPPED: ['off', 'stopped'] };
const KIND = { VOLATILE: 'memory', PERSISTENT: 'disk', DATABASE: 'database' };
const JOB = {
  RUNNING: ['info', 'run'],
  COMPLETED: ['ok', 'ok'],
  FAILED: ['bad', 'bad'],
  COMPENSATED: ['warn', 'undo'],
  EXPIRED: ['warn', 'hourglass'],
  LOST: ['bad', 'lost'],
  CANCELLED: ['off', 'cross'],
};
const OUTCOME = {
  DONE: ['ok', 'ok'],
  AGAIN: ['warn', 'again'],
  WAITING: ['info', 'hourglass'],
  FAILED: ['bad', 'bad'],
  UNDONE: ['warn', 'undo'],
  CANCELLED: ['off', 'cross'],
  EXPIRED: ['warn', 'hourglass'],
  LOST: ['bad', 'lost'],
  DUPLICATE: ['off', 'copy'],
};
const MESSAGE = { QUEUED: ['off', 'channel'], SCHEDULED: ['warn', 'clock'], IN_PROCESS: ['info', 'run'] };
const OPERATION = { RUNNING: ['info', 'run'], DONE: ['ok', 'ok'], CANCELLED: ['off', 'cross'], FAILED: ['bad', 'bad'] };
const STAGE = {
  WAITING: ['off', 'hourglass'],
  STARTING: ['info', 'run'],
  RUNNING: ['ok', 'ok'],
  STOPPING: ['warn', 'run'],
  STOPPED: ['off', 'stopped'],
  FAILED: ['bad', 'bad'],
};
const VERDICT = { SAFE: ['ok', 'ok'], SUSPENDED: ['warn', 'pause'], WOULD_LOSE: ['bad', 'bad'] };
const SEVERITY = { WARNING: ['warn', 'warn'], CRITICAL: ['bad', 'bad'] };
const UNKNOWN = ['off', 'lost'];

export const badge = (tone, sign, text, title) =>
  html`<span class="badge ${tone}" title=${title ?? nothing}>${icon(sign)}<span>${text}</span></span>`;

const of = (table, prefix) => (value, title) => badge(...(table[value] ?? UNKNOWN), word(prefix, value), title);

export const channelState = of(CHANNEL, 'channel.state');
export const jobState = of(JOB, 'job.state');
export const outcome = of(OUTCOME, 'outcome');
export const messageState = of(MESSAGE, 'message.state');
export const operationState = of(OPERATION, 'operation.state');
export const stageState = of(STAGE, 'stage.state');
export const severity = of(SEVERITY, 'severity');

export const kind = value =>
  html`<span class="kind" title=${word('kind', value)}>${icon(KIND[value] ?? 'lost')}<span>${word('kind', value)}</span></span>`;
/** Of a channel whose depth has reached watch. */
export const aboveWatch = () => badge('warn', 'warn', t('channel.alarm'));

/** @param why it is, as a title */
export const paused = why => badge('warn', 'pause', t('paused'), why);

export const outcomeTone = value => (OUTCOME[value] ?? UNKNOWN)[0];
export const verdictIcon = value => icon((VERDICT[value] ?? UNKNOWN)[1]);
