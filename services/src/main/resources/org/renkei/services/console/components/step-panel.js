/** One step of a flow with all its figures, and the ways from here to what it works on. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { millis, number, rate } from '../format.js';
import { t } from '../i18n.js';
import { channelPage, to, withQuery } from '../router.js';
import { stepActions } from './application-actions.js';
import { aboveWatch, channelState, paused } from './badge.js';
import { depth } from './depth.js';
import { figure, figures } from './figures.js';
import { icon } from './icon.js';

/** @param changed is told when its application was paused or resumed */
export function stepPanel(flow, step, applications, changed) {
  return html`<aside class="panel step-panel" aria-labelledby="step-title">
    <div class="panel-head">
      <h2 id="step-title">${step.name}</h2>
      <a class="button plain small" href=${withQuery({ step: '' })} aria-label=${t('close')}>${icon('cross')}</a>
    </div>
    <p class="badges">
      ${channelState(step.state)}${step.alarm ? aboveWatch() : nothing}${step.paused ? paused() : nothing}
      ${step.join ? html`<span class="chip">${t('step.join')}</span>` : nothing}
    </p>
    ${step.paused ? html`<p class="reason">${icon('pause')}${step.paused}</p>` : nothing}
    <dl class="properties heads">
      <div>
        <dt>${t('application.name')}</dt>
        <dd>${step.application}</dd>
      </div>
      ${
        step.undo
          ? html`<div>
              <dt>${t('step.undo')}</dt>
              <dd>${step.undo}</dd>
            </div>`
          : nothing
      }
      <div>
        <dt>${t('channel.name')}</dt>
        <dd><a href=${channelPage(step.channel)}>${step.channel}</a></dd>
      </div>
      <div>
        <dt>${t('step.next')}</dt>
        <dd>${step.next.join(', ')}</dd>
      </div>
    </dl>
    ${depth(step)}
    ${figures([
      figure(t('step.rate'), rate(step.rate), { unit: t('perSecond') }),
      figure(t('step.failedRate'), rate(step.failedRate), { unit: t('perSecond'), tone: step.failedRate > 0 ? 'bad' : '' }),
      figure(t('step.mean'), millis(step.meanMillis)),
      figure(t('pending.inProcess'), number(step.inProcess)),
      figure(t('step.done'), number(step.done)),
      figure(t('step.again'), number(step.again)),
      figure(t('step.failed'), number(step.failed), { tone: step.failed > 0 ? 'bad' : '' }),
    ])}
    <ul class="links">
      <li><a href=${channelPage(step.channel, { tab: 'messages' })}>${icon('channel')}${t('step.messages')}</a></li>
      <li><a href=${to('/jobs', { flow: flow.name, step: step.name })}>${icon('job')}${t('step.jobs')}</a></li>
      <li><a href=${to('/dead-letters', { flow: flow.name, step: step.name })}>${icon('dead')}${t('step.dead')}</a></li>
    </ul>
    <div class="actions">${stepActions(applications, { flow: flow.name, step: step.name, paused: step.paused }, changed)}</div>
  </aside>`;
}
