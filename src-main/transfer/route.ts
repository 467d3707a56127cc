import { AppError, errorTraits } from '../../src-shared/errors.ts';
import type { EndpointId } from '../../src-shared/model/location.ts';
import { type FileSystem, slowStartFrom } from '../filesystem/fileSystem.ts';
import { asAppError } from './asAppError.ts';
import { CopyLane } from './copyLane.ts';
import { discardPartials, type PartialName } from './discard.ts';
import type { EndpointPair, Item } from './item.ts';
import { OrderedList } from './orderedList.ts';
import { goesBefore } from './queueOrder.ts';
import type { Slots, SlotUser } from './slots.ts';
import type { SpeedLimit } from './speedLimit.ts';
import type { CopyEnd, CopyListener, TransferLane } from './transferLane.ts';
import { WithinLane, worksWithin } from './withinLane.ts';

export type Resolve = (endpoint: EndpointId) => FileSystem | undefined | Promise<FileSystem | undefined>;

export interface RouteOptions {
  readonly resolve: Resolve;
  /** Shared with the other routes. */
  readonly slots: Slots;
  readonly retryDelays: readonly number[];
  readonly limit: SpeedLimit;
}

/** What the queue hears of its routes. */
export interface RouteListener extends Omit<CopyListener<Item>, 'ended' | 'broken'> {
  /** About to go on a lane. */
  dispatching(item: Item, source: FileSystem, target: FileSystem): void;
  ended(item: Item, end: CopyEnd): void;
  /** It can't be tried now nor later: there is no way between the two file systems. */
  stranded(item: Item, error: AppError): void;
}

interface Ends {
  readonly source: FileSystem;
  readonly target: FileSystem;
}

/** One more lane is opened when those that are open have so many bytes or files to do; over a link as soon as there is something for it. */
const busyBytes = 8 * 1024 * 1024;
const busyFiles = 256;
/** Where the user has said how many go side by side, small files of so many bytes in all still follow each other without a wait. */
const streamedBytes = 1024 * 1024;
/** A way that has brought so many bytes since it failed last works, and has all its tries again. */
const provenBytes = 1024 * 1024;
const idleMilliseconds = 5000;
const longestCleaning = 2000;

/**
 * The way from one endpoint to another: its lanes, and the transfers that are ready for them, in the order of the queue. When the way breaks it is tried again
 * after growing delays; when that has failed often enough, everything that waits for it fails.
 */
export class Route implements SlotUser {
  readonly endpoints: EndpointPair;
  readonly #options: RouteOptions;
  readonly #listener: RouteListener;
  /** What is ready, in the order of the queue. */
  readonly ready = new OrderedList<'waiting', Item>('waiting', goesBefore);
  #lanes: TransferLane<Item>[] = [];
  #ends: Ends | undefined;
  #state: 'closed' | 'opening' | 'open' | 'broken' = 'closed';
  /** Failures of the way, or of transfers on it that are to be tried again, since the last success. */
  #failures = 0;
  /** Bytes that have come to stand since the last failure. */
  #movedSince = 0;
  #lastError = new AppError('connection-lost', 'the connection is lost');
  #returned: Item[] = [];
  #timer: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #discards: PartialName[] = [];
  /** Settles when what was discarded so far is gone. */
  discarded: Promise<unknown> = Promise.resolve();
  /** Settles when the lanes of a way that has broken are closed. */
  #closing: Promise<void> = Promise.resolve();
  #paused = false;

  constructor(endpoints: EndpointPair, options: RouteOptions, listener: RouteListener) {
    this.endpoints = endpoints;
    this.#options = options;
    this.#listener = listener;
    options.slots.join(this);
  }

  get slots(): number {
    return this.#copiesWithin ? this.#lanes.reduce((sum, lane) => sum + lane.count, 0) : this.#lanes.length;
  }

  get head(): Item | undefined {
    return this.#paused || this.#state !== 'open' ? undefined : this.ready.first;
  }

  add(item: Item): void {
    this.ready.add(item);
    this.pump();
  }

  /** It is not ready any more. */
  drop(item: Item): void {
    this.ready.remove(item);
  }

  /** Ready again after a delay. */
  addLater(item: Item): void {
    item.returned = true;
    this.#returned.push(item);
    this.#delay();
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    this.pump();
  }

  /** Lets go of an item in flight; see CopyLane.cancel. */
  cancel(item: Item, keep: boolean): void {
    for (const lane of this.#lanes) lane.cancel(item, keep);
  }

  /** Removes the partial file of an item that is not in flight, as far as that can be done now. */
  discard(path: string, key: string): void {
    this.#discards.push({ path, key });
    if (this.#discards.length === 1) this.discarded = Promise.all([this.discarded, this.#discardAll()]);
  }

  /** The user wants it tried now, whatever was before. */
  forgive(): void {
    this.#failures = 0;
    this.#comeBack();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#paused = true;
    // A target that is being reconnected is not waited for.
    await Promise.race([this.discarded, pause(longestCleaning)]);
    await Promise.all([this.#closing, this.#closeLanes(new AppError('cancelled', 'the queue was closed'))]);
  }

  release(): boolean {
    const idle = this.#copiesWithin ? undefined : this.#lanes.find((lane) => lane.count === 0);
    if (idle === undefined) return false;
    this.#lanes = this.#lanes.filter((lane) => lane !== idle);
    void idle.close(new AppError('cancelled', 'the lane is needed elsewhere'));
    return true;
  }

  pump(): void {
    if (this.#paused) return;
    if (this.#state === 'closed' && this.ready.length > 0) void this.#open();
    if (this.#state !== 'open' || this.#ends === undefined) return;
    for (;;) {
      const item = this.ready.first;
      if (item === undefined) break;
      const lane = this.#laneWithRoom(this.#ends, item);
      if (lane === undefined) return;
      this.ready.remove(item);
      // What was cancelled or paused while it stood in the line is passed over.
      if (item.state !== 'queued' || item.inFlight || item.returned) continue;
      item.inFlight = true;
      this.#listener.dispatching(item, this.#ends.source, this.#ends.target);
      lane.add(item);
    }
    this.#watchIdle();
  }

  #laneWithRoom(ends: Ends, item: Item): TransferLane<Item> | undefined {
    if (this.#options.slots.most !== undefined) return this.#laneInSlot(ends, item);
    let best: TransferLane<Item> | undefined;
    for (const lane of this.#lanes) {
      if (lane.hasRoom && (best === undefined || lane.bytes + lane.count < best.bytes + best.count)) best = lane;
    }
    const roundTrip = ends.source.features.roundTrip + ends.target.features.roundTrip;
    const [bytes, files] = roundTrip < slowStartFrom ? [busyBytes, busyFiles] : [1, 1];
    if (best !== undefined && best.bytes < bytes && best.count < files) return best;
    const most = this.#isWithin(ends) ? 1 : Math.min(ends.source.features.lanes, ends.target.features.lanes);
    return this.#lanes.length >= Math.max(most, 1) ? best : this.#tryLane(ends);
  }

  /** A lane of its own for each transfer, but for small ones. */
  #laneInSlot(ends: Ends, item: Item): TransferLane<Item> | undefined {
    const { slots } = this.#options;
    if (slots.mustYield(this)) return undefined;
    if (this.#isWithin(ends)) {
      const lane = this.#lanes[0];
      return slots.take(this) && lane?.hasRoom !== false ? (lane ?? this.#tryLane(ends)) : undefined;
    }
    const idle = this.#lanes.find((lane) => lane.count === 0 && lane.hasRoom);
    if (idle !== undefined) return idle;
    // A file system that wants but one lane can't do with more.
    const single = ends.source.features.lanes === 1 || ends.target.features.lanes === 1;
    if (!(single && this.#lanes.length > 0) && slots.take(this)) return this.#tryLane(ends);
    return this.#lanes.find((lane) => lane.hasRoom && lane.bytes + item.size <= streamedBytes);
  }

  /** A slot that is not needed here may be of use elsewhere. */
  #shareSlots(): void {
    const { slots } = this.#options;
    if (slots.most === undefined) return;
    let freed = this.#copiesWithin;
    while (slots.isWanted(this) && this.release()) freed = true;
    if (freed) slots.freed();
  }

  #tryLane(ends: Ends): TransferLane<Item> | undefined {
    try {
      return this.#openLane(ends);
    } catch (error) {
      this.#break(asAppError(error));
      return undefined;
    }
  }

  get #copiesWithin(): boolean {
    return this.#ends !== undefined && this.#isWithin(this.#ends);
  }

  #isWithin({ source, target }: Ends): boolean {
    return source === target && worksWithin(source);
  }

  #openLane(ends: Ends): TransferLane<Item> {
    const listener: CopyListener<Item> = {
      started: (item, attributes, offset) => this.#listener.started(item, attributes, offset),
      acknowledged: (item, bytes) => {
        this.#movedSince += bytes - item.acknowledged;
        if (this.#movedSince >= provenBytes) this.#failures = 0;
        this.#listener.acknowledged(item, bytes);
      },
      ended: (item, end) => {
        if (end.end === 'done') this.#failures = 0;
        this.#listener.ended(item, end);
        // When the link is gone, nothing more goes on it: `broken` follows.
        if (end.end !== 'failed' || errorTraits(end.error.code).session === 'lives') this.pump();
        this.#shareSlots();
      },
      broken: (error) => {
        if (this.#lanes.includes(lane)) this.#break(error);
      },
    };
    const lane: TransferLane<Item> = this.#isWithin(ends)
      ? new WithinLane<Item>(ends.source, listener)
      : new CopyLane<Item>(ends.source, ends.target, listener, this.#options.limit);
    this.#lanes.push(lane);
    return lane;
  }

  async #open(): Promise<void> {
    this.#state = 'opening';
    try {
      const source = await resolveOpen(this.#options.resolve, this.endpoints.from);
      const target = await resolveOpen(this.#options.resolve, this.endpoints.to);
      this.#ends = { source, target };
      this.#state = 'open';
      for (const end of [source, target]) void this.#watch(end);
    } catch (error) {
      this.#state = 'closed';
      this.#strand(asAppError(error));
    }
    this.pump();
  }

  /** A file system that was closed takes its lanes along without a word. */
  async #watch(end: FileSystem): Promise<void> {
    const reason = await end.closed;
    if (this.#ends?.source !== end && this.#ends?.target !== end) return;
    this.#break(reason ?? new AppError('connection-lost', 'the session was closed'));
  }

  #break(error: AppError): void {
    if (this.#state !== 'open') return;
    this.#state = 'broken';
    this.#ends = undefined;
    this.#lastError = error;
    this.#closing = this.#closeLanes(error);
    this.#delay();
  }

  async #closeLanes(reason: AppError): Promise<void> {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = undefined;
    const lanes = this.#lanes;
    this.#lanes = [];
    this.#options.slots.freed();
    await Promise.allSettled(lanes.map((lane) => lane.close(reason)));
  }

  #delay(): void {
    if (this.#timer !== undefined) return;
    const delay = this.#options.retryDelays[this.#failures];
    this.#failures += 1;
    this.#movedSince = 0;
    if (delay === undefined) {
      this.#failures = 0;
      if (this.#state === 'broken') this.#state = 'closed';
      this.#strand(this.#lastError);
      this.pump();
      return;
    }
    this.#timer = setTimeout(() => this.#comeBack(), delay);
  }

  #comeBack(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#state === 'broken') this.#state = 'closed';
    const returned = this.#returned;
    this.#returned = [];
    for (const item of returned) {
      item.returned = false;
      if (item.state === 'queued') this.ready.add(item);
    }
    this.pump();
  }

  /** What waited for another try fails; when there is no way at all, everything that waits for it. */
  #strand(error: AppError): void {
    const stranded = this.#returned;
    this.#returned = [];
    for (const item of stranded) item.returned = false;
    while (this.#state !== 'open') {
      const item = this.ready.first;
      if (item === undefined) break;
      this.ready.remove(item);
      stranded.push(item);
    }
    for (const item of stranded) {
      if (item.state === 'queued' && !item.inFlight) this.#listener.stranded(item, error);
    }
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = undefined;
    if (this.#lanes.length === 0 || this.#lanes.some((lane) => lane.count > 0)) return;
    this.#idleTimer = setTimeout(() => {
      if (this.#lanes.some((lane) => lane.count > 0)) return;
      this.#ends = undefined;
      this.#state = 'closed';
      void this.#closeLanes(new AppError('cancelled', 'the lane was idle'));
      this.pump();
    }, idleMilliseconds);
    this.#idleTimer.unref();
  }

  async #discardAll(): Promise<void> {
    await Promise.resolve();
    const partials = this.#discards;
    this.#discards = [];
    try {
      await discardPartials(await resolveOpen(this.#options.resolve, this.endpoints.to), partials);
    } catch {
      // The target removes by itself what nobody asks for.
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((settle) => {
    setTimeout(settle, milliseconds).unref();
  });
}

async function resolveOpen(resolve: Resolve, endpoint: EndpointId): Promise<FileSystem> {
  const fileSystem = await resolve(endpoint);
  if (fileSystem === undefined) throw new AppError('connection-lost', 'the session is closed');
  const stillOpen = new Promise<'open'>((settle) => {
    setImmediate(() => settle('open'));
  });
  const reason = await Promise.race([fileSystem.closed, stillOpen]);
  if (reason !== 'open') throw reason ?? new AppError('connection-lost', 'the session is closed');
  return fileSystem;
}
