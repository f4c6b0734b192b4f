/** What went wrong, where it went wrong. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { t } from '../i18n.js';
import { icon } from './icon.js';

export function problemBox(problem) {
  if (!problem) {
    return nothing;
  }
  return html`<div class="problem" role="alert">
    ${icon('bad')}
    <div>
      <b>${title(problem)}</b> ${problem.detail ? html`<p>${detail(problem)}</p>` : nothing}
      ${problem.code ? html`<code>${problem.code}</code>` : nothing}
    </div>
  </div>`;
}

/** The code stands below it. */
const detail = ({ detail: told, code }) => (code && told.startsWith(`${code} `) ? told.slice(code.length + 1) : told);

function title({ status, title: told }) {
  const known = {
    0: 'problem.unreachable',
    403: 'problem.forbidden',
    404: 'problem.missing',
    409: 'problem.refused',
    429: 'problem.tooMany',
  }[status];
  return known ? t(known) : told || t('problem.other');
}
