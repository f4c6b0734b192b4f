/** What a page has to work with while it is shown: its place in the document, its stream, and an end. */
import { render } from '/lib/lit-html/lit-html.js';
import { address, get, Problem } from './api.js';
import { connection } from './connection.js';
import { openStream } from './live.js';
import { go, withQuery } from './router.js';

export class View {
  #host;
  #draw = null;
  #drawn = () => {};
  #planned = false;
  #stream = null;
  #streamUrl = null;
  #endings = [];
  #controller = new AbortController();

  constructor(host, params, query) {
    this.#host = host;
    this.params = params;
    this.query = query;
  }

  get closed() {
    return this.#controller.signal.aborted;
  }

  /** @param draw gives what the page looks like now @param drawn is told after each time */
  begin(draw, drawn) {
    this.#draw = draw;
    this.#drawn = drawn;
    this.#paint();
  }

  /** Something has changed; many changes at once are drawn once. */
  update() {
    if (!this.#planned && !this.closed && this.#draw) {
      this.#planned = true;
      queueMicrotask(() => {
        this.#planned = false;
        this.#paint();
      });
    }
  }

  #paint() {
    if (!this.closed && this.#draw) {
      render(this.#draw(), this.#host);
      this.#drawn();
    }
  }

  /** The page's stream; a new one takes the place of the old. `onProblem` gets null when all is well again. */
  live(path, query, onData, onProblem = () => {}) {
    const url = address(path, query);
    if (url === this.#streamUrl) {
      return;
    }
    this.#stream?.();
    this.#streamUrl = url;
    const current = () => this.#streamUrl === url && !this.closed;
    this.#stream = openStream(
      url,
      data => current() && (onProblem(null), onData(data), this.update()),
      problem => current() && (onProblem(problem), this.update()),
    );
  }

  /** Ends the page's stream. */
  still() {
    this.#stream?.();
    this.#stream = null;
    this.#streamUrl = null;
  }

  /** Asks once. What comes after the page's end is dropped. */
  async ask(path, query, onData, onProblem = () => {}) {
    try {
      const data = await get(path, query, { signal: this.#controller.signal });
      if (!this.closed) {
        onData(data);
        this.update();
      }
    } catch (problem) {
      if (problem instanceof Problem && !this.closed) {
        onProblem(problem);
        this.update();
      }
    }
  }

  /** Asks now and again, while somebody looks. */
  every(milliseconds, task) {
    const timer = setInterval(() => document.hidden || connection.paused || task(), milliseconds);
    this.onEnd(() => clearInterval(timer));
    task();
  }

  onEnd(ending) {
    this.#endings.push(ending);
  }

  /** Changes the query of the address; a step back undoes it unless it replaces. */
  setQuery(changes, { replace = false } = {}) {
    go(withQuery(changes), { replace });
  }

  end() {
    this.#controller.abort();
    this.still();
    this.#endings.forEach(ending => ending());
  }
}
