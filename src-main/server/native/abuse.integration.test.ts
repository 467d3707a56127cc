import { Buffer } from 'node:buffer';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalWriteLane } from '../../filesystem/local/writeLane.ts';
import { limits } from '../../protocol/limits.ts';
import { memory } from './memory.testing.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import { encodeRequest } from '../../protocol/native/requests.ts';
import { counted, frame, header, laneFrame, op, RawPeer, rec, sha256, u32, u8 } from './rawPeer.testing.ts';
import { serveTestShare, temporaryFiles, type TestShare } from './testShare.testing.ts';

/** An authenticated client that breaks the rules: it alone loses its connection, or its one request, and nothing piles up. */

let share: TestShare;
let peer: RawPeer;
let bystander: RawPeer;
let outside: string;

beforeEach(async () => {
  share = await serveTestShare();
  outside = share.outside();
  const { port } = share.server;
  peer = await RawPeer.connect({ port, token: share.token });
  bystander = await RawPeer.connect({ port, token: share.token });
});

afterEach(async () => {
  expect(await bystander.ask(op.stat, counted('/file'))).toBe('done');
  expect(bystander.goodbye).toBeUndefined();
  await share.server.stop();
  expect(temporaryFiles(share.folder)).toEqual([]);
  expect(share.outside()).toBe(outside);
  await share.stop();
});

const hello = Buffer.from('hello');
const MiB = 1024 * 1024;

/** The files in the share that were not there at the start. */
function added(): string[] {
  const known = ['dir', 'file', 'etc', 'loop', 'out-absolute', 'out-dir', 'out-file', 'out-missing', 'self', 'up'];
  return readdirSync(share.folder).filter((name) => !known.includes(name) && !name.startsWith('.ferry-'));
}

describe('frames', () => {
  it.each([
    ['an unknown kind', header(0, 1, 0x7f)],
    ['kind 0', header(0, 1, 0)],
    ['a flag', header(0, 1, op.ping, 1)],
    ['a reserved bit', header(0, 1, op.ping, 0, 1)],
    ['an answer', frame(op.page, 1, Buffer.alloc(6))],
    ['a welcome', frame(op.welcome, 1, Buffer.alloc(13))],
    ['id 0', frame(op.ping, 0)],
    ['a request with more behind it', frame(op.stat, 1, counted('/file'), u8(0))],
    ['a request that is cut', frame(op.stat, 1, counted('/file').subarray(0, 4))],
    ['a flag of 2', frame(op.remove, 1, counted('/file'), u8(2))],
    ['a window of 3 bytes', frame(op.window, 1, Buffer.alloc(3))],
    ['a lane without a window', frame(op.openReadLane, 1)],
  ])('%s ends the connection', async (_, bytes) => {
    peer.send(bytes, frame(op.makeDirectory, 99, counted('/behind'), u8(0)));
    expect(await peer.untilClosed()).toBe('protocol-violation');
    expect(added()).toEqual([]);
  });

  it.each([
    [op.stat, limits.controlPayload + 1],
    [op.records, limits.bulkPayload + 1],
    [op.content, 0x7fff_ffff],
    [op.ping, 0xffff_ffff],
  ])('kind %i with %i bytes is refused by its header', async (opcode, length) => {
    const before = process.memoryUsage().rss;
    peer.send(header(length, 1, opcode));
    expect(await peer.untilClosed()).toBe('frame-too-large');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MiB);
  });

  it('that stand for nothing any more are passed over', async () => {
    peer.send(
      frame(op.cancel, 77),
      frame(op.window, 78, u32(1)),
      frame(op.records, 79, rec.flush()),
      frame(op.content, 80, hello),
    );
    expect(await peer.ask(op.ping)).toBe('done');
  });

  it('cut at any length carry nothing out', async () => {
    const whole = frame(op.remove, 1, counted('/file'), u8(0));
    const cuts = await Promise.all(
      Array.from({ length: whole.length - 1 }, (_, i) => i + 1).map(async (length) => {
        const one = await RawPeer.connect({ port: share.server.port, token: share.token });
        one.send(whole.subarray(0, length));
        one.socket.end();
        await one.untilClosed();
        return length;
      }),
    );
    expect(cuts.length).toBe(whole.length - 1);
    expect(readFileSync(join(share.folder, 'file'), 'utf8')).toBe('inside');
  });

  it('all in one piece are answered in order', async () => {
    const many = Array.from({ length: 20 }, (_, i) => frame(op.stat, i + 1, counted('/file')));
    const both = await RawPeer.connect({ port: share.server.port, hello: false });
    both.send(both.helloFrame(share.token), ...many);
    await both.until(() => both.frames.length === 21, 'twenty answers');
    expect(both.frames.map(({ id }) => id)).toEqual(Array.from({ length: 21 }, (_, i) => i));
    for (const byte of Buffer.concat(many)) peer.send(Buffer.from([byte]));
    await peer.until(() => peer.frames.length === 21, 'twenty answers');
  });
});

describe('requests', () => {
  it('more than 32 at a time are put off, and the session lives', async () => {
    fill();
    peer.socket.pause(); // so that none of them ends
    for (let id = 1; id <= 40; id++) peer.send(frame(op.list, id, counted('/many')));
    await new Promise((resolve) => setTimeout(resolve, 300));
    peer.socket.resume();
    const grants = setInterval(() => {
      for (let id = 1; id <= 40; id++) peer.send(frame(op.window, id, u32(MiB)));
    }, 50);
    const ends = await Promise.all(Array.from({ length: 40 }, (_, i) => peer.final(i + 1)));
    clearInterval(grants);
    const busy = ends.filter(({ opcode, payload }) => opcode === op.error && payload[0] === 16);
    expect(busy).toHaveLength(8);
    expect(await peer.ask(op.ping)).toBe('done');
  });

  it('for attributes take no place: all are carried out, however many come at a time', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => index + 1);
    const payload = encodeRequest({ opcode: opcodes.setAttributes, path: '/file', modified: 1_000_000_000_000, mode: undefined });
    peer.send(...ids.map((id) => frame(op.setAttributes, id, payload)));
    const ends = await Promise.all(ids.map((id) => peer.final(id)));
    expect(ends.filter(({ opcode }) => opcode === op.error)).toEqual([]);
    expect(statSync(join(share.folder, 'file')).mtimeMs).toBe(1_000_000_000_000);
  });

  it('with an id that is in use end the connection', async () => {
    fill();
    peer.send(frame(op.list, 1, counted('/many')), frame(op.stat, 1, counted('/file')));
    expect(await peer.untilClosed()).toBe('protocol-violation');
  });

  it('of a client that never reads keep their answers on the disk', async () => {
    fill();
    await bystander.settled();
    const before = memory();
    peer.socket.pause();
    for (let id = 1; id <= 32; id++) peer.send(frame(op.list, id, counted('/many')), frame(op.window, id, u32(0xffff_ffff)));
    for (let i = 0; i < 200; i++) {
      peer.send(Buffer.concat(Array.from({ length: 100 }, (_, k) => frame(op.ping, 100 + i * 100 + k))));
      await bystander.settled();
    }
    // What a listing has looked up when it is held back depends on how fast the threads are, and goes.
    await expect.poll(() => memory() - before).toBeLessThan(24 * MiB);
    peer.close();
  });

  it('hold their pages back until they are granted', async () => {
    fill();
    const id = peer.nextId();
    peer.send(frame(op.list, id, counted('/many')));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const bytes = (): number => peer.pages(id).reduce((sum, page) => sum + page.length, 0);
    expect(bytes()).toBeGreaterThan(limits.pageWindow - limits.controlPayload);
    expect(bytes()).toBeLessThanOrEqual(limits.pageWindow + limits.controlPayload);
    expect(await peer.ask(op.ping)).toBe('done');
    peer.send(frame(op.window, id, u32(0xffff_ffff)));
    expect((await peer.final(id)).opcode).toBe(op.done);
    const last = peer.pages(id).at(-1);
    expect(last?.readUInt32BE(0)).toBe(manyFiles);
  });

  it('that wait for a grant can be cancelled', async () => {
    fill();
    const id = peer.nextId();
    peer.send(frame(op.list, id, counted('/many')));
    await new Promise((resolve) => setTimeout(resolve, 300));
    peer.send(frame(op.cancel, id));
    expect((await peer.final(id)).payload[0]).toBe(23);
  });
});

describe('lanes', () => {
  it('more than 8 at a time are put off, and the session lives', async () => {
    const lanes = Array.from({ length: 9 }, () => peer.openLane());
    const answer = await peer.final(lanes[8] ?? 0);
    expect([answer.opcode, answer.payload[0]]).toEqual([op.error, 16]);
    peer.send(frame(op.cancel, lanes[0] ?? 0));
    await peer.final(lanes[0] ?? 0);
    const again = peer.openLane();
    peer.send(frame(op.records, again, rec.whole(1, hello, rec.target('/new')), rec.flush()));
    expect((await peer.outcome(1)).end).toBe('committed');
  });

  const write = (...records: Buffer[]): Buffer => frame(op.records, 1, ...records);
  it.each([
    ['contents of no file', [frame(op.content, 1, hello)]],
    [
      'contents behind the end',
      [
        write(rec.open(1, 5, rec.target('/x'))),
        frame(op.content, 1, hello),
        write(rec.end(1, 5, sha256(hello))),
        frame(op.content, 1, hello),
      ],
    ],
    ['contents behind an abort', [write(rec.open(1, 5, rec.target('/x')), rec.abort(1, false)), frame(op.content, 1, hello)]],
    ['the end of no file', [write(rec.end(1, 0))]],
    ['the end of another file', [write(rec.open(1, 5, rec.target('/x')), rec.end(2, 0))]],
    ['two ends', [write(rec.open(1, 0, rec.target('/x')), rec.end(1, 0), rec.end(1, 0))]],
    ['an end before the contents', [write(rec.open(1, 5, rec.target('/x')), rec.end(1, 5, sha256(hello)))]],
    [
      'an end behind too much',
      [write(rec.open(1, 5, rec.target('/x'))), frame(op.content, 1, hello, hello), write(rec.end(1, 5, sha256(hello)))],
    ],
    ['a hole in no file', [write(rec.hole(1, 65_536))]],
    ['a hole in another file', [write(rec.open(1, 65_536, rec.target('/x')), rec.hole(2, 65_536))]],
    ['a hole behind the end', [write(rec.open(1, 0, rec.target('/x')), rec.end(1, 0), rec.hole(1, 1))]],
    ['a hole of nothing', [write(rec.open(1, 65_536, rec.target('/x')), rec.hole(1, 0))]],
    ['a hole beyond the size', [write(rec.open(1, 65_536, rec.target('/x')), rec.hole(1, 65_537))]],
    ['a hole longer than allowed', [write(rec.open(1, 2 ** 32, rec.target('/x')), rec.hole(1, 0xffff_ffff))]],
    [
      'holes that are too many together',
      [write(rec.open(1, 100 * MiB, rec.target('/x')), rec.hole(1, 60 * MiB), rec.hole(1, 60 * MiB))],
    ],
    [
      'a hole behind contents beyond the size',
      [write(rec.open(1, 5, rec.target('/x'))), frame(op.content, 1, hello), write(rec.hole(1, 1))],
    ],
    ['an end that leaves a hole out', [write(rec.open(1, 65_541, rec.target('/x')), rec.hole(1, 65_536), rec.end(1, 5))]],
    ['reuse in no file', [write(rec.reuse(1, 0, 5))]],
    ['reuse beyond the size', [write(rec.open(1, 5, rec.target('/x')), rec.reuse(1, 0, 6))]],
    ['reuse of nothing', [write(rec.open(1, 5, rec.target('/x')), rec.reuse(1, 0, 0))]],
    ['reuse that is too much together', [write(rec.open(1, 9, rec.target('/x')), rec.reuse(1, 0, 6), rec.reuse(1, 0, 6))]],
    ['an end that leaves reuse out', [write(rec.open(1, 5, rec.target('/x')), rec.reuse(1, 0, 5), rec.end(1, 0))]],
    ['a basis', [write(rec.basis(1, 1))]],
    ['an abort of no file', [write(rec.abort(1, true))]],
    ['a file without a target', [write(rec.open(1, 5, u8(0)))]],
    ['a file at two offsets', [write(rec.open(1, 9, rec.target('/x', 0, Buffer.alloc(16), 4), 5))]],
    ['more times of directories than allowed', [write(rec.directoryTimes(...Array<string>(33).fill('/')))]],
    ['the time of a directory that can not be', [write(rec.directoryTimes('/../x'))]],
    ['a read', [write(rec.read(1, '/file'))]],
    ['a receipt', [write(Buffer.concat([u8(0x21), u32(1), Buffer.alloc(41)]))]],
    ['half a record', [write(rec.whole(1, hello, rec.target('/x')), rec.open(2, 5, rec.target('/y')).subarray(0, 20))]],
    ['a record of an unknown kind behind a good one', [write(rec.makeDirectory(1, '/x'), Buffer.from([0x99, 0, 0, 0, 0]))]],
  ])('%s on a write lane ends the connection', async (what, frames) => {
    peer.send(laneFrame(op.openWriteLane, 1, MiB), ...frames);
    expect(await peer.untilClosed()).toBe('protocol-violation');
    await expect.poll(() => temporaryFiles(share.folder)).toEqual([]);
    // What was whole before that may stand; nothing else may.
    const whole = ['contents behind the end', 'a hole behind the end', 'two ends'].includes(what) ? ['x'] : [];
    expect(whole).toEqual(expect.arrayContaining(added()));
  });

  it.each([
    ['contents', [frame(op.content, 1, hello)]],
    ['a file', [frame(op.records, 1, rec.open(1, 5, rec.target('/x')))]],
    ['a flush', [frame(op.records, 1, rec.flush())]],
    ['a hole', [frame(op.records, 1, rec.hole(1, 1))]],
    ['reuse', [frame(op.records, 1, rec.reuse(1, 0, 1))]],
    ['a basis of another file', [frame(op.records, 1, rec.basis(1, 3), rec.read(2, '/file'))]],
    ['two bases at a time', [frame(op.records, 1, rec.basis(1, 3), rec.basis(2, 3))]],
    ['a basis for what is asked already', [frame(op.records, 1, rec.read(1, '/file'), rec.basis(1, 3))]],
    ['a chunk of no bytes', [frame(op.records, 1, rec.basis(1, 3, 0), rec.read(1, '/file'))]],
    ['a list of a million chunks', Array.from({ length: 200 }, () => frame(op.records, 1, rec.basis(1, 5_000)))],
    ['many long lists', Array.from({ length: 20 }, (_, i) => frame(op.records, 1, rec.basis(i, 5_000), rec.read(i, '/file')))],
    ['the same ticket twice', [frame(op.records, 1, rec.read(1, '/file'), rec.read(1, '/file'))]],
    [
      'more files than allowed',
      [frame(op.records, 1, ...Array.from({ length: limits.readsOnLane + 1 }, (__, i) => rec.read(i, '/f')))],
    ],
  ])('%s on a read lane ends the connection', async (_, frames) => {
    peer.send(laneFrame(op.openReadLane, 1, 0), ...frames);
    expect(await peer.untilClosed()).toBe('protocol-violation');
  });

  it('more than the window allows ends the connection, when the disk is slow', async () => {
    const { port } = share.server;
    const slow = await RawPeer.connect({ port, token: share.token });
    const heldBack = vi.spyOn(LocalWriteLane.prototype, 'congested', 'get').mockReturnValue(true);
    try {
      const lane = slow.openLane();
      slow.send(frame(op.records, lane, rec.open(1, 64 * MiB, rec.target('/x'))));
      const piece = frame(op.content, lane, Buffer.alloc(limits.bulkPayload));
      for (let sent = 0; sent < limits.window; sent += limits.bulkPayload) slow.send(piece);
      await slow.settled();
      expect(slow.frames.some(({ opcode }) => opcode === op.window)).toBe(false);
      for (let i = 0; i < 3; i++) slow.send(piece);
      expect(await slow.untilClosed()).toBe('protocol-violation');
    } finally {
      heldBack.mockRestore();
    }
    expect(added()).toEqual([]);
  });

  it('100,000 frames without contents cost nothing that stays', async () => {
    const lane = peer.openLane();
    peer.send(frame(op.records, lane, rec.open(1, 5, rec.target('/x'))));
    await peer.settled();
    const before = memory();
    const empty = frame(op.content, lane);
    const chunk = Buffer.concat(Array.from({ length: 10_000 }, () => empty));
    const started = performance.now();
    for (let i = 0; i < 10; i++) peer.send(chunk);
    await peer.settled();
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(memory() - before).toBeLessThan(16 * MiB);
    peer.send(frame(op.content, lane, hello), frame(op.records, lane, rec.end(1, 5, sha256(hello)), rec.flush()));
    expect((await peer.outcome(1)).end).toBe('committed');
    expect(readFileSync(join(share.folder, 'x'), 'utf8')).toBe('hello');
  });

  it('a file that comes byte by byte is whole, and costs no object for each', async () => {
    const lane = peer.openLane();
    const bytes = Buffer.from(Array.from({ length: 60_000 }, (_, i) => i % 251));
    peer.send(frame(op.records, lane, rec.open(1, bytes.length, rec.target('/x'))));
    await peer.settled();
    const before = memory();
    peer.send(...[...bytes].map((_, i) => frame(op.content, lane, bytes.subarray(i, i + 1))));
    await peer.settled();
    expect(memory() - before).toBeLessThan(24 * MiB);
    peer.send(frame(op.records, lane, rec.end(1, bytes.length, sha256(bytes)), rec.flush()));
    expect((await peer.outcome(1)).sha256).toBe(sha256(bytes).toString('hex'));
    expect(readFileSync(join(share.folder, 'x')).equals(bytes)).toBe(true);
  });

  it('of a client that never takes contents keep them on the disk', async () => {
    writeFileSync(join(share.folder, 'large'), Buffer.alloc(64 * MiB));
    await bystander.settled();
    const before = memory();
    peer.socket.pause();
    for (let id = 1; id <= 8; id++) {
      peer.send(
        laneFrame(op.openReadLane, id, 0xffff_ffff),
        frame(op.records, id, ...Array.from({ length: 100 }, (_, i) => rec.read(i, '/large'))),
      );
    }
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await bystander.settled();
    }
    expect(memory() - before).toBeLessThan(64 * MiB);
    peer.close();
  });

  it('a file of a terabyte of holes fails for want of space, or keeps nobody else waiting', async () => {
    const lane = peer.openLane();
    const holes = Array.from({ length: 10_000 }, () => rec.hole(1, 64 * MiB));
    peer.send(frame(op.records, lane, rec.open(1, 640_000 * MiB, rec.target('/x')), ...holes));
    peer.send(
      frame(
        op.records,
        lane,
        rec.open(2, 2_000 * MiB, rec.target('/y')),
        ...holes.slice(0, 30).map((_, i) => rec.hole(2, (i + 1) * MiB)),
      ),
    );
    const started = performance.now();
    for (let i = 0; i < 5; i++) expect(await bystander.ask(op.stat, counted('/file'))).toBe('done');
    expect(performance.now() - started).toBeLessThan(2_000);
    peer.close();
  });

  it('a sparse file comes with its holes to who knows them, and whole to who does not', async () => {
    const size = 4 * MiB;
    writeFileSync(join(share.folder, 'sparse'), 'x');
    truncateSync(join(share.folder, 'sparse'), size);
    const knows = await RawPeer.connect({ port: share.server.port, hello: false });
    knows.send(knows.helloFrame(share.token, 1));
    await knows.until(() => knows.welcomed, 'the welcome');
    for (const [one, holes] of [
      [knows, size - 65_536],
      [peer, 0],
    ] as const) {
      const lane = one.openLane(op.openReadLane);
      one.send(frame(op.records, lane, rec.read(1, '/sparse')));
      expect((await one.outcome(1)).end).toBe('read');
      const contents = one.frames.filter(({ opcode }) => opcode === op.content);
      expect(contents.reduce((sum, { payload }) => sum + payload.length, 0)).toBe(size - holes);
      expect(one.holes).toBe(holes);
    }
    knows.close();
  });

  it('reuse of what is not there fails that file alone', async () => {
    writeFileSync(join(share.folder, 'old'), 'hello');
    const asked = peer.nextId();
    peer.send(frame(op.chunks, asked, counted('/old')));
    const identity = (await peer.final(asked)).payload;
    expect(peer.pages(asked).map((page) => page.readUInt32BE(0))).toEqual([5]);
    const lane = peer.openLane();
    const old = rec.target('/old', 1);
    peer.send(
      frame(op.records, lane, rec.open(1, 5, old), rec.reuse(1, 0, 5)),
      frame(op.records, lane, rec.based(2, identity), rec.open(2, 9, old), rec.reuse(2, 0, 6)),
      frame(op.records, lane, rec.based(3, identity), rec.open(3, 9, old), rec.reuse(3, 2 ** 52, 1)),
      frame(op.records, lane, rec.based(4, Buffer.alloc(32)), rec.open(4, 5, old), rec.reuse(4, 0, 5)),
      frame(op.records, lane, rec.based(5, identity), rec.open(5, 5, rec.target('/file', 1)), rec.reuse(5, 0, 5)),
      frame(op.records, lane, rec.based(6, identity), rec.open(7, 5, old), rec.reuse(7, 0, 5)),
      frame(
        op.records,
        lane,
        rec.based(8, identity),
        rec.open(8, 5, old),
        rec.reuse(8, 0, 5),
        rec.end(8, 5, sha256(Buffer.from('other'))),
      ),
      frame(op.records, lane, rec.flush()),
    );
    for (const ticket of [1, 2, 3, 4, 5, 7]) expect((await peer.outcome(ticket)).end).toBe('offset-conflict');
    expect((await peer.outcome(8)).end).toBe('integrity-mismatch');
    peer.send(
      frame(op.records, lane, rec.based(9, identity), rec.open(9, 10, old), rec.reuse(9, 0, 5), rec.reuse(9, 0, 5)),
      frame(op.records, lane, rec.end(9, 10, sha256(Buffer.from('hellohello'))), rec.flush()),
    );
    expect((await peer.outcome(9)).end).toBe('committed');
    expect(readFileSync(join(share.folder, 'old'), 'utf8')).toBe('hellohello');
    expect(readFileSync(join(share.folder, 'file'), 'utf8')).toBe('inside');
  });

  it('answers that are never granted are not piled up', async () => {
    const lane = peer.openLane(op.openReadLane, 0);
    const missing = `/${'m'.repeat(200)}`;
    for (let i = 0; i < 60 && !peer.closed; i++) {
      peer.send(
        frame(
          op.records,
          lane,
          ...Array.from({ length: 1_000 }, (_, k) => rec.read(i * 1_000 + k, i % 2 === 0 ? missing : '/../x')),
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await peer.untilClosed()).toBe('protocol-violation');
  });

  it('resume points without end are no way to fill the server’s memory', async () => {
    const lane = peer.openLane(op.openReadLane, 0);
    const point = Buffer.alloc(18 + limits.prefixes * 32, 7);
    point.writeBigUInt64BE(BigInt(limits.prefixes));
    point.writeBigUInt64BE(1n, 8);
    point.writeUInt16BE(limits.prefixes, 16);
    for (let i = 0; i < limits.prefixesOnLane / limits.prefixes; i++) {
      peer.send(frame(op.records, lane, rec.read(i, '/file', point)));
    }
    // The first one's contents wait in the way out, so it has ended.
    for (let i = 0; i < 2; i++) peer.send(frame(op.records, lane, rec.read(1_000 + i, '/file', point)));
    expect(await peer.untilClosed()).toBe('protocol-violation');
  });

  it('a resume point that was never told is refused', async () => {
    const lane = peer.openLane();
    const key = Buffer.alloc(16, 3);
    peer.send(frame(op.records, lane, rec.open(1, 9, rec.target('/x', 0, key, 4), 4)));
    expect((await peer.outcome(1)).end).toBe('offset-conflict');
    peer.send(frame(op.records, lane, rec.whole(2, hello, rec.target('/y')), rec.flush()));
    expect((await peer.outcome(2)).end).toBe('committed');
    expect(added()).toEqual(['y']);
  });
});

/** A folder whose listing does not fit into what a request may send ahead. */
function fill(): void {
  mkdirSync(join(share.folder, 'many'));
  for (let i = 0; i < manyFiles; i++) writeFileSync(join(share.folder, 'many', String(i).padStart(240, 'n')), '');
}

const manyFiles = 4_500;
