import type { Readable, Writable } from 'node:stream';
import type { Protocol } from './protocol.ts';

type Commands = Protocol.CommandParameters;
type Results = Protocol.CommandReturnValues;
type ProtocolEvents = Protocol.Events;
/** The answer to a command, a message of a session, or of the browser itself. */
interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
}

interface Waiting {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One attached target (or the browser itself, without an id). */
export interface DevToolsSession {
  send<C extends keyof Commands & keyof Results>(method: C, parameters?: Commands[C]): Promise<Results[C]>;
  on<E extends keyof ProtocolEvents>(event: E, listener: (payload: ProtocolEvents[E]) => void): void;
}

/** The DevTools protocol over Chromium's debugging pipe: JSON messages, each ended by a zero byte. */
export class DevTools {
  readonly #output: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, ((payload: unknown) => void)[]>();
  #lastId = 0;
  #closed = false;

  constructor(output: Writable, input: Readable) {
    this.#output = output;
    output.on('error', () => this.#close());
    let parts: Buffer[] = [];
    input.on('data', (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
        this.#receive(JSON.parse(Buffer.concat([...parts, chunk.subarray(start, end)]).toString('utf8')) as Message);
        parts = [];
        start = end + 1;
      }
      if (start < chunk.length) parts.push(chunk.subarray(start));
    });
    input.on('close', () => this.#close());
    input.on('error', () => this.#close());
  }

  session(id?: string): DevToolsSession {
    return {
      send: (method, parameters) => this.#send(method, parameters, id) as Promise<never>,
      on: (event, listener) => {
        const key = `${id ?? ''} ${event}`;
        this.#listeners.set(key, [...(this.#listeners.get(key) ?? []), listener as (payload: unknown) => void]);
      },
    };
  }

  #send(method: string, params: unknown, sessionId: string | undefined): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error(`${method}: Chromium is gone`));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#output.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`);
    });
  }

  #receive(message: Message): void {
    if (message.id === undefined) {
      for (const listener of this.#listeners.get(`${message.sessionId ?? ''} ${message.method ?? ''}`) ?? []) {
        listener(message.params);
      }
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result);
  }

  #close(): void {
    this.#closed = true;
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(`${waiting.method}: Chromium is gone`));
    this.#waiting.clear();
  }
}
