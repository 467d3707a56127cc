import { randomBytes } from 'node:crypto';
import { limits } from '../../protocol/limits.ts';
import { featureBits } from '../../protocol/native/features.ts';
import type { NativeClient } from './client.ts';
import { type Stripe, StripeEndpoint, type StripedLane } from './stripe.ts';

/** Calls `attach` for each connection that has room for a stripe, beside the lane's own. */
export type MoreConnections = (own: NativeClient, attach: (client: NativeClient) => void) => void;

/** Bytes that are still to come of one file: less is there before a further connection is of use. */
const worthStripes = 16 * 1024 * 1024;

/** The client's side of a lane's stripes: it asks for them once a large file is under way. */
export class ClientStripes {
  readonly key = randomBytes(16).toString('hex');
  readonly #lane: StripedLane;
  readonly #more: MoreConnections | undefined;
  readonly #joined: { readonly client: NativeClient; readonly id: number }[] = [];
  #asked = false;
  #closed = false;

  /** `more` undefined: one connection fills the link. */
  constructor(lane: StripedLane, more: MoreConnections | undefined) {
    this.#lane = lane;
    this.#more = more;
  }

  has(number: number): boolean {
    return number <= this.#joined.length;
  }

  /** `bytes` follow of one file. The server must have said something on the lane, or it might not know it yet. */
  expect(bytes: number, own: NativeClient, joined: (stripe: Stripe) => void): void {
    if (this.#asked || bytes < worthStripes || (own.terms.features & featureBits.stripes) === 0) return;
    this.#asked = true;
    this.#more?.(own, (client) => this.#join(client, joined));
  }

  #join(client: NativeClient, joined: (stripe: Stripe) => void): void {
    const number = this.#joined.length + 1;
    if (this.#closed || number > limits.stripes) return;
    client.joinLane(this.key, number, (id) => {
      this.#joined.push({ client, id });
      joined({ number, channel: client.channel, id });
      return new StripeEndpoint(number, this.#lane);
    });
  }

  close(): void {
    this.#closed = true;
    for (const { client, id } of this.#joined) client.closeLane(id);
  }
}
