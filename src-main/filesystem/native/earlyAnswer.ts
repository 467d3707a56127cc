import type { Buffer } from 'node:buffer';
import type { AppError } from '../../../src-shared/errors.ts';
import { violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import type { Request } from '../../protocol/native/requests.ts';

/** Where what a server says to a request goes. */
export interface Reply {
  page(payload: Buffer): void;
  done(payload: Buffer): void;
  failed(error: AppError): void;
}

/** A request that can be sent before anybody waits for its answer. */
export type EarlyRequest = Request & { readonly path: string };

/** Milliseconds: an answer that came with the welcome is not given out later than this. */
const freshFor = 5_000;

/** Holds the answer to an early request until somebody asks the same. No more than a first credit of pages can come meanwhile. */
export class EarlyAnswer {
  readonly request: EarlyRequest;
  readonly id: number;
  readonly open: Reply & { readonly path: string };
  readonly #since = performance.now();
  #held: ((reply: Reply) => void)[] = [];
  #heldBytes = 0;
  #reply: Reply | undefined;

  constructor(request: EarlyRequest, id: number) {
    this.request = request;
    this.id = id;
    this.open = {
      path: request.path,
      page: (payload) => {
        this.#count(payload.length);
        this.#pass((reply) => reply.page(payload));
      },
      done: (payload) => this.#pass((reply) => reply.done(payload)),
      failed: (error) => this.#pass((reply) => reply.failed(error)),
    };
  }

  get isFresh(): boolean {
    return performance.now() - this.#since < freshFor;
  }

  giveTo(reply: Reply): void {
    this.#reply = reply;
    for (const pass of this.#held.splice(0)) pass(reply);
  }

  /** @throws AppError `protocol-violation`: nobody has granted more than the first credit */
  #count(bytes: number): void {
    if (this.#reply !== undefined) return;
    this.#heldBytes += bytes;
    if (this.#heldBytes > limits.pageWindow + limits.controlPayload) throw violation('more pages than were granted');
  }

  #pass(pass: (reply: Reply) => void): void {
    if (this.#reply === undefined) this.#held.push(pass);
    else pass(this.#reply);
  }
}
