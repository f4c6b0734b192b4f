/** What an operator can do to a channel, each with a word on what happens then. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { post, segment } from '../api.js';
import { number } from '../format.js';
import { t } from '../i18n.js';
import { mayOperate } from '../session.js';
import { ask, reasonField } from './dialog.js';
import { icon } from './icon.js';

/** @param changed gets the channel as it is afterwards */
export function channelActions(channel, changed) {
  if (!mayOperate()) {
    return nothing;
  }
  const { state } = channel;
  const button = (name, sign, danger) =>
    html`<button class=${danger ? 'danger-text' : ''} @click=${() => act(name, channel, changed)}>
      ${icon(sign)}${t(`channel.${name}`)}
    </button>`;
  return html`<div class="actions">
    ${state === 'STOPPED' || state === 'DRAINING' ? button('start', 'play') : nothing}
    ${state === 'BLOCKED' ? button('unblock', 'ok') : nothing} ${state === 'ACTIVE' ? button('block', 'block') : nothing}
    ${state === 'ACTIVE' || state === 'BLOCKED' ? button('drain', 'drain') : nothing}
    ${state !== 'STOPPED' ? button('stop', 'stopped', true) : nothing}
  </div>`;
}

const CALLS = {
  start: () => ['start'],
  unblock: () => ['unblock'],
  block: values => ['block', { reason: values.reason || undefined }],
  drain: () => ['stop', { now: false, within: '1s' }],
  stop: () => ['stop', { now: true }],
};

function act(name, channel, changed) {
  ask({
    title: t(`channel.${name}.title`, { name: channel.name }),
    text: html`<p>${t(`channel.${name}.text`, { n: number(channel.current) })}</p>
      ${name === 'stop' && channel.kind === 'VOLATILE' ? html`<p>${t('channel.stop.volatile')}</p>` : nothing}`,
    fields: name === 'block' ? reasonField : undefined,
    confirm: t(`channel.${name}`),
    danger: name === 'stop',
    run: async values => {
      const [call, body] = CALLS[name](values);
      changed(await post(`/channels/${segment(channel.name)}/${call}`, body));
      return t(`channel.${name}.done`, { name: channel.name });
    },
  });
}
