import { AppError, type ErrorCode } from '../../src-shared/errors.ts';
import type {
  FailureGroup,
  Throughput,
  Transfer,
  TransferGroup,
  TransferState,
  TransferSummary,
} from '../../src-shared/model/transfer.ts';
import { failsBefore, reasonOrder } from './failureReason.ts';
import { type Item, toTransfer } from './item.ts';
import { OrderedList } from './orderedList.ts';
import { goesBefore, Ranks } from './queueOrder.ts';
import { RateMeter, secondsLeft } from './rate.ts';
import { groupOf, isEnded, mayFollow } from './state.ts';
import { SteadyTime } from './steadyTime.ts';
import { TimeBuckets } from './timeBuckets.ts';

/** What has ended since someone last asked, other than by the user's wish. */
export interface EndedTransfers {
  readonly count: number;
  readonly failed: number;
  /** The first few of them. */
  readonly rows: readonly Transfer[];
}

const mostEndedRows = 10;
const mostRunningRows = 100;
/** Seconds. */
const rememberedThroughput = 180;
/** Milliseconds until anything is said about the whole: the first files tell little. */
const firstLook = 3000;
/** What a file costs beside its bytes, in bytes: without it many small files would have no end in sight. */
const costOfFile = 64 * 1024;

/**
 * The book of all transfers: who is in which state, and sums that are kept up to date rather than added up. Nothing here costs
 * more when there are more transfers, but for what is asked of all of them.
 */
export class Ledger {
  readonly items = new Map<number, Item>();
  readonly groups: Readonly<Record<TransferGroup, OrderedList<'place', Item>>> = {
    queued: new OrderedList<'place', Item>('place', goesBefore),
    running: new OrderedList('place'),
    failed: new OrderedList<'place', Item>('place', failsBefore),
    done: new OrderedList('place'),
  };
  readonly ranks = new Ranks();
  readonly #now: () => number;
  readonly #onChange: () => void;
  #revision = 0;
  #bytesTotal = 0;
  #bytesAcknowledged = 0;
  readonly #meter: RateMeter;
  /** Bytes, and what files cost beside them. */
  readonly #work: RateMeter;
  readonly #timeLeft = new SteadyTime(firstLook);
  readonly #throughput: TimeBuckets;
  readonly #failures = new Map<ErrorCode, number>();
  #endedCount = 0;
  #endedFailed = 0;
  #endedItems: Item[] = [];

  constructor(now: () => number, onChange: () => void) {
    this.#now = now;
    this.#onChange = onChange;
    this.#meter = new RateMeter(now());
    this.#work = new RateMeter(now());
    this.#throughput = new TimeBuckets(1000, rememberedThroughput, now());
  }

  add(item: Item): void {
    if (this.groups.queued.length + this.groups.running.length === 0) this.#restart();
    this.items.set(item.id, item);
    item.rank = this.ranks.next();
    this.groups[groupOf(item.state)].add(item);
    item.batch.open += 1;
    this.#bytesTotal += item.size;
    this.changed();
  }

  move(item: Item, state: TransferState): void {
    const before = item.state;
    if (!mayFollow(before, state)) throw new AppError('internal', `a transfer can not go from ${before} to ${state}`);
    item.state = state;
    if (groupOf(before) !== groupOf(state)) {
      this.#leave(item, groupOf(before));
      // What has ended waits behind all others when it is tried again; what was on its way keeps its place.
      if (isEnded(before)) item.rank = this.ranks.next();
      this.#enter(item, groupOf(state));
    }
    if (isEnded(before) !== isEnded(state)) this.#count(item, state, isEnded(state));
    if (state !== 'running') {
      item.meter = undefined;
      item.timeLeft = undefined;
    }
    this.changed();
  }

  /** The size is known better now, and so many bytes of it are at the target. */
  start(item: Item, size: number, acknowledged: number): void {
    this.#bytesTotal += size - item.size;
    item.size = size;
    this.#bytesAcknowledged += acknowledged - item.acknowledged;
    item.acknowledged = acknowledged;
    this.changed();
  }

  acknowledge(item: Item, bytes: number): void {
    const more = bytes - item.acknowledged;
    if (more <= 0) return;
    const now = this.#now();
    item.acknowledged = bytes;
    this.#bytesAcknowledged += more;
    item.meter ??= new RateMeter(now);
    item.timeLeft ??= new SteadyTime();
    item.meter.add(more, now);
    this.#moved(more, now);
    this.changed();
  }

  /** All of it is at the target. */
  finish(item: Item, size: number): void {
    this.#moved(Math.max(size - item.acknowledged, 0), this.#now());
    this.start(item, size, size);
  }

  /** Forgets what has ended in a group. */
  clear(group: TransferGroup): void {
    const list = this.groups[group];
    for (const item of list.window(0, list.length)) if (isEnded(item.state)) this.forget(item);
    this.changed();
  }

  forget(item: Item): void {
    this.#leave(item, groupOf(item.state));
    this.items.delete(item.id);
  }

  /** The numbers of a window's transfers. */
  ids(group: TransferGroup, start: number, count: number): number[] {
    return this.groups[group].window(start, count).map((item) => item.id);
  }

  /** Of what is done, in order of arrival. */
  *receipts(): Generator<Pick<Transfer, 'to' | 'receipt'>> {
    for (const item of this.groups.done) {
      const to = { endpoint: item.endpoints.to, path: item.targetPath };
      if (item.receipt !== undefined) yield { to, receipt: item.receipt };
    }
  }

  throughput(): Throughput {
    return { bytes: this.#throughput.values(this.#now()) };
  }

  rows(group: TransferGroup, start: number, count: number): { rows: Transfer[]; total: number; revision: number } {
    const now = this.#now();
    const list = this.groups[group];
    const rows = list.window(start, count).map((item) => toTransfer(item, now));
    return { rows, total: list.length, revision: this.#revision };
  }

  /** The rows in progress; when they are very many, the first. */
  running(): Transfer[] {
    const now = this.#now();
    return this.groups.running.window(0, mostRunningRows).map((item) => toTransfer(item, now));
  }

  summary(planning: boolean, paused: boolean): TransferSummary {
    const { queued, running, failed, done } = this.groups;
    const now = this.#now();
    const files = queued.length + running.length;
    const work = this.#bytesTotal - this.#bytesAcknowledged + costOfFile * files;
    const moves = running.length > 0;
    if (files === 0) this.#timeLeft.reset();
    const estimate = moves && !planning && !paused ? secondsLeft(work, this.#work.rate(now)) : undefined;
    return {
      revision: this.#revision,
      counts: { queued: queued.length, running: running.length, failed: failed.length, done: done.length },
      bytesTotal: this.#bytesTotal,
      bytesAcknowledged: this.#bytesAcknowledged,
      rate: moves ? this.#meter.rate(now) : 0,
      planning,
      paused,
      secondsLeft: this.#timeLeft.estimate(estimate, now),
      failures: this.#failureGroups(),
    };
  }

  takeEnded(): EndedTransfers {
    const now = this.#now();
    const ended = {
      count: this.#endedCount,
      failed: this.#endedFailed,
      rows: this.#endedItems.map((item) => toTransfer(item, now)),
    };
    this.#endedCount = 0;
    this.#endedFailed = 0;
    this.#endedItems = [];
    return ended;
  }

  changed(): void {
    this.#revision += 1;
    this.#onChange();
  }

  #leave(item: Item, group: TransferGroup): void {
    this.groups[group].remove(item);
    if (item.reason === undefined) return;
    const left = (this.#failures.get(item.reason) ?? 0) - 1;
    if (left > 0) this.#failures.set(item.reason, left);
    else this.#failures.delete(item.reason);
    item.reason = undefined;
  }

  #enter(item: Item, group: TransferGroup): void {
    if (group === 'failed') {
      item.reason = item.error?.code ?? 'cancelled';
      item.rank = this.ranks.next();
      this.#failures.set(item.reason, (this.#failures.get(item.reason) ?? 0) + 1);
    }
    this.groups[group].add(item);
  }

  #failureGroups(): FailureGroup[] {
    return [...this.#failures]
      .map(([code, count]) => ({ code, count }))
      .sort((one, other) => reasonOrder(one.code) - reasonOrder(other.code));
  }

  #restart(): void {
    const now = this.#now();
    this.#meter.restart(now);
    this.#work.restart(now);
  }

  #moved(bytes: number, now: number): void {
    this.#meter.add(bytes, now);
    this.#work.add(bytes, now);
    this.#throughput.add(bytes, now);
  }

  #count(item: Item, state: TransferState, ending: boolean): void {
    const sign = ending ? -1 : 1;
    this.#bytesTotal += sign * item.size;
    this.#bytesAcknowledged += sign * item.acknowledged;
    item.batch.open += sign;
    if (ending) this.#work.add(costOfFile, this.#now());
    if (!ending || state === 'cancelled') return;
    this.#endedCount += 1;
    if (state === 'failed') this.#endedFailed += 1;
    if (this.#endedItems.length < mostEndedRows) this.#endedItems.push(item);
  }
}
