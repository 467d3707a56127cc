import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type EventMessage, longestRequest, type Reply } from '../../../src-shared/ipc/contract.ts';
import type { Backend } from '../../app/backend.ts';
import type { Answer } from '../shellRequests.ts';
import { listingMessage } from './listingMessage.ts';
import { requestSchemas } from '../../../src-shared/ipc/schema.ts';
import { ListingNumbers } from './listingNumbers.ts';
import { isOwnRequest } from './origin.ts';
import { readHello, readRequest } from './socketMessages.ts';
import { ShownDirectories } from './shownDirectories.ts';
import type { Admission } from './token.ts';

/**
 * The wire between the page and the browser shell: JSON text messages on a WebSocket at `/socket`.
 *
 *   page   {"hello":{"token":"…"}}  or, after a reload,  {"hello":{"session":"…"}}     within 10 seconds
 *   shell  {"welcome":{"session":"…"}}                    or it closes with 4401
 *   page   {"id":1,"name":"listing.open","params":{…}}
 *   shell  {"id":1,"reply":{"ok":true,"value":{…}}}
 *   shell  {"event":"sessions.changed","payload":{…}}
 *
 * The pages of listings are binary messages: see listingMessage.ts. A key whose value is undefined is left out, and NaN is null. Any number of pages may be connected;
 * each is told of everything, but sees the pages of its own listings only. Close codes: 4400 not of this form, 4401 not let in,
 * 1009 a message over the limit, 1013 does not read what it is sent, 1001 the program ends.
 */
export interface PageSockets {
  /** How many pages are connected and let in. */
  readonly count: number;
  /** Resolves when all have gone, in order or after a second by force. */
  close(code: number): Promise<void>;
}

const maximumHello = 4096;
const maximumOpenRequests = 1000;
const maximumStrangers = 32;
const helloDeadline = 10_000;

/** @param maximumUnread bytes that may wait for a page that does not read; a listing of a million entries stays below */
export function openPageSockets(
  http: Server,
  port: number,
  admission: Admission,
  backend: Backend,
  answer: Answer,
  maximumUnread = 256 * 1024 * 1024,
): PageSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: longestRequest, perMessageDeflate: false });
  const pages = new Set<WebSocket>();
  const listings = new ListingNumbers<WebSocket>();
  const shown = new ShownDirectories<WebSocket>();
  let strangers = 0;
  let closing = false;

  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (closing || request.url !== '/socket' || !isOwnRequest(request, port, true) || strangers >= maximumStrangers) {
      // Nobody else listens to it any more: an error would end the program, and one that stays open would keep it from ending.
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy());
      return;
    }
    server.handleUpgrade(request, socket, head, meet);
  });

  const unsubscribe = backend.onEvent((message) => {
    if (message.event === 'listing.page') return sendListingPage(message);
    const text = JSON.stringify(message);
    for (const page of pages) send(page, text);
  });

  function meet(page: WebSocket): void {
    strangers += 1;
    const deadline = setTimeout(() => page.close(4401, 'no hello'), helloDeadline);
    let stranger = true;
    let openRequests = 0;
    const measures = new Set<number>();
    const noLongerStranger = (): void => {
      if (stranger) strangers -= 1;
      stranger = false;
      clearTimeout(deadline);
    };
    page.on('error', () => page.terminate());
    page.on('close', () => {
      noLongerStranger();
      pages.delete(page);
      for (const listing of listings.leave(page)) void backend.request('listing.cancel', { listing });
      for (const measure of measures) void backend.request('entry.stopMeasuring', { measure });
      const locations = shown.leave(page);
      if (locations !== undefined) void backend.request('directory.shown', { locations });
    });
    page.on('message', (data: RawData, isBinary: boolean) => {
      const text = isBinary ? '' : textOf(data);
      if (stranger) {
        const hello = text.length > maximumHello ? undefined : readHello(text);
        const session = hello === undefined ? undefined : admission.admit(hello);
        if (session === undefined) return page.close(4401, 'not let in');
        noLongerStranger();
        pages.add(page);
        return send(page, JSON.stringify({ welcome: { session } }));
      }
      const request = readRequest(text);
      if (request === undefined) return page.close(4400, 'not a request');
      const { id } = request;
      const reply = (value: Reply<unknown>): void => send(page, JSON.stringify({ id, reply: value }));
      if (openRequests >= maximumOpenRequests)
        return reply({ ok: false, error: { code: 'busy', message: 'too many open requests' } });
      openRequests += 1;
      const measure = request.name === 'entry.measure' ? numberIn(request.params, 'measure') : undefined;
      if (measure !== undefined) measures.add(measure);
      void ask(page, request.name, request.params).then((value) => {
        openRequests -= 1;
        if (measure !== undefined) measures.delete(measure);
        reply(value);
      });
    });
  }

  async function ask(page: WebSocket, name: string, params: unknown): Promise<Reply<unknown>> {
    if (name === 'directory.shown') {
      const { data } = requestSchemas[name].safeParse(params);
      return answer(name, data === undefined ? params : { locations: shown.show(page, data.locations) });
    }
    const local = numberIn(params, 'listing');
    if (local === undefined || !name.startsWith('listing.')) return answer(name, params);
    if (name !== 'listing.open') {
      const number = listings.find(page, local);
      return number === undefined ? { ok: true, value: {} } : answer(name, { ...(params as object), listing: number });
    }
    const { number, replaced } = listings.begin(page, local);
    if (replaced !== undefined) void backend.request('listing.cancel', { listing: replaced });
    const reply = await answer(name, { ...(params as object), listing: number });
    listings.end(number);
    return reply;
  }

  function sendListingPage({ payload }: Extract<EventMessage, { event: 'listing.page' }>): void {
    const owner = listings.owner(payload.listing);
    if (owner === undefined) return;
    send(owner.page, listingMessage({ ...payload, listing: owner.local }));
  }

  function send(page: WebSocket, message: string | Uint8Array): void {
    if (page.readyState !== page.OPEN) return;
    page.send(message);
    if (page.bufferedAmount <= maximumUnread) return;
    page.close(1013, 'too slow');
    page.terminate();
  }

  return {
    get count() {
      return pages.size;
    },
    async close(code) {
      unsubscribe();
      closing = true; // a page whose connection ends tries to come back while another is still waited for
      const clients = [...server.clients];
      const gone = clients.map((client) => new Promise((resolve) => client.once('close', resolve)));
      for (const client of clients) client.close(code);
      const force = setTimeout(() => clients.forEach((client) => client.terminate()), 1000);
      await Promise.all(gone);
      clearTimeout(force);
    },
  };
}

function numberIn(params: unknown, key: 'listing' | 'measure'): number | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  const value: unknown = Reflect.get(params, key);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
