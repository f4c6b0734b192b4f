/** The frame around each page: header, navigation, and the bar that tells of the connection. */
import { html, nothing, render } from '/lib/lit-html/lit-html.js';
import { verdictIcon } from './components/badge.js';
import { icon } from './components/icon.js';
import { menu } from './components/menu.js';
import { connection, onConnection, pause } from './connection.js';
import { clockTime, compact, duration, number } from './format.js';
import { chooseLanguage, language, LANGUAGES, t, word } from './i18n.js';
import { applyTheme, recall } from './preferences.js';
import { onPulse, pulse } from './pulse.js';
import { searchBox } from './search.js';
import { session, signOut } from './session.js';

const PAGES = [
  ['/', 'overview', 'gauge'],
  ['/channels', 'channels', 'channel'],
  ['/flows', 'flows', 'flow'],
  ['/jobs', 'jobs', 'job'],
  ['/dead-letters', 'dead', 'dead'],
  ['/alarms', 'alarms', 'bell'],
  ['/stop', 'stop', 'power'],
  ['/activity', 'activity', 'clock'],
];
const THEMES = ['auto', 'light', 'dark'];

const part = id => document.getElementById(id);
let path = location.pathname;
let verdict = null;

export function drawFrame() {
  onPulse(draw);
  onConnection(draw);
  setInterval(drawNotices, 1_000);
  addEventListener('keydown', shortcut);
  draw();
}

/** Tells the frame which page is shown, and the browser its title. */
export function markPage(shown, title) {
  if (shown !== path) {
    path = shown;
    part('drawer')?.close();
    draw();
  }
  if (title) {
    const alarms = pulse?.openAlarms ? `(${pulse.openAlarms}) ` : '';
    document.title = `${alarms}${title} · ${session.node}`;
  }
}

/** Said by screen readers, when they have a moment. */
export function announce(text) {
  part('announcer').textContent = text;
}

function draw() {
  render(header(), part('header'));
  part('nav').setAttribute('aria-label', t('nav.label'));
  render(navigation(), part('nav'));
  drawNotices();
  tellVerdict();
}

function tellVerdict() {
  const now = pulse?.pending.verdict;
  if (verdict && now && verdict !== now) {
    announce(word('verdict', now));
  }
  verdict = now ?? verdict;
}

function header() {
  return html`
    <button class="plain only-small" aria-label=${t('nav.open')} @click=${openDrawer}>${icon('menu')}</button>
    <a class="brand" href="/"
      ><img src="/assets/icon.svg" width="24" height="24" alt="" />
      <span><b>Renkei</b> <span class="node" title=${session.node}>${session.node}</span></span></a
    >
    ${searchBox(draw)} ${liveButton()} ${verdictLink()} ${userMenu()}
    <dialog id="drawer" aria-label=${t('nav.label')} @click=${closeOutside}>${navigation()}</dialog>
  `;
}

const openDrawer = () => part('drawer').showModal();

function closeOutside(event) {
  if (event.target === event.currentTarget || event.target.closest('a')) {
    event.currentTarget.close();
  }
}

function liveButton() {
  const { at, paused, lostAt } = connection;
  const state = lostAt ? 'lost' : paused ? 'paused' : 'live';
  return html`<button
    class="plain live-button ${state}"
    aria-pressed=${paused ? 'true' : 'false'}
    title=${t(paused ? 'live.resume' : 'live.pause')}
    @click=${() => pause(!paused)}
  >
    <span class="live-word">${t(`live.${state}`)}</span
    ><span class="live-time">${at ? clockTime(at) : ''}</span>${icon(paused ? 'play' : 'pause')}
  </button>`;
}

function verdictLink() {
  const now = pulse?.pending.verdict;
  const label = now ? word('verdict.short', now) : t('wait');
  return html`<a class="verdict-chip verdict-${now?.toLowerCase() ?? 'unknown'}" href="/stop" title=${now ? word('verdict', now) : ''}>
    ${now ? verdictIcon(now) : nothing}<span>${label}</span></a
  >`;
}

function userMenu() {
  const theme = recall('theme', 'auto');
  return menu({
    summary: html`${icon('user')}<span class="hidden-text">${t('user.menu')}: </span><span class="user-name">${session.user}</span>`,
    right: true,
    content: html`
      <p class="menu-head">
        <b>${session.user}</b><br /><span class="muted">${session.roles.map(role => word('role', role)).join(', ')}</span>
      </p>
      <fieldset>
        <legend>${t('user.language')}</legend>
        <div class="segments">
          ${Object.entries(LANGUAGES).map(
            ([code, name]) =>
              html`<button lang=${code} aria-pressed=${code === language ? 'true' : 'false'} @click=${() => chooseLanguage(code)}>
                ${name}
              </button>`,
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>${t('user.theme')}</legend>
        <div class="segments">
          ${THEMES.map(
            name =>
              html`<button aria-pressed=${name === theme ? 'true' : 'false'} @click=${() => (applyTheme(name), draw())}>
                ${t(`theme.${name}`)}
              </button>`,
          )}
        </div>
      </fieldset>
      <a class="menu-item" href="/tokens">${icon('key')}${t('nav.tokens')}</a>
      <button class="menu-item" @click=${signOut}>${icon('exit')}${t('user.signOut')}</button>
    `,
  });
}

function navigation() {
  const counts = {
    alarms: pulse?.openAlarms,
    dead: pulse?.pending.deadLetters,
    channels: (pulse?.channels.blocked ?? 0) + (pulse?.channels.stopped ?? 0) + (pulse?.channels.draining ?? 0),
  };
  return html`<ul>
    ${PAGES.map(([href, name, sign]) => {
      const current = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
      return html`<li>
        <a href=${href} aria-current=${current ? 'page' : nothing}
          >${icon(sign)}<span>${t(`nav.${name}`)}</span> ${
            counts[name]
              ? html`<span class="count ${name}" title=${t(`nav.count.${name}`, { n: number(counts[name]) })}
                  >${compact(counts[name])}<span class="hidden-text"> ${t(`nav.count.${name}`, { n: number(counts[name]) })}</span></span
                >`
              : nothing
          }</a
        >
      </li>`;
    })}
  </ul>`;
}

function drawNotices() {
  render(notice(), part('notices'));
}

function notice() {
  if (connection.lostAt && connection.stopped) {
    return html`<section class="stopped-system" role="alert">
      ${icon('power')}
      <div>
        <h1>${t('stopped.title')}</h1>
        <p>${t('stopped.text', { node: session.node })}</p>
        <p class="muted">${t('stopped.at', { time: clockTime(connection.lostAt) })}</p>
      </div>
    </section>`;
  }
  if (connection.lostAt) {
    const since = Math.round((Date.now() - connection.lostAt) / 1_000);
    return html`<div class="bar bad" role="status">
      ${icon('unplugged')}<b>${t('lost.title')}</b>
      <span>${connection.at ? t('lost.last', { time: clockTime(connection.at) }) : nothing}</span>
      <span class="muted" aria-hidden="true">${duration(since)}</span>
    </div>`;
  }
  if (connection.paused) {
    return html`<div class="bar warn" role="status">
      ${icon('pause')}<span>${t('paused.text', { time: connection.at ? clockTime(connection.at) : '' })}</span>
      <button class="small" @click=${() => pause(false)}>${t('live.resume')}</button>
    </div>`;
  }
  if (pulse?.state === 'STOPPING' && path !== '/stop') {
    return html`<div class="bar warn" role="status">
      ${icon('power')}<b>${t('stopping.title')}</b>
      <span>${pulse.stopping ? t('stopping.stage', { stage: pulse.stopping.stage, n: number(pulse.stopping.pending) }) : nothing}</span>
      <a href="/stop">${t('stopping.more')}</a>
    </div>`;
  }
  return nothing;
}

function shortcut(event) {
  const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector('dialog[open]')) {
    event.preventDefault();
    part('search').focus();
  }
}
