/** The questions before a stop. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { live } from '/lib/lit-html/directives/live.js';
import { number } from '../format.js';
import { t, word } from '../i18n.js';
import { kind, verdictIcon } from './badge.js';
import { ask } from './dialog.js';

/** @param mode `normal` or `drain` @param send does it */
export function askStop(mode, check, send) {
  ask({
    title: t(`stop.${mode}.title`),
    text: html`<p>${t(`stop.${mode}.text`)}</p>
      <p class="verdict-line verdict-${check.verdict.toLowerCase()}">
        ${verdictIcon(check.verdict)}<b>${word('verdict', check.verdict)}</b>
      </p>`,
    values: { within: '60' },
    fields: mode === 'drain' ? withinField : undefined,
    confirm: t(`stop.${mode}`),
    danger: true,
    run: ({ within }) => send(mode, mode === 'drain' ? `${within}s` : undefined),
  });
}

const withinField = ({ within }, set) =>
  html`<label class="field"
    >${t('stop.within')}<input
      type="number"
      min="1"
      max="86400"
      required
      .value=${live(within)}
      @input=${event => set({ within: event.target.value })}
  /></label>`;

/** Shows what would be lost; if there is anything, the name of the system must be typed. */
export function askForce(check, node, send) {
  const lost = check.channels.filter(channel => channel.wouldLose > 0);
  ask({
    title: t('stop.force.title'),
    text: html`<p>${t('stop.force.text')}</p>
      ${lost.length === 0 ? html`<p>${t('stop.force.nothing')}</p>` : losses(lost, check.wouldLose)}
      ${check.inProcess > 0 ? html`<p>${t('stop.force.inHand', { n: number(check.inProcess) })}</p>` : nothing}`,
    word: lost.length > 0 ? node : undefined,
    confirm: t('stop.force'),
    danger: true,
    wide: true,
    run: () => send('force'),
  });
}

const losses = (lost, all) =>
  html`<p><b class="bad-text">${t('stop.force.lost', { n: number(all) })}</b></p>
    <div class="scroll">
      <table>
        <caption class="hidden-text">
          ${t('pending.wouldLose')}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('channel.name')}</th>
            <th scope="col">${t('channel.kind')}</th>
            <th scope="col" class="end">${t('pending.wouldLose')}</th>
          </tr>
        </thead>
        <tbody>
          ${lost.map(
            channel =>
              html`<tr>
                <th scope="row">${channel.name}</th>
                <td>${kind(channel.kind)}</td>
                <td class="end">${number(channel.wouldLose)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
