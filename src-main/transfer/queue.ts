import { AppError, type ErrorCode } from '../../src-shared/errors.ts';
import type { Preflight, PreflightAnswer } from '../../src-shared/model/preflight.ts';
import { baseName, checkPath, nameProblem, parentPath } from '../../src-shared/model/path.ts';
import { type Sum, sumsOf } from '../../src-shared/model/sha256Sums.ts';
import {
  type Conflict,
  type ConflictAnswer,
  type Priority,
  priorities,
  type QueueMove,
  type Throughput,
  type Transfer,
  type TransferGroup,
  type TransferSummary,
} from '../../src-shared/model/transfer.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { asAppError } from './asAppError.ts';
import { type Batch, BatchRecord, type EnqueueRequest } from './batch.ts';
import { type DirectoryPair, type EndpointPair, Item } from './item.ts';
import { type EndedTransfers, Ledger } from './ledger.ts';
import { Lifecycle, type LifecycleOptions } from './lifecycle.ts';
import { planMove } from './movePlan.ts';
import { plan, type PlanSink } from './plan.ts';
import { BatchPreflight } from './preflight.ts';
import { retryDelays } from './retry.ts';
import type { Resolve } from './route.ts';
import { newRanks } from './queueOrder.ts';
import { SpeedLimit } from './speedLimit.ts';
import { describeReason, nameReason, placeUnasked } from './targetNames.ts';
import { worksWithin } from './withinLane.ts';

export interface QueueOptions extends LifecycleOptions {
  /** Something about the queue is different. Called often and synchronously: take note, and look later. */
  readonly onChange?: () => void;
  /** Milliseconds; any steady clock. */
  readonly now?: () => number;
  /**
   * `preflights()` is different. Without it nobody is asked before a batch begins: a name that the target does not take is a failed
   * transfer, and so is what finds no room.
   */
  readonly onPreflights?: () => void;
  /**
   * When so many transfers wait, no more are looked for until half of them are on their way. Without it all are found as soon as can
   * be, and everybody knows how many they are.
   */
  readonly mostWaiting?: number;
}

export type TransferSelection = readonly number[] | 'all';

/** All transfers: what is waiting, on its way, asking, failed and done. */
export class TransferQueue {
  readonly #options: QueueOptions;
  readonly #ledger: Ledger;
  readonly #lifecycle: Lifecycle;
  readonly #limit: SpeedLimit;
  readonly #pairs = new Map<string, EndpointPair>();
  readonly #batches = new Map<number, BatchRecord>();
  /** Those that may have a question before some of their transfers begin. */
  readonly #checked = new Set<BatchRecord>();
  /** Plans that wait until there is room. */
  #held: (() => void)[] = [];
  #nextPreflight = 1;
  #nextTransfer = 1;
  #nextBatch = 1;
  #planning = 0;
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    const now = options.now ?? (() => performance.now());
    this.#ledger = new Ledger(now, () => this.#changed());
    this.#limit = new SpeedLimit(now);
    this.#lifecycle = new Lifecycle(options, this.#ledger, this.#limit);
  }

  /**
   * Takes up a request of the user. Returns at once; what goes wrong with an entry becomes a failed transfer.
   * @throws AppError `name-invalid`, `invalid-request` for a request that makes no sense
   */
  enqueue(request: EnqueueRequest): Batch {
    if (this.#closed) throw new AppError('cancelled', 'the queue is closed');
    if (request.name !== undefined && request.from.length !== 1) {
      throw new AppError('invalid-request', 'only one entry can be given another name');
    }
    for (const { path } of [...request.from, request.to]) checkPath(path);
    const batch = new BatchRecord(this.#nextBatch++, request);
    this.#batches.set(batch.id, batch);
    this.#planning += 1;
    this.#ledger.changed();
    void this.#plan(batch, request);
    return batch;
  }

  /** What has arrived of a file that is not whole is removed. One whose last byte is on its way already ends as it ends. */
  cancel(transfers: TransferSelection): void {
    if (transfers === 'all') {
      for (const batch of this.#batches.values()) batch.cancelPlanning();
      for (const batch of this.#checked) batch.preflight?.cancel();
    }
    for (const item of this.#select(transfers, 'queued', 'running')) this.#lifecycle.cancel(item);
  }

  /** Everything of a batch that has not ended, and what it has not found yet. */
  cancelBatch(id: number): void {
    this.#batches.get(id)?.cancelPlanning();
    for (const batch of this.#checked) if (batch.id === id) batch.preflight?.cancel();
    for (const item of this.#select('all', 'queued', 'running')) if (item.batch.id === id) this.#lifecycle.cancel(item);
  }

  /** Tries failed transfers again, with `reason` those that failed so; cancelled ones only when they or that reason are named. */
  retry(transfers: TransferSelection, reason?: ErrorCode): void {
    for (const item of this.#select(transfers, 'failed')) {
      const named = transfers !== 'all' || reason !== undefined || item.state === 'failed';
      if (!named || (reason !== undefined && item.reason !== reason)) continue;
      if (item.isUnplanned) this.#planAgain(item);
      else this.#lifecycle.retry(item);
    }
  }

  /** What is found now takes the place of the row that stood for it. */
  #planAgain(item: Item): void {
    const { batch, endpoints, directory, name, targetName, sourcePath } = item;
    if (nameProblem(name) !== undefined || nameProblem(targetName) !== undefined) return;
    this.enqueue({
      from: [{ endpoint: endpoints.from, path: sourcePath }],
      to: { endpoint: endpoints.to, path: directory.to },
      existing: batch.existing,
      move: batch.move,
      delta: batch.delta,
      name: targetName === name ? undefined : targetName,
      onEnded: batch.onEnded,
    });
    this.#ledger.forget(item);
  }

  /** Gives waiting transfers another turn; what is not waiting any more is passed over. */
  reorder(transfers: readonly number[], to: QueueMove): void {
    const { queued } = this.#ledger.groups;
    const ranks = newRanks(queued.runs(new Set(this.#waiting(transfers))), to, this.#ledger.ranks);
    this.#lifecycle.rearrange([...ranks.keys()], () => {
      for (const [item, rank] of ranks) item.rank = rank;
    });
  }

  /** Waiting transfers take the place among the others of their new priority that their age gives them. */
  prioritize(transfers: TransferSelection, priority: Priority): void {
    const band = priorities.indexOf(priority);
    const items = this.#waiting(transfers).filter((item) => item.band !== band);
    this.#lifecycle.rearrange(items, () => {
      for (const item of items) item.band = band;
    });
  }

  /** How many transfers go side by side, from now on; those on their way end as they end. Undefined: as many as are worth it. */
  parallel(slots: number | undefined): void {
    this.#lifecycle.slots.most = slots;
  }

  /**
   * Removes what has arrived of failed transfers, which is kept at the target for a retry otherwise. Resolves when it is gone, as far
   * as the target can be reached.
   */
  async discardPartials(transfers: TransferSelection): Promise<void> {
    await Promise.all(this.#select(transfers, 'failed').map((item) => this.#lifecycle.discard(item)));
  }

  /** `all` holds the queue: what is on its way goes back to waiting, and later goes on from there. */
  pause(transfers: TransferSelection): void {
    const all = transfers === 'all';
    if (all) this.#lifecycle.holdAll(true);
    for (const item of this.#select(transfers, 'queued', 'running')) this.#lifecycle.pause(item, all);
    this.#ledger.changed();
  }

  /** `all` also lets go on what was paused one by one. */
  resume(transfers: TransferSelection): void {
    if (transfers === 'all') this.#lifecycle.holdAll(false);
    for (const item of this.#select(transfers, 'queued', 'running')) this.#lifecycle.resume(item);
    this.#ledger.changed();
  }

  /**
   * Bytes a second for the whole queue, from now on; undefined lifts the limit. Copies within one endpoint, of which nothing travels,
   * are not counted.
   */
  limit(bytesPerSecond: number | undefined): void {
    this.#limit.rate = bytesPerSecond;
    this.#ledger.changed();
  }

  /** Forgets what has ended. */
  clear(group: TransferGroup): void {
    this.#ledger.clear(group);
  }

  /** The numbers of a window's transfers, of any size. */
  ids(group: TransferGroup, start: number, count: number): number[] {
    return this.#ledger.ids(group, start, count);
  }

  /** The verified files, wherever they are. */
  sums(): Sum[] {
    return sumsOf(this.#ledger.receipts());
  }

  throughput(): Throughput {
    return this.#ledger.throughput();
  }

  /** A window of one group: what waits in the order of its turn, what has failed by its reason, all else in order of arrival. */
  rows(group: TransferGroup, start: number, count: number): { rows: Transfer[]; total: number; revision: number } {
    return this.#ledger.rows(group, start, count);
  }

  /** The transfers in progress or asking; the first hundred, when they are more. */
  running(): Transfer[] {
    return this.#ledger.running();
  }

  summary(): TransferSummary {
    return { ...this.#ledger.summary(this.#planning > 0, this.#lifecycle.paused), limit: this.#limit.rate };
  }

  /** What has ended since this was last called. */
  takeEnded(): EndedTransfers {
    return this.#ledger.takeEnded();
  }

  /** Taken names that wait for an answer: at most one of each batch, the others of the batch wait behind it. */
  conflicts(): Conflict[] {
    return this.#lifecycle.asking.conflicts();
  }

  /**
   * `forBatch`: the answer holds for everything of the batch that has not ended; `cancel` then cancels it.
   * @throws AppError `not-found` when it is answered already, `invalid-request` when the question has no such answer
   */
  answer(conflict: number, answer: ConflictAnswer, forBatch: boolean): void {
    const asked = this.#lifecycle.asking.find(conflict);
    if (asked === undefined) throw new AppError('not-found', 'the question is answered already');
    if (!asked.conflict.answers.includes(answer)) {
      throw new AppError('invalid-request', 'this can not be done with what is there', { path: asked.item.targetPath });
    }
    if (!forBatch) return this.#lifecycle.answer(asked.item, answer, false);
    const { batch } = asked.item;
    if (answer === 'cancel') return this.cancelBatch(batch.id);
    batch.existing = answer;
    for (const item of this.#lifecycle.asking.itemsOf(batch)) this.#lifecycle.answer(item, answer, true);
  }

  /** Compares the contents of both sides; the question then tells what came of it, or settles. @throws AppError */
  async compare(conflict: number): Promise<void> {
    await this.#lifecycle.asking.compare(conflict);
  }

  /** What is asked before some transfers of a batch begin. */
  preflights(): Preflight[] {
    return [...this.#checked].flatMap((batch) => batch.preflight?.questions() ?? []);
  }

  /** @throws AppError `not-found` when it is answered already, `invalid-request` when the question has no such answer */
  answerPreflight(question: number, answer: PreflightAnswer): void {
    for (const batch of this.#checked) {
      if (batch.preflight?.questions().some(({ id }) => id === question) !== true) continue;
      return answer === 'cancel' ? this.cancelBatch(batch.id) : batch.preflight.answer(question, answer);
    }
    throw new AppError('not-found', 'the question is answered already');
  }

  /** Lets go of everything, in order: what has not ended is cancelled. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.cancel('all');
    await this.#lifecycle.close();
  }

  #changed(): void {
    this.#options.onChange?.();
    const { mostWaiting = Number.POSITIVE_INFINITY } = this.#options;
    if (this.#held.length === 0 || this.#ledger.groups.queued.length > mostWaiting / 2) return;
    for (const goOn of this.#held.splice(0)) goOn();
  }

  /** Room for more of what a plan finds, or the end of that plan. */
  #room(signal: AbortSignal): Promise<void> | undefined {
    const { mostWaiting = Number.POSITIVE_INFINITY } = this.#options;
    if (signal.aborted || this.#ledger.groups.queued.length < mostWaiting) return undefined;
    return new Promise((resolve) => {
      const goOn = (): void => {
        signal.removeEventListener('abort', goOn);
        resolve();
      };
      signal.addEventListener('abort', goOn);
      this.#held.push(goOn);
    });
  }

  async #plan(batch: BatchRecord, request: EnqueueRequest): Promise<void> {
    const byEndpoint = new Map<string, string[]>();
    for (const { endpoint, path } of request.from) {
      const paths = byEndpoint.get(endpoint) ?? [];
      paths.push(path);
      byEndpoint.set(endpoint, paths);
    }
    for (const [endpoint, paths] of byEndpoint) {
      const endpoints = this.#pairOf(endpoint, request.to.endpoint);
      try {
        await this.#planFrom(batch, request, endpoints, paths);
      } catch (error) {
        if (batch.abort.signal.aborted) break;
        for (const path of paths) {
          const directory = { from: parentPath(path), to: request.to.path };
          const item = this.#newItem(batch, endpoints, 'file', directory, baseName(path), request.name);
          item.isUnplanned = true;
          this.#lifecycle.add(item, { state: 'failed', error: asAppError(error) });
        }
      }
    }
    batch.planning = false;
    if (batch.abort.signal.aborted) batch.preflight?.cancel();
    this.#planning -= 1;
    this.#batches.delete(batch.id);
    this.#ledger.changed();
    this.#settleChecked(batch);
  }

  /** A batch that nothing of is held back, nor will be, has no more questions. */
  #settleChecked(batch: BatchRecord): void {
    if (!batch.planning && (batch.preflight?.held ?? 0) === 0) this.#checked.delete(batch);
    this.#lifecycle.settle(batch);
  }

  /** Undefined where nobody is asked, or where the target is not there now and will speak for itself later. */
  #preflightOf(batch: BatchRecord, target: FileSystem | undefined): BatchPreflight | undefined {
    const { onPreflights } = this.#options;
    if (onPreflights === undefined || target === undefined) return undefined;
    batch.preflight ??= new BatchPreflight({
      batch: batch.id,
      to: batch.to,
      target,
      nextId: () => this.#nextPreflight++,
      onChange: onPreflights,
      onReleased: () => this.#settleChecked(batch),
    });
    this.#checked.add(batch);
    return batch.preflight;
  }

  async #planFrom(batch: BatchRecord, request: EnqueueRequest, endpoints: EndpointPair, paths: readonly string[]): Promise<void> {
    const source = await this.#options.resolve(endpoints.from);
    if (source === undefined) throw new AppError('connection-lost', 'the session is closed');
    const sameEndpoint = endpoints.from === endpoints.to;
    const target = await presentSoon(this.#options.resolve(endpoints.to));
    const isRename = batch.move && sameEndpoint && worksWithin(source);
    if (!sameEndpoint) for (const end of [source, target]) end?.prepareLanes?.();
    const preflight = isRename ? undefined : this.#preflightOf(batch, target);
    const what = {
      source,
      sameEndpoint,
      from: paths,
      known: request.known,
      to: request.to.path,
      name: request.name,
      keepBoth: request.existing === 'both' && !batch.move,
      targetNameProblem: (name: string) => nameProblemAt(target, name),
      place: preflight?.place.bind(preflight) ?? (target && placeUnasked(target.features.names)),
      again: () => this.#options.resolve(endpoints.from),
      retryDelays: this.#options.retryDelays ?? retryDelays,
      signal: batch.abort.signal,
    };
    const add =
      (kind: Item['kind']) =>
      (directory: DirectoryPair, name: string, targetName: string, size = 0, isTroubled = false): void => {
        const item = this.#newItem(batch, endpoints, kind, directory, name, targetName, size);
        if (preflight === undefined) return this.#lifecycle.add(item);
        const end = (state: 'skipped' | 'cancelled'): void => {
          // Nobody has agreed to another name.
          item.targetName = request.name ?? name;
          const error = new AppError('name-invalid', 'the target does not take this name', { path: item.sourcePath });
          this.#lifecycle.add(item, { state, error: state === 'skipped' ? error : undefined });
        };
        preflight.add({ size, begin: () => this.#lifecycle.add(item), end }, isTroubled);
      };
    const refused: PlanSink['refused'] = (directory, name, kind, state, error, targetName) => {
      if (kind === 'directory') batch.keepDirectories = true;
      const item = this.#newItem(batch, endpoints, kind, directory, name, targetName);
      item.isUnplanned = true;
      this.#lifecycle.add(item, { state, error });
    };
    const emptied = (path: string): void => {
      batch.sourceDirectories.push({ endpoint: endpoints.from, path });
    };
    if (isRename) {
      return planMove(what, { file: add('file'), wholeDirectory: add('directory'), refused, emptied });
    }
    await plan(what, {
      file: add('file'),
      emptyDirectory: add('directory'),
      refused,
      room: () => this.#room(batch.abort.signal),
      directory: (path, modified, sourcePath) => {
        batch.directoryTimes.set(path, modified);
        if (batch.move) emptied(sourcePath);
      },
    });
  }

  #newItem(
    batch: BatchRecord,
    endpoints: EndpointPair,
    kind: 'file' | 'directory',
    directory: DirectoryPair,
    name: string,
    targetName = name,
    size = 0,
  ): Item {
    return new Item(this.#nextTransfer++, batch, endpoints, kind, directory, name, targetName, size);
  }

  #pairOf(from: string, to: string): EndpointPair {
    const key = `${from}\n${to}`;
    const pair = this.#pairs.get(key) ?? { from, to };
    this.#pairs.set(key, pair);
    return pair;
  }

  #waiting(transfers: TransferSelection): Item[] {
    return this.#select(transfers, 'queued').filter(({ state }) => state === 'queued' || state === 'paused');
  }

  /** The named transfers, or all of the groups as they stand now. */
  #select(transfers: TransferSelection, ...groups: readonly TransferGroup[]): readonly Item[] {
    if (transfers === 'all') return groups.flatMap((group) => this.#ledger.groups[group].window(0, Number.POSITIVE_INFINITY));
    const items: Item[] = [];
    for (const id of transfers) {
      const item = this.#ledger.items.get(id);
      if (item !== undefined) items.push(item);
    }
    return items;
  }
}

/** Milliseconds. A plan does not wait for a target that is being reconnected. */
const soon = 100;

async function presentSoon(target: ReturnType<Resolve>): Promise<FileSystem | undefined> {
  if (!(target instanceof Promise)) return target;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), soon);
  });
  try {
    return await Promise.race([target.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}

function nameProblemAt(target: FileSystem | undefined, name: string): string | undefined {
  const reason = target === undefined ? undefined : nameReason(name, target.features.names);
  return reason === undefined ? undefined : describeReason(reason);
}
