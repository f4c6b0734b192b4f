/** Parts of a page, each with its address. */
import { html } from '/lib/lit-html/lit-html.js';
import { withQuery } from '../router.js';

/** @param tabs `[name, label]`; the first is shown if the address names none @param drop what of the query belongs to a single tab */
export const tabs = (query, label, tabs, drop = {}) =>
  html`<nav class="tabs" aria-label=${label}>
    ${tabs.map(
      ([name, text], index) =>
        html`<a
          href=${withQuery({ ...drop, tab: index === 0 ? '' : name })}
          aria-current=${(query.tab ?? tabs[0][0]) === name ? 'page' : 'false'}
          >${text}</a
        >`,
    )}
  </nav>`;
