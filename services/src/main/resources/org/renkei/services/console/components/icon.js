/** Signs, drawn in strokes of the text's colour. They repeat what stands beside them in words. */
import { svg, html } from '/lib/lit-html/lit-html.js';

const PATHS = {
  gauge: 'M4 18a9 9 0 1 1 16 0M12 14l4-5',
  channel: 'M4 7h16M4 12h16M4 17h10',
  flow: 'M5 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM19 4a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM19 15a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM7.5 11 16.7 7M7.5 13l9.2 4',
  job: 'M4 7h16v12H4zM9 7V4h6v3M4 12h16',
  dead: 'M20 11V6H4v12h8M4 7l8 6 8-6M16 15l5 5M21 15l-5 5',
  bell: 'M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15zM10 20.5h4',
  power: 'M12 4v8M7 7a7.5 7.5 0 1 0 10 0',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 8v4.5l3 2',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20c.8-4 4-6 7.5-6s6.7 2 7.5 6',
  key: 'M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM11 12l8-8M15 8l3 3',
  exit: 'M14 4h5v16h-5M4 12h10M10 8l4 4-4 4',
  menu: 'M4 6h16M4 12h16M4 18h16',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM16 16l4.5 4.5',
  ok: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8 12.2l3 3 5-6',
  pause: 'M8.5 6v12M15.5 6v12',
  play: 'M8 5.5v13l10-6.5z',
  warn: 'M12 4 3 19.5h18zM12 10v4.5M12 16.8v.4',
  bad: 'M8 3.5h8l4.5 4.5v8l-4.5 4.5H8L3.5 16V8zM12 7.5v5.5M12 15.8v.4',
  block: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM6 6l12 12',
  drain: 'M12 3.5c3.5 4.5 6 7.2 6 10.5a6 6 0 0 1-12 0c0-3.3 2.5-6 6-10.5Z',
  stopped: 'M6 6h12v12H6z',
  unplugged: 'M4 4l16 16M9 3v4M15 3v5M7 8v3a5 5 0 0 0 8 4M17 11V8h-4M12 16v5',
  run: 'M12 3.5a8.5 8.5 0 1 0 8.5 8.5M12 3.5A8.5 8.5 0 0 1 20.5 12M12 8v4h4',
  lost: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.8v.4',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H8',
  again: 'M19 5v5h-5M19 10a7.5 7.5 0 1 0 .5 4.5',
  cross: 'M6 6l12 12M18 6 6 18',
  hourglass: 'M6 3.5h12M6 20.5h12M7 3.5c0 5 4 6 5 8.5 1-2.5 5-3.5 5-8.5M7 20.5c0-5 4-6 5-8.5 1 2.5 5 3.5 5 8.5',
  columns: 'M4 5h16v14H4zM9.5 5v14M14.5 5v14',
  up: 'M12 19V6M6 11l6-6 6 6',
  down: 'M12 5v13M6 13l6 6 6-6',
  chevron: 'M9 6l6 6-6 6',
  back: 'M15 6l-6 6 6 6',
  more: 'M6 9l6 6 6-6',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12 20 5l-5 15-3.5-6z',
  copy: 'M8 8h12v12H8zM16 8V4H4v12h4',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
  database:
    'M12 4c4.4 0 7 1.2 7 2.7S16.4 9.5 12 9.5 5 8.2 5 6.7 7.6 4 12 4ZM5 6.7v10.6C5 18.8 7.6 20 12 20s7-1.2 7-2.7V6.7M5 12c0 1.5 2.6 2.7 7 2.7s7-1.2 7-2.7',
  disk: 'M4 5h13l3 3v11H4zM8 5v5h7V5M8 19v-5h8v5',
  memory: 'M6 6h12v12H6zM9 3v3M15 3v3M9 18v3M15 18v3M3 9h3M3 15h3M18 9h3M18 15h3',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
};

export function icon(name, title) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${title ? svg`<title>${title}</title>` : ''}
    <path d=${PATHS[name]}></path>
  </svg>`;
}
