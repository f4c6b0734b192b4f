/** What was deployed of a flow, and going back to it. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { post, segment } from '../api.js';
import { t } from '../i18n.js';
import { may } from '../session.js';
import { badge } from './badge.js';
import { ask } from './dialog.js';
import { icon } from './icon.js';
import { table } from './table.js';
import { time } from './time.js';

/** @param changed is called when another version was deployed */
export const flowVersions = (flow, versions, changed) =>
  table({
    caption: t('flow.tab.versions'),
    rows: versions,
    id: version => version.version,
    columns: [
      { key: 'version', label: t('flow.version'), head: true, cell: version => html`<code>${version.version}</code>` },
      { key: 'state', label: t('flow.versionState'), cell: state },
      { key: 'deployed', label: t('flow.deployedAt'), cell: version => time(version.deployedAt) },
      { key: 'by', label: t('flow.deployedBy'), cell: version => version.deployedBy },
      ...(may('ADMINISTER') ? [{ key: 'actions', label: t('actions'), cell: version => rollBack(flow, version, changed) }] : []),
    ],
  });

function state(version) {
  if (version.present) {
    return badge('ok', 'ok', t('flow.present'));
  }
  return version.live ? t('flow.hasJobs') : '–';
}

const rollBack = (flow, version, changed) =>
  version.present
    ? nothing
    : html`<button class="small" @click=${() => act(flow, version.version, changed)}>${icon('undo')}${t('flow.rollback')}</button>`;

function act(flow, version, changed) {
  ask({
    title: t('flow.rollback.title', { name: flow.name, version }),
    text: html`<p>${t('flow.rollback.text')}</p>`,
    confirm: t('flow.rollback'),
    run: async () => {
      await post(`/flows/${segment(flow.name)}/rollback`, { version });
      changed();
      return t('flow.rollback.done', { name: flow.name, version });
    },
  });
}
