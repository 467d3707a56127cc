import { AppError } from '../../../src-shared/errors.ts';
import { connectionClosed, type Exchange, type Step } from './exchange.ts';
import { encodeCommand } from './names.ts';
import type { Probe } from './probe.ts';
import { Tail } from './tail.ts';
import { accepted, endOfFile, established, fileNotFound, invalidCommand, quote, refusal } from './wording.ts';

const terminator = endOfFile + established;
const maximumRefusal = 8192;

/**
 * `download NAME`, after a `connme`: the original repeats its previous reply behind the contents, and dies when there is none.
 * The contents end at `ENDOFFILEConnection established.`; a probe sent when that is seen tells the end from contents that hold
 * the same text. A server that does not repeat itself (ours) ends with `ENDOFFILE` alone. Resolves to the number of bytes.
 */
export class DownloadExchange implements Exchange<number> {
  readonly command: Uint8Array;
  readonly #probe: Probe;
  readonly #tail: Tail;
  #state: 'head' | 'refused' | 'contents' = 'head';
  #probed = false;
  #head = Buffer.alloc(0);
  /** The contents so far while they are short, for an error that the server says behind its `OK`. */
  #early: Buffer | undefined = Buffer.alloc(0);
  #released = 0;

  /** @throws AppError `name-invalid` */
  constructor(name: string, probe: Probe) {
    this.command = encodeCommand('download', name);
    this.#probe = probe;
    this.#tail = new Tail(terminator.length + probe.length);
  }

  get patience(): number | undefined {
    if (this.#state === 'refused') return 300;
    if (this.#state === 'head') return undefined;
    if (this.#probed) return this.#unanswered() === undefined ? undefined : 3000;
    if (this.#tail.endsWith(endOfFile)) return 60;
    return this.#lateError() === undefined ? undefined : 2000;
  }

  receive(bytes: Uint8Array): Step<number> {
    if (this.#state === 'contents') return this.#contents(bytes);
    this.#head = Buffer.concat([this.#head, bytes]);
    const start = this.#head.toString('latin1', 0, accepted.length);
    if (this.#state === 'head' && start === accepted) {
      this.#state = 'contents';
      return { ...this.#contents(this.#head.subarray(accepted.length)), opened: true };
    }
    if (accepted.startsWith(start)) return {};
    this.#state = 'refused';
    const text = this.#head.toString();
    if (text.endsWith(established)) throw refused(text.slice(0, -established.length));
    if (text.length > maximumRefusal) throw refused(text);
    return {};
  }

  quiet(): Step<number> {
    if (this.#state === 'refused') throw refused(this.#head.toString());
    const error = this.#lateError();
    if (error !== undefined) throw error;
    if (!this.#probed) return this.#sendProbe();
    const end = this.#unanswered();
    return end === undefined ? {} : this.#finish(end);
  }

  ended(): Step<number> {
    const text = this.#tail.text();
    if (this.#state === 'contents' && text.endsWith(terminator)) return this.#finish(text.length - terminator.length);
    throw connectionClosed();
  }

  #contents(bytes: Uint8Array): Step<number> {
    const data = this.#tail.push(bytes);
    for (const piece of data) this.#released += piece.length;
    if (this.#early !== undefined) {
      this.#early = this.#early.length + bytes.length > 2048 ? undefined : Buffer.concat([this.#early, bytes]);
    }
    if (this.#probed && this.#tail.endsWith(' MB')) {
      const text = this.#tail.text();
      const at = this.#probe.find(text);
      const before = at < 0 ? '' : text.slice(0, at);
      if (before.endsWith(terminator)) return this.#finish(at - terminator.length, data);
      if (before.endsWith(endOfFile)) return this.#finish(at - endOfFile.length, data);
    }
    if (!this.#probed && this.#tail.endsWith(terminator)) return { ...this.#sendProbe(), data };
    return { data };
  }

  #sendProbe(): Step<number> {
    this.#probed = true;
    return { send: this.#probe.command };
  }

  #finish(length: number, data: readonly Uint8Array[] = []): Step<number> {
    const rest = this.#tail.head(length);
    const all = rest.length === 0 ? data : [...data, rest];
    return { data: all, done: { value: this.#released + rest.length } };
  }

  /** Where the contents end if the server will never answer the probe as the original does. */
  #unanswered(): number | undefined {
    const text = this.#tail.text();
    for (const answer of ['', fileNotFound, invalidCommand]) {
      if (text.endsWith(terminator + answer)) return text.length - terminator.length - answer.length;
    }
    return undefined;
  }

  /** The original says `OK` before it opens the file; when that fails it says why, twice, and no terminator comes. */
  #lateError(): AppError | undefined {
    const text = this.#early?.toString('latin1') ?? '';
    const half = text.slice(0, text.length / 2);
    if (!half.startsWith('ERROR: ') || text !== half + half) return undefined;
    return new AppError(half.includes('[Errno 13]') ? 'permission-denied' : 'internal', `the server says ${quote(half)}`);
  }
}

function refused(text: string): AppError {
  const sentence = text.endsWith(established) ? text.slice(0, -established.length) : text;
  return refusal(sentence) ?? new AppError('protocol-violation', `the server answered ${quote(sentence)} to a download`);
}
