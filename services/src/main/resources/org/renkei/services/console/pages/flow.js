/** One flow: its picture with the figures of each step, its file, its versions, and a form to hand in a job. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { segment } from '../api.js';
import { badge } from '../components/badge.js';
import { copyButton } from '../components/copy.js';
import { figure, figures } from '../components/figures.js';
import { flowActions } from '../components/flow-actions.js';
import { FlowPicture } from '../components/flow-picture.js';
import { flowVersions } from '../components/flow-versions.js';
import { icon } from '../components/icon.js';
import { problemBox } from '../components/problem.js';
import { stepPanel } from '../components/step-panel.js';
import { SubmitForm } from '../components/submit-form.js';
import { tabs } from '../components/tabs.js';
import { number, rate } from '../format.js';
import { t } from '../i18n.js';
import { channelPage, to, withQuery } from '../router.js';
import { may } from '../session.js';

const PANEL_PX = 360;
const WIDE_PX = 860;

export default function flow(view) {
  const { name } = view.params;
  const path = `/flows/${segment(name)}`;
  const page = {
    data: null,
    source: null,
    versions: null,
    applications: [],
    problem: null,
    picture: new FlowPicture(() => view.update()),
    form: new SubmitForm(view),
    room: 0,
  };
  const askApplications = () => view.ask('/applications', {}, answer => (page.applications = answer.applications));
  const failed = problem => (page.problem = problem);
  const askVersions = () => view.ask(`${path}/versions`, {}, answer => (page.versions = answer.versions), failed);
  const refresh = () => {
    if (view.query.tab === 'source' && page.source === null) {
      view.ask(`${path}/source`, {}, text => (page.source = text), failed);
    } else if (view.query.tab === 'versions') {
      askVersions();
    }
  };
  view.live(
    path,
    {},
    data => {
      const replaced = page.data && page.data.version !== data.version;
      page.data = data;
      if (replaced) {
        page.source = null;
        refresh();
      }
    },
    failed,
  );
  watchRoom(view, page);
  askApplications();
  refresh();
  return {
    title: () => name,
    changed: refresh,
    draw: () =>
      draw(view, page, {
        taken: data => {
          page.data = data;
          view.update();
        },
        askApplications,
        askVersions,
      }),
  };
}

function watchRoom(view, page) {
  const main = document.getElementById('main');
  const observer = new ResizeObserver(() => {
    const style = getComputedStyle(main);
    page.room = main.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    view.update();
  });
  observer.observe(main);
  view.onEnd(() => observer.disconnect());
}

function draw(view, page, { taken, askApplications, askVersions }) {
  const { data } = page;
  const { name } = view.params;
  const list = [
    ['picture', t('flow.tab.picture')],
    ['source', t('flow.tab.source')],
    ['versions', t('flow.tab.versions')],
    ...(may('CLIENT') ? [['submit', t('flow.tab.submit')]] : []),
  ];
  return html`<nav class="crumbs" aria-label=${t('crumbs')}><a href="/flows">${t('nav.flows')}</a></nav>
    <div class="page-head">
      <h1>${name}</h1>
      ${
        data
          ? html`${data.blocked ? badge('bad', 'block', t('flow.blocked')) : badge('ok', 'ok', t('flow.open'))}
              <div class="actions">${flowActions(data, taken)}</div>`
          : nothing
      }
    </div>
    ${problemBox(page.problem)}
    ${
      data
        ? html`${data.blocked ? html`<p class="reason">${icon('block')}${data.blocked}</p>` : nothing}${facts(data)}
          ${tabs(view.query, name, list, { step: '' })}${content(view, page, askApplications, askVersions)}`
        : nothing
    }`;
}

const facts = data =>
  html`<section class="panel flow-facts">
    ${figures([
      figure(t('jobs.in'), rate(data.jobs.inRate), { unit: t('perSecond') }),
      figure(t('jobs.out'), rate(data.jobs.outRate), { unit: t('perSecond') }),
      figure(t('jobs.failed'), rate(data.jobs.failedRate), { unit: t('perSecond'), tone: data.jobs.failedRate > 0 ? 'bad' : '' }),
      figure(t('flow.started'), number(data.jobs.started), { href: to('/jobs', { flow: data.name }) }),
      figure(t('flow.failed'), number(data.jobs.failed), { href: to('/dead-letters', { flow: data.name }) }),
      figure(t('flow.startWaiting'), number(data.startChannel?.current), { href: channelPage(data.start) }),
    ])}
    <p class="facts">
      <span>${t('flow.startChannel')} <a href=${channelPage(data.start)}>${data.start}</a></span
      ><span>${t('flow.deadLetter')} <a href=${channelPage(data.deadLetter)}>${data.deadLetter}</a></span>
      <span>${t('flow.version')} <code>${data.version}</code></span
      ><span>${t('flow.passes')} ${number(data.passes)}</span>
      ${Object.keys(data.record).length > 0 ? html`<span>${t('flow.record')} ${Object.keys(data.record).join(', ')}</span>` : nothing}
    </p>
  </section>`;

function content(view, page, askApplications, askVersions) {
  if (view.query.tab === 'source') {
    return html`<section class="panel source">
      <div class="panel-head">
        <h2>${page.data.file}</h2>
        ${page.source === null ? nothing : copyButton(page.source)}
      </div>
      <pre tabindex="0" aria-label=${t('flow.tab.source')}>${page.source ?? t('wait')}</pre>
    </section>`;
  }
  if (view.query.tab === 'versions') {
    return flowVersions(page.data, page.versions ?? undefined, askVersions);
  }
  return view.query.tab === 'submit' && may('CLIENT') ? page.form.draw(page.data.name) : picture(view, page, askApplications);
}

function picture(view, page, askApplications) {
  const { data, room } = page;
  const selected = data.steps.find(step => step.name === view.query.step);
  const beside = selected && room >= WIDE_PX;
  const width = Math.max(0, room - (beside ? PANEL_PX + 16 : 0) - 26);
  page.picture.fit(data, width);
  return html`<div class="flow-split ${selected ? 'open' : ''} ${beside ? 'beside' : ''}">
    <section class="panel flow-panel" aria-label=${t('flow.tab.picture')}>
      ${page.picture.draw(data, {
        selected: selected?.name,
        width,
        hrefOf: step => withQuery({ step: step === selected?.name ? '' : step }),
      })}
    </section>
    ${selected ? stepPanel(data, selected, page.applications, askApplications) : nothing}
  </div>`;
}
