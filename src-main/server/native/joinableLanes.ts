import { AppError } from '../../../src-shared/errors.ts';
import { type Stripe, StripeEndpoint } from '../../filesystem/native/stripe.ts';
import { violation } from '../../protocol/bytes.ts';
import type { JoinableLane, ServerLane } from './serverLanes.ts';

interface OpenLane {
  readonly lane: JoinableLane;
  /** By their numbers: what tells a stripe that its lane is over. */
  readonly stripes: Map<number, (reason: AppError) => void>;
}

/** The open lanes of all clients, by the key that a stripe names its lane by. */
export class JoinableLanes {
  readonly #open = new Map<string, OpenLane>();

  /** @throws AppError `protocol-violation` */
  add(key: string, lane: JoinableLane): void {
    if (this.#open.has(key)) throw violation('the key of a lane is used twice');
    this.#open.set(key, { lane, stripes: new Map() });
  }

  /** The lane is over, and its stripes with it. Idempotent. */
  remove(key: string, lane: JoinableLane): void {
    const open = this.#open.get(key);
    if (open?.lane !== lane) return;
    this.#open.delete(key);
    for (const over of open.stripes.values()) over(new AppError('cancelled', 'the lane of this stripe is closed'));
  }

  /** `over`: the lane has ended. @throws AppError `not-found`, `protocol-violation` */
  join(key: string, stripe: Stripe, over: (reason: AppError) => void): ServerLane {
    const open = this.#open.get(key);
    if (open === undefined) throw new AppError('not-found', 'there is no such lane');
    if (open.stripes.has(stripe.number)) throw violation('two stripes of a lane have one number');
    open.stripes.set(stripe.number, over);
    open.lane.joined(stripe);
    return new ServerStripe(stripe, open.lane);
  }
}

class ServerStripe extends StripeEndpoint implements ServerLane {
  readonly #of: JoinableLane;

  constructor(stripe: Stripe, lane: JoinableLane) {
    super(stripe, lane);
    this.#of = lane;
  }

  async close(): Promise<void> {
    this.#of.stripeEnded(new AppError('connection-lost', 'a stripe of the lane ended'));
  }
}
