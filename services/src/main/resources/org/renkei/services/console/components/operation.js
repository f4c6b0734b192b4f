/** A change of many dead letters under way: how far it is, what it left, and a way to end it. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { address, post, segment } from '../api.js';
import { number } from '../format.js';
import { t, word } from '../i18n.js';
import { openStream } from '../live.js';
import { mayOperate } from '../session.js';
import { operationState } from './badge.js';
import { icon } from './icon.js';
import { problemBox } from './problem.js';

/** Those that somebody began here; they stay visible until they are put away, on whichever page. */
const known = new Map();

export function follow(operation, changed) {
  const one = { operation, problem: null, close: () => {} };
  known.set(operation.id, one);
  const ended = () => one.operation.state !== 'RUNNING';
  if (!ended()) {
    one.close = openStream(
      address(`/dead-letters/operations/${segment(operation.id)}`),
      data => {
        one.operation = data;
        changed();
        if (ended()) {
          one.close();
        }
      },
      problem => {
        one.problem = problem;
        changed();
      },
    );
  }
  changed();
}

export const operations = changed =>
  html`<div class="operations" aria-live="polite">${[...known.values()].map(one => card(one, changed))}</div>`;

function card(one, changed) {
  const { id, what, state, matched, done, left, error } = one.operation;
  const share = matched > 0 ? Math.min(1, done / matched) : 1;
  return html`<section class="operation">
    <div class="operation-head">
      <b>${word('operation', what)}</b>${operationState(state)}
      <span>${t('operation.done', { done: number(done), n: number(matched) })}</span>
      ${state === 'RUNNING' && mayOperate() ? html`<button class="small" @click=${() => cancel(one, changed)}>${t('operation.cancel')}</button>` : nothing}
      ${
        state === 'RUNNING'
          ? nothing
          : html`<button
              class="plain small"
              aria-label=${t('close')}
              title=${t('close')}
              @click=${() => {
                one.close();
                known.delete(id);
                changed();
              }}
            >
              ${icon('cross')}
            </button>`
      }
    </div>
    <progress max="1" .value=${share} aria-label=${word('operation', what)}></progress>
    ${left.map(({ reason, letters }) => html`<p>${t('operation.left', { n: number(letters) })} <span class="error-text">${reason}</span></p>`)}
    ${error ? html`<p class="error-text">${error}</p>` : nothing}${problemBox(one.problem)}
  </section>`;
}

async function cancel(one, changed) {
  try {
    one.operation = await post(`/dead-letters/operations/${segment(one.operation.id)}/cancel`);
  } catch (problem) {
    one.problem = problem;
  }
  changed();
}
