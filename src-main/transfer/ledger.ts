import { AppError } from '../../src-shared/errors.ts';
import type { Transfer, TransferGroup, TransferState, TransferSummary } from '../../src-shared/model/transfer.ts';
import { type Item, toTransfer } from './item.ts';
import { OrderedList } from './orderedList.ts';
import { RateMeter } from './rate.ts';
import { groupOf, isEnded, mayFollow } from './state.ts';

/** What has ended since someone last asked, other than by the user's wish. */
export interface EndedTransfers {
  readonly count: number;
  readonly failed: number;
  /** The first few of them. */
  readonly rows: readonly Transfer[];
}

const mostEndedRows = 10;
const mostRunningRows = 100;

/**
 * The book of all transfers: who is in which state, and sums that are kept up to date rather than added up. Nothing here costs
 * more when there are more transfers, but for what is asked of all of them.
 */
export class Ledger {
  readonly items = new Map<number, Item>();
  readonly groups: Readonly<Record<TransferGroup, OrderedList<Item>>> = {
    queued: new OrderedList(),
    running: new OrderedList(),
    failed: new OrderedList(),
    done: new OrderedList(),
  };
  readonly #now: () => number;
  readonly #onChange: () => void;
  #revision = 0;
  #bytesTotal = 0;
  #bytesAcknowledged = 0;
  readonly #meter: RateMeter;
  #endedCount = 0;
  #endedFailed = 0;
  #endedItems: Item[] = [];

  constructor(now: () => number, onChange: () => void) {
    this.#now = now;
    this.#onChange = onChange;
    this.#meter = new RateMeter(now());
  }

  add(item: Item): void {
    this.items.set(item.id, item);
    this.groups[groupOf(item.state)].append(item);
    item.batch.open += 1;
    this.#bytesTotal += item.size;
    this.changed();
  }

  move(item: Item, state: TransferState): void {
    const before = item.state;
    if (!mayFollow(before, state)) throw new AppError('internal', `a transfer can not go from ${before} to ${state}`);
    item.state = state;
    if (groupOf(before) !== groupOf(state)) {
      this.groups[groupOf(before)].remove(item);
      this.groups[groupOf(state)].append(item);
    }
    if (isEnded(before) !== isEnded(state)) this.#count(item, state, isEnded(state));
    if (state !== 'running') item.meter = undefined;
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
    item.meter.add(more, now);
    this.#meter.add(more, now);
    this.changed();
  }

  /** All of it is at the target. */
  finish(item: Item, size: number): void {
    this.#meter.add(Math.max(size - item.acknowledged, 0), this.#now());
    this.start(item, size, size);
  }

  /** Forgets what has ended in a group. */
  clear(group: TransferGroup): void {
    const list = this.groups[group];
    for (const item of list.window(0, list.length)) {
      if (!isEnded(item.state)) continue;
      list.remove(item);
      this.items.delete(item.id);
    }
    this.changed();
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
    return {
      revision: this.#revision,
      counts: { queued: queued.length, running: running.length, failed: failed.length, done: done.length },
      bytesTotal: this.#bytesTotal,
      bytesAcknowledged: this.#bytesAcknowledged,
      rate: running.length > 0 ? this.#meter.rate(this.#now()) : 0,
      planning,
      paused,
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

  #count(item: Item, state: TransferState, ending: boolean): void {
    const sign = ending ? -1 : 1;
    this.#bytesTotal += sign * item.size;
    this.#bytesAcknowledged += sign * item.acknowledged;
    item.batch.open += sign;
    if (!ending || state === 'cancelled') return;
    this.#endedCount += 1;
    if (state === 'failed') this.#endedFailed += 1;
    if (this.#endedItems.length < mostEndedRows) this.#endedItems.push(item);
  }
}
