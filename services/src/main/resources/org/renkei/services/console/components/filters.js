/** Inputs whose values are kept in the address. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { live } from '/lib/lit-html/directives/live.js';
import { t } from '../i18n.js';
import { withQuery } from '../router.js';
import { icon } from './icon.js';

const TYPING_MS = 250;
let timer = null;

/** A text that is applied while it is typed. */
export const textFilter = (view, name, label, { placeholder = '', kind = 'text', list } = {}) =>
  html`<label class="filter"
    >${label}
    <input
      type=${kind}
      name=${name}
      placeholder=${placeholder}
      autocomplete="off"
      spellcheck="false"
      list=${list ?? ''}
      .value=${live(typing?.name === name && typing.view === view ? typing.text : (view.query[name] ?? ''))}
      @input=${event => type(view, name, event.target.value)}
      @change=${event => apply(view, name, event.target.value)}
  /></label>`;

/** @param otherwise what none of the choices is called */
export const choiceFilter = (view, name, label, choices, otherwise = t('filter.any')) =>
  html`<label class="filter"
    >${label}
    <select name=${name} .value=${live(view.query[name] ?? '')} @change=${event => apply(view, name, event.target.value)}>
      ${[['', otherwise], ...choices].map(([value, text]) => html`<option value=${value} ?selected=${value === (view.query[name] ?? '')}>${text}</option>`)}
    </select></label
  >`;

export const checkFilter = (view, name, label) =>
  html`<label class="check"
    ><input
      type="checkbox"
      name=${name}
      .checked=${live(view.query[name] === 'true')}
      @change=${event => apply(view, name, event.target.checked ? 'true' : '')}
    />${label}</label
  >`;

/**
 * Filters that are seldom wanted, behind a button; they are shown if one of them is set.
 *
 * @param page keeps whether somebody opened them, in `moreFilters`
 */
export function moreFilters(view, page, names, content) {
  const set = names.some(name => view.query[name]);
  const open = set || page.moreFilters;
  const toggle = () => {
    page.moreFilters = !page.moreFilters;
    view.update();
  };
  return html`${open ? content() : nothing}${set ? nothing : html`<button type="button" aria-expanded=${open ? 'true' : 'false'} @click=${toggle}>${t(open ? 'filter.fewer' : 'filter.more')}</button>`}`;
}

/** A way to the list without these filters, if there are any. */
export function clearFilters(view, names) {
  const none = Object.fromEntries([...names, 'after'].map(name => [name, '']));
  return names.some(name => view.query[name])
    ? html`<a class="button" href=${withQuery(none)}>${icon('cross')}${t('filter.clear')}</a>`
    : nothing;
}

let typing = null;

function type(view, name, text) {
  typing = { view, name, text };
  clearTimeout(timer);
  timer = setTimeout(() => apply(view, name, text), TYPING_MS);
}

function apply(view, name, value) {
  clearTimeout(timer);
  typing = null;
  if ((view.query[name] ?? '') !== value.trim() && !view.closed) {
    view.setQuery({ [name]: value.trim(), after: '' }, { replace: true });
  }
}
