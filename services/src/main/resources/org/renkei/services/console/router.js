/** Which page an address shows, with the History API: each address shows its page again, and filters, order and page are in its query. */

const routes = [];
let show = () => {};

/** @param pattern as `/channels/:name` @param load gives the page's module */
export function route(pattern, load) {
  const names = [...pattern.matchAll(/:(\w+)/g)].map(match => match[1]);
  routes.push({ pattern, names, load, form: new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}/?$`) });
}

/** @param onChange gets `{route, params, query, back}` at each new address */
export function startRouter(onChange) {
  show = onChange;
  history.scrollRestoration = 'manual';
  document.addEventListener('click', follow);
  addEventListener('popstate', () => show({ ...here(), back: true }));
  show({ ...here(), back: true });
}

/** The page of the address that the browser shows. */
export function here() {
  const query = Object.fromEntries(new URLSearchParams(location.search));
  for (const route of routes) {
    const match = location.pathname.match(route.form);
    if (match) {
      const params = Object.fromEntries(route.names.map((name, i) => [name, decode(match[i + 1])]));
      return { route, params, query };
    }
  }
  return { route: null, params: {}, query };
}

export function go(address, { replace = false, state = {} } = {}) {
  keepScroll();
  history[replace ? 'replaceState' : 'pushState'](state, '', address);
  show(here());
}

/** This page's address with some of its query changed; what is undefined or empty goes. */
export function withQuery(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === null || value === '') {
      query.delete(name);
    } else {
      query.set(name, value);
    }
  }
  const text = query.toString();
  return location.pathname + (text ? `?${text}` : '');
}

/** An address of a page. */
export function to(path, query = {}) {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
  return path + (search.size ? `?${search}` : '');
}

export const channelPage = (name, query) => to(`/channels/${encodeURIComponent(name)}`, query);
export const flowPage = (name, query) => to(`/flows/${encodeURIComponent(name)}`, query);
export const jobPage = id => to(`/jobs/${encodeURIComponent(id)}`);
export const letterPage = id => to(`/dead-letters/${encodeURIComponent(id)}`);

export const scrollOf = () => history.state?.scroll ?? 0;

function keepScroll() {
  history.replaceState({ ...history.state, scroll: scrollY }, '');
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function follow(event) {
  const link = event.target.closest?.('a[href]');
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) {
    return;
  }
  const url = new URL(link.href);
  const ours = url.origin === location.origin && !/^\/(api|lib|assets|sign-in)\b/.test(url.pathname);
  if (!ours || link.getAttribute('href').startsWith('#')) {
    return;
  }
  event.preventDefault();
  go(url.pathname + url.search, { state: link.dataset.trail ? { trail: JSON.parse(link.dataset.trail) } : {} });
}
