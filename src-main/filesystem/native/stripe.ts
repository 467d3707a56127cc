import type { Buffer } from 'node:buffer';
import type { AppError } from '../../../src-shared/errors.ts';
import { violation } from '../../protocol/bytes.ts';
import { encodeCredit } from '../../protocol/native/credit.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
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
  /** So many bytes that were sent on a stripe have come. */
  came(stripe: number, bytes: number): void;
  drained(): void;
  /** Without one of its stripes a lane can't go on: something of what it carries may be lost. */
  stripeEnded(reason: AppError): void;
}

/** Bytes that are told at a time to have come. */
export const toldBytes = 32 * 1024;

/** A stripe as its connection sees it. */
export class StripeEndpoint implements LaneEndpoint {
  readonly #stripe: Stripe;
  readonly #lane: StripedLane;
  #came = 0;

  constructor(stripe: Stripe, lane: StripedLane) {
    this.#stripe = stripe;
    this.#lane = lane;
  }

  records(): void {
    throw violation('records on a stripe');
  }

  content(bytes: Buffer): void {
    const { number, channel, id } = this.#stripe;
    this.#came += bytes.length;
    if (this.#came >= toldBytes) {
      channel.send(opcodes.window, id, encodeCredit(this.#came));
      this.#came = 0;
    }
    this.#lane.striped(number, bytes);
  }

  /** On a stripe that tells what has come; what may be sent is granted on the lane's own connection. */
  credit(bytes: number): void {
    this.#lane.came(this.#stripe.number, bytes);
  }

  drained(): void {
    this.#lane.drained();
  }

  ended(reason: AppError): void {
    this.#lane.stripeEnded(reason);
  }
}
