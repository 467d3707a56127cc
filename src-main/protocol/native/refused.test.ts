import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../../src-shared/errors.ts';
import { ByteReader, ByteWriter } from '../bytes.ts';
import { limits } from '../limits.ts';
import { type FrameVector, fromHex, loadVectors, readFrames, type Transcript, type Vector } from '../vectors.testing.ts';
import { decodeCredit } from './credit.ts';
import { readEntry } from './entries.ts';
import { readError } from './errorMessage.ts';
import { decodeHello, decodeWelcome } from './hello.ts';
import { opcodes } from './opcodes.ts';
import { readRecord } from './records.ts';
import { decodeCount, decodeEntry, decodeListPage, decodePartial, decodeRead, decodeSpace, decodeWalkPage } from './replies.ts';
import { checkWirePath, decodeRequest } from './requests.ts';

/** What comes from a peer is decoded or refused with a code that says so; nothing else may come out. */

function strict<T>(read: (reader: ByteReader) => T): (bytes: Buffer) => T {
  return (bytes) => {
    const reader = new ByteReader(bytes);
    const value = read(reader);
    reader.end();
    return value;
  };
}

const requests = Object.fromEntries(
  (
    [
      'list',
      'walk',
      'stat',
      'makeDirectory',
      'rename',
      'remove',
      'setAttributes',
      'space',
      'partial',
      'adopt',
      'ping',
      'read',
      'openReadLane',
      'openWriteLane',
      'joinLane',
    ] as const
  ).map((name) => [name, (bytes: Buffer): unknown => decodeRequest(opcodes[name], bytes)]),
);

const decoders: Readonly<Record<string, (bytes: Buffer) => unknown>> = {
  ...requests,
  frame: (bytes) => readFrames([bytes]),
  hello: decodeHello,
  welcome: decodeWelcome,
  window: decodeCredit,
  entry: strict(readEntry),
  record: strict(readRecord),
  error: strict(readError),
  page: (bytes) => decodeListPage(new ByteReader(bytes)),
  walk: (bytes) => decodeWalkPage(new ByteReader(bytes)),
  statReply: (bytes) => decodeEntry(new ByteReader(bytes)),
  removeReply: (bytes) => decodeCount(new ByteReader(bytes)),
  spaceReply: (bytes) => decodeSpace(new ByteReader(bytes)),
  readReply: (bytes) => decodeRead(new ByteReader(bytes)),
  partialReply: (bytes) => decodePartial(new ByteReader(bytes)),
};

const refusals: ReadonlySet<ErrorCode> = new Set([
  'protocol-violation',
  'frame-too-large',
  'name-invalid',
  'version-unsupported',
]);

/** The decoder gives a value or a refusal. */
function expectHandled(decode: (bytes: Buffer) => unknown, bytes: Buffer): void {
  try {
    decode(bytes);
  } catch (error) {
    if (!(error instanceof AppError) || !refusals.has(error.code)) throw error;
  }
}

function codeOf(decode: () => unknown): string {
  try {
    return `decoded to ${JSON.stringify(decode())}`;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

describe('refused vectors', () => {
  it.each(loadVectors<{ name: string; as: string; hex: string; code: string }>('refused.json'))(
    '$as: $name',
    ({ as, hex, code }) => {
      // `walk` is a request and a kind of page; the vectors mean the page.
      const decode = decoders[as];
      expect(decode).toBeDefined();
      expect(codeOf(() => decode?.(fromHex(hex)))).toBe(code);
    },
  );

  it.each([
    ['more than 16 KiB', `/${Array.from({ length: 100 }, () => 'n'.repeat(199)).join('/')}`],
    ['too many components', '/a'.repeat(limits.depth + 1)],
    ['a name of 256 bytes in two-byte characters', `/${'Ω'.repeat(128)}`],
    ['half a surrogate pair', '/a\ud800'],
  ])('a path with %s', (_, path) => {
    expect(codeOf(() => checkWirePath(path))).toBe('name-invalid');
  });

  it('a resume point with more hashes than allowed', () => {
    const count = limits.prefixes + 1;
    const record = new ByteWriter(64)
      .u8(0x01)
      .u32(1)
      .name('/a')
      .flag(true)
      .size(count)
      .size(1)
      .u16(count)
      .bytes(Buffer.alloc(32 * count));
    expect(codeOf(() => decoders.record?.(record.finish()))).toBe('protocol-violation');
  });
});

describe('bodies that are cut', () => {
  const whole = [
    ...loadVectors<FrameVector>('frames.json')
      .filter(
        ({ frame }) => ['hello', 'welcome', 'window'].includes(frame) || (requests[frame] !== undefined && frame !== 'walk'),
      )
      .map(({ name, frame, hex }) => ({ name, as: frame as string, bytes: fromHex(hex).subarray(12) })),
    ...loadVectors<Vector>('records.json').map(({ name, hex }) => ({ name, as: 'record', bytes: fromHex(hex) })),
    ...loadVectors<Vector>('entries.json').map(({ name, hex }) => ({ name, as: 'entry', bytes: fromHex(hex) })),
    ...loadVectors<Vector>('errors.json').map(({ name, hex }) => ({ name, as: 'error', bytes: fromHex(hex) })),
  ];
  it.each(whole)('$as, $name: at each length, and with a byte more', ({ as, bytes }) => {
    const decode = decoders[as];
    for (let length = 0; length < bytes.length; length++) {
      expect(
        codeOf(() => decode?.(bytes.subarray(0, length))),
        `cut to ${length}`,
      ).toBe('protocol-violation');
    }
    expect(codeOf(() => decode?.(Buffer.concat([bytes, Buffer.from([0])])))).toBe('protocol-violation');
  });
});

describe('whatever the bytes are', () => {
  it.each(Object.keys(decoders))('%s', (as) => {
    const decode = decoders[as];
    if (decode === undefined) throw new Error('no decoder');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expectHandled(decode, Buffer.from(bytes))),
      { numRuns: 1_000 },
    );
  });

  it('every vector with any of its bytes changed', () => {
    const files = ['records', 'entries', 'errors', 'frames'] as const;
    const as = { records: 'record', entries: 'entry', errors: 'error', frames: 'frame' } as const;
    const all = files.flatMap((file) =>
      loadVectors<Vector>(`${file}.json`).map(({ hex }) => ({ as: as[file], bytes: fromHex(hex) })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.nat(), fc.nat(255), (vector, at, value) => {
        const bytes = Buffer.from(vector.bytes);
        bytes[at % bytes.length] = value;
        expectHandled(decoders[vector.as] ?? fail, bytes);
      }),
      { numRuns: 20_000 },
    );
  });

  it('every bit of the transcripts turned around', () => {
    for (const { frames } of loadVectors<Transcript>('transcripts.json')) {
      const bytes = Buffer.concat(frames.map(({ hex }) => fromHex(hex)));
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expectHandled((given) => {
          for (const { header, payload } of readFrames([given])) {
            const name = Object.entries(opcodes).find(([, opcode]) => opcode === header.opcode)?.[0] ?? '';
            if (name === 'records') for (const reader = new ByteReader(payload); reader.remaining > 0; ) readRecord(reader);
            else (decoders[name] ?? (() => undefined))(payload);
          }
        }, flipped);
      }
    }
  });
});

function fail(): never {
  throw new Error('no decoder');
}
