/** A flow as a picture: its steps with their figures, and the ways between them. */
import { html, nothing, svg } from '/lib/lit-html/lit-html.js';
import { compact, number, rate } from '../format.js';
import { t, word } from '../i18n.js';
import { to } from '../router.js';
import { depthBar } from './depth.js';
import { curve, formOf, layOut, shortLabel, START } from './flow-layout.js';
import { icon } from './icon.js';

const LEAST_SCALE = 0.8;

/** Keeps the layout while only figures change. */
export class FlowPicture {
  #form = null;
  #layout = null;
  #across = true;
  #failed = false;

  /** @param update draws the page again */
  constructor(update) {
    this.update = update;
  }

  /** Lays the flow out if its form or the room for it is another. */
  async fit(flow, width) {
    const form = `${formOf(flow)}/${Math.round(width / 40)}`;
    if (form === this.#form || width === 0) {
      return;
    }
    this.#form = form;
    try {
      const across = await layOut(flow, true);
      this.#across = across.width * LEAST_SCALE <= width;
      this.#layout = this.#across ? across : await layOut(flow, false);
    } catch {
      this.#failed = true;
    }
    this.update();
  }

  /** @param selected the step that is shown beside it @param hrefOf a step's address */
  draw(flow, { selected, hrefOf, width }) {
    if (this.#failed || !this.#layout) {
      return html`<p class="muted">${t(this.#failed ? 'flow.noPicture' : 'wait')}</p>`;
    }
    const { width: full, height, nodes, arrows } = this.#layout;
    const scale = Math.max(LEAST_SCALE, Math.min(1, width / full));
    const steps = new Map(flow.steps.map(step => [step.name, step]));
    return html`<div class="flow-scroll" tabindex="0" aria-label=${t('flow.picture', { name: flow.name })} role="group">
        <div class="flow-room" .style=${`inline-size:${full * scale}px;block-size:${height * scale}px`}>
          <div class="flow-picture" .style=${`inline-size:${full}px;block-size:${height}px;transform:scale(${scale})`}>
            <svg width=${full} height=${height} aria-hidden="true">
              <defs>${['next', 'other'].map(tip)}</defs>
              ${arrows.map(arrow => way(arrow, flow.arrows[arrow.index]))}
            </svg>
            ${nodes.map(node => (steps.has(node.name) ? box(node, steps.get(node.name), node.name === selected, hrefOf(node.name)) : terminal(node, flow)))}
            ${nodes.map(node => gaveUp(node, flow))}
          </div>
        </div>
      </div>
      ${waysInWords(flow)}`;
  }
}

const place = ({ x, y, width, height }) =>
  `inset-inline-start:${x - width / 2}px;inset-block-start:${y - height / 2}px;inline-size:${width}px;block-size:${height}px`;

const tip =
  name => svg`<marker id="tip-${name}" class="tip ${name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
  <path d="M0 0 8 4 0 8z"></path>
</marker>`;

function way({ points, x, y }, arrow) {
  const { kind } = arrow;
  const label = kind === 'next' ? shortLabel(arrow) : [word('arrow', kind), shortLabel(arrow)].filter(Boolean).join(' ');
  return svg`<g class="way ${kind} ${arrow.count === 0 ? 'unused' : ''}"><title>${arrow.label ?? ''}</title>
    <path d=${curve(points)} marker-end="url(#tip-${kind === 'next' ? 'next' : 'other'})"></path>
    ${label ? svg`<text x=${x} y=${y - 4}>${label}</text>` : nothing}
    <text class="way-count" x=${x} y=${label ? y + 10 : y + 4}>${compact(arrow.count)}</text></g>`;
}

function box(node, step, selected, href) {
  const tone = step.state === 'BLOCKED' || step.state === 'STOPPED' ? 'bad' : step.paused || step.alarm ? 'warn' : '';
  return html`<a class="flow-step ${tone}" href=${href} aria-current=${selected ? 'true' : 'false'} .style=${place(node)}>
    <span class="flow-step-name">${marks(step)}<b title=${step.name}>${step.name}</b></span
    ><span class="hidden-text">${inWords(step)}</span>
    <span class="flow-step-application" title=${step.application}>${step.application}</span>
    ${depthBar(step)}
    <span class="flow-step-figures" aria-hidden="true"
      ><span title=${t('channel.current')}>${icon('channel')}${compact(step.current)}</span
      ><span title=${t('step.rate')}>${rate(step.rate)}${t('perSecond')}</span>
      ${step.failedRate > 0 ? html`<span class="bad-text" title=${t('step.failedRate')}>${icon('bad')}${rate(step.failedRate)}</span>` : nothing}</span
    ></a
  >`;
}

const marks = step =>
  html`${step.paused ? icon('pause') : nothing}${step.state !== 'ACTIVE' ? icon(step.state === 'BLOCKED' ? 'block' : step.state === 'DRAINING' ? 'drain' : 'stopped') : nothing}${step.alarm ? icon('warn') : nothing}`;

/** A tag at the upper corner of a step, that leads to what gave up there. */
function gaveUp(node, flow) {
  const step = node.name === START ? undefined : node.name;
  const dead = flow.arrows.find(arrow => arrow.kind === 'dead' && arrow.from === step);
  return dead && dead.count > 0
    ? html`<a
        class="flow-dead"
        href=${to('/dead-letters', { flow: flow.name, step })}
        .style=${`inset-inline-start:${node.x + node.width / 2 - 12}px;inset-block-start:${node.y - node.height / 2 - 15}px`}
        title=${t('step.gaveUp', { n: number(dead.count) })}
        >${icon('dead')}${compact(dead.count)}<span class="hidden-text"> ${t('nav.dead')}: ${node.name.trim()}</span></a
      >`
    : nothing;
}

function inWords(step) {
  const parts = [
    t('step.words', { current: number(step.current), max: number(step.max), rate: rate(step.rate), failed: number(step.failed) }),
  ];
  if (step.state !== 'ACTIVE') {
    parts.push(word('channel.state', step.state));
  }
  if (step.paused) {
    parts.push(t('step.paused', { why: step.paused }));
  }
  return parts.join(', ');
}

function terminal(node, flow) {
  if (node.name.startsWith('flow:')) {
    const name = node.name.slice('flow:'.length);
    return html`<a class="flow-end other" href=${to(`/flows/${encodeURIComponent(name)}`)} .style=${place(node)} title=${node.name}
      >${icon('flow')}${name}</a
    >`;
  }
  return node.name === START
    ? html`<span class="flow-end" .style=${place(node)} title=${flow.start}>${t('flow.start')}</span>`
    : html`<span class="flow-end" .style=${place(node)}>${t('flow.end')}</span>`;
}

/** The arrows for those who do not see them. */
const waysInWords = flow =>
  html`<ul class="hidden-text">
    ${flow.arrows.map(
      arrow =>
        html`<li>
          ${t('flow.way', { from: arrow.from ?? t('flow.start'), to: arrow.to, n: number(arrow.count) })} ${word('arrow', arrow.kind)}
          ${arrow.label ?? ''}
        </li>`,
    )}
  </ul>`;
