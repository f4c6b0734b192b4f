/** Blocking a flow's producers, and taking them again. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { post, segment } from '../api.js';
import { t } from '../i18n.js';
import { mayOperate } from '../session.js';
import { ask, reasonField } from './dialog.js';
import { icon } from './icon.js';

/** @param changed gets the flow as it is afterwards */
export function flowActions(flow, changed, size = '') {
  if (!mayOperate()) {
    return nothing;
  }
  const name = flow.blocked ? 'unblock' : 'block';
  return html`<button class=${size} @click=${() => act(name, flow, changed)}>
    ${icon(name === 'block' ? 'block' : 'ok')}${t(`flow.${name}`)}
  </button>`;
}

function act(name, flow, changed) {
  ask({
    title: t(`flow.${name}.title`, { name: flow.name }),
    text: html`<p>${t(`flow.${name}.text`)}</p>
      ${flow.blocked ? html`<p class="reason">${flow.blocked}</p>` : nothing}`,
    fields: name === 'block' ? reasonField : undefined,
    confirm: t(`flow.${name}`),
    run: async values => {
      const body = name === 'block' ? { reason: values.reason || undefined } : undefined;
      changed(await post(`/flows/${segment(flow.name)}/${name}`, body));
      return t(`flow.${name}.done`, { name: flow.name });
    },
  });
}
