import type { Buffer } from 'node:buffer';
import type { Entry, EntryKind } from '../../../src-shared/model/entry.ts';
import { nameProblem } from '../../../src-shared/model/path.ts';
import { type ByteReader, ByteWriter, nameToBytes, violation } from '../bytes.ts';
import { limits } from '../limits.ts';

const kinds: readonly EntryKind[] = ['file', 'directory', 'symlink', 'other'];
const noMode = 0xffff;
const noKind = 0xff;

/** u8 kind, u16 mode (0xFFFF: none), size, time, name; for a symlink also u8 kind of its target (0xFF: unknown) and the target. */
export function writeEntry(writer: ByteWriter, entry: Entry): ByteWriter {
  writer.u8(kinds.indexOf(entry.kind)).u16(entry.mode === undefined ? noMode : entry.mode & 0o777);
  writer.size(entry.size).time(entry.modified).name(entry.name);
  if (entry.kind === 'symlink') {
    writer.u8(entry.targetKind === undefined ? noKind : kinds.indexOf(entry.targetKind));
    const target = entry.target === undefined ? new Uint8Array() : nameToBytes(entry.target);
    const sent = target.length <= limits.path ? target : target.subarray(0, 0);
    writer.u16(sent.length).bytes(sent);
  }
  return writer;
}

export function readEntry(reader: ByteReader): Entry {
  const kind = kinds[reader.u8()];
  if (kind === undefined) throw violation('unknown kind of entry');
  const mode = reader.u16();
  const size = reader.size();
  const modified = reader.time();
  const name = reader.name();
  if (mode !== noMode && mode > 0o777) throw violation('a mode is out of range');
  if (kind !== 'symlink') return { name, kind, size, modified, mode: mode === noMode ? undefined : mode };
  const targetNumber = reader.u8();
  const targetKind = targetNumber === noKind ? undefined : kinds[targetNumber];
  if (targetKind === undefined && targetNumber !== noKind) throw violation('unknown kind of link target');
  const target = reader.name();
  return {
    name,
    kind,
    size,
    modified,
    mode: mode === noMode ? undefined : mode,
    target: target === '' ? undefined : target,
    targetKind,
  };
}

/** An entry of a directory: its name must be one component, or the peer is not to be trusted. */
function readChild(reader: ByteReader): Entry {
  const entry = readEntry(reader);
  const problem = nameProblem(entry.name);
  if (problem !== undefined) throw violation(`a listing with an impossible name: ${problem}`);
  return entry;
}

export interface Page {
  readonly entries: readonly Entry[];
  /** Number of entries in all; on the last page of a listing. */
  readonly total: number | undefined;
}

const noTotal = 0xffff_ffff;

/**
 * Cuts entries into the payloads of PAGE frames: u32 total (0xFFFFFFFF: not yet known), u16 count, entries. `total` goes on the last of
 * them. `reserve`: bytes of a frame that are kept free for what stands before the page.
 */
export function encodePages(entries: readonly Entry[], total: number | undefined, reserve = 0): Buffer[] {
  const pages: Buffer[] = [];
  const full = limits.controlPayload - reserve - maxEntry;
  let at = 0;
  do {
    const writer = new ByteWriter(16 * 1024);
    writer.u32(noTotal).u16(0);
    let count = 0;
    while (at < entries.length && count < limits.pageEntries && writer.length < full) {
      const entry = entries[at];
      if (entry !== undefined) writeEntry(writer, entry);
      at += 1;
      count += 1;
    }
    const page = writer.finish();
    page.writeUInt16BE(count, 4);
    pages.push(page);
  } while (at < entries.length);
  if (total !== undefined) pages[pages.length - 1]?.writeUInt32BE(total, 0);
  return pages;
}

/** Fixed fields, the longest name and the longest link target. */
const maxEntry = 32 + 4 * limits.name + limits.path;

export function readPage(reader: ByteReader): Page {
  const total = reader.u32();
  const count = reader.u16();
  if (count > limits.pageEntries) throw violation('a page has too many entries');
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) entries.push(readChild(reader));
  return { entries, total: total === noTotal ? undefined : total };
}
