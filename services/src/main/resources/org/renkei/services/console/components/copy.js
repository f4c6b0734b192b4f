import { html } from '/lib/lit-html/lit-html.js';
import { t } from '../i18n.js';
import { icon } from './icon.js';
import { toast } from './toast.js';

/** Puts a text into the clipboard. */
export const copyButton = text =>
  html`<button type="button" class="plain small" title=${t('copy')} aria-label=${t('copy')} @click=${() => copy(text)}>
    ${icon('copy')}
  </button>`;

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('copied'));
  } catch {
    toast(t('copy.refused'));
  }
}
