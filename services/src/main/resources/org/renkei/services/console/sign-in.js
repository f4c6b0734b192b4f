/** The sign-in page: a cookie for a name and a password, and then back to where the user wanted to go. */
import { html, nothing, render } from '/lib/lit-html/lit-html.js';
import { address, request } from './api.js';
import { icon } from './components/icon.js';
import { problemBox } from './components/problem.js';
import { chooseLanguage, language, LANGUAGES, t } from './i18n.js';

const main = document.getElementById('main');
let problem = null;
let busy = false;

document.title = `${t('signIn')} · Renkei`;
draw();
document.getElementById('user').focus();

function draw() {
  render(
    html`<div class="sign-in-card">
      <h1><img src="/assets/icon.svg" width="36" height="36" alt="" />Renkei</h1>
      <form @submit=${submit}>
        <label class="field"
          >${t('signIn.user')}<input id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required
        /></label>
        <label class="field"
          >${t('signIn.password')}<input name="password" type="password" autocomplete="current-password" required
        /></label>
        ${problem ? problemBox(explained(problem)) : nothing}
        <button class="primary" ?disabled=${busy}>${icon('key')}${busy ? t('working') : t('signIn')}</button>
      </form>
      <p class="languages">
        ${Object.entries(LANGUAGES).map(([code, name]) => html`<button class="plain small" lang=${code} aria-pressed=${code === language ? 'true' : 'false'} @click=${() => chooseLanguage(code)}>${name}</button>`)}
      </p>
    </div>`,
    main,
  );
}

function explained(told) {
  if (told.status === 401) {
    return { ...told, title: t('signIn.wrong'), detail: '', code: told.code };
  }
  return told.status === 429 && told.retryAfter ? { ...told, status: 429, detail: t('signIn.later', { n: told.retryAfter }) } : told;
}

async function submit(event) {
  event.preventDefault();
  const { user, password } = Object.fromEntries(new FormData(event.target));
  busy = true;
  problem = null;
  draw();
  try {
    await request('POST', address('/session'), { body: JSON.stringify({ user, password }), type: 'application/json', signInOn401: false });
    location.replace(back());
  } catch (told) {
    busy = false;
    problem = told;
    draw();
    event.target.password.select();
  }
}

/** Only to a page of our own. */
function back() {
  try {
    const url = new URL(new URLSearchParams(location.search).get('to') ?? '/', location.origin);
    // The whole address: of a path that begins with two slashes the browser would make another host.
    return url.origin === location.origin && !url.pathname.startsWith('/sign-in') ? url.href : '/';
  } catch {
    return '/';
  }
}
