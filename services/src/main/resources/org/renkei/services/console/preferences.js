/** What this browser remembers for its user: theme, language, columns. Works without storage too, then until the reload. */

const memory = new Map();

export function recall(name, otherwise = null) {
  if (memory.has(name)) {
    return memory.get(name);
  }
  try {
    return JSON.parse(localStorage.getItem(`renkei.${name}`)) ?? otherwise;
  } catch {
    return plain(name) ?? otherwise;
  }
}

export function remember(name, value) {
  memory.set(name, value);
  try {
    // Texts are kept as they are, for appearance.js.
    localStorage.setItem(`renkei.${name}`, typeof value === 'string' ? value : JSON.stringify(value));
  } catch {
    // Storage may be forbidden.
  }
}

function plain(name) {
  try {
    return localStorage.getItem(`renkei.${name}`);
  } catch {
    return null;
  }
}

/** @param theme `light`, `dark`, or `auto` as the system has it */
export function applyTheme(theme) {
  remember('theme', theme);
  if (theme === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
}
