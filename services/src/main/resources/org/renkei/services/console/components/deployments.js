/** The user's Camel routes and applications in jars: what runs, since when, and which flows use it. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { segment } from '../api.js';
import { NONE } from '../format.js';
import { t, word } from '../i18n.js';
import { flowPage } from '../router.js';
import { badge } from './badge.js';
import { problemBox } from './problem.js';
import { table } from './table.js';
import { time } from './time.js';

const STATE = { Started: ['ok', 'ok'], Suspended: ['warn', 'pause'], Stopped: ['off', 'stopped'] };

/** @param data undefined while it is awaited */
export const deployments = data =>
  html`${(data?.problems ?? []).map(problemOf)}
    <section class="deployed">
      <h2>${t('deployments.routes')}</h2>
      ${routes(data?.files)}
    </section>
    <section class="deployed">
      <h2>${t('deployments.apps')}</h2>
      ${apps(data?.apps)}
    </section>`;

const problemOf = text => problemBox({ title: t('deployments.problem'), detail: text });

const routes = files =>
  table({
    caption: t('deployments.routes'),
    rows: files,
    id: file => file.file,
    empty: t('deployments.routes.none'),
    columns: [
      {
        key: 'file',
        label: t('deployments.file'),
        head: true,
        cell: file => html`<a href="/api/v1/routes/${segment(file.file)}" target="_blank">${file.file}</a>`,
      },
      { key: 'routes', label: t('deployments.route'), wide: true, cell: file => html`<ul>${file.routes.map(route)}</ul>` },
      { key: 'flows', label: t('nav.flows'), cell: file => flowLinks(file.flows) },
      { key: 'since', label: t('deployments.since'), cell: file => time(file.since) },
    ],
  });

const route = ({ id, from, state }) =>
  html`<li>
    ${badge(...(STATE[state] ?? ['off', 'lost']), word('route.state', state))} <span class="break">${id}</span>
    <span class="muted break">${from}</span>
  </li>`;

const apps = all =>
  table({
    caption: t('deployments.apps'),
    rows: all,
    id: app => app.app,
    empty: t('deployments.apps.none'),
    columns: [
      { key: 'app', label: t('deployments.folder'), head: true, cell: app => html`apps/${app.app}` },
      { key: 'version', label: t('flow.version'), cell: app => html`<code>${app.version}</code>` },
      { key: 'beans', label: t('deployments.beans'), wide: true, cell: app => html`<span class="break">${app.beans.join(', ')}</span>` },
      { key: 'flows', label: t('nav.flows'), cell: app => flowLinks(app.flows) },
      { key: 'since', label: t('deployments.since'), cell: app => time(app.since) },
    ],
  });

const flowLinks = flows =>
  flows.length === 0
    ? NONE
    : flows.map((flow, i) => html`${i > 0 ? ', ' : nothing}<a href=${flowPage(flow)}>${flow}</a>`);
