/** Tokens for scripts. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { live } from '/lib/lit-html/directives/live.js';
import { post, remove, segment } from '../api.js';
import { copyButton } from '../components/copy.js';
import { ask } from '../components/dialog.js';
import { icon } from '../components/icon.js';
import { problemBox } from '../components/problem.js';
import { table } from '../components/table.js';
import { time } from '../components/time.js';
import { t, word } from '../i18n.js';
import { may, session } from '../session.js';

const ROLES = ['VIEW', 'CLIENT', 'OPERATE', 'ADMINISTER'];
const DAYS = [7, 30, 90, 365];

export default function tokens(view) {
  const page = { tokens: null, made: null, problem: null };
  const list = () =>
    view.ask(
      '/tokens',
      {},
      answer => Object.assign(page, { tokens: answer.tokens, problem: null }),
      problem => (page.problem = problem),
    );
  list();
  return { title: () => t('nav.tokens'), draw: () => draw(view, page, list) };
}

const draw = (view, page, list) =>
  html`<div class="page-head">
      <h1>${t('nav.tokens')}</h1>
      <div class="actions"><button @click=${() => make(view, page, list)}>${icon('plus')}${t('token.make')}…</button></div>
    </div>
    <p class="muted">${t('tokens.text')}</p>
    ${problemBox(page.problem)}
    ${
      page.made
        ? html`<section class="panel token-made" role="status">
            <h2>${t('token.made', { name: page.made.name })}</h2>
            <p>${t('token.once')}</p>
            <p class="token"><code>${page.made.token}</code>${copyButton(page.made.token)}</p>
          </section>`
        : nothing
    }
    ${table({
      caption: t('nav.tokens'),
      rows: page.tokens,
      id: token => `${token.user}/${token.name}`,
      empty: t('tokens.none'),
      columns: [
        { key: 'name', label: t('token.name'), head: true, cell: token => token.name },
        { key: 'user', label: t('token.user'), cell: token => token.user },
        { key: 'roles', label: t('token.roles'), cell: token => token.roles.map(role => word('role', role)).join(', ') },
        { key: 'made', label: t('token.madeAt'), cell: token => time(token.madeAt) },
        { key: 'expires', label: t('token.expiresAt'), cell: token => time(token.expiresAt) },
        {
          key: 'actions',
          label: t('actions'),
          cell: token =>
            html`<button class="small danger-text" @click=${() => withdraw(token, list)}>${icon('trash')}${t('token.remove')}</button>`,
        },
      ],
    })}`;

function roleBox(role, { roles }, set) {
  const choose = event => set({ roles: event.target.checked ? [...roles, role] : roles.filter(one => one !== role) });
  return html`<label class="check">
    <input type="checkbox" .checked=${live(roles.includes(role))} @change=${choose} />
    <span>${word('role', role)} <span class="muted">${word('role.meaning', role)}</span></span>
  </label>`;
}

function make(view, page, list) {
  ask({
    title: t('token.make'),
    text: html`<p>${t('token.make.text')}</p>`,
    values: { name: '', days: '90', roles: ['VIEW'] },
    fields: (values, set) =>
      html`<label class="field"
          >${t('token.name')}<input
            required
            data-first
            maxlength="64"
            pattern="[A-Za-z0-9._\\-]+"
            autocomplete="off"
            .value=${live(values.name)}
            @input=${event => set({ name: event.target.value })}
        /></label>
        <fieldset class="field">
          <legend>${t('token.roles')}</legend>
          ${ROLES.filter(may).map(role => roleBox(role, values, set))}
        </fieldset>
        <label class="field"
          >${t('token.lifetime')}<select @change=${event => set({ days: event.target.value })}>
            ${DAYS.map(days => html`<option value=${days} ?selected=${values.days === String(days)}>${t('token.days', { n: days })}</option>`)}
          </select></label
        >`,
    confirm: t('token.make'),
    run: async ({ name, roles, days }) => {
      page.made = await post('/tokens', { name, roles, lifetime: `${days}d` });
      list();
    },
  });
}

function withdraw(token, list) {
  ask({
    title: t('token.remove.title', { name: token.name }),
    text: html`<p>${t('token.remove.text')}</p>`,
    confirm: t('token.remove'),
    danger: true,
    run: async () => {
      await remove(`/tokens/${segment(token.name)}`, { user: token.user === session.user ? undefined : token.user });
      list();
      return t('token.removed', { name: token.name });
    },
  });
}
