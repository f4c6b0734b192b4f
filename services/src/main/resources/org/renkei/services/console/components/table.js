/**
 * A table whose columns are declared. On a narrow screen each row becomes a card, with the columns' names beside the values; the roles
 * are written out, because a table that is displayed otherwise loses them.
 */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { t } from '../i18n.js';
import { withQuery } from '../router.js';
import { icon } from './icon.js';

/**
 * @param caption what it lists
 * @param columns `{key, label, cell(row), end, sort, first, head, wide}`: `end` sets figures to the right, `sort` is the API's word,
 *   `first` is what a sort begins with (`-` for the largest), `head` marks the cell that names the row, `wide` takes a card's whole width
 * @param rows or undefined while they are awaited
 * @param id of a row
 * @param sort that the address has
 * @param empty a template for no rows
 * @param tone class of a row
 * @param reachable whether the keyboard must be able to scroll it, because there is nothing in it to go to
 */
export function table({ caption, columns, rows, id, sort = '', empty, tone = () => '', className = '', reachable = false }) {
  return html`<div class="table-frame ${className}" tabindex=${reachable ? '0' : nothing}>
    <table role="table" aria-busy=${rows ? 'false' : 'true'}>
      <caption class="hidden-text">
        ${caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map(column => heading(column, sort))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows ? repeat(rows, id, row => line(row, columns, tone)) : waiting(columns)}
      </tbody>
    </table>
    ${rows?.length === 0 ? html`<div class="empty">${empty ?? t('empty')}</div>` : nothing}
  </div>`;
}

function heading(column, sort) {
  const by = sort.replace(/^-/, '');
  const sorted = column.sort && by === column.sort;
  const descending = sort.startsWith('-');
  const order = sorted ? (descending ? 'descending' : 'ascending') : column.sort ? 'none' : nothing;
  return html`<th role="columnheader" scope="col" class="${column.end ? 'end' : ''} col-${column.key}" aria-sort=${order}>
    ${
      column.sort
        ? html`<a class="sort" href=${withQuery({ sort: following(column, sorted, descending), after: '' })}
            >${column.label}${sorted ? icon(descending ? 'down' : 'up') : nothing}</a
          >`
        : column.label
    }
  </th>`;
}

/** The first click sorts, the second turns it round, the third is as declared. */
function following(column, sorted, descending) {
  const first = `${column.first ?? ''}${column.sort}`;
  const other = first.startsWith('-') ? column.sort : `-${column.sort}`;
  if (!sorted) {
    return first;
  }
  return descending === first.startsWith('-') ? other : '';
}

const line = (row, columns, tone) =>
  html`<tr role="row" class=${tone(row)}>
    ${columns.map(column =>
      column.head
        ? html`<th role="rowheader" scope="row" class="col-${column.key}">${column.cell(row)}</th>`
        : html`<td role="cell" class="${column.end ? 'end' : ''} ${column.wide ? 'wide' : ''} col-${column.key}" data-label=${column.label}>
            ${column.cell(row)}
          </td>`,
    )}
  </tr>`;

const waiting = columns =>
  Array.from(
    { length: 8 },
    () =>
      html`<tr class="waiting" aria-hidden="true">
        ${columns.map(() => html`<td><span></span></td>`)}
      </tr>`,
  );
