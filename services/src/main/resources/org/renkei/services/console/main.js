/** Starts the pages: who is signed in, the frame, and then the page of the address. */
import { html, render } from '/lib/lit-html/lit-html.js';
import { signIn } from './api.js';
import { problemBox } from './components/problem.js';
import { connection, onConnection } from './connection.js';
import { t } from './i18n.js';
import { startPulse } from './pulse.js';
import { here, route, scrollOf, startRouter } from './router.js';
import { loadSession } from './session.js';
import { drawFrame, markPage } from './shell.js';
import { View } from './view.js';

route('/', () => import('./pages/overview.js'));
route('/channels', () => import('./pages/channels.js'));
route('/channels/:name', () => import('./pages/channel.js'));
route('/flows', () => import('./pages/flows.js'));
route('/flows/:name', () => import('./pages/flow.js'));
route('/jobs', () => import('./pages/jobs.js'));
route('/jobs/:id', () => import('./pages/job.js'));
route('/dead-letters', () => import('./pages/dead-letters.js'));
route('/dead-letters/:id', () => import('./pages/dead-letter.js'));
route('/alarms', () => import('./pages/alarms.js'));
route('/stop', () => import('./pages/stop.js'));
route('/activity', () => import('./pages/activity.js'));
route('/tokens', () => import('./pages/tokens.js'));

const main = document.getElementById('main');
let view = null;
let page = null;
let shownPath = null;
let turn = 0;

await start();

async function start() {
  document.getElementById('skip').textContent = t('skip');
  // The page's own modules come while the server says who is signed in.
  here()
    .route?.load()
    .catch(() => {});
  try {
    await loadSession();
  } catch (problem) {
    if (problem.status !== 401) {
      render(problemBox(problem), main);
      setTimeout(() => location.reload(), 5_000);
    }
    return;
  }
  drawFrame();
  onConnection(greyOut);
  startPulse();
  startRouter(show);
}

async function show({ route: found, params, query, back = false }) {
  markPage(location.pathname);
  if (page && shownPath === location.pathname) {
    view.query = query;
    page.changed?.();
    view.update();
    return;
  }
  const mine = ++turn;
  const module = await load(found);
  if (mine !== turn) {
    return;
  }
  const first = shownPath === null;
  shownPath = location.pathname;
  open(module, params, query);
  arrive(first, back);
}

async function load(found) {
  try {
    return found ? await found.load() : { default: unknownPage };
  } catch {
    // The server is away, or a new version has other files.
    return { default: () => ({ title: () => 'Renkei', draw: () => problemBox({ status: 0 }) }) };
  }
}

function open(module, params, query) {
  view?.end();
  main.replaceChildren();
  delete main['_$litPart$'];
  view = new View(main, params, query);
  page = module.default(view);
  const mine = page;
  view.begin(
    () => mine.draw(),
    () => markPage(location.pathname, mine.title()),
  );
}

/** A page that is gone to is announced and read from its top; a reload and a step back leave things where they were. */
function arrive(first, back) {
  if (!first) {
    main.focus({ preventScroll: true });
  }
  const top = back ? scrollOf() : 0;
  scrollTo(0, top);
  if (top > 0) {
    setTimeout(() => scrollTo(0, top), 150);
  }
}

function greyOut() {
  main.classList.toggle('stale', connection.lostAt !== null && !connection.stopped);
}

function unknownPage() {
  return {
    title: () => t('unknown.title'),
    draw: () =>
      html`<h1>${t('unknown.title')}</h1>
        <p>${t('unknown.text')}</p>
        <p><a href="/">${t('nav.overview')}</a></p>`,
  };
}

addEventListener('pageshow', event => event.persisted && loadSession().catch(signIn));
