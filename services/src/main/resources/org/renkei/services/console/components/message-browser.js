/** The messages that lie in a channel: a list, and beside it the one that is chosen with the way of its job. Nothing is taken from the channel. */
import { html, nothing } from '/lib/lit-html/lit-html.js';
import { segment } from '../api.js';
import { number, size } from '../format.js';
import { t, word } from '../i18n.js';
import { jobPage, withQuery } from '../router.js';
import { jobState, messageState } from './badge.js';
import { bodyView, properties } from './body.js';
import { textFilter } from './filters.js';
import { icon } from './icon.js';
import { journeyTimeline } from './journey.js';
import { pager, pageSize } from './pager.js';
import { problemBox } from './problem.js';
import { table } from './table.js';
import { time } from './time.js';

export class MessageBrowser {
  #view;
  #path;
  #list = null;
  #listed = '';
  #problem = null;
  #id = null;
  #message = null;
  #messageProblem = null;
  #job = null;

  /** @param path of the channel in the API */
  constructor(view, path) {
    this.#view = view;
    this.#path = path;
  }

  /** Asks for what the address names and is not here. */
  refresh(again = false) {
    const { search, after, message, near } = this.#view.query;
    const wanted = JSON.stringify([search, after, pageSize(this.#view.query)]);
    if (again || wanted !== this.#listed) {
      this.#listed = wanted;
      this.#problem = null;
      this.#view.ask(
        `${this.#path}/messages`,
        { search, after, limit: pageSize(this.#view.query) },
        list => (this.#list = list),
        problem => (this.#problem = problem),
      );
    }
    if (message !== this.#id) {
      this.#choose(message, near);
    }
  }

  #choose(id, near) {
    this.#id = id;
    this.#message = null;
    this.#messageProblem = null;
    this.#job = null;
    if (id) {
      const mine = then => value => id === this.#id && then(value);
      this.#view.ask(
        `${this.#path}/messages/${segment(id)}`,
        { near },
        mine(message => {
          this.#message = message;
          if (message.job) {
            this.#view.ask(
              `/jobs/${segment(message.job)}`,
              {},
              mine(job => (this.#job = job)),
            );
          }
        }),
        mine(problem => (this.#messageProblem = problem)),
      );
    }
  }

  draw() {
    const list = this.#list;
    return html`<form class="filters" role="search" aria-label=${t('filter.label')} @submit=${event => event.preventDefault()}>
        ${textFilter(this.#view, 'search', t('messages.search'), { kind: 'search' })}
        <button type="button" @click=${() => this.refresh(true)}>${icon('again')}${t('refresh')}</button>
        ${list ? html`<span class="muted">${t(list.complete ? 'messages.searched' : 'messages.partly', { n: number(list.searched) })}</span>` : nothing}
      </form>
      ${problemBox(this.#problem)}
      <div class="split ${this.#id ? 'open' : ''}">
        <div>${this.#table(list)}${pager({ query: this.#view.query, shown: list?.messages.length, next: list?.next })}</div>
        ${this.#id ? this.#chosen() : nothing}
      </div>`;
  }

  #table(list) {
    const narrow = Boolean(this.#id);
    const columns = [
      {
        key: 'message',
        label: t('message.id'),
        head: true,
        cell: message =>
          html`<a
            href=${withQuery({ message: message.id, near: message.cursor })}
            aria-current=${message.id === this.#id ? 'true' : 'false'}
            >${message.correlationId ?? message.id}</a
          >`,
      },
      { key: 'state', label: t('message.state'), cell: message => messageState(message.state) },
      { key: 'sent', label: t('message.sentAt'), cell: message => time(message.sentAt) },
      { key: 'priority', label: t('message.priority'), cell: message => word('priority', message.priority) },
      { key: 'size', label: t('message.size'), end: true, cell: message => size(message.size) },
      { key: 'preview', label: t('message.preview'), wide: true, cell: message => html`<span class="preview">${message.preview}</span>` },
    ];
    return table({
      caption: t('channel.tab.messages'),
      columns: narrow ? columns.slice(0, 3) : columns,
      rows: list?.messages,
      id: message => message.id,
      empty: t(this.#view.query.search ? 'messages.noneFound' : 'messages.none'),
      tone: message => (message.id === this.#id ? 'row-chosen' : ''),
      className: 'messages',
    });
  }

  #chosen() {
    const message = this.#message;
    return html`<section class="panel detail" aria-labelledby="message-title">
      <div class="panel-head">
        <h2 id="message-title">${t('message.title')}</h2>
        <a class="button plain small" href=${withQuery({ message: '', near: '' })} aria-label=${t('close')}>${icon('cross')}</a>
      </div>
      ${problemBox(this.#messageProblem)}
      ${
        message
          ? html`${heads(message)}
              <h3>${t('body')}</h3>
              ${bodyView(message.body)}
              <h3>${t('properties')}</h3>
              ${properties(message.properties)}
              ${
                message.job
                  ? html`<h3>
                        ${t('message.journey')}
                        <a href=${jobPage(message.job)}>${message.job}</a> ${this.#job ? jobState(this.#job.journey.state) : nothing}
                      </h3>
                      ${this.#job ? journeyTimeline(this.#job) : html`<p class="muted">${t('wait')}</p>`}`
                  : html`<p class="muted">${t('message.noJob')}</p>`
              }`
          : nothing
      }
    </section>`;
  }
}

function heads(message) {
  const rows = [
    ['message.id', message.id],
    ['message.correlation', message.correlationId],
    ['message.state', messageState(message.state)],
    ['message.priority', word('priority', message.priority)],
    ['message.sentAt', message.sentAt && time(message.sentAt)],
    ['message.notBefore', message.notBefore && time(message.notBefore)],
    ['message.expiresAt', message.expiresAt && time(message.expiresAt)],
    ['message.deliveries', message.deliveries === undefined ? undefined : number(message.deliveries)],
    ['message.type', message.type],
    ['message.group', message.group],
    ['message.replyTo', message.replyTo],
    ['message.size', size(message.size)],
  ].filter(([, value]) => value !== undefined && value !== null && value !== '');
  return html`<dl class="properties heads">
    ${rows.map(
      ([key, value]) =>
        html`<div>
          <dt>${t(key)}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
