/** Open alarms, and those that have gone. */
import { html } from '/lib/lit-html/lit-html.js';
import { alarmList } from '../components/alarm-list.js';
import { icon } from '../components/icon.js';
import { pager, pageSize } from '../components/pager.js';
import { problemBox } from '../components/problem.js';
import { tabs } from '../components/tabs.js';
import { number } from '../format.js';
import { t } from '../i18n.js';

export default function alarms(view) {
  const page = { data: null, problem: null };
  const listen = () => {
    page.problem = null;
    const state = view.query.tab === 'all' ? undefined : (view.query.tab ?? 'open');
    view.live(
      '/alarms',
      { state, after: view.query.after, limit: pageSize(view.query) },
      data => (page.data = data),
      problem => (page.problem = problem),
    );
  };
  const changed = alarm => {
    page.data.alarms = page.data.alarms.map(one => (one.id === alarm.id ? alarm : one));
    view.update();
  };
  listen();
  return {
    title: () => t('nav.alarms'),
    changed: listen,
    draw: () =>
      html`<div class="page-head"><h1>${t('nav.alarms')}</h1></div>
        ${tabs(
          view.query,
          t('nav.alarms'),
          [
            ['open', page.data ? t('alarms.open', { n: number(page.data.open) }) : t('alarms.open.tab')],
            ['cleared', t('alarms.cleared')],
            ['all', t('alarms.all')],
          ],
          { after: '' },
        )}
        ${problemBox(page.problem)}
        <section class="panel" aria-busy=${page.data ? 'false' : 'true'}>${content(page.data, changed)}</section>
        ${pager({ query: view.query, shown: page.data?.alarms.length, matched: page.data?.matched, next: page.data?.next })}`,
  };
}

function content(data, changed) {
  if (!data) {
    return html`<p class="muted">${t('wait')}</p>`;
  }
  return data.alarms.length === 0
    ? html`<p class="all-well">${icon('ok')}${t('alarms.none')}</p>`
    : alarmList(data.alarms, { changed, full: true });
}
