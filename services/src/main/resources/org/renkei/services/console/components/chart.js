/**
 * Lines over time. The drawing is stretched to its place, the figures around it are text; a table with the same figures is beside it
 * for those who do not see the lines.
 */
import { html, nothing, svg } from '/lib/lit-html/lit-html.js';
import { clockTime, compact, minuteTime, moment, NONE } from '../format.js';
import { t } from '../i18n.js';

const WIDTH = 1000;
const HEIGHT = 200;
const TABLE_ROWS = 30;
const pointed = new Map();

/**
 * @param id of this chart on its page
 * @param label what it shows
 * @param points with `at` and a value for each of the series
 * @param stepSeconds from one point to the next; more between two is a gap
 * @param series `{key, label, line}`, where line names its colour and dash in the style sheet
 * @param limits `{value, label, line}`, drawn if they are near enough to be seen
 * @param format of a value
 * @param from, until the times at both ends
 * @param update draws the page again
 */
export function chart({ id, label, points, stepSeconds, series, limits = [], format, from, until, update }) {
  const top = scale(points, series, limits);
  const shownLimits = limits.filter(limit => limit.value <= top);
  const x = at => ((Date.parse(at) - from) / (until - from)) * WIDTH;
  const y = value => HEIGHT - (value / top) * HEIGHT;
  const index = pointed.get(id);
  const point = index === undefined ? points.at(-1) : points[Math.min(index, points.length - 1)];
  const move = event => {
    const box = event.currentTarget.getBoundingClientRect();
    pointed.set(id, nearest(points, from + ((event.clientX - box.left) / box.width) * (until - from)));
    update();
  };
  const leave = () => {
    pointed.delete(id);
    update();
  };
  return html`<figure class="chart">
    <figcaption>
      <span class="chart-label">${label}</span>${legend(series, point, format)}
      <span class="muted chart-at">${index === undefined || !point ? nothing : clockTime(point.at)}</span>
    </figcaption>
    <div class="chart-body">
      <div class="chart-y" aria-hidden="true">${[1, 0.5, 0].map(part => html`<span>${tick(top * part, format)}</span>`)}</div>
      <div class="chart-plot" @pointermove=${move} @pointerleave=${leave}>
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${summary(label, points, series, format)}>
          ${[0, 0.5, 1].map(part => svg`<line class="grid" x1="0" x2=${WIDTH} y1=${HEIGHT * part} y2=${HEIGHT * part}></line>`)}
          ${shownLimits.map(limit => svg`<line class="limit ${limit.line}" x1="0" x2=${WIDTH} y1=${y(limit.value)} y2=${y(limit.value)}></line>`)}
          ${series.map(one => lines(one, points, stepSeconds, x, y))}
        </svg>
        ${shownLimits.map(limit => html`<span class="limit-label ${limit.line}" aria-hidden="true" .style=${`inset-block-end:${(limit.value / top) * 100}%`}>${limit.label}</span>`)}
        ${index !== undefined && point ? html`<span class="crosshair" .style=${`inset-inline-start:${(x(point.at) / WIDTH) * 100}%`}></span>` : nothing}
        ${points.length === 0 ? html`<p class="chart-empty muted">${t('chart.empty')}</p>` : nothing}
      </div>
      <div class="chart-x" aria-hidden="true">
        ${[0, 0.25, 0.5, 0.75, 1].map(part => html`<span>${minuteTime(from + (until - from) * part)}</span>`)}
      </div>
    </div>
    ${
      limits.length > shownLimits.length
        ? html`<p class="muted chart-note">
            ${t('chart.above', {
              limits: limits
                .filter(limit => limit.value > top)
                .map(limit => limit.label)
                .join(', '),
            })}
          </p>`
        : nothing
    }
    ${table(label, points, series, format)}
  </figure>`;
}

/** A round figure above all that is drawn. A limit far above it would press the line flat, and is told in words. */
function scale(points, series, limits) {
  const highest = Math.max(0, ...points.flatMap(point => series.map(one => point[one.key] ?? 0)));
  const near = limits.map(limit => limit.value).filter(value => value <= highest * 3);
  const wanted = Math.max(highest, ...near, 1) * 1.08;
  const unit = 10 ** Math.floor(Math.log10(wanted));
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map(times => times * unit).find(value => value >= wanted);
}

const tick = (value, format) => (Number.isInteger(value) ? compact(value) : format(value));

function lines(one, points, stepSeconds, x, y) {
  let path = '';
  let before = null;
  for (const point of points) {
    const value = point[one.key];
    const time = Date.parse(point.at);
    const gap = before === null || time - before > stepSeconds * 2_500;
    path += `${gap ? 'M' : 'L'}${x(point.at).toFixed(1)} ${y(value).toFixed(1)}`;
    before = time;
  }
  return svg`<path class="line ${one.line}" d=${path}></path>`;
}

const legend = (series, point, format) =>
  html`<span class="legend"
    >${series.map(
      one =>
        html`<span class="legend-item"
          ><svg class="legend-line" viewBox="0 0 22 6" aria-hidden="true"><path class="line ${one.line}" d="M0 3H22"></path></svg>
          ${one.label} <b>${point ? format(point[one.key]) : NONE}</b></span
        >`,
    )}</span
  >`;

function nearest(points, time) {
  let best = 0;
  for (let i = 1; i < points.length; i++) {
    if (Math.abs(Date.parse(points[i].at) - time) < Math.abs(Date.parse(points[best].at) - time)) {
      best = i;
    }
  }
  return best;
}

function summary(label, points, series, format) {
  if (points.length === 0) {
    return `${label}: ${t('chart.empty')}`;
  }
  const each = series.map(one => {
    const values = points.map(point => point[one.key]);
    return t('chart.summary', {
      label: one.label,
      now: format(values.at(-1)),
      least: format(Math.min(...values)),
      most: format(Math.max(...values)),
    });
  });
  return `${label}: ${each.join('; ')}`;
}

function table(label, points, series, format) {
  const every = Math.max(1, Math.ceil(points.length / TABLE_ROWS));
  const rows = points.filter((_, index) => (points.length - 1 - index) % every === 0).reverse();
  return html`<details class="chart-table">
    <summary>${t('chart.table')}</summary>
    <div class="scroll">
      <table>
        <caption class="hidden-text">
          ${label}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('time')}</th>
            ${series.map(one => html`<th scope="col" class="end">${one.label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            point =>
              html`<tr>
                <th scope="row">${moment(point.at)}</th>
                ${series.map(one => html`<td class="end">${format(point[one.key])}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
