/** Requests to the HTTP API (see /api/v1/openapi.json). */

const BASE = '/api/v1';
let csrf;

/** What the server said went wrong, as RFC 9457 has it; `status` is 0 if it could not be reached. */
export class Problem extends Error {
  constructor({ status = 0, title = '', detail = '', code, check, retryAfter }) {
    super(detail || title);
    Object.assign(this, { status, title, detail, code, check, retryAfter });
  }

  get unreachable() {
    return this.status === 0;
  }
}

/** @param token goes with each request that changes something */
export function useCsrf(token) {
  csrf = token;
}

/** The path of an operation with its parameters; those without a value are left out. */
export function address(path, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') {
        search.append(name, one);
      }
    }
  }
  const text = search.toString();
  return BASE + path + (text ? `?${text}` : '');
}

/** One part of a path, whatever is in it. */
export const segment = encodeURIComponent;

export const get = (path, query, options) => request('GET', address(path, query), options);

export const post = (path, body, query) =>
  request('POST', address(path, query), {
    body: body === undefined ? undefined : JSON.stringify(body),
    type: 'application/json',
  });

/** @param type of the text, as the contract names it */
export const postText = (path, text, type, query) => request('POST', address(path, query), { body: text, type });

export const remove = (path, query) => request('DELETE', address(path, query));

export async function request(method, url, { body, type, signal, signInOn401 = true } = {}) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET' && csrf) {
    headers['X-Renkei-CSRF'] = csrf;
  }
  if (body !== undefined) {
    headers['Content-Type'] = type;
  }
  const response = await reach(url, { method, headers, body, signal, credentials: 'same-origin' });
  if (response.status === 401 && signInOn401) {
    signIn();
  }
  return response.ok ? answer(response) : Promise.reject(await problem(response));
}

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Problem({ status: 0, title: 'unreachable' });
  }
}

function answer(response) {
  if (response.status === 204) {
    return null;
  }
  return response.headers.get('Content-Type')?.includes('json') ? response.json() : response.text();
}

async function problem(response) {
  const told = await response.json().catch(() => ({}));
  return new Problem({
    title: response.statusText,
    ...told,
    status: response.status,
    retryAfter: response.headers.get('Retry-After'),
  });
}

/** To the sign-in page, and from there back to where the user is. */
export function signIn() {
  const here = location.pathname + location.search;
  location.assign(`/sign-in${here === '/' ? '' : `?to=${encodeURIComponent(here)}`}`);
}
