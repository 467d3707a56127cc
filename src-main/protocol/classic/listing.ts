import { AppError } from '../../../src-shared/errors.ts';
import { decodeName } from '../../../src-shared/model/nameBytes.ts';
import { connectionClosed, type Exchange, type Step } from './exchange.ts';
import type { Probe } from './probe.ts';
import { Tail } from './tail.ts';
import { established, fileNotFound, invalidCommand } from './wording.ts';

const command = Buffer.from('ls');
const fence = Buffer.from('connme');
const maximumListing = 64 * 1024 * 1024;
const attempts = 4;

/**
 * `ls`, fenced by `connme`: the names end where that command's fixed reply stands. A probe behind it tells the reply from a name
 * that holds the same text, so exactly one such text is taken away. An empty directory is answered with nothing at all, so the
 * fence also follows a short silence. Resolves to the names as they came.
 */
export class ListingExchange implements Exchange<string[]> {
  readonly command: Uint8Array = command;
  readonly #probe: Probe;
  #chunks: Uint8Array[] = [];
  #length = 0;
  #tail: Tail;
  #fenced: 'no' | 'after-data' | 'after-silence' = 'no';
  #probed = false;
  #attempt = 1;

  constructor(probe: Probe) {
    this.#probe = probe;
    this.#tail = this.#newTail();
  }

  get patience(): number | undefined {
    if (this.#fenced === 'no') return 150 * 4 ** (this.#attempt - 1);
    if (this.#probed) return this.#unanswered() === undefined ? undefined : 3000;
    return this.#glued() ? 500 : undefined;
  }

  receive(bytes: Uint8Array): Step<string[]> {
    this.#length += bytes.length;
    if (this.#length > maximumListing) throw new AppError('frame-too-large', 'the listing is too long');
    this.#chunks.push(bytes);
    this.#tail.push(bytes);
    if (this.#probed && this.#tail.endsWith(' MB')) {
      const text = this.#tail.text();
      const at = this.#probe.find(text);
      if (at >= 0 && text.slice(0, at).endsWith(established)) return this.#finish(text.length - at + established.length);
    }
    if (this.#fenced === 'no') return this.#sendFence('after-data');
    if (!this.#probed && this.#tail.endsWith(established)) return this.#sendProbe();
    return {};
  }

  quiet(): Step<string[]> {
    if (this.#fenced === 'no') return this.#sendFence('after-silence');
    if (this.#glued()) return this.#again();
    const suffix = this.#probed ? this.#unanswered() : undefined;
    return suffix === undefined ? {} : this.#finish(suffix);
  }

  ended(): Step<string[]> {
    if (this.#fenced !== 'no' && this.#tail.endsWith(established)) return this.#finish(established.length);
    throw connectionClosed();
  }

  #newTail(): Tail {
    return new Tail(established.length + this.#probe.length);
  }

  #sendFence(when: 'after-data' | 'after-silence'): Step<string[]> {
    this.#fenced = when;
    return { send: fence };
  }

  #sendProbe(): Step<string[]> {
    this.#probed = true;
    return { send: this.#probe.command };
  }

  /** A slow server read `ls` and the fence in one piece, and took them for one word. */
  #glued(): boolean {
    return this.#fenced === 'after-silence' && this.#length === invalidCommand.length && this.#tail.endsWith(invalidCommand);
  }

  #again(): Step<string[]> {
    if (this.#attempt === attempts) throw new AppError('timeout', 'the server is too slow to list its folder');
    this.#attempt += 1;
    this.#chunks = [];
    this.#length = 0;
    this.#tail = this.#newTail();
    this.#fenced = 'no';
    return { send: command };
  }

  /** How much to take away if the server will never answer the probe as the original does. */
  #unanswered(): number | undefined {
    for (const answer of ['', fileNotFound, invalidCommand]) {
      if (this.#tail.endsWith(established + answer)) return established.length + answer.length;
    }
    return undefined;
  }

  #finish(suffix: number): Step<string[]> {
    const all = Buffer.concat(this.#chunks).subarray(0, this.#length - suffix);
    return { done: { value: splitNames(all) } };
  }
}

function splitNames(bytes: Buffer): string[] {
  const text = bytes.toString();
  // U+FFFD stands for bytes that are not UTF-8, or for itself: only then the exact, slow way is worth it.
  const exact = text.includes('\ufffd') ? decodeName(bytes) : text;
  return exact.split('\n').filter((name) => name !== '');
}
