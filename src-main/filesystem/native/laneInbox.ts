import type { Buffer } from 'node:buffer';
import { violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import type { Channel } from './channel.ts';
import type { FlowWindow } from './flowWindow.ts';
import { LaneOrder, type OrderedHandler } from './laneOrder.ts';
import { encodeCredit } from '../../protocol/native/credit.ts';

/** Contents are a piece of the file that was opened last. */
export interface InboxHandler extends OrderedHandler {
  /** Whether more may come now; else nothing is granted until `release`. */
  readonly ready: boolean;
}

/** What one side receives on a lane. It grants what its window has room for, in steps, unless the receiver holds back. */
export class LaneInbox {
  readonly #channel: Channel;
  readonly #id: number;
  readonly #flow: FlowWindow;
  readonly #handler: InboxHandler;
  readonly #order: LaneOrder;
  /** Bytes that may still come. */
  #granted: number;

  /** `flow`: its size at this moment is what the sender knows that it may send at first. */
  constructor(channel: Channel, id: number, flow: FlowWindow, handler: InboxHandler) {
    this.#channel = channel;
    this.#id = id;
    this.#flow = flow;
    this.#granted = flow.size;
    this.#handler = handler;
    this.#order = new LaneOrder(handler);
  }

  /** A frame is carried out when all of it has been understood, or not at all. @throws AppError `protocol-violation` */
  records(payload: Buffer): void {
    this.#count(payload.length);
    this.#order.records(payload);
    this.release();
  }

  content(bytes: Buffer): void {
    this.#count(bytes.length);
    this.#order.content(bytes);
    this.release();
  }

  /** Contents that came on another connection. @throws AppError `protocol-violation` */
  striped(stripe: number, bytes: Buffer): void {
    this.#count(bytes.length);
    this.#order.striped(stripe, bytes);
    this.release();
  }

  #count(bytes: number): void {
    this.#granted -= bytes;
    if (this.#granted < -2 * limits.bulkPayload) throw violation('more was sent on a lane than its window allows');
    this.#flow.received(bytes);
  }

  /**
   * Grants what there is room for. What waits for contents of a slower stripe takes none of it at first: as much again may wait, so that one
   * connection's loss does not hold up the others.
   */
  release(): void {
    const { size, step } = this.#flow;
    const room = Math.floor(size) - this.#granted - Math.max(0, this.#order.held - size);
    if (!(room >= step) || !this.#handler.ready) return;
    this.#granted += room;
    this.#channel.send(opcodes.window, this.#id, encodeCredit(room));
  }
}
