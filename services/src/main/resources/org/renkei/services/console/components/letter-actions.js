/** Retrying and discarding dead letters, asked for first. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { live } from '/lib/lit-html/directives/live.js';
import { post } from '../api.js';
import { number } from '../format.js';
import { t } from '../i18n.js';
import { ask } from './dialog.js';
import { follow } from './operation.js';

/**
 * @param choice which letters, as the API's `Letters` has it
 * @param count how many those are now
 * @param what the choice in words, or undefined
 * @param changed is told of the operation's progress
 */
export function askRetry({ choice, count, what, changed, done = () => {} }) {
  ask({
    title: t('letters.retry.title', { n: number(count) }),
    text: html`${chosen(what)}
      <p>${t('letters.retry.text')}</p>`,
    values: { from: 'step' },
    fields: fromField,
    confirm: t('letters.retry', { n: number(count) }),
    run: async ({ from }) => {
      follow(await post('/dead-letters/retry', choice, { from }), changed);
      done();
    },
  });
}

export function askDiscard({ choice, count, what, changed, done = () => {} }) {
  ask({
    title: t('letters.discard.title', { n: number(count) }),
    text: html`${chosen(what)}
      <p>${t('letters.discard.text')}</p>`,
    word: count > 1 ? String(count) : undefined,
    confirm: t('letters.discard', { n: number(count) }),
    danger: true,
    run: async () => {
      follow(await post('/dead-letters/discard', choice), changed);
      done();
    },
  });
}

const chosen = what => (what ? html`<p class="chosen">${what}</p>` : nothing);

/** From the step that gave up, or from the start. */
export const fromField = ({ from }, set) =>
  html`<fieldset class="field">
    <legend>${t('letters.from')}</legend>
    ${['step', 'start'].map(
      value =>
        html`<label class="check"
          ><input
            type="radio"
            name="from"
            .checked=${live(from === value)}
            @change=${() => set({ from: value })}
          />${t(`letters.from.${value}`)}</label
        >`,
    )}
  </fieldset>`;
