/** A form that hands in a job. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { postText, segment } from '../api.js';
import { t, word } from '../i18n.js';
import { jobPage } from '../router.js';
import { jobState } from './badge.js';
import { bodyView } from './body.js';
import { problemBox } from './problem.js';

export class SubmitForm {
  #view;
  #body = '';
  #answer = null;
  #problem = null;
  #busy = false;

  constructor(view) {
    this.#view = view;
  }

  draw(flow) {
    return html`<section class="panel submit">
      <form @submit=${event => this.#submit(event, flow)}>
        <label class="field"
          >${t('submit.body')}<textarea
            name="body"
            rows="12"
            spellcheck="false"
            .value=${this.#body}
            @input=${event => this.#write(event.target.value)}
          ></textarea>
        </label>
        <p class="muted" aria-live="polite">${this.#form()}</p>
        <div class="field-row">
          <label class="field">${t('submit.correlation')}<input name="correlation" autocomplete="off" spellcheck="false" /></label>
          <label class="field"
            >${t('submit.priority')}<select name="priority">
              ${['normal', 'high', 'low'].map(value => html`<option value=${value}>${word('priority', value)}</option>`)}
            </select></label
          >
          <label class="field"
            >${t('submit.wait')}<select name="wait">
              <option value="">${t('submit.wait.no')}</option>
              ${[10, 60].map(seconds => html`<option value="${seconds}s">${t('submit.wait.for', { n: seconds })}</option>`)}
            </select></label
          >
        </div>
        ${problemBox(this.#problem)}
        <div class="actions"><button class="primary" ?disabled=${this.#busy}>${this.#busy ? t('working') : t('submit')}</button></div>
      </form>
      ${this.#answer ? answered(this.#answer) : nothing}
    </section>`;
  }

  #write(text) {
    this.#body = text;
    this.#view.update();
  }

  #form() {
    if (this.#body.trim() === '') {
      return t('submit.hint');
    }
    const wrong = jsonError(this.#body);
    return wrong ? t('submit.noJson', { why: wrong }) : t('submit.json');
  }

  async #submit(event, flow) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.#busy = true;
    this.#problem = null;
    this.#answer = null;
    this.#view.update();
    try {
      const query = { correlation: form.get('correlation'), priority: form.get('priority'), wait: form.get('wait') };
      this.#answer = await postText(
        `/flows/${segment(flow)}/jobs`,
        this.#body,
        jsonError(this.#body) ? 'text/plain;charset=UTF-8' : 'application/json',
        query,
      );
    } catch (problem) {
      this.#problem = problem;
    }
    this.#busy = false;
    this.#view.update();
  }
}

/** Why a text is no JSON, or null. */
function jsonError(text) {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error.message;
  }
}

const answered = ({ job, state, body, error, note }) =>
  html`<div class="submitted" role="status">
    <p><b>${t(state ? 'submit.ended' : 'submit.accepted')}</b> <a href=${jobPage(job)}>${job}</a> ${state ? jobState(state) : nothing}</p>
    ${note ? html`<p class="muted">${note}</p>` : nothing}${error ? html`<p class="error-text">${error}</p>` : nothing}${body === undefined ? nothing : bodyView({ kind: 'text', text: body })}
  </div>`;
