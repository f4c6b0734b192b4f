/** The texts of the pages, in the user's language. */
import { remember } from './preferences.js';

export const LANGUAGES = { en: 'English', ja: '日本語' };

/** `en` or `ja`, as appearance.js chose. */
export const language = document.documentElement.lang;

const { default: texts } = await import(`./i18n/${language}.js`);
const plurals = new Intl.PluralRules(language);

/**
 * A text by its key. `{name}` in it is replaced; of an entry with several forms, the number `n` chooses one.
 *
 * @param values by name; they are shown as they are, so numbers are formatted before
 */
export function t(key, values = {}) {
  const entry = texts[key];
  if (entry === undefined) {
    return key;
  }
  const text = typeof entry === 'string' ? entry : (entry[plurals.select(values.n)] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A word of the API. One that a newer server may say, and that is in no dictionary, is shown as it is. */
export function word(prefix, value) {
  const key = `${prefix}.${String(value).toLowerCase().replaceAll(' ', '.')}`;
  return key in texts ? texts[key] : String(value).toLowerCase().replaceAll('_', ' ');
}

export function chooseLanguage(chosen) {
  remember('language', chosen);
  location.reload();
}
