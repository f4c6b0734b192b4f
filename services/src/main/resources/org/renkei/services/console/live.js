/**
 * Figures that come by themselves: server-sent events at the address of the same GET. Each event is a whole answer.
 *
 * Browsers allow six connections to a host, so a page has one stream, and a page that nobody sees has none.
 */
import { request } from './api.js';
import { connection, heard, onConnection, silent } from './connection.js';

const RETRY_MS = 2_000;

/**
 * Opens a stream, and opens it again whenever it breaks off.
 *
 * @param url of the GET, with its query
 * @param onData gets each answer
 * @param onProblem gets what the server said if it refuses; nothing more comes then, unless it was too busy or failed
 * @return a function that closes it
 */
export function openStream(url, onData, onProblem) {
  let source = null;
  let timer = null;
  let closed = false;

  const wanted = () => !closed && !document.hidden && !connection.paused;

  function open() {
    if (source || !wanted()) {
      return;
    }
    source = new EventSource(url);
    source.onmessage = event => {
      heard();
      onData(JSON.parse(event.data));
    };
    source.addEventListener('away', broken);
    source.onerror = broken;
  }

  function broken() {
    shut();
    if (wanted()) {
      findOut();
    }
  }

  /** An EventSource does not tell why it failed; the same request does. */
  async function findOut() {
    try {
      const answer = await request('GET', url);
      if (wanted()) {
        heard();
        onData(answer);
        again();
      }
    } catch (problem) {
      if (problem.unreachable || problem.status === 502 || problem.status === 503) {
        silent();
        again();
      } else if (problem.status === 429 || problem.status >= 500) {
        onProblem(problem);
        again();
      } else if (problem.status !== 401 && !closed) {
        onProblem(problem);
      }
    }
  }

  function again() {
    timer ??= setTimeout(() => {
      timer = null;
      open();
    }, RETRY_MS);
  }

  function shut() {
    source?.close();
    source = null;
    clearTimeout(timer);
    timer = null;
  }

  const reconsider = () => (wanted() ? (timer ?? open()) : shut());
  document.addEventListener('visibilitychange', reconsider);
  const forget = onConnection(reconsider);
  open();

  return () => {
    closed = true;
    document.removeEventListener('visibilitychange', reconsider);
    forget();
    shut();
  };
}
