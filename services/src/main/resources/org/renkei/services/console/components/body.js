/** A body as a person reads it: JSON and XML in lines, everything as text. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { t } from '../i18n.js';
import { copyButton } from './copy.js';

/** @return the text in lines if it is JSON or XML, and what it is */
export function pretty(text) {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) {
    try {
      return { form: 'JSON', text: JSON.stringify(JSON.parse(text), null, 2) };
    } catch {
      return { form: t('body.text'), text };
    }
  }
  return start.startsWith('<') && /^<[\w?!/]/.test(start) ? xml(text) : { form: t('body.text'), text };
}

const XML_PARTS = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(?:[^>"']|"[^"]*"|'[^']*')*>|[^<]+/g;

function xml(text) {
  const parts = text.match(XML_PARTS) ?? [];
  if (parts.join('') !== text || !nested(parts)) {
    return { form: t('body.text'), text };
  }
  const rows = [];
  let depth = 0;
  let before = '';
  for (const part of parts.map(one => one.trim()).filter(Boolean)) {
    const role = xmlRole(part);
    depth -= role === 'end' ? 1 : 0;
    // An element that holds only a text stays in one line.
    if ((role === 'text' && before === 'begin') || (role === 'end' && before === 'text')) {
      rows.push(rows.pop() + part);
    } else {
      rows.push('  '.repeat(Math.max(0, depth)) + part);
    }
    depth += role === 'begin' ? 1 : 0;
    before = role;
  }
  return { form: 'XML', text: rows.join('\n') };
}

/** Whether each element ends where it should. The browser's own parser would put a page with its complaint here, whose styles are forbidden. */
function nested(parts) {
  const open = [];
  for (const part of parts) {
    const role = xmlRole(part);
    const name = part.match(/^<\/?([^\s/>]+)/)?.[1];
    if (role === 'begin') {
      open.push(name);
    } else if (role === 'end' && open.pop() !== name) {
      return false;
    }
  }
  return open.length === 0;
}

function xmlRole(part) {
  if (!part.startsWith('<')) {
    return 'text';
  }
  if (part.startsWith('</')) {
    return 'end';
  }
  return part.endsWith('/>') || /^<[?!]/.test(part) ? 'other' : 'begin';
}

/** The text that bytes are in UTF-8, or null. */
export function utf8(base64) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(base64));
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

const bytesOf = base64 => Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));

export function base64Of(text) {
  return btoa(Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join(''));
}

/** Bytes as hexadecimal figures and letters, as `hexdump` has them. */
function hexLines(base64, most = 4_096) {
  const bytes = bytesOf(base64).slice(0, most);
  const rows = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.slice(at, at + 16)];
    const hex = row
      .map(byte => byte.toString(16).padStart(2, '0'))
      .join(' ')
      .padEnd(48);
    const letters = row.map(byte => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${at.toString(16).padStart(6, '0')}  ${hex} ${letters}`);
  }
  return rows.join('\n');
}

/** @param body `{kind, text, base64, truncated}` as the API has a message's */
export function bodyView(body) {
  const { form, text, note } = readable(body);
  if (text === undefined) {
    return html`<p class="muted">${t('body.empty')}</p>`;
  }
  return html`<div class="body">
    <div class="body-head">
      <span class="muted"
        >${form}${note ? html` · ${note}` : nothing}${body.truncated ? html` · <b>${t('body.truncated')}</b>` : nothing}</span
      >${copyButton(text)}
    </div>
    <pre tabindex="0" aria-label=${t('body')}>${text}</pre>
  </div>`;
}

function readable({ kind, text, base64 }) {
  if (kind === 'empty' || (text === undefined && base64 === undefined)) {
    return {};
  }
  if (text !== undefined) {
    const shown = pretty(text);
    return kind === 'text' ? shown : { ...shown, form: t(`body.${kind}`) };
  }
  const decoded = kind === 'sealed' ? null : utf8(base64);
  return decoded === null ? { form: t(`body.${kind}`), text: hexLines(base64) } : { ...pretty(decoded), note: t('body.bytes') };
}

/** Properties by name, in the order of their names. */
export function properties(all) {
  const names = Object.keys(all).sort();
  if (names.length === 0) {
    return html`<p class="muted">${t('properties.none')}</p>`;
  }
  return html`<dl class="properties">
    ${names.map(
      name =>
        html`<div>
          <dt>${name}</dt>
          <dd>${show(all[name])}</dd>
        </div>`,
    )}
  </dl>`;
}

const show = value => (typeof value === 'object' ? JSON.stringify(value) : String(value));
