/** Pausing an application, or one step of it, and resuming it. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { live } from '/lib/lit-html/directives/live.js';
import { post, segment } from '../api.js';
import { t } from '../i18n.js';
import { mayOperate } from '../session.js';
import { ask, reasonField } from './dialog.js';
import { icon } from './icon.js';

/**
 * @param applications all of them
 * @param changed is told when it is done
 */
export function applicationActions(application, applications, changed) {
  if (!mayOperate()) {
    return nothing;
  }
  const button = (name, text) => html`<button class="small" @click=${() => resume(name, changed)}>${icon('play')}${text}</button>`;
  if (application.paused) {
    return button(application.name, t('resume'));
  }
  return html`<span class="actions"
    >${heldSteps(application, applications).map(step => button(step, t('resume.application', { name: step })))}
    <button class="small" @click=${() => pause(application, null, changed)}>${icon('pause')}${t('pause')}</button></span
  >`;
}

/** The steps of an application that are paused by their own names. */
function heldSteps(application, applications) {
  const byApplication = new Set(applications.filter(one => one.paused).flatMap(one => one.calls.map(ofStep)));
  return [...new Set(application.calls.filter(call => call.held).map(ofStep))].filter(step => !byApplication.has(step));
}

/**
 * The same for one step of a flow.
 *
 * @param applications all of them, as the API lists them
 * @param step `{flow, step, paused}`
 */
export function stepActions(applications, step, changed) {
  const called = applications.filter(application => application.calls.some(call => call.flow === step.flow && call.step === step.step));
  if (!mayOperate() || called.length === 0) {
    return nothing;
  }
  if (!step.paused) {
    return html`<button @click=${() => pause(called[0], step, changed)}>${icon('pause')}${t('pause')}</button>`;
  }
  // A step is held by its own pause, or by that of an application that it calls.
  const application = called.find(one => one.paused);
  return html`<button @click=${() => resume(application?.name ?? ofStep(step), changed)}>
    ${icon('play')}${application ? t('resume.application', { name: application.name }) : t('resume')}
  </button>`;
}

const ofStep = ({ flow, step }) => `${flow}.${step}`;

function pause(application, step, changed) {
  const name = scope => (scope === 'step' ? ofStep(step) : application.name);
  ask({
    title: t('pause.title', { name: step ? ofStep(step) : application.name }),
    text: html`<p>${t('pause.text')}</p>`,
    values: { scope: step ? 'step' : 'application' },
    fields: (values, set) =>
      html`${step && application.name !== ofStep(step) ? scopeField(application, step, values, set) : nothing}${reasonField(values, set)}`,
    confirm: t('pause'),
    run: async ({ scope, reason }) => {
      await post(`/applications/${segment(name(scope))}/pause`, { reason: reason || undefined });
      changed();
      return t('pause.done', { name: name(scope) });
    },
  });
}

const scopeField = (application, step, { scope }, set) =>
  html`<fieldset class="field">
    <legend>${t('pause.scope')}</legend>
    ${[
      ['step', t('pause.scope.step', { name: ofStep(step) })],
      ['application', t('pause.scope.application', { name: application.name, n: application.calls.length })],
    ].map(
      ([value, text]) =>
        html`<label class="check"
          ><input type="radio" name="scope" .checked=${live(scope === value)} @change=${() => set({ scope: value })} />${text}</label
        >`,
    )}
  </fieldset>`;

function resume(name, changed) {
  ask({
    title: t('resume.title', { name }),
    text: html`<p>${t('resume.text')}</p>`,
    confirm: t('resume'),
    run: async () => {
      await post(`/applications/${segment(name)}/resume`);
      changed();
      return t('resume.done', { name });
    },
  });
}
