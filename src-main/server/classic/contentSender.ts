import type net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors.ts';
import { accepted, endOfFile } from '../../protocol/classic/wording.ts';
import type { FileContents } from './fileContents.ts';

export interface SendOptions {
  /** What must be a read of its own on the other side stands between pauses of this length, in milliseconds. */
  readonly pauseMs: number;
  /** How long the peer may take nothing, in milliseconds. */
  readonly waitMs: number;
  readonly onSent: (bytes: number) => void;
}

/** How often contents are cut where they hold the word that ends a download. */
const maximumCuts = 100;

/** Resolves when the system has taken the bytes. @throws AppError `connection-lost`, `timeout` */
export function send(socket: net.Socket, bytes: Uint8Array, waitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new AppError('timeout', 'the peer takes nothing')), waitMs);
    socket.write(bytes, (error) => {
      clearTimeout(timer);
      if (error) reject(new AppError('connection-lost', 'the peer is gone', { cause: error }));
      else resolve();
    });
  });
}

/**
 * A download as the original client must get it: it compares one read with `OK`, and looks for `ENDOFFILE` inside single reads
 * of 1,024 bytes. So both travel alone, and contents that hold the word are cut inside it.
 */
export async function sendContents(socket: net.Socket, contents: FileContents, options: SendOptions): Promise<void> {
  const { pauseMs, waitMs, onSent } = options;
  await send(socket, Buffer.from(accepted), waitMs);
  await delay(pauseMs);
  const cutter = new WordCutter();
  let total = 0;
  for (let piece = await contents.next(); piece !== undefined; piece = await contents.next()) {
    for (const [index, part] of cutter.cut(piece).entries()) {
      if (index > 0) await delay(pauseMs);
      if (part.length === 0) continue;
      await send(socket, part, waitMs);
      total += part.length;
      onSent(part.length);
    }
  }
  // The client reads whole kilobytes as long as it lags behind: the word must not lie across two of them.
  await delay(total % 1024 > 1024 - endOfFile.length ? pauseMs * 6 : pauseMs);
  await send(socket, Buffer.from(endOfFile), waitMs);
}

/** Cuts pieces of a stream so that no part, nor two parts with no pause between, holds the word `ENDOFFILE`. */
export class WordCutter {
  #behind = Buffer.alloc(0);
  #cuts = 0;

  /** The parts of the piece; a pause belongs between two of them. The first may be empty. */
  cut(piece: Uint8Array): Uint8Array[] {
    const parts: Uint8Array[] = [];
    let rest = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    while (this.#cuts < maximumCuts) {
      const at = this.#find(rest);
      if (at < 0) break;
      parts.push(rest.subarray(0, at));
      rest = rest.subarray(at);
      this.#behind = Buffer.alloc(0);
      this.#cuts += 1;
    }
    parts.push(rest);
    this.#behind = Buffer.from(
      Buffer.concat([this.#behind, rest.subarray(-(endOfFile.length - 1))]).subarray(-(endOfFile.length - 1)),
    );
    return parts;
  }

  /** Where to cut inside the first word, counted in `rest`; 0 when the word began before it. */
  #find(rest: Buffer): number {
    const behind = this.#behind;
    const seam = Buffer.concat([behind, rest.subarray(0, endOfFile.length - 1)]).indexOf(endOfFile);
    if (seam >= 0) return Math.max(0, seam + 4 - behind.length);
    const at = rest.indexOf(endOfFile);
    return at < 0 ? -1 : at + 4;
  }
}
