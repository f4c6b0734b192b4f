/** Asks before something is done, says what happens, and shows what went wrong in the same place. */
import { html, nothing, render } from '/lib/lit-html/lit-html.js';
import { live } from '/lib/lit-html/directives/live.js';
import { t } from '../i18n.js';
import { problemBox } from './problem.js';
import { toast } from './toast.js';

const host = () => document.getElementById('dialogs');
let shown = null;

/**
 * Opens a dialog.
 *
 * @param title what will be done, to what
 * @param text what happens then, a template
 * @param fields a function of the dialog's values and a setter, that gives inputs
 * @param values that the fields begin with
 * @param word must be typed before it is done
 * @param confirm what the button says
 * @param danger whether it cannot be taken back
 * @param wide whether it has much to show
 * @param run does it with the values, and may return what a toast shall say
 */
export function ask({ title, text, fields, values = {}, word, confirm, danger = false, wide = false, run }) {
  shown = { title, text, fields, values: { ...values }, word, confirm, danger, wide, run, typed: '', busy: false, problem: null };
  draw();
  const dialog = host().querySelector('dialog');
  dialog.showModal();
  (
    dialog.querySelector('[data-first]') ??
    dialog.querySelector('input:not([type=checkbox]), textarea, select') ??
    dialog.querySelector(danger ? '.cancel' : '.confirm')
  ).focus();
}

const set = changes => {
  Object.assign(shown.values, changes);
  draw();
};

function draw() {
  render(shown ? template(shown) : nothing, host());
}

function template(one) {
  const ready = !one.busy && (!one.word || one.typed.trim() === one.word);
  return html`<dialog
    class="ask ${one.wide ? 'wide' : ''}"
    aria-labelledby="ask-title"
    @close=${closed}
    @cancel=${event => one.busy && event.preventDefault()}
  >
    <form method="dialog" @submit=${event => submit(event, one)}>
      <h2 id="ask-title">${one.title}</h2>
      <div class="ask-text">${one.text}</div>
      ${one.fields?.(one.values, set) ?? nothing} ${one.word ? wordField(one) : nothing} ${problemBox(one.problem)}
      <div class="ask-buttons">
        <button type="button" class="cancel" ?disabled=${one.busy} @click=${close}>${t('cancel')}</button>
        <button type="submit" class="confirm ${one.danger ? 'danger' : 'primary'}" ?disabled=${!ready}>
          ${one.busy ? t('working') : one.confirm}
        </button>
      </div>
    </form>
  </dialog>`;
}

const wordField = one =>
  html`<label class="field"
    >${t('ask.type', { word: one.word })}
    <input
      autocomplete="off"
      spellcheck="false"
      .value=${live(one.typed)}
      @input=${event => {
        one.typed = event.target.value;
        draw();
      }}
  /></label>`;

async function submit(event, one) {
  event.preventDefault();
  one.busy = true;
  one.problem = null;
  draw();
  try {
    const said = await one.run(one.values);
    close();
    if (said) {
      toast(said);
    }
  } catch (problem) {
    one.busy = false;
    one.problem = problem;
    draw();
  }
}

function close() {
  host().querySelector('dialog')?.close();
}

function closed() {
  shown = null;
  draw();
}

/** A field for the reason that others will read. */
export const reasonField = (values, change) =>
  html`<label class="field"
    >${t('ask.reason')}
    <input
      maxlength="500"
      data-first
      .value=${live(values.reason ?? '')}
      placeholder=${t('ask.reason.hint')}
      @input=${event => change({ reason: event.target.value })}
  /></label>`;
