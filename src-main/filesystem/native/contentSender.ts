import { Buffer } from 'node:buffer';
import { limits } from '../../protocol/limits.ts';
import { featureBits } from '../../protocol/native/features.ts';
import type { WriteTarget } from '../../protocol/native/records.ts';
import { kept, type FileAttributes } from '../lane.ts';
import { zeros } from '../zeros.ts';
import type { LaneOutbox } from './laneOutbox.ts';

interface Held {
  readonly ticket: number;
  readonly attributes: FileAttributes;
  readonly target: WriteTarget | undefined;
  readonly basis: string | undefined;
  readonly pieces: Uint8Array[];
  readonly releases: (() => void)[];
  size: number;
}

/** Sends files on a lane: a small one is held until it is whole and goes as one record, any other as open, contents, end. */
export class ContentSender {
  readonly #outbox: LaneOutbox;
  readonly #holes: boolean;
  #held: Held | undefined;
  /** Where the contents end that were sent of the file that is open. */
  #size = 0;

  /** `features`: what the receiver understands. */
  constructor(outbox: LaneOutbox, features: number) {
    this.#outbox = outbox;
    this.#holes = (features & featureBits.holes) !== 0;
  }

  /** `basis`: the identity of what the file takes bytes from, on a write lane. */
  open(ticket: number, attributes: FileAttributes, offset: number, target: WriteTarget | undefined, basis?: string): void {
    if (attributes.size <= limits.wholeFile && offset === 0 && target?.key === undefined) {
      this.#held = { ticket, attributes, target, basis, pieces: [], releases: [], size: 0 };
      return;
    }
    this.#size = offset;
    if (basis !== undefined) this.#outbox.record({ kind: 'based', ticket, identity: basis });
    this.#outbox.record({ kind: 'open', ticket, attributes: plain(attributes), offset, target });
  }

  data(bytes: Uint8Array, release?: () => void): void {
    const contents = kept(bytes, release);
    const held = this.#held;
    if (held === undefined) {
      this.#size += contents.length;
      this.#outbox.content(contents, release);
      return;
    }
    held.pieces.push(contents);
    if (release !== undefined) held.releases.push(release);
    held.size += contents.length;
    if (held.size > limits.wholeFile) this.#unhold(held);
  }

  /** A receiver that knows no holes gets the zeros. */
  hole(ticket: number, length: number): void {
    if (this.#held !== undefined) this.#unhold(this.#held);
    this.#size += length;
    if (this.#holes) {
      for (let left = length; left > 0; left -= limits.hole)
        this.#outbox.record({ kind: 'hole', ticket, length: Math.min(left, limits.hole) });
      return;
    }
    for (let left = length; left > 0; left -= zeros.length) this.#outbox.content(zeros.subarray(0, left));
  }

  reuse(ticket: number, offset: number, length: number): void {
    if (this.#held !== undefined) this.#unhold(this.#held);
    this.#size += length;
    this.#outbox.record({ kind: 'reuse', ticket, offset, length });
  }

  /** It is larger than it said, or not all of it is contents. */
  #unhold(held: Held): void {
    this.#held = undefined;
    this.#size = held.size;
    if (held.basis !== undefined) this.#outbox.record({ kind: 'based', ticket: held.ticket, identity: held.basis });
    this.#outbox.record({
      kind: 'open',
      ticket: held.ticket,
      attributes: plain(held.attributes),
      offset: 0,
      target: held.target,
    });
    const release = (): void => releaseAll(held);
    for (const [index, piece] of held.pieces.entries()) {
      this.#outbox.content(piece, index === held.pieces.length - 1 ? release : undefined);
    }
  }

  end(ticket: number, sha256: Uint8Array | undefined): void {
    const held = this.#held;
    if (held === undefined) {
      this.#outbox.record({ kind: 'end', ticket, size: this.#size, sha256 });
      return;
    }
    this.#held = undefined;
    const first = held.pieces[0];
    const contents = held.pieces.length === 1 && first !== undefined ? first : Buffer.concat(held.pieces);
    const { target } = held;
    const attributes = { ...plain(held.attributes), size: contents.length };
    this.#outbox.record({ kind: 'whole', ticket, attributes, target, contents, sha256 });
    releaseAll(held); // the record holds a copy
  }

  /** True when nothing of the file has been sent yet, and now never will. */
  drop(): boolean {
    const held = this.#held;
    if (held === undefined) return false;
    this.#held = undefined;
    releaseAll(held);
    return true;
  }
}

function releaseAll(held: Held): void {
  for (const release of held.releases) release();
}

function plain(attributes: FileAttributes): { size: number; modified: number; mode: number | undefined } {
  const size = Number.isFinite(attributes.size) ? attributes.size : 0;
  return { size, modified: attributes.modified, mode: attributes.mode };
}
