import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../protocol/bytes.ts';
import { type DataRecord, writeRecord } from '../../protocol/native/records.ts';
import { LaneOrder } from './laneOrder.ts';

const flush: DataRecord = { kind: 'flush', ticket: 0 };
const striped = (stripe: number, length: number): DataRecord => ({ kind: 'striped', ticket: 0, stripe, length });

function frame(...records: DataRecord[]): Buffer {
  const writer = new ByteWriter();
  for (const record of records) writeRecord(writer, record);
  return writer.finish();
}

/** What was handed over; contents that follow each other are one. */
function ordered(): { order: LaneOrder; seen: string[] } {
  const seen: string[] = [];
  let open = false;
  const order = new LaneOrder({
    record: (record) => {
      seen.push(`<${record.kind}>`);
      open = false;
    },
    content: (bytes) => {
      if (open) seen[seen.length - 1] += bytes.toString();
      else seen.push(bytes.toString());
      open = true;
    },
    striped: () => {},
  });
  return { order, seen };
}

describe('what several connections bring', () => {
  it('waits for the contents that come before it', () => {
    const { order, seen } = ordered();
    order.content(Buffer.from('one'));
    order.records(frame(flush, striped(1, 4), flush));
    order.content(Buffer.from('three'));
    order.records(frame(flush, flush));
    expect(seen).toEqual(['one', '<flush>']);
    expect(order.held).toBeGreaterThanOrEqual(20);
    order.striped(1, Buffer.from('t'));
    order.striped(1, Buffer.from('wo!'));
    expect(seen).toEqual(['one', '<flush>', 'two!', '<flush>', 'three', '<flush>', '<flush>']);
    expect(order.held).toBe(0);
  });

  it('is kept when it comes before its turn', () => {
    const { order, seen } = ordered();
    const early = Buffer.from('bb');
    order.striped(2, early);
    early.fill('x'); // it was only lent
    expect(order.held).toBe(2);
    order.records(frame(striped(1, 1), striped(2, 2)));
    order.striped(1, Buffer.from('a'));
    expect(seen).toEqual(['abb']);
    expect(order.held).toBe(0);
  });

  it('takes part only when all of its frame is understood, also when it waits', () => {
    const { order, seen } = ordered();
    order.records(frame(striped(1, 1)));
    expect(() => order.records(Buffer.concat([frame(flush), Buffer.from([0xff, 0, 0, 0, 0])]))).toThrow('unknown kind');
    order.striped(1, Buffer.from('a'));
    expect(seen).toEqual(['a']);
  });

  it('is what was sent, however the connections run', () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 40 })), { maxLength: 30 });
    fc.assert(
      fc.property(
        pieces,
        fc.infiniteStream(fc.nat()),
        fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
        (sent, choices, cuts) => {
          // What each connection carries, in order: 0 is the lane's own.
          const lines: (DataRecord | Buffer)[][] = [[], [], [], []];
          const cut = (): number => cuts.next().value as number;
          let text = '';
          for (const [index, [path, length]] of sent.entries()) {
            const bytes = Buffer.alloc(length, String.fromCharCode(97 + (index % 26)));
            text += bytes.toString();
            if (path > 0) lines[0]?.push(striped(path, length));
            lines[path]?.push(bytes);
          }
          const { order, seen } = ordered();
          while (lines.some((line) => line.length > 0)) {
            const busy = [0, 1, 2, 3].filter((path) => (lines[path]?.length ?? 0) > 0);
            const path = busy[(choices.next().value ?? 0) % busy.length] ?? 0;
            const line = lines[path] ?? [];
            const next = line.shift();
            if (!Buffer.isBuffer(next)) {
              const together = next === undefined ? [] : [next];
              for (let more = line[0]; more !== undefined && !Buffer.isBuffer(more) && cut() > 10; more = line[0]) {
                together.push(more);
                line.shift();
              }
              order.records(frame(...together));
              continue;
            }
            const piece = next.subarray(0, cut());
            if (piece.length < next.length) line.unshift(next.subarray(piece.length));
            if (path === 0) order.content(piece);
            else order.striped(path, piece);
          }
          expect(seen.join('')).toBe(text);
          expect(order.held).toBe(0);
        },
      ),
    );
  });

  it('is put in order in a time that grows as it does', () => {
    const { order, seen } = ordered();
    const pieces = 26_000;
    order.records(frame(...Array.from({ length: pieces }, () => striped(1, 1)), flush));
    for (let i = 0; i < pieces; i++) order.striped(1, Buffer.from('a'));
    expect(seen).toEqual(['a'.repeat(pieces), '<flush>']);
    expect(order.held).toBe(0);
  });
});
