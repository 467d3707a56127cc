import { once } from 'node:events';
import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { EventMessage, Reply } from '../../../src-shared/ipc/contract.ts';
import type { Backend } from '../../app/backend.ts';
import type { Assets } from '../assets.ts';
import { answerWith } from '../shellRequests.ts';
import { openPageServer } from './httpServer.ts';
import { type PageSockets, openPageSockets } from './socket.ts';
import { Admission } from './token.ts';

/** A browser shell with a page and a backend made for the test, and pages that connect to it. */

export class ScriptedBackend implements Backend {
  readonly asked: { name: string; params: unknown }[] = [];
  readonly #listeners = new Set<(message: EventMessage) => void>();
  answer: (name: string, params: unknown) => Promise<Reply<unknown>> = async (name) => ({ ok: true, value: name });

  request(name: string, params: unknown): Promise<Reply<unknown>> {
    this.asked.push({ name, params });
    return this.answer(name, params);
  }

  onEvent(listener: (message: EventMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(message: EventMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  async close(): Promise<void> {}
}

export interface TestShell {
  readonly port: number;
  readonly admission: Admission;
  readonly backend: ScriptedBackend;
  readonly sockets: PageSockets;
}

const page = new TextEncoder().encode('<!doctype html>');
const assets: Assets = { find: async (path) => (path === '/' ? { bytes: page, type: 'text/html; charset=utf-8' } : undefined) };

export async function startTestShell(maximumUnread?: number): Promise<TestShell> {
  const backend = new ScriptedBackend();
  const admission = new Admission(() => {});
  const server = await openPageServer(assets, 0);
  const answer = answerWith(backend, {
    'shell.chooseFolder': async () => ({ folder: undefined }),
    'shell.trash': async () => ({ failures: [] }),
    'shell.startDrag': async () => ({}),
    'shell.notify': async () => ({}),
    'shell.menuState': async () => ({}),
    'shell.quit': async () => ({}),
  });
  const sockets = openPageSockets(server.http, server.port, admission, backend, answer, maximumUnread);
  onTestFinished(async () => {
    await sockets.close(1001);
    await server.close();
  });
  return { port: server.port, admission, backend, sockets };
}

/** One connection of a page; messages are read one at a time. */
export class TestPage {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #unread: string[] = [];
  #wake: () => void = () => {};

  constructor(port: number, origin = `http://127.0.0.1:${port}`) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { origin });
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data: Buffer, isBinary: boolean) => {
      // Of a page of a listing the text that it begins with.
      const text = isBinary ? data.subarray(4, 4 + data.readUInt32LE()) : data;
      this.#unread.push(text.toString('utf8'));
      this.#wake();
    });
  }

  async say(message: unknown): Promise<void> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async hear(): Promise<unknown> {
    while (this.#unread.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return JSON.parse(this.#unread.shift() ?? '');
  }

  /** Says hello with a token and waits for the welcome. @returns the session key */
  async enter(admission: Admission): Promise<string> {
    await this.say({ hello: { token: admission.token } });
    const welcome = (await this.hear()) as { welcome: { session: string } };
    return welcome.welcome.session;
  }
}

/** The status of a plain request with the headers given. */
export async function statusOf(port: number, path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  const asked = request({ host: '127.0.0.1', port, path, method, headers });
  asked.end();
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}
