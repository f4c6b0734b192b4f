/** One dead letter: why it gave up, what is in it, the way that its job had come, and what can be done with it. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { address, segment } from '../api.js';
import { jobState } from '../components/badge.js';
import { bodyView, properties } from '../components/body.js';
import { icon } from '../components/icon.js';
import { journeyTimeline } from '../components/journey.js';
import { askDiscard, askRetry } from '../components/letter-actions.js';
import { editable, LetterEditor } from '../components/letter-editor.js';
import { operations } from '../components/operation.js';
import { problemBox } from '../components/problem.js';
import { time } from '../components/time.js';
import { t, word } from '../i18n.js';
import { channelPage, flowPage, jobPage } from '../router.js';
import { mayOperate } from '../session.js';

export default function deadLetter(view) {
  const { id } = view.params;
  const page = { letter: null, job: null, problem: null, editor: null, gone: false };
  const update = () => view.update();
  view.ask(
    `/dead-letters/${segment(id)}`,
    {},
    letter => {
      page.letter = letter;
      const job = letter.properties.renkei_job;
      if (job) {
        view.live(`/jobs/${segment(job)}`, {}, data => (page.job = data));
      }
    },
    problem => (page.problem = problem),
  );
  return { title: () => t('letter.title'), draw: () => draw(id, page, update) };
}

function draw(id, page, update) {
  const { letter } = page;
  return html`<nav class="crumbs" aria-label=${t('crumbs')}><a href="/dead-letters">${t('nav.dead')}</a></nav>
    <div class="page-head">
      <h1>${t('letter.title')}</h1>
      ${letter && !page.gone ? actions(id, page, update) : nothing}
    </div>
    ${operations(update)}${problemBox(page.problem)}
    ${page.gone ? html`<p class="notice info">${icon('ok')}<span>${t('letter.gone')}</span></p>` : nothing}
    ${letter ? content(page) : nothing}`;
}

function actions(id, page, update) {
  const order = {
    choice: { ids: [id] },
    count: 1,
    changed: update,
    done: () => {
      page.gone = true;
      update();
    },
  };
  const edit = () => {
    page.editor = new LetterEditor(page.letter, update, sent => {
      page.editor = null;
      page.gone ||= Boolean(sent);
      update();
    });
    update();
  };
  return html`<div class="actions">
    <a class="button" href=${address('/dead-letters/export', { ids: id })} download="${id}.jsonl"
      >${icon('download')}${t('letters.export')}</a
    >
    ${
      mayOperate()
        ? html`<button @click=${() => askRetry(order)}>${icon('again')}${t('letters.retry.button')}</button>
            ${editable(page.letter.body) ? html`<button ?disabled=${Boolean(page.editor)} @click=${edit}>${icon('edit')}${t('letter.edit')}</button>` : nothing}
            <button class="danger-text" @click=${() => askDiscard(order)}>${icon('trash')}${t('letters.discard.button')}</button>`
        : nothing
    }
  </div>`;
}

function content({ letter, job, editor }) {
  const { renkei_flow: flow, renkei_step: step, renkei_job: id } = letter.properties;
  return html`<p class="notice bad">${icon('bad')}<span class="error-text">${letter.error ?? t('letter.noError')}</span></p>
    <p class="facts">
      <span>${t('letters.diedAt')} ${time(letter.diedAt)}</span>
      ${flow ? html`<span>${t('letters.where')} <a href=${flowPage(flow, { step })}>${flow}${step ? `.${step}` : ''}</a></span>` : nothing}
      ${letter.origin ? html`<span>${t('letter.origin')} <a href=${channelPage(letter.origin)}>${letter.origin}</a></span>` : nothing}
      <span>${t('letter.liesIn')} <a href=${channelPage(letter.channel)}>${letter.channel}</a></span>
      ${letter.correlationId ? html`<span>${t('job.correlation')} <b class="break">${letter.correlationId}</b></span>` : nothing}
      <span>${t('message.priority')} ${word('priority', letter.priority)}</span>
    </p>
    <div class="letter-parts">
      <section class="panel">
        <div class="panel-head"><h2>${t('body')}</h2></div>
        ${editor ? editor.draw() : bodyView(bodyOf(letter.body))}
      </section>
      <section class="panel">
        <div class="panel-head"><h2>${t('properties')}</h2></div>
        ${properties(letter.properties)}
      </section>
    </div>
    ${
      id
        ? html`<section class="panel">
            <div class="panel-head">
              <h2>${t('journey.title')} <a class="id" href=${jobPage(id)}>${id}</a></h2>
              ${job ? jobState(job.journey.state) : nothing}
            </div>
            ${job ? journeyTimeline(job) : html`<p class="muted">${t('wait')}</p>`}
          </section>`
        : nothing
    }`;
}

/** A letter's body, as a message's is told. */
function bodyOf({ text, bytes, sealed, fields, values }) {
  if (text !== undefined) {
    return { kind: 'text', text };
  }
  if (bytes !== undefined || sealed !== undefined) {
    return { kind: sealed === undefined ? 'bytes' : 'sealed', base64: bytes ?? sealed };
  }
  const json = fields ?? values;
  return json === undefined ? { kind: 'empty' } : { kind: fields === undefined ? 'values' : 'fields', text: JSON.stringify(json) };
}
