/** Alarms, one below the other, each with what can be done about it. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { live } from '/lib/lit-html/directives/live.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { post, segment } from '../api.js';
import { t, word } from '../i18n.js';
import { channelPage, to } from '../router.js';
import { mayOperate } from '../session.js';
import { badge, severity } from './badge.js';
import { ask } from './dialog.js';
import { since, time } from './time.js';

/** @param changed gets an alarm that was acknowledged @param full with all that is known of each */
export const alarmList = (alarms, { changed, full = false }) =>
  html`<ul class="alarm-list">
    ${repeat(
      alarms,
      alarm => alarm.id,
      alarm => line(alarm, changed, full),
    )}
  </ul>`;

function line(alarm, changed, full) {
  const open = !alarm.clearedAt;
  return html`<li class=${open ? 'open' : 'cleared'}>
    <div class="alarm-head">
      ${severity(alarm.severity)}<b>${word('alarm.kind', alarm.kind)}</b>
      ${target(alarm)}${open ? nothing : badge('ok', 'ok', t('alarm.cleared'))}
    </div>
    <p class="alarm-text">${alarm.message}</p>
    <div class="alarm-foot muted">
      <span>${since(alarm.raisedAt)}</span> ${full ? html`<span>${t('alarm.raised')} ${time(alarm.raisedAt)}</span>` : nothing}
      ${full && alarm.clearedAt ? html`<span>${t('alarm.clearedAt')} ${time(alarm.clearedAt)}</span>` : nothing}
      ${alarm.acknowledgedAt ? acknowledgement(alarm, full) : nothing}
      ${open && !alarm.acknowledgedAt && mayOperate() ? html`<button class="small" @click=${() => acknowledge(alarm, changed)}>${t('alarm.acknowledge')}</button>` : nothing}
    </div>
  </li>`;
}

const acknowledgement = ({ acknowledgedBy, acknowledgedAt, note }, full) =>
  html`<span>
    ${t('alarm.acknowledgedBy', { user: acknowledgedBy })} ${full ? time(acknowledgedAt) : nothing} ${note ? html`“${note}”` : nothing}
  </span>`;

function target({ kind, target: name }) {
  if (['DEPTH', 'FULL', 'AGE'].includes(kind)) {
    return html`<a href=${channelPage(name)}>${name}</a>`;
  }
  return kind === 'DEAD_LETTERS' ? html`<a href=${to('/dead-letters', { channel: name })}>${name}</a>` : html`<span>${name}</span>`;
}

function acknowledge(alarm, changed) {
  ask({
    title: t('alarm.acknowledge.title'),
    text: html`<p>${alarm.message}</p>
      <p class="muted">${t('alarm.acknowledge.text')}</p>`,
    fields: (values, set) =>
      html`<label class="field"
        >${t('alarm.note')}<input
          maxlength="500"
          data-first
          .value=${live(values.note ?? '')}
          @input=${event => set({ note: event.target.value })}
      /></label>`,
    confirm: t('alarm.acknowledge'),
    run: async ({ note }) => {
      changed(await post(`/alarms/${segment(alarm.id)}/acknowledge`, note ? { note } : {}));
      return t('alarm.acknowledged');
    },
  });
}
