import { createHash, hash as hashOnce } from 'node:crypto';
import { limits } from '../protocol/limits.ts';
import { chunkRow } from '../protocol/native/records.ts';

/**
 * Contents cut where their bytes say so, not at offsets: what is inserted or removed changes the pieces around it and no others. Both ends
 * must cut alike; docs/protocol.md is the normative text.
 */

/** Bytes. A chunk is at least `least`, but for the last of a file, and at most `most`. */
export interface ChunkSizes {
  readonly least: number;
  /** A power of two. */
  readonly normal: number;
  readonly most: number;
}

const hashLength = 16;

const smallestNormal = 64 * 1024;
/** Of how many chunks of the normal size a file has at most. */
const mostNormal = 32 * 1024;
/** The rolling hash depends on so many bytes. */
const reach = 32;

/** `size`: of the file whose list it is. The larger it is, the larger its chunks, so that the list stays short. */
export function chunkSizes(size: number): ChunkSizes {
  let normal = smallestNormal;
  while (normal * mostNormal < size) normal *= 2;
  return { least: normal / 4, normal, most: normal * 4 };
}

const gear: Int32Array = Int32Array.from({ length: 256 }, (_, byte) =>
  createHash('sha256').update(Uint8Array.of(byte)).digest().readInt32BE(0),
);

/**
 * The length of the chunk that begins at `from`. `to`: where the bytes end, which must be `most` behind `from`, or the end of the file.
 * Up to the normal size a cut is four times as rare, behind it four times as frequent, as one in `normal` bytes.
 */
export function chunkLength(bytes: Uint8Array, from: number, to: number, { least, normal, most }: ChunkSizes): number {
  const end = Math.min(from + most, to);
  const first = from + least;
  if (first >= end) return end - from;
  const bits = 31 - Math.clz32(normal);
  let rolling = 0;
  let at = first - reach;
  while (at < first) {
    rolling = ((rolling << 1) + (gear[bytes[at] as number] as number)) | 0;
    at += 1;
  }
  let shift = 32 - (bits + 2);
  const middle = Math.min(from + normal, end);
  while (at < middle) {
    rolling = ((rolling << 1) + (gear[bytes[at] as number] as number)) | 0;
    at += 1;
    if (rolling >>> shift === 0) return at - from;
  }
  shift = 32 - (bits - 2);
  while (at < end) {
    rolling = ((rolling << 1) + (gear[bytes[at] as number] as number)) | 0;
    at += 1;
    if (rolling >>> shift === 0) return at - from;
  }
  return end - from;
}

export function chunkHash(chunk: Uint8Array): Buffer {
  return hashOnce('sha256', chunk, 'buffer').subarray(0, hashLength);
}

/** Bytes of the file that a list is of; undefined for what is no list. */
export function listedSize(list: Uint8Array): number | undefined {
  if (list.length % chunkRow !== 0 || list.length > limits.chunks * chunkRow) return undefined;
  const view = new DataView(list.buffer, list.byteOffset, list.length);
  let size = 0;
  for (let at = 0; at < list.length; at += chunkRow) {
    const length = view.getUint32(at);
    if (length === 0) return undefined;
    size += length;
  }
  return size;
}

/** Finds chunks in the list of another file. */
export class ChunkIndex {
  readonly sizes: ChunkSizes;
  readonly #places = new Map<string, { readonly offset: number; readonly length: number }>();

  constructor(list: Uint8Array) {
    const rows = Buffer.from(list.buffer, list.byteOffset, list.length);
    let offset = 0;
    for (let at = 0; at < rows.length; at += chunkRow) {
      const length = rows.readUInt32BE(at);
      this.#places.set(rows.toString('latin1', at + 4, at + chunkRow), { offset, length });
      offset += length;
    }
    this.sizes = chunkSizes(offset);
  }

  /** Where the other file has the same bytes. */
  find(chunk: Uint8Array): number | undefined {
    const place = this.#places.get(chunkHash(chunk).toString('latin1'));
    return place?.length === chunk.length ? place.offset : undefined;
  }
}
