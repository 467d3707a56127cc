import { kept } from '../lane.ts';
import { createHash } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import type { FileSystem } from '../fileSystem.ts';
import type {
  FileAttributes,
  ReadLane,
  ReadRequest,
  ReadSink,
  WriteExisting,
  WriteLane,
  WriteRequest,
  WriteSink,
} from '../lane.ts';

/** What became of a ticket. `extra` counts what came after its end: always 0 where the contract is kept. */
export interface ReadOutcome {
  readonly ticket: number;
  attributes: FileAttributes | undefined;
  offset: number;
  readonly parts: Uint8Array[];
  /** Bytes of `parts` that came as holes. */
  holes: number;
  /** What came as a piece of the basis; zeros in `parts`. */
  readonly reused: { readonly offset: number; readonly length: number }[];
  sha256: Uint8Array | undefined;
  error: AppError | undefined;
  ended: boolean;
  extra: number;
}

export interface WriteOutcome {
  readonly ticket: number;
  readonly acknowledged: number[];
  receipt: Receipt | undefined;
  skipped: boolean;
  error: AppError | undefined;
  ended: boolean;
  extra: number;
}

/** Writes down everything a read lane says. */
export class ReadRecorder implements ReadSink {
  readonly outcomes = new Map<number, ReadOutcome>();
  readonly violations: string[] = [];
  brokenWith: AppError | undefined;
  onOpened: (ticket: number) => void = () => {};
  onData: (ticket: number, bytes: Uint8Array) => void = () => {};
  readonly #waiting = new Map<number, (outcome: ReadOutcome) => void>();
  #current: number | undefined;

  of(ticket: number): ReadOutcome {
    let outcome = this.outcomes.get(ticket);
    if (outcome === undefined) {
      outcome = {
        ticket,
        attributes: undefined,
        offset: 0,
        parts: [],
        holes: 0,
        reused: [],
        sha256: undefined,
        error: undefined,
        ended: false,
        extra: 0,
      };
      this.outcomes.set(ticket, outcome);
    }
    return outcome;
  }

  end(ticket: number): Promise<ReadOutcome> {
    const outcome = this.of(ticket);
    if (outcome.ended) return Promise.resolve(outcome);
    return new Promise((resolve) => this.#waiting.set(ticket, resolve));
  }

  opened(ticket: number, attributes: FileAttributes, offset: number): void {
    const outcome = this.#live(ticket);
    if (this.#current !== undefined) this.violations.push(`${ticket} opened while ${this.#current} is open`);
    this.#current = ticket;
    outcome.attributes = attributes;
    outcome.offset = offset;
    this.onOpened(ticket);
  }

  data(ticket: number, bytes: Uint8Array, release?: () => void): void {
    if (this.#current !== ticket) this.violations.push(`data of ${ticket}, which is not open`);
    this.#live(ticket).parts.push(kept(bytes, release));
    this.onData(ticket, bytes);
  }

  hole(ticket: number, length: number): void {
    if (this.#current !== ticket) this.violations.push(`a hole of ${ticket}, which is not open`);
    const outcome = this.#live(ticket);
    outcome.holes += length;
    outcome.parts.push(new Uint8Array(length));
  }

  reuse(ticket: number, offset: number, length: number): void {
    if (this.#current !== ticket) this.violations.push(`reuse of ${ticket}, which is not open`);
    const outcome = this.#live(ticket);
    outcome.reused.push({ offset, length });
    outcome.parts.push(new Uint8Array(length));
  }

  ended(ticket: number, sha256: Uint8Array | undefined): void {
    this.#live(ticket).sha256 = sha256;
    this.#finish(ticket);
  }

  failed(ticket: number, error: AppError): void {
    this.#live(ticket).error = error;
    this.#finish(ticket);
  }

  broken(error: AppError): void {
    this.brokenWith = error;
  }

  #live(ticket: number): ReadOutcome {
    const outcome = this.of(ticket);
    if (outcome.ended) outcome.extra += 1;
    return outcome;
  }

  #finish(ticket: number): void {
    if (this.#current === ticket) this.#current = undefined;
    const outcome = this.of(ticket);
    outcome.ended = true;
    this.#waiting.get(ticket)?.(outcome);
  }
}

/** Writes down everything a write lane says. */
export class WriteRecorder implements WriteSink {
  readonly outcomes = new Map<number, WriteOutcome>();
  brokenWith: AppError | undefined;
  readonly #waiting = new Map<number, (outcome: WriteOutcome) => void>();
  #roomWanted: (() => void) | undefined;

  of(ticket: number): WriteOutcome {
    let outcome = this.outcomes.get(ticket);
    if (outcome === undefined) {
      outcome = { ticket, acknowledged: [], receipt: undefined, skipped: false, error: undefined, ended: false, extra: 0 };
      this.outcomes.set(ticket, outcome);
    }
    return outcome;
  }

  end(ticket: number): Promise<WriteOutcome> {
    const outcome = this.of(ticket);
    if (outcome.ended) return Promise.resolve(outcome);
    return new Promise((resolve) => this.#waiting.set(ticket, resolve));
  }

  /** Resolves when the lane has room. */
  async room(lane: WriteLane): Promise<void> {
    if (!lane.congested) return;
    await new Promise<void>((resolve) => {
      this.#roomWanted = resolve;
    });
  }

  /** Resolves at the next word that there is room again. */
  relieved(): Promise<void> {
    return new Promise((resolve) => {
      this.#roomWanted = resolve;
    });
  }

  acknowledged(ticket: number, bytes: number): void {
    const outcome = this.of(ticket);
    if (outcome.ended) outcome.extra += 1;
    outcome.acknowledged.push(bytes);
  }

  committed(ticket: number, receipt: Receipt): void {
    this.#finish(ticket, (outcome) => {
      outcome.receipt = receipt;
    });
  }

  skipped(ticket: number): void {
    this.#finish(ticket, (outcome) => {
      outcome.skipped = true;
    });
  }

  failed(ticket: number, error: AppError): void {
    this.#finish(ticket, (outcome) => {
      outcome.error = error;
    });
  }

  drained(): void {
    this.#roomWanted?.();
  }

  broken(error: AppError): void {
    this.brokenWith = error;
    this.#roomWanted?.();
  }

  #finish(ticket: number, apply: (outcome: WriteOutcome) => void): void {
    const outcome = this.of(ticket);
    if (outcome.ended) outcome.extra += 1;
    outcome.ended = true;
    apply(outcome);
    this.#waiting.get(ticket)?.(outcome);
  }
}

export interface ReadLaneUse {
  readonly lane: ReadLane;
  readonly recorder: ReadRecorder;
  readonly read: (request: ReadRequest) => Promise<ReadOutcome>;
}

export function openReader(fileSystem: FileSystem): ReadLaneUse {
  const recorder = new ReadRecorder();
  const lane = fileSystem.openReadLane(recorder);
  return {
    lane,
    recorder,
    read(request) {
      const end = recorder.end(request.ticket);
      lane.request(request);
      return end;
    },
  };
}

export interface WriteOptions {
  readonly existing?: WriteExisting;
  readonly modified?: number;
  readonly key?: string;
  readonly offset?: number;
  /** In place of the true one. */
  readonly sha256?: Uint8Array | undefined;
}

export interface WriteLaneUse {
  readonly lane: WriteLane;
  readonly recorder: WriteRecorder;
  readonly request: (ticket: number, path: string, bytes: Uint8Array, options?: WriteOptions) => WriteRequest;
  /** Sends the pieces between two offsets, holding back when the lane is congested. */
  readonly send: (ticket: number, bytes: Uint8Array, from: number, to: number) => Promise<void>;
  readonly write: (ticket: number, path: string, bytes: Uint8Array, options?: WriteOptions) => Promise<WriteOutcome>;
}

const pieceSize = 192 * 1024;

export function openWriter(fileSystem: FileSystem): WriteLaneUse {
  const recorder = new WriteRecorder();
  const lane = fileSystem.openWriteLane(recorder);
  const use: WriteLaneUse = {
    lane,
    recorder,
    request: (ticket, path, bytes, options = {}) => ({
      ticket,
      path,
      attributes: { size: bytes.length, modified: options.modified ?? 1_700_000_000_000, mode: 0o644 },
      existing: options.existing ?? 'fail',
      key: options.key,
      offset: options.offset,
    }),
    async send(ticket, bytes, from, to) {
      for (let at = from; at < to; at += pieceSize) {
        await recorder.room(lane);
        lane.write(ticket, bytes.slice(at, Math.min(at + pieceSize, to)));
      }
    },
    async write(ticket, path, bytes, options = {}) {
      const end = recorder.end(ticket);
      lane.open(use.request(ticket, path, bytes, options));
      await use.send(ticket, bytes, options.offset ?? 0, bytes.length);
      lane.commit(ticket, 'sha256' in options ? options.sha256 : sha256(bytes));
      lane.flush();
      return end;
    },
  };
  return use;
}

/** Reads one file whole. @throws the AppError it failed with */
export async function readWhole(fileSystem: FileSystem, path: string): Promise<Uint8Array> {
  const { lane, read } = openReader(fileSystem);
  const outcome = await read({ ticket: 1, path });
  await lane.close();
  if (outcome.error !== undefined) throw outcome.error;
  return Buffer.concat(outcome.parts);
}

/** Writes one file whole. @throws the AppError it failed with */
export async function writeWhole(
  fileSystem: FileSystem,
  path: string,
  bytes: Uint8Array,
  options: WriteOptions = {},
): Promise<Receipt> {
  const { lane, write } = openWriter(fileSystem);
  const outcome = await write(1, path, bytes, options);
  await lane.close();
  if (outcome.error !== undefined) throw outcome.error;
  if (outcome.receipt === undefined) throw new AppError('internal', 'skipped', { path });
  return outcome.receipt;
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Bytes that look random and are the same each time. */
export function patternBytes(size: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  for (let i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}

export async function listAll(fileSystem: FileSystem, path: string): Promise<{ names: string[]; total: number | undefined }> {
  const names: string[] = [];
  let total: number | undefined;
  for await (const page of fileSystem.list(path)) {
    names.push(...page.entries.map((entry) => entry.name));
    total = page.total ?? total;
  }
  return { names, total };
}
