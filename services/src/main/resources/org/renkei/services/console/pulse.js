/** The state of the whole, which every page shows in its frame: asked for every few seconds, or taken from a page that has it anyway. */
import { get } from './api.js';
import { connection, heard, onConnection, silent, systemIs } from './connection.js';

const EVERY_MS = 5_000;
const listeners = new Set();
let fedAt = 0;
let asking = false;

/** The last overview, or null. */
export let pulse = null;

export const onPulse = listener => listeners.add(listener);

/** A page has an overview of its own. */
export function feed(overview) {
  fedAt = Date.now();
  take(overview);
}

export function startPulse() {
  setInterval(beat, EVERY_MS);
  document.addEventListener('visibilitychange', beat);
  onConnection(() => listeners.forEach(listener => listener(pulse)));
  return beat();
}

async function beat() {
  // One at a time: a slow answer must not use up the connections that a browser has for a host.
  if (asking || document.hidden || connection.paused || Date.now() - fedAt < EVERY_MS) {
    return;
  }
  asking = true;
  try {
    const overview = await get('/overview');
    heard();
    take(overview);
  } catch (problem) {
    if (problem.unreachable || problem.status === 503) {
      silent();
    }
  } finally {
    asking = false;
  }
}

function take(overview) {
  pulse = overview;
  systemIs(overview.state);
  listeners.forEach(listener => listener(pulse));
}
