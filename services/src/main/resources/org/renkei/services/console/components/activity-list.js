/** Who did what, in few words. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { t, word } from '../i18n.js';
import { since } from './time.js';

export const action = name => word('action', name);

export const activityList = entries =>
  entries.length === 0
    ? html`<p class="muted">${t('activity.none')}</p>`
    : html`<ul class="activity-list">
        ${entries.map(
          entry =>
            html`<li>
              <span class="muted">${since(entry.at)}</span
              ><span
                ><b>${entry.user}</b> ${action(entry.action)}
                ${entry.target ? html`<span class="target">${entry.target}</span>` : nothing}${entry.detail ? html`<span class="muted"> ${entry.detail}</span>` : nothing}</span
              >
            </li>`,
        )}
      </ul>`;
