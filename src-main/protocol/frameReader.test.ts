import { Buffer } from 'node:buffer';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { headerLength, writeHeader } from './frame.ts';
import { FrameReader } from './frameReader.ts';
import { limits } from './limits.ts';
import { greetingLimit, opcodes, payloadLimit } from './native/opcodes.ts';
import { type FrameVector, frameOf, fromHex, loadVectors, readFrames, type Transcript } from './vectors.testing.ts';

const mebibyte = 1024 * 1024;

afterEach(() => {
  vi.restoreAllMocks();
});

function* cut(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Frames of many sizes, whole and streamed ones, `total` bytes or a little more. */
function stream(total: number): Buffer {
  const sizes = [0, 1, 11, 12, 13, 1_000, 65_536, limits.bulkPayload];
  const frames: Buffer[] = [];
  for (let length = 0, i = 0; length < total; i++) {
    const opcode = i % 3 === 0 ? opcodes.content : opcodes.records;
    const frame = frameOf(opcode, i + 1, Buffer.alloc(sizes[i % sizes.length] ?? 0, i));
    frames.push(frame);
    length += frame.length;
  }
  return Buffer.concat(frames);
}

function events(chunks: Iterable<Buffer>): string[] {
  return readFrames(chunks).map(({ header, payload }) => `${header.opcode} ${header.id} ${payload.toString('hex')}`);
}

describe('cutting', () => {
  it.each(loadVectors<Transcript>('transcripts.json'))('$name: cut in two at each byte, and byte by byte', ({ frames }) => {
    const bytes = Buffer.concat(frames.map(({ hex }) => fromHex(hex)));
    const whole = events([bytes]);
    expect(whole).toHaveLength(frames.length);
    for (let at = 0; at <= bytes.length; at++)
      expect(events([bytes.subarray(0, at), bytes.subarray(at)]), `cut at ${at}`).toEqual(whole);
    for (const size of [1, 2, 3, 7, headerLength]) expect(events(cut(bytes, size)), `pieces of ${size}`).toEqual(whole);
  });

  it('copies no byte twice, and none of what is streamed', () => {
    const bytes = stream(4 * mebibyte);
    let copied = 0;
    // Replaced by hand: a spy would keep the arguments of millions of calls.
    const copy = Reflect.get(Buffer.prototype as Buffer, 'copy') as unknown;
    onTestFinished(() => void Object.assign(Buffer.prototype, { copy }));
    Object.assign(Buffer.prototype, {
      copy(this: Buffer, into: Uint8Array, at = 0, start = 0, end = this.length) {
        into.set(this.subarray(start, end), at);
        copied += end - start;
        return end - start;
      },
    });
    const sink = { payloadLimit, streamed: (opcode: number) => opcode === opcodes.content, frame: () => {}, piece: () => {} };
    for (const size of [1, 3, 1024, 16_384, 65_536, bytes.length]) {
      copied = 0;
      const reader = new FrameReader(sink);
      for (const chunk of cut(bytes, size)) reader.push(chunk);
      expect(reader.midFrame).toBe(false);
      expect(copied, `pieces of ${size}`).toBeLessThanOrEqual(bytes.length);
      if (size < 1024) expect(copied).toBeGreaterThan(bytes.length / 2);
    }
  });

  // One byte at a time they share 16 MiB; a kibibyte at a time each has as much.
  it.each([
    [1, mebibyte * 0.8],
    [1024, mebibyte * 16],
  ])('is linear on 20 connections, in pieces of %i bytes', (size, each) => {
    const bytes = stream(each);
    let frames = 0;
    const sink = {
      payloadLimit,
      streamed: (opcode: number) => opcode === opcodes.content,
      frame: () => {
        frames += 1;
      },
      piece: () => {},
    };
    const readers = Array.from({ length: 20 }, () => new FrameReader(sink));
    const started = performance.now();
    for (const chunk of cut(bytes, size)) for (const reader of readers) reader.push(chunk);
    expect(performance.now() - started).toBeLessThan(15_000); // quadratic: minutes
    expect(readers.some((reader) => reader.midFrame)).toBe(false);
    expect(frames).toBeGreaterThan(100);
  });

  it('reads a million frames without contents', () => {
    const chunk = Buffer.concat(Array.from({ length: 1_000 }, () => frameOf(opcodes.content, 1, Buffer.alloc(0))));
    let pieces = 0;
    const reader = new FrameReader({
      payloadLimit,
      streamed: () => true,
      frame: () => {},
      piece: () => {
        pieces += 1;
      },
    });
    for (let i = 0; i < 1_000; i++) reader.push(chunk);
    expect(pieces).toBe(1_000_000);
  });
});

describe('refusing', () => {
  it.each([opcodes.list, opcodes.page, opcodes.records, opcodes.content, opcodes.hello])(
    'refuses kind %i by its header alone, and sets nothing aside for it',
    (opcode) => {
      const limit = payloadLimit(opcode) ?? 0;
      const sink = vi.fn();
      for (const length of [limit + 1, 0x7fff_ffff, 0xffff_ffff]) {
        const header = Buffer.alloc(headerLength);
        writeHeader(header, 0, { length, id: 1, opcode, flags: 0 });
        const allocate = vi.spyOn(Buffer, 'allocUnsafe');
        for (const chunks of [[header], [...cut(header, 1)]]) {
          const reader = new FrameReader({ payloadLimit, streamed: () => false, frame: sink, piece: sink });
          expect(() => {
            for (const chunk of chunks) reader.push(chunk);
          }).toThrow(expect.objectContaining({ code: 'frame-too-large' }));
        }
        expect(allocate).not.toHaveBeenCalled();
        allocate.mockRestore();
      }
      expect(sink).not.toHaveBeenCalled();
    },
  );

  it('takes nothing but the frames that open a connection before it is open, and none of them large', () => {
    for (const [name, opcode] of Object.entries(opcodes)) {
      const greets = ['hello', 'welcome', 'goodbye'].includes(name);
      expect(greetingLimit(opcode), name).toBe(greets ? limits.helloPayload : undefined);
    }
    const header = Buffer.alloc(headerLength);
    writeHeader(header, 0, { length: limits.bulkPayload, id: 1, opcode: opcodes.records, flags: 0 });
    expect(() => readFrames([header], greetingLimit)).toThrow(AppError);
  });

  it('knows no kind beyond those that are written down', () => {
    const known = new Set<number>(Object.values(opcodes));
    for (let opcode = 0; opcode < 256; opcode++)
      expect(payloadLimit(opcode) !== undefined, `kind ${opcode}`).toBe(known.has(opcode));
  });

  it.each(loadVectors<FrameVector>('frames.json'))('gives nothing of a frame that is cut: $name', ({ frame, hex }) => {
    const bytes = fromHex(hex);
    for (let length = 0; length < bytes.length; length++) {
      const sink = vi.fn();
      const reader = new FrameReader({ payloadLimit, streamed: () => false, frame: sink, piece: sink });
      reader.push(bytes.subarray(0, length));
      expect(sink, `${frame} cut to ${length}`).not.toHaveBeenCalled();
      expect(reader.midFrame).toBe(length > 0);
    }
  });
});
