import { randomBytes } from 'node:crypto';
import { AppError, errorTraits } from '../../src-shared/errors.ts';
import { parentPath } from '../../src-shared/model/path.ts';
import type { ConflictAnswer } from '../../src-shared/model/transfer.ts';
import { asAppError } from './asAppError.ts';
import { AskingTransfers } from './asking.ts';
import type { BatchRecord } from './batch.ts';
import { numberedName, writeExisting } from './conflict.ts';
import { sendsDelta } from './delta.ts';
import { givesTimes, setDirectoryTimes } from './directoryTimes.ts';
import type { Finding } from './examine.ts';
import { type EndpointPair, type Intent, type Item, toTransfer } from './item.ts';
import type { Ledger } from './ledger.ts';
import { decideRetry, retryDelays } from './retry.ts';
import { type Resolve, Route } from './route.ts';
import { Sources } from './sources.ts';
import { rearrange } from './queueOrder.ts';
import { Slots } from './slots.ts';
import type { SpeedLimit } from './speedLimit.ts';
import { isEnded } from './state.ts';
import type { CopyEnd } from './transferLane.ts';
import { worksWithin } from './withinLane.ts';

export interface LifecycleOptions {
  /**
   * The file system of an endpoint: undefined when it is closed for good; a promise while it is being reconnected. Asked again after
   * every loss of connection.
   */
  readonly resolve: Resolve;
  /** `conflicts()` is different. */
  readonly onConflicts?: () => void;
  /** A file or directory has come to stand in a directory of an endpoint, or has left it. Called for each. */
  readonly onArrival?: (endpoint: string, directory: string) => void;
  /** Nobody looks at what is done or skipped once its end has been told. */
  readonly forgetsDone?: boolean;
  /** Milliseconds before the first, second… automatic retry. */
  readonly retryDelays?: readonly number[];
}

/** From this size on a transfer that is interrupted goes on where it was. */
const worthResuming = 1024 * 1024;
const mostNumbers = 10_000;

/** What becomes of a transfer between its lane, the user and its end. */
export class Lifecycle {
  readonly asking: AskingTransfers;
  readonly #options: LifecycleOptions;
  readonly #ledger: Ledger;
  readonly #delays: readonly number[];
  readonly #routes = new Map<EndpointPair, Route>();
  readonly #sources: Sources;
  readonly #limit: SpeedLimit;
  readonly slots = new Slots();
  #paused = false;

  constructor(options: LifecycleOptions, ledger: Ledger, limit: SpeedLimit) {
    this.#options = options;
    this.#limit = limit;
    this.#ledger = ledger;
    this.#delays = options.retryDelays ?? retryDelays;
    this.#sources = new Sources(options.resolve, this.#delays);
    this.asking = new AskingTransfers(
      options.resolve,
      (item, finding) => this.#found(item, finding),
      () => {
        ledger.changed();
        options.onConflicts?.();
      },
    );
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Holds every route, or lets them go on. */
  holdAll(paused: boolean): void {
    this.#paused = paused;
    for (const route of this.#routes.values()) route.pause(paused);
  }

  async close(): Promise<void> {
    this.#sources.close();
    await Promise.all([...this.#routes.values()].map((route) => route.close()));
  }

  /** A new transfer, or one that has ended before it began. */
  add(item: Item, ended?: { readonly state: 'failed' | 'skipped' | 'cancelled'; readonly error: AppError | undefined }): void {
    this.#ledger.add(item);
    if (ended === undefined) this.#routeOf(item).add(item);
    else this.#end(item, ended.state, ended.error);
  }

  /** Carries out a change of what decides over the turn of these waiting transfers. */
  rearrange(items: readonly Item[], change: () => void): void {
    const byRoute = new Map<Route, Item[]>();
    for (const item of items) {
      if (item.waiting === undefined) continue;
      const route = this.#routeOf(item);
      const ready = byRoute.get(route);
      if (ready === undefined) byRoute.set(route, [item]);
      else ready.push(item);
    }
    const ready = [...byRoute].map(([route, waiting]) => ({ list: route.ready, items: waiting }));
    rearrange([{ list: this.#ledger.groups.queued, items }, ...ready], change);
    this.#ledger.changed();
  }

  cancel(item: Item): void {
    if (isEnded(item.state)) return;
    if (item.inFlight) return this.#letGo(item, 'cancel');
    this.#routeOf(item).drop(item);
    if (item.state === 'asking') this.asking.remove(item);
    this.#discard(item);
    this.#end(item, 'cancelled');
  }

  /** A failed or cancelled transfer, from where it stopped. */
  retry(item: Item): void {
    if (item.state !== 'failed' && item.state !== 'cancelled') return;
    item.batch.counts[item.state] -= 1;
    item.tries = 0;
    item.restarted = false;
    item.asksAgain = false;
    item.error = undefined;
    this.#ledger.move(item, 'queued');
    this.#ledger.start(item, item.size, 0);
    if (item.move && item.receipt !== undefined) {
      this.#ledger.move(item, 'running');
      void this.#removeSourceOfCopy(item);
      return;
    }
    const route = this.#routeOf(item);
    route.add(item);
    route.forgive();
  }

  /** Long after the copy: without it the source is all there is, and is copied again. */
  async #removeSourceOfCopy(item: Item): Promise<void> {
    item.inFlight = true;
    const stands = await this.#sources.copyStands(item).catch(asAppError);
    if (stands === true) return await this.#removeSource(item);
    item.inFlight = false;
    item.intent = undefined;
    if (stands !== false) return this.#end(item, 'failed', stands);
    item.receipt = undefined;
    this.#requeue(item);
  }

  /** Removes what has arrived of a failed transfer: its next try begins at 0. */
  async discard(item: Item): Promise<void> {
    if (item.state !== 'failed') return;
    this.#discard(item);
    await this.#routeOf(item).discarded;
  }

  /** `hold`: back to the queue instead, which is held as a whole. */
  pause(item: Item, hold: boolean): void {
    if (item.inFlight) this.#letGo(item, hold ? 'requeue' : 'pause');
    else if (item.state === 'queued' && !hold) {
      this.#routeOf(item).drop(item);
      this.#ledger.move(item, 'paused');
    }
  }

  resume(item: Item): void {
    if (item.intent === 'pause') item.intent = 'requeue';
    if (item.state !== 'paused') return;
    this.#ledger.move(item, 'queued');
    this.#routeOf(item).add(item);
  }

  /** The user's answer to a taken name; `forBatch`: it is the batch's policy by now. */
  answer(item: Item, answer: ConflictAnswer, forBatch: boolean): void {
    this.asking.remove(item);
    if (answer === 'cancel') return this.#end(item, 'cancelled');
    if (answer === 'skip') return this.#end(item, 'skipped');
    item.answer = forBatch ? undefined : answer;
    if (answer === 'both') this.#nextName(item);
    else if (answer === 'size' || answer === 'resume') this.asking.add(item);
    else this.#requeue(item);
  }

  /** Ends the batch when nothing of it is open any more. */
  settle(batch: BatchRecord): void {
    if (batch.takeFinished()) void this.#finish(batch);
    // Tried again, and moved after all.
    else if (batch.isFinished && batch.open === 0) void this.#sources.removeDirectories(batch);
  }

  #routeOf(item: Item): Route {
    const known = this.#routes.get(item.endpoints);
    if (known !== undefined) return known;
    const options = { resolve: this.#options.resolve, slots: this.slots, retryDelays: this.#delays, limit: this.#limit };
    const route = new Route(item.endpoints, options, {
      dispatching: (item, source, target) => {
        item.decideExisting();
        const { existing, size, batch } = item;
        const within = item.endpoints.from === item.endpoints.to && worksWithin(target);
        batch.givesTimes &&= !within && givesTimes(target, batch.to.path, item.targetPath);
        item.delta = !item.withoutDelta && sendsDelta({ policy: item.batch.delta, existing, size, source, target });
        if (item.key === undefined && item.size >= worthResuming && target.features.resume && !within) {
          item.key = randomBytes(16).toString('hex');
        }
      },
      started: (item, attributes, offset) => {
        item.error = undefined;
        item.sourceModified = attributes.modified;
        item.adopts = false;
        this.#ledger.start(item, attributes.size, offset);
        if (item.state !== 'running') this.#ledger.move(item, 'running');
      },
      acknowledged: (item, bytes) => this.#ledger.acknowledge(item, bytes),
      ended: (item, end) => this.#landed(item, end),
      stranded: (item, error) => this.#end(item, 'failed', error),
    });
    route.pause(this.#paused);
    this.#routes.set(item.endpoints, route);
    return route;
  }

  /** A transfer comes off its lane. */
  #landed(item: Item, end: CopyEnd): void {
    item.inFlight = false;
    const { intent } = item;
    item.intent = undefined;
    if (end.end === 'done') {
      if (end.receipt === undefined) this.#ledger.start(item, item.size, item.size);
      else this.#ledger.finish(item, end.receipt.size);
      if (item.kind === 'file') item.receipt = end.receipt;
      return item.move && item.receipt !== undefined ? void this.#removeSource(item) : this.#end(item, 'done');
    }
    item.batch.givesTimes = false;
    if (end.end === 'skipped') return this.#end(item, 'skipped');
    const { code } = end.error;
    item.mayResume = item.key !== undefined;
    item.unconfirmed ||= end.unconfirmed && (code === 'cancelled' || errorTraits(code).session === 'ends');
    if (intent === 'cancel') {
      this.#discard(item);
      return this.#end(item, 'cancelled');
    }
    if (intent === 'pause') return this.#ledger.move(item, 'paused');
    if (intent === 'requeue') return this.#requeue(item);
    if (end.side === 'target' && item.kind === 'file') {
      if (item.adopts) return this.#notAdopted(item, end.error);
      if (code === 'already-exists' || (code === 'is-a-directory' && writeExisting(item.policy) === 'fail'))
        return this.#nameTaken(item);
      if (code === 'not-a-directory') return this.#failed(item, inTheWay(item));
    }
    this.#failed(item, end.error);
  }

  /** A move between two file systems ends when its source is gone, or must stay. It can't be cancelled any more. */
  async #removeSource(item: Item): Promise<void> {
    item.inFlight = true;
    const error = await this.#sources.removeFile(item);
    item.inFlight = false;
    item.intent = undefined;
    // What nobody can prove, or was changed meanwhile, would not get better by trying again.
    const final = error === undefined || error.code === 'unsupported' || error.code === 'source-changed';
    this.#end(item, final ? 'done' : 'failed', error);
  }

  #failed(item: Item, error: AppError): void {
    // What ended with `cancelled` though nobody here asked for it was on a file system that someone closed.
    const decision = error.code === 'cancelled' ? 'later' : decideRetry(error.code, item, this.#delays.length);
    switch (decision) {
      case 'no':
        return this.#end(item, 'failed', error);
      case 'restart':
        // The target may just have forgotten what it measured, as a server does that was asked about many files: what is there is good.
        if (error.code !== 'offset-conflict' || !item.mayResume || item.asksAgain) {
          item.restarted = true;
          this.#discard(item);
        }
        item.asksAgain = true;
        item.withoutDelta = true;
        return this.#requeue(item);
      case 'later':
        // What goes on where it was, and comes further each time, is not given up.
        if (item.mayResume && item.acknowledged >= item.reached + worthResuming) item.tries = 0;
        item.reached = Math.max(item.reached, item.acknowledged);
        item.tries += 1;
        item.error = error;
        if (item.state !== 'queued') this.#ledger.move(item, 'queued');
        return this.#routeOf(item).addLater(item);
    }
  }

  #requeue(item: Item): void {
    if (item.state !== 'queued') this.#ledger.move(item, 'queued');
    this.#routeOf(item).add(item);
  }

  #nameTaken(item: Item): void {
    // The policy may have been changed by an answer while the transfer was on its way.
    if (writeExisting(item.policy) !== 'fail') return this.#requeue(item);
    if (item.policy === 'both' && !item.unconfirmed) return this.#nextName(item);
    this.#ledger.move(item, 'asking');
    this.asking.add(item);
  }

  /** What is there is not what the transfer was to go on behind: that is asked about, and stays. */
  #notAdopted(item: Item, error: AppError): void {
    this.#discard(item);
    if (error.code !== 'offset-conflict') return this.#failed(item, error);
    item.isOther = true;
    this.#nameTaken(item);
  }

  #nextName(item: Item): void {
    if (item.number === 1) item.plainName = item.targetName;
    item.number += 1;
    if (item.number > mostNumbers) {
      return this.#end(item, 'failed', new AppError('already-exists', 'too many copies', { path: item.targetPath }));
    }
    this.#discard(item);
    item.targetName = numberedName(item.plainName, item.number);
    this.#requeue(item);
  }

  #found(item: Item, finding: Finding): void {
    item.unconfirmed = false;
    this.asking.remove(item);
    switch (finding.finding) {
      case 'taken':
        return this.#nextName(item);
      case 'same':
        return this.#end(item, 'skipped');
      case 'left':
        return this.#end(item, 'skipped');
      case 'replaced':
        item.answer = 'overwrite';
        return this.#requeue(item);
      case 'resumed':
        this.#discard(item);
        item.answer = 'overwrite';
        item.key = randomBytes(16).toString('hex');
        item.adopts = true;
        return this.#requeue(item);
      case 'free':
        return this.#requeue(item);
      case 'hopeless':
        return this.#end(item, 'failed', finding.error);
      case 'unknown':
        return this.#failed(item, finding.error);
    }
  }

  #letGo(item: Item, intent: Intent): void {
    item.intent = intent;
    this.#routeOf(item).cancel(item, intent !== 'cancel');
  }

  /** What is at the target under the transfer's key is of no use any more. */
  #discard(item: Item): void {
    if (item.key !== undefined && item.mayResume) this.#routeOf(item).discard(item.targetPath, item.key);
    item.key = undefined;
    item.mayResume = false;
    item.reached = 0;
    if (!item.adopts) return;
    item.adopts = false;
    item.answer = 'resume';
  }

  #end(item: Item, state: 'done' | 'skipped' | 'failed' | 'cancelled', error?: AppError): void {
    const { batch } = item;
    item.error = error;
    this.#ledger.move(item, state);
    batch.counts[state] += 1;
    if (item.kind === 'directory') {
      if (state === 'done') batch.keptDirectories.delete(item.sourcePath);
      else batch.keptDirectories.add(item.sourcePath);
    }
    if (state === 'done') {
      if (item.move) this.#options.onArrival?.(item.endpoints.from, item.directory.from);
      batch.bytes += item.size;
      this.#options.onArrival?.(item.endpoints.to, item.directory.to);
      if (item.directory.to !== batch.to.path) this.#options.onArrival?.(item.endpoints.to, batch.to.path);
    }
    batch.onEnded?.(toTransfer(item, 0));
    if (this.#options.forgetsDone === true && (state === 'done' || state === 'skipped')) this.#ledger.forget(item);
    this.settle(batch);
  }

  async #finish(batch: BatchRecord): Promise<void> {
    if (batch.lacksTimes && !batch.abort.signal.aborted) {
      await setDirectoryTimes(this.#options.resolve, batch.to.endpoint, batch.directoryTimes);
    }
    await this.#sources.removeDirectories(batch);
    for (const { endpoint, path } of batch.sourceDirectories) this.#options.onArrival?.(endpoint, parentPath(path));
    batch.finish();
  }
}

/** A file stands where the target's folder should be. */
function inTheWay(item: Item): AppError {
  return new AppError('not-a-directory', 'a file stands where the folder should be', { path: item.directory.to });
}
