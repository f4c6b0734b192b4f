/** Corrects the body of a dead letter, puts the letter back in place of the old one, and sends it on its way again. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { postText } from '../api.js';
import { t } from '../i18n.js';
import { base64Of, pretty, utf8 } from './body.js';
import { fromField } from './letter-actions.js';
import { follow } from './operation.js';
import { problemBox } from './problem.js';

/** What of a letter's body can be written as text: `[kind, text]`, or null. */
export function editable({ text, bytes, fields, values }) {
  if (text !== undefined) {
    return ['text', text];
  }
  if (bytes !== undefined) {
    const decoded = utf8(bytes);
    return decoded === null ? null : ['bytes', decoded];
  }
  const json = fields ?? values;
  return json === undefined ? null : [fields === undefined ? 'values' : 'fields', JSON.stringify(json, null, 2)];
}

export class LetterEditor {
  #letter;
  #kind;
  #changed;
  #done;
  #text;
  #from = 'step';
  #problem = null;
  #busy = false;

  /** @param changed draws the page again @param done is called when the letter was sent on, and when nothing is to be changed */
  constructor(letter, changed, done) {
    const [kind, text] = editable(letter.body);
    this.#letter = letter;
    this.#kind = kind;
    this.#text = text;
    this.#changed = changed;
    this.#done = done;
  }

  draw() {
    const wrong = this.#wrong();
    return html`<form class="letter-editor" @submit=${event => this.#send(event)}>
      <label class="field"
        >${t('letter.edit.body')}<textarea
          rows="16"
          spellcheck="false"
          .value=${this.#text}
          @input=${event => this.#write(event.target.value)}
        ></textarea>
      </label>
      <p class="muted" aria-live="polite">
        ${wrong ? html`<span class="warn-text">${wrong}</span>` : nothing}
        <button type="button" class="small plain" @click=${() => this.#write(pretty(this.#text).text)}>${t('letter.edit.lines')}</button>
      </p>
      ${fromField({ from: this.#from }, ({ from }) => {
        this.#from = from;
        this.#changed();
      })}
      <p class="muted">${t('letter.edit.text')}</p>
      ${problemBox(this.#problem)}
      <div class="actions">
        <button type="button" @click=${() => this.#done()}>${t('cancel')}</button
        ><button class="primary" ?disabled=${this.#busy}>${this.#busy ? t('working') : t('letter.edit.send')}</button>
      </div>
    </form>`;
  }

  #write(text) {
    this.#text = text;
    this.#changed();
  }

  /** A text that was JSON and is none any more is likely a slip; it may be sent all the same. */
  #wrong() {
    const [, before] = editable(this.#letter.body);
    const wasJson = pretty(before).form === 'JSON' || this.#kind === 'fields' || this.#kind === 'values';
    return wasJson && pretty(this.#text).form !== 'JSON' ? t('letter.edit.noJson') : null;
  }

  async #send(event) {
    event.preventDefault();
    this.#busy = true;
    this.#problem = null;
    this.#changed();
    try {
      const line = JSON.stringify({ ...this.#letter, body: this.#body() });
      const { operation } = await postText('/dead-letters/import', `${line}\n`, 'application/x-ndjson', { retry: this.#from });
      if (operation) {
        follow(operation, this.#changed);
      }
      this.#done(true);
    } catch (problem) {
      this.#problem = problem instanceof SyntaxError ? { title: t('letter.edit.noJson'), detail: problem.message } : problem;
    }
    this.#busy = false;
    this.#changed();
  }

  #body() {
    return {
      text: () => ({ text: this.#text }),
      bytes: () => ({ bytes: base64Of(this.#text) }),
      fields: () => ({ fields: JSON.parse(this.#text) }),
      values: () => ({ values: JSON.parse(this.#text) }),
    }[this.#kind]();
  }
}
