import { randomBytes } from 'node:crypto';
import { limits } from '../../protocol/limits.ts';
import { featureBits } from '../../protocol/native/features.ts';
import type { NativeClient } from './client.ts';
import { type Stripe, StripeEndpoint, type StripedLane } from './stripe.ts';

/** Calls `attach` for each connection that has room for a stripe, beside the lane's own. */
export type MoreConnections = (own: NativeClient, attach: (client: NativeClient) => void) => void;

/** Milliseconds after which one connection has found what it can carry. */
const settled = 1_000;
/** Bytes that are still to come of one file then: less is there before a further connection is of use. */
const worthStripes = 4 * 1024 * 1024;

/** The client's side of a lane's stripes: it asks for them once a file takes long. */
export class ClientStripes {
  readonly key = randomBytes(16).toString('hex');
  readonly #lane: StripedLane;
  readonly #more: MoreConnections | undefined;
  readonly #joined: { readonly client: NativeClient; readonly id: number }[] = [];
  #asked = false;
  #left = 0;
  #since = 0;
  #closed = false;

  /** `more` undefined: one connection fills the link. */
  constructor(lane: StripedLane, more: MoreConnections | undefined) {
    this.#lane = lane;
    this.#more = more;
  }

  has(number: number): boolean {
    return number <= this.#joined.length;
  }

  /** `bytes` follow of one file. */
  begin(bytes: number): void {
    this.#left = bytes;
    this.#since = performance.now();
  }

  /** So much has moved of it, which the server told: so it knows the lane. `joined` gets each stripe. */
  moved(bytes: number, own: NativeClient, joined: (stripe: Stripe) => void): void {
    this.#left -= bytes;
    if (this.#more === undefined || this.#asked || this.#left < worthStripes) return;
    if (performance.now() - this.#since < settled || (own.terms.features & featureBits.stripes) === 0) return;
    this.#asked = true;
    // Contents on the lane's own connection count as those on others.
    this.#join(own, joined);
    this.#more(own, (client) => this.#join(client, joined));
  }

  #join(client: NativeClient, joined: (stripe: Stripe) => void): void {
    const number = this.#joined.length + 1;
    if (this.#closed || !client.open || number > limits.stripes) return;
    client.joinLane(this.key, number, (id) => {
      const stripe = { number, channel: client.channel, id };
      this.#joined.push({ client, id });
      joined(stripe);
      return new StripeEndpoint(stripe, this.#lane);
    });
  }

  close(): void {
    this.#closed = true;
    for (const { client, id } of this.#joined) client.closeLane(id);
  }
}
