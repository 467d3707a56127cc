import { AppError } from '../../../src-shared/errors.ts';
import { quote, refusal } from './wording.ts';

/**
 * One command and its answer, as a pure state machine of the client's side. Nothing in the protocol says where an answer ends, so
 * silence is an input too: after `patience` milliseconds without a byte the owner calls `quiet`.
 *
 * A method throws AppError when the command failed. If the error's code lets a session live, the connection is at the start of
 * the next command; otherwise what follows in it can't be told any more.
 */
export interface Exchange<T> {
  /** What to send first, in one write. */
  readonly command: Uint8Array;
  /** Undefined: silence means nothing now. */
  readonly patience: number | undefined;
  receive(bytes: Uint8Array): Step<T>;
  quiet(): Step<T>;
  /** The server closed its side in order. */
  ended(): Step<T>;
}

export interface Step<T> {
  /** To be sent in one write of its own. */
  readonly send?: Uint8Array | undefined;
  /** The contents begin: the server said `OK`. */
  readonly opened?: boolean | undefined;
  /** Contents, in order. */
  readonly data?: readonly Uint8Array[] | undefined;
  /** The answer is complete. */
  readonly done?: { readonly value: T } | undefined;
}

const maximumReply = 8192;

/** A command with a short answer, which `parse` knows when it is whole. A server's refusal is thrown. */
export class ReplyExchange<T> implements Exchange<T> {
  readonly command: Uint8Array;
  readonly #parse: (text: string) => T | undefined;
  #received: Uint8Array = new Uint8Array(0);

  constructor(command: Uint8Array, parse: (text: string) => T | undefined) {
    this.command = command;
    this.#parse = parse;
  }

  get patience(): number | undefined {
    return this.#received.length === 0 ? undefined : 1000;
  }

  receive(bytes: Uint8Array): Step<T> {
    this.#received = Buffer.concat([this.#received, bytes]);
    const text = this.#text();
    const value = this.#parse(text);
    if (value !== undefined) return { done: { value } };
    const refused = refusal(text);
    if (refused !== undefined) throw refused;
    if (this.#received.length > maximumReply) throw unexpected(text);
    return {};
  }

  quiet(): Step<T> {
    throw unexpected(this.#text());
  }

  ended(): Step<T> {
    throw connectionClosed();
  }

  #text(): string {
    return Buffer.from(this.#received).toString();
  }
}

/** An exact text as the only good answer. */
export function exactly(expected: string): (text: string) => true | undefined {
  return (text) => (text === expected ? true : undefined);
}

export function connectionClosed(): AppError {
  return new AppError('connection-lost', 'the server closed the connection before it had answered');
}

function unexpected(text: string): AppError {
  return new AppError('protocol-violation', `the server answered ${quote(text)}, which is not the classic protocol`);
}
