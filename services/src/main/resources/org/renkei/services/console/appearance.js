// Runs before the first paint, so that a page never appears in the wrong theme or language.
(() => {
  const root = document.documentElement;
  const stored = name => {
    try {
      return localStorage.getItem(`renkei.${name}`);
    } catch {
      return null;
    }
  };
  const theme = stored('theme');
  if (theme === 'light' || theme === 'dark') {
    root.dataset.theme = theme;
  }
  const wished = stored('language') ?? navigator.language;
  root.lang = wished.toLowerCase().startsWith('ja') ? 'ja' : 'en';
  // The texts come with the modules that are named in the page, and not after them.
  const texts = document.createElement('link');
  texts.rel = 'modulepreload';
  texts.href = `/assets/i18n/${root.lang}.js`;
  document.head.append(texts);
})();
