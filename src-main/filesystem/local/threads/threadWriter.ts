import { kept } from '../../lane.ts';
import { Buffer } from 'node:buffer';
import { blockBytes, type Blocks, memoryOf } from '../../blocks.ts';
import { chunkBytes } from '../contentMemory.ts';
import type { ContentWorker } from './contentWorker.ts';

/** Blocks of a lane on their way to the disk before no more is wanted. What comes nevertheless finds room: a sender's window bounds it. */
export const enoughBlocks = 3;
/** Milliseconds. What comes slowly is not kept back until its block is full: it is written when there is a chunk of it. */
const patience = 20;
/** Zeros that are hashed in one go. */
const mostZeros = 8 * 1024 * 1024;

/** Contents, with what gives them back, the length of a hole, or a piece of another file. */
type Given =
  | { readonly bytes: Uint8Array; readonly release: (() => void) | undefined }
  | { hole: number }
  | { readonly basis: number; from: number; left: number };

/** Writes a file on a disk thread, hashing as it goes. */
export class ThreadWriter {
  readonly #file: ContentWorker;
  readonly #blocks: Blocks;
  readonly #descriptor: number;
  readonly #progressed: () => void;
  #filling: Buffer | undefined;
  #filled = 0;
  /** performance.now() when the block that is being filled was begun. */
  #since = 0;
  #position: number;
  #underWay = 0;
  /** Zeros are being hashed. */
  #hollow = false;
  /** Holes and pieces of another file that are still to come, and what comes behind them. */
  readonly #over: Given[] = [];
  #problem: Error | undefined;
  #waiters: (() => void)[] = [];
  /** Bytes that are given to the operating system, all from the beginning. */
  written: number;

  /**
   * `start`: where the writing begins; `progressed`: more is written, or something went wrong. The descriptor stays the caller's, and
   * open until `close` resolves.
   */
  constructor(
    { file, descriptor, blocks }: { readonly file: ContentWorker; readonly descriptor: number; readonly blocks: Blocks },
    progressed: () => void,
    start = 0,
  ) {
    this.#file = file;
    this.#blocks = blocks;
    this.#position = start;
    this.written = start;
    this.#descriptor = descriptor;
    this.#progressed = progressed;
  }

  /** Holes and what is taken from elsewhere wait for their time, or more than enough is under way. */
  get congested(): boolean {
    return this.#over.length > 0 || this.#hollow || this.#underWay > enoughBlocks;
  }

  /** Blocks that are on their way to the disk. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Why nothing is written any more. */
  get problem(): Error | undefined {
    return this.#problem;
  }

  append(bytes: Uint8Array, release: (() => void) | undefined): void {
    if (this.#problem !== undefined) return;
    if (this.#over.length > 0) {
      this.#over.push({ bytes: kept(bytes, release), release });
      return;
    }
    this.#fill(bytes);
    release?.();
  }

  /** Nothing is written where the hole is. */
  hole(length: number): void {
    if (this.#problem !== undefined || length === 0) return;
    this.#over.push({ hole: length });
    this.#refill();
  }

  /** Writes `length` bytes from `from` of the file of another descriptor, which stays open until `close` resolves. */
  reuse(basis: number, from: number, length: number): void {
    if (this.#problem !== undefined || length === 0) return;
    this.#over.push({ basis, from, left: length });
    this.#refill();
  }

  /** Copies into blocks. */
  #fill(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#filling === undefined) {
        this.#filling = this.#blocks.take();
        this.#filled = 0;
        this.#since = performance.now();
      }
      const count = Math.min(bytes.length - at, blockBytes - this.#filled);
      this.#filling.set(count === bytes.length ? bytes : bytes.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === blockBytes) this.#write();
    }
    const isWorth = this.#filled >= chunkBytes && this.#underWay === 0;
    if (isWorth && performance.now() - this.#since > patience) this.#write();
  }

  #write(): void {
    const block = this.#filling;
    if (block === undefined) return;
    const length = this.#filled;
    const position = this.#position;
    this.#filling = undefined;
    this.#underWay += 1;
    this.#position += length;
    const piece = { descriptor: this.#descriptor, memory: memoryOf(block), length, position };
    this.#file.transfer('write', piece, (reply, problem) => {
      if (reply.memory !== undefined) this.#blocks.giveBack(Buffer.from(reply.memory));
      this.#answer(length, problem);
    });
  }

  #answer(length: number, problem: Error | undefined): void {
    this.#underWay -= 1;
    if (problem === undefined && this.#problem === undefined) this.written += length;
    else this.#problem ??= problem;
    this.#refill();
    for (const wake of this.#waiters.splice(0)) wake();
    this.#progressed();
  }

  #refill(): void {
    if (this.#problem !== undefined) this.#dropOver();
    for (let first = this.#over[0]; first !== undefined; first = this.#over[0]) {
      if ('hole' in first) {
        if (this.#hollow) return;
        first.hole -= this.#zeros(first.hole);
        if (first.hole > 0) return;
        this.#over.shift();
        continue;
      }
      if ('basis' in first) {
        const count = this.#reuse(first);
        if (count === 0) return;
        first.from += count;
        first.left -= count;
        if (first.left === 0) this.#over.shift();
        continue;
      }
      this.#over.shift();
      this.#fill(first.bytes);
      first.release?.();
    }
  }

  /** Begins with a piece of another file, and tells how much of it: nothing while there is no memory. */
  #reuse({ basis, from, left }: { readonly basis: number; readonly from: number; readonly left: number }): number {
    this.#write();
    if (this.#underWay >= enoughBlocks) return 0;
    const length = Math.min(left, blockBytes);
    const memory = memoryOf(this.#blocks.take());
    const piece = { descriptor: this.#descriptor, memory, length, position: this.#position, basis, from };
    this.#underWay += 1;
    this.#position += length;
    this.#file.reuse(piece, (reply, problem) => {
      if (reply.memory !== undefined) this.#blocks.giveBack(Buffer.from(reply.memory));
      this.#answer(length, problem);
    });
    return length;
  }

  /** Begins with a hole, and tells how much of it. */
  #zeros(length: number): number {
    this.#write();
    const count = Math.min(length, mostZeros);
    this.#underWay += 1;
    this.#hollow = true;
    this.#position += count;
    this.#file.zeros(count, (_, problem) => {
      this.#hollow = false;
      this.#answer(count, problem);
    });
    return count;
  }

  #dropOver(): void {
    for (const given of this.#over.splice(0)) if ('release' in given) given.release?.();
  }

  /** Resolves when all that was given is written. @throws errno */
  async finish(): Promise<Uint8Array> {
    while (this.#underWay > 0 || this.#over.length > 0) {
      if (this.#over.length === 0) this.#write();
      await this.#answered();
    }
    this.#write();
    while (this.#underWay > 0) await this.#answered();
    if (this.#problem !== undefined) throw this.#problem;
    return await this.#file.digest();
  }

  #answered(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  /** Resolves when the descriptor is no longer used; with `keep`, when all that was given is written, as far as that can be. */
  async close(keep: boolean): Promise<void> {
    if (keep) await this.finish().catch(() => undefined);
    this.#dropOver();
    this.#problem ??= new Error('closed');
    while (this.#underWay > 0) await this.#answered();
    this.#file.close();
  }
}
