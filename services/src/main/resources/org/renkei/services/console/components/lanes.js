/** The lanes of a job's copies, drawn at the side of its passes: a line for each, a knot at each pass, an arm where a copy was made. */
import { html } from '/lib/lit-html/lit-html.js';
import { outcomeTone } from './badge.js';

const WIDTH_PX = 16;

/** @param rows each with its branch: "" for the job, ".1" for its first copy, ".1.2" for a copy of that */
export function lanesOf(rows) {
  const lanes = [...new Set(rows.map(row => row.branch))].sort().map(branch => ({ branch, rows: [] }));
  const byBranch = new Map(lanes.map((lane, column) => [lane.branch, Object.assign(lane, { column })]));
  rows.forEach((row, index) => byBranch.get(row.branch).rows.push(index));
  return lanes.map(lane => ({
    ...lane,
    first: lane.rows[0],
    last: lane.rows.at(-1),
    origin: origin(lane.branch, byBranch)?.column ?? 0,
    isCopy: lane.branch !== '',
  }));
}

function origin(branch, byBranch) {
  for (let name = branch; name.includes('.');) {
    name = name.slice(0, name.lastIndexOf('.'));
    if (byBranch.has(name)) {
      return byBranch.get(name);
    }
  }
  return undefined;
}

/** As wide as the lanes. */
export const emptyRail = lanes => html`<div class="rail" .style=${`inline-size:${lanes.length * WIDTH_PX}px`}></div>`;

/** The lanes beside one row. */
export function rail(lanes, row, index) {
  return html`<div class="rail" aria-hidden="true" .style=${`inline-size:${lanes.length * WIDTH_PX}px`}>
    ${lanes
      .filter(lane => lane.first <= index && index <= lane.last)
      .map(
        lane =>
          html`${stroke(lane, index)}${lane.isCopy && lane.first === index ? arm(lane) : ''}${lane.branch === row.branch ? knot(lane, row) : ''}`,
      )}
  </div>`;
}

const left = column => column * WIDTH_PX + WIDTH_PX / 2;

function stroke(lane, index) {
  const ends = `${lane.first === index && !lane.isCopy ? 'begins' : ''} ${lane.last === index ? 'ends' : ''}`;
  return html`<span class="lane ${ends}" .style=${`inset-inline-start:${left(lane.column)}px`}></span>`;
}

const arm = lane =>
  html`<span
    class="arm"
    .style=${`inset-inline-start:${left(lane.origin)}px;inline-size:${left(lane.column) - left(lane.origin)}px`}
  ></span>`;

const knot = (lane, row) =>
  html`<span
    class="knot ${row.pass ? outcomeTone(row.pass.outcome) : 'info'}"
    .style=${`inset-inline-start:${left(lane.column)}px`}
  ></span>`;
