import type { Buffer } from 'node:buffer';
import type { AppError } from '../../../src-shared/errors.ts';
import { violation } from '../../protocol/bytes.ts';
import type { Channel } from './channel.ts';
import type { LaneEndpoint } from './laneEndpoint.ts';

/** A further connection that carries contents of a lane, for who sends on it. */
export interface Stripe {
  readonly number: number;
  readonly channel: Channel;
  /** The stripe's id on that connection. */
  readonly id: number;
}

/** What a lane hears of its stripes. */
export interface StripedLane {
  striped(stripe: number, bytes: Buffer): void;
  drained(): void;
  /** Without one of its stripes a lane can't go on: something of what it carries may be lost. */
  stripeEnded(reason: AppError): void;
}

/** A stripe as its connection sees it. */
export class StripeEndpoint implements LaneEndpoint {
  readonly #number: number;
  readonly #lane: StripedLane;

  constructor(number: number, lane: StripedLane) {
    this.#number = number;
    this.#lane = lane;
  }

  records(): void {
    throw violation('records on a stripe');
  }

  content(bytes: Buffer): void {
    this.#lane.striped(this.#number, bytes);
  }

  /** What the lane may send is granted on its own connection. */
  credit(): void {}

  drained(): void {
    this.#lane.drained();
  }

  ended(reason: AppError): void {
    this.#lane.stripeEnded(reason);
  }
}
