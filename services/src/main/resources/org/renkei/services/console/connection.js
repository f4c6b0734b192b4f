/** Whether the server answers, for the bar that says so. All streams and requests tell it what they see. */

const listeners = new Set();

export const connection = {
  /** When the last figures came. */
  at: null,
  /** Since when nothing comes; null while all is well. */
  lostAt: null,
  /** True after a stop that these pages saw coming: then silence is what was asked for. */
  stopped: false,
  /** A person keeps the figures as they are. */
  paused: false,
};

let stopping = false;

/** @return a function that ends it */
export function onConnection(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function heard() {
  const back = connection.lostAt !== null;
  connection.at = new Date();
  connection.lostAt = null;
  if (back && connection.stopped) {
    // Another process answers now; nothing of the old one's is worth keeping.
    location.reload();
    return;
  }
  tell();
}

export function silent() {
  if (connection.lostAt === null) {
    connection.lostAt = new Date();
    connection.stopped = stopping;
    tell();
  }
}

/** @param state of the system, as its own answers name it */
export function systemIs(state) {
  stopping = state === 'STOPPING' || state === 'STOPPED';
}

export function pause(paused) {
  connection.paused = paused;
  tell();
}

function tell() {
  [...listeners].forEach(listener => listener(connection));
}
