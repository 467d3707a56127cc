import { AppError } from '../../src-shared/errors.ts';
import { parentPath } from '../../src-shared/model/path.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { forGood, kept, type FileAttributes, type ReadLane, type WriteLane } from '../filesystem/lane.ts';
import { asAppError } from './asAppError.ts';
import { ToldTimes } from './directoryTimes.ts';
import { ReadyLine } from './readyLine.ts';
import type { SpeedLimit } from './speedLimit.ts';
import type { CopyEnd, CopyListener, CopyTask, TransferLane } from './transferLane.ts';

interface Flight<T> {
  readonly ticket: number;
  readonly task: T;
  /** Bytes of the window that it takes up. */
  weight: number;
  reading: boolean;
  /** The offset it must go on from: all of what it goes on behind. */
  needed: number | undefined;
  /** The file at the target that bytes are taken from. */
  basis: string | undefined;
  /** Ends the question what the target has. */
  asking: AbortController | undefined;
  /** `sealed`: the target was given all of it, and has the last word. */
  writing: 'not yet' | 'open' | 'sealed' | 'aborted';
  ended: boolean;
}

/**
 * Enough to keep both ends busy next to each other, and so many more for each millisecond of a round trip. What is in flight for long
 * grows old, and only the slow collector takes it: with 3,500 a command took 300 MB for 100,000 files (docs/decisions/memory.md).
 */
const filesInFlight = { nearby: 500, perMillisecond: 20, most: 3_500 };
const mostBytesInFlight = 32 * 1024 * 1024;
/** Milliseconds. */
const longestGoodbye = 3000;

/**
 * Joins a read lane of one file system to a write lane of another. Many small files are in flight at a time, with no wait between
 * them; a large one is alone but for what fits into the rest of the window. Contents go from lane to lane as they come.
 */
export class CopyLane<T extends CopyTask> implements TransferLane<T> {
  readonly #target: FileSystem;
  readonly #listener: CopyListener<T>;
  readonly #read: ReadLane;
  readonly #write: WriteLane;
  readonly #flights = new Map<number, Flight<T>>();
  readonly #tickets = new Map<T, Flight<T>>();
  readonly #times: ToldTimes | undefined;
  /** They wait for the file that is open on the write lane. */
  #directories: Flight<T>[] = [];
  #nextTicket = 1;
  #bytes = 0;
  #openTicket: number | undefined;
  #unread = 0;
  /** The target has enough for now. */
  #held = false;
  /** The speed limit has. */
  #slowed = false;
  readonly #limit: SpeedLimit | undefined;
  readonly #mostFiles: number;
  readonly #goOn = (): void => {
    this.#slowed = false;
    this.#catchUp();
  };
  /** What a source that was paused still brings, over a network a window full of it, waits here for the speed limit. */
  readonly #deferred = new ReadyLine<() => void>();
  /** No more tasks are taken. */
  #closed = false;
  /** Called when no task is left, once no more are taken. */
  #afterLast: (() => void) | undefined;
  #gone = false;

  /** `limit`: shared with other lanes; what is read waits for it. */
  constructor(source: FileSystem, target: FileSystem, listener: CopyListener<T>, limit?: SpeedLimit) {
    this.#limit = limit;
    const { nearby, perMillisecond, most } = filesInFlight;
    const roundTrip = source.features.roundTrip + target.features.roundTrip;
    this.#mostFiles = Math.min(most, nearby + perMillisecond * roundTrip);
    this.#target = target;
    this.#listener = listener;
    this.#read = source.openReadLane({
      opened: (ticket, attributes, offset) => this.#inTurn(() => this.#opened(ticket, attributes, offset)),
      data: (ticket, bytes, release) => this.#dataInTurn(ticket, bytes, release),
      hole: (ticket, length) => this.#inTurn(() => this.#hole(ticket, length)),
      reuse: (ticket, offset, length) => this.#inTurn(() => this.#reuse(ticket, offset, length)),
      ended: (ticket, sha256) => this.#inTurn(() => this.#readEnded(ticket, sha256)),
      failed: (ticket, error) => this.#inTurn(() => this.#readFailed(ticket, error)),
      broken: (error) => {
        for (let step = this.#deferred.take(); step !== undefined; step = this.#deferred.take()) step();
        this.#sourceBroken(error);
      },
    });
    this.#write = target.openWriteLane({
      acknowledged: (ticket, bytes) => this.#acknowledged(ticket, bytes),
      committed: (ticket, receipt) => this.#writeEnded(ticket, { end: 'done', receipt }),
      skipped: (ticket) => this.#writeEnded(ticket, { end: 'skipped' }),
      failed: (ticket, error) => this.#writeEnded(ticket, error),
      drained: () => this.#drained(),
      broken: (error) => this.#broken(error),
    });
    this.#times = target.features.directoryTimes ? new ToldTimes(this.#write) : undefined;
  }

  get hasRoom(): boolean {
    return !this.#closed && this.#tickets.size < this.#mostFiles && this.#bytes < mostBytesInFlight;
  }

  /** Tasks that have not ended. */
  get count(): number {
    return this.#tickets.size;
  }

  /** Bytes on their way: how busy the lane is. */
  get bytes(): number {
    return this.#bytes;
  }

  add(task: T): void {
    const flight: Flight<T> = {
      ticket: this.#nextTicket++,
      task,
      weight: task.size,
      reading: task.kind === 'file',
      needed: undefined,
      basis: undefined,
      asking: undefined,
      writing: 'not yet',
      ended: false,
    };
    this.#flights.set(flight.ticket, flight);
    this.#tickets.set(task, flight);
    this.#bytes += flight.weight;
    if (task.kind === 'directory') {
      if (this.#openTicket === undefined) this.#makeDirectory(flight);
      else this.#directories.push(flight);
      return;
    }
    this.#unread += 1;
    if (task.adopts && task.key !== undefined) void this.#adopt(flight, task.key);
    else if (task.delta || (task.mayResume && task.key !== undefined && this.#target.features.resume))
      void this.#startFrom(flight);
    else this.#read.request({ ticket: flight.ticket, path: task.sourcePath });
  }

  /**
   * Lets go of a task, which ends as failed with `cancelled`; when its last byte is on the way already it ends as it ends. With
   * `keep`, what has arrived stays as the partial file.
   */
  cancel(task: T, keep: boolean): void {
    const flight = this.#tickets.get(task);
    if (flight === undefined || flight.writing === 'sealed' || flight.writing === 'aborted') return;
    if (flight.writing === 'open') {
      this.#abort(flight, keep);
      this.#read.cancel(flight.ticket);
      // A target that does not answer any more can't keep the user waiting.
      setTimeout(() => this.#fail(flight, cancelled(), 'target'), longestGoodbye).unref();
      return;
    }
    this.#fail(flight, cancelled(), 'source');
    this.#read.cancel(flight.ticket);
    this.#forget(flight);
  }

  /**
   * Ends every task, with `reason` where the target was not given all of it; for the rest its last word is waited for, up to three seconds.
   * What has arrived of files with a key stays.
   */
  async close(reason = new AppError('cancelled', 'the lane was closed')): Promise<void> {
    this.#letGoOfUnsealed(reason, 'target');
    await Promise.all([this.#read.close(), this.#closeWrite(reason)]);
  }

  async #closeWrite(reason: AppError): Promise<void> {
    await Promise.race([this.#settled(), this.#target.closed]);
    this.#gone = true;
    this.#endAll(reason);
    await this.#write.close();
  }

  /** Asks what the target has already. The transfer itself will tell what is wrong; without an answer it begins at 0, unless another connection still writes it. */
  async #startFrom(flight: Flight<T>): Promise<void> {
    const { sourcePath, targetPath, key, mayResume, delta } = flight.task;
    const asking = new AbortController();
    flight.asking = asking;
    const { signal } = asking;
    const [partial, chunks] = await Promise.all([
      mayResume && key !== undefined && this.#target.features.resume
        ? this.#target.partial(targetPath, key, { signal }).catch(asAppError)
        : undefined,
      delta ? this.#target.chunks(targetPath, { signal }).catch(() => undefined) : undefined,
    ]);
    flight.asking = undefined;
    if (partial instanceof AppError && partial.code === 'busy') this.#fail(flight, partial, 'target');
    if (flight.ended) return this.#doneReading(flight);
    const resume = partial instanceof AppError ? undefined : partial;
    const basis = chunks === undefined || chunks.list.length === 0 ? undefined : chunks;
    flight.basis = basis?.identity;
    this.#read.request({ ticket: flight.ticket, path: sourcePath, resume, basis: basis?.list });
  }

  async #adopt(flight: Flight<T>, key: string): Promise<void> {
    const { sourcePath, targetPath } = flight.task;
    try {
      const partial = await this.#target.adopt(targetPath, key);
      flight.needed = partial.size;
      if (flight.ended) this.#doneReading(flight);
      else this.#read.request({ ticket: flight.ticket, path: sourcePath, resume: partial });
    } catch (error) {
      this.#doneReading(flight);
      this.#fail(flight, asAppError(error), 'target');
      this.#forget(flight);
    }
  }

  #makeDirectory(flight: Flight<T>): void {
    flight.writing = 'sealed';
    this.#times?.tell(flight.task.targetPath, flight.task.directoryTimes);
    this.#write.makeDirectory(flight.ticket, flight.task.targetPath);
    this.#flushWhenIdle();
  }

  #opened(ticket: number, attributes: FileAttributes, offset: number): void {
    const flight = this.#flights.get(ticket);
    if (flight === undefined || flight.ended) return;
    const { targetPath, existing, key } = flight.task;
    if (flight.needed !== undefined && flight.needed !== offset) {
      this.#fail(flight, new AppError('offset-conflict', 'what is there is not the beginning', { path: targetPath }), 'target');
      return this.#read.cancel(ticket);
    }
    flight.writing = 'open';
    this.#openTicket = ticket;
    this.#weigh(flight, attributes.size - offset);
    const { basis } = flight;
    this.#times?.tell(parentPath(targetPath), flight.task.directoryTimes);
    this.#write.open({ ticket, path: targetPath, attributes, existing, key, offset: offset > 0 ? offset : undefined, basis });
    // A disk may have refused it, or passed it over, within that call.
    if (!flight.ended) this.#listener.started(flight.task, attributes, offset);
  }

  #data(ticket: number, bytes: Uint8Array, release: (() => void) | undefined): void {
    if (this.#flights.get(ticket)?.writing !== 'open') return;
    this.#write.write(ticket, bytes, release);
    if (this.#limit !== undefined && !this.#limit.take(bytes.length, this.#goOn)) this.#slowed = true;
    if (this.#write.congested) this.#held = true;
    if (this.#held || this.#slowed) this.#read.pause();
  }

  #hole(ticket: number, length: number): void {
    if (this.#flights.get(ticket)?.writing !== 'open') return;
    this.#write.hole(ticket, length);
    this.#holdBack();
  }

  #reuse(ticket: number, offset: number, length: number): void {
    if (this.#flights.get(ticket)?.writing !== 'open') return;
    this.#write.reuse(ticket, offset, length);
    this.#holdBack();
  }

  /** Costs nothing of the speed limit: nothing travels. */
  #holdBack(): void {
    if (this.#write.congested) this.#held = true;
    if (this.#held) this.#read.pause();
  }

  get #waits(): boolean {
    return this.#slowed || this.#deferred.length > 0;
  }

  /** In the order in which the source tells it. */
  #inTurn(step: () => void): void {
    if (this.#waits) this.#deferred.add(step);
    else step();
  }

  #dataInTurn(ticket: number, bytes: Uint8Array, release: (() => void) | undefined): void {
    if (!this.#waits) return this.#data(ticket, bytes, release);
    const contents = kept(bytes, release);
    this.#deferred.add(() => this.#data(ticket, contents, release ?? forGood));
  }

  #catchUp(): void {
    while (!this.#slowed && !this.#held) {
      const step = this.#deferred.take();
      if (step === undefined) return this.#read.resume();
      step();
    }
  }

  #drained(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#catchUp();
  }

  #readEnded(ticket: number, sha256: Uint8Array | undefined): void {
    const flight = this.#flights.get(ticket);
    if (flight === undefined) return;
    this.#doneReading(flight);
    if (flight.writing !== 'open') return;
    flight.writing = 'sealed';
    this.#write.commit(ticket, sha256);
    this.#free();
  }

  #readFailed(ticket: number, error: AppError): void {
    const flight = this.#flights.get(ticket);
    if (flight === undefined) return;
    this.#doneReading(flight);
    const open = flight.writing === 'open';
    // First, for a disk answers the abort within the call.
    if (open || flight.writing === 'not yet') this.#fail(flight, error, 'source');
    // What has arrived of a changed source is of another file; anything else may go on later.
    if (open) this.#abort(flight, error.code !== 'source-changed' && error.code !== 'cancelled');
  }

  #acknowledged(ticket: number, bytes: number): void {
    const flight = this.#flights.get(ticket);
    if (flight === undefined || flight.ended) return;
    this.#weigh(flight, Math.max(flight.task.size - bytes, 0));
    this.#listener.acknowledged(flight.task, bytes);
  }

  #writeEnded(ticket: number, end: CopyEnd | AppError): void {
    const flight = this.#flights.get(ticket);
    if (flight === undefined) return;
    if (end instanceof AppError) this.#fail(flight, end, 'target');
    else this.#end(flight, end);
    // The lane wants every open file committed or aborted, also one that has ended on its own.
    if (flight.writing === 'open') this.#abort(flight, false);
    if (flight.reading) this.#read.cancel(ticket);
    this.#forget(flight);
  }

  #abort(flight: Flight<T>, keep: boolean): void {
    flight.writing = 'aborted';
    this.#write.abort(flight.ticket, keep && flight.task.key !== undefined);
    this.#free();
  }

  /** The write lane has no file open: directories may be made. */
  #free(): void {
    this.#openTicket = undefined;
    const waiting = this.#directories;
    if (waiting.length > 0) {
      this.#directories = [];
      for (const flight of waiting) if (!flight.ended) this.#makeDirectory(flight);
    }
    this.#flushWhenIdle();
  }

  #flushWhenIdle(): void {
    if (this.#unread === 0 && !this.#closed) this.#write.flush();
  }

  #doneReading(flight: Flight<T>): void {
    if (!flight.reading) return;
    flight.reading = false;
    this.#unread -= 1;
    this.#forget(flight);
  }

  /** A ticket that both lanes are through with is not spoken of again. */
  #forget(flight: Flight<T>): void {
    if (flight.ended && !flight.reading) this.#flights.delete(flight.ticket);
  }

  #weigh(flight: Flight<T>, weight: number): void {
    if (flight.ended) return;
    this.#bytes += weight - flight.weight;
    flight.weight = weight;
  }

  #fail(flight: Flight<T>, error: AppError, side: 'source' | 'target'): void {
    const unconfirmed = flight.writing === 'sealed' && flight.task.kind === 'file';
    this.#end(flight, { end: 'failed', error, side, unconfirmed });
  }

  #end(flight: Flight<T>, end: CopyEnd): void {
    if (flight.ended) return;
    this.#weigh(flight, 0);
    flight.ended = true;
    flight.asking?.abort();
    this.#tickets.delete(flight.task);
    this.#listener.ended(flight.task, end);
    if (this.#tickets.size === 0) this.#afterLast?.();
  }

  /** What the target was given whole may still end well. */
  #letGoOfUnsealed(error: AppError, side: 'source' | 'target'): void {
    this.#closed = true;
    this.#limit?.forget(this.#goOn);
    this.#slowed = false;
    for (const flight of this.#tickets.values()) {
      if (flight.writing !== 'sealed') this.#fail(flight, error, side);
      if (flight.writing === 'open') this.#abort(flight, true);
    }
    this.#write.flush();
  }

  #settled(): Promise<void> {
    return new Promise((settle) => {
      this.#afterLast = settle;
      if (this.#tickets.size === 0) settle();
      else setTimeout(settle, longestGoodbye).unref();
    });
  }

  #endAll(error: AppError): void {
    this.#letGoOfUnsealed(error, 'target');
    for (const flight of this.#tickets.values()) this.#fail(flight, error, 'target');
  }

  #sourceBroken(error: AppError): void {
    if (this.#closed) return;
    this.#letGoOfUnsealed(error, 'source');
    this.#afterLast = () => this.#broken(error);
    if (this.#tickets.size === 0) this.#broken(error);
  }

  #broken(reason: AppError): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#endAll(reason);
    this.#listener.broken(reason);
    void Promise.allSettled([this.#read.close(), this.#write.close()]);
  }
}

function cancelled(): AppError {
  return new AppError('cancelled', 'the transfer was cancelled');
}
