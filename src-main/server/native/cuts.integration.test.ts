import { Buffer } from 'node:buffer';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalFileSystem } from '../../filesystem/local/localFileSystem.ts';
import { helloFrame, servePair } from './memoryPeer.testing.ts';
import { counted, frame, laneFrame, op, RawPeer, rec, sha256 } from './rawPeer.testing.ts';
import { serveTestShare, temporaryFiles, type TestShare } from './testShare.testing.ts';

/** Connections that end in the middle, bytes that are wrong, and two that want the same: what stands is always a whole file. */

const KiB = 1024;
const MiB = 1024 * 1024;

function pattern(size: number, seed: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let i = 0, state = seed * 2_654_435_761 + 1; i < size; i++) {
    state = (state * 1_103_515_245 + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

/** The frames of an upload on lane 1. */
function upload(path: string, bytes: Buffer, piece: number, key?: Buffer): Buffer {
  const frames = [
    laneFrame(op.openWriteLane, 1, 8 * MiB),
    frame(op.records, 1, rec.open(1, bytes.length, rec.target(path, 1, key))),
  ];
  for (let at = 0; at < bytes.length; at += piece) frames.push(frame(op.content, 1, bytes.subarray(at, at + piece)));
  frames.push(frame(op.records, 1, rec.end(1, bytes.length, sha256(bytes)), rec.flush()));
  return Buffer.concat(frames);
}

describe('in memory', () => {
  let folder: string;
  let fileSystem: LocalFileSystem;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'ferry-cut-')));
    fileSystem = new LocalFileSystem({ root: folder });
  });

  afterEach(async () => {
    await fileSystem.close();
    rmSync(folder, { recursive: true });
  });

  /** The server's side of a connection that brings these bytes and then ends, in order or not. */
  async function run(bytes: Buffer, end: 'end' | 'destroy'): Promise<void> {
    const { client, closed } = servePair(fileSystem);
    client.write(bytes);
    if (end === 'end') client.end();
    else setImmediate(() => client.destroy());
    await closed;
  }

  it('an upload of 4 KiB cut at each byte leaves the old file or the new one', { timeout: 120_000 }, async () => {
    const old = pattern(1_000, 1);
    const fresh = pattern(4 * KiB, 2);
    const transcript = Buffer.concat([helloFrame, upload('/file', fresh, KiB)]);
    for (let length = 0; length <= transcript.length; length++) {
      if (length % 50 === 0 || length > transcript.length - 50) writeFileSync(join(folder, 'file'), old);
      await run(transcript.subarray(0, length), length % 2 === 0 ? 'end' : 'destroy');
      const stands = readFileSync(join(folder, 'file'));
      const whole = length === transcript.length;
      // Without the flush behind it, a file that is whole is committed all the same.
      if (whole) expect(stands.equals(fresh)).toBe(true);
      else expect(stands.equals(old) || (length > transcript.length - 60 && stands.equals(fresh)), `cut at ${length}`).toBe(true);
      expect(readdirSync(folder), `cut at ${length}`).toEqual(['file']);
    }
  });

  it('a resumable upload cut anywhere shows nothing, and can go on', { timeout: 120_000 }, async () => {
    const bytes = pattern(9 * MiB, 3);
    const key = Buffer.alloc(16, 9);
    const transcript = Buffer.concat([helloFrame, upload('/large', bytes, 256 * KiB, key)]);
    for (const part of [0.05, 0.2, 0.5, 0.77, 0.95]) {
      await run(transcript.subarray(0, Math.floor(transcript.length * part)), part < 0.5 ? 'end' : 'destroy');
      expect(readdirSync(folder).filter((name) => !name.startsWith('.ferry-'))).toEqual([]);
      const partial = await fileSystem.partial('/large', key.toString('hex'));
      expect(partial?.size ?? 0).toBeLessThanOrEqual(bytes.length);
      for (const [index, prefix] of (partial?.prefixes ?? []).entries()) {
        const end = Math.min(partial?.size ?? 0, (index + 1) * (partial?.blockSize ?? 0));
        expect(Buffer.from(prefix).equals(sha256(bytes.subarray(0, end)))).toBe(true);
      }
    }
    const partial = await fileSystem.partial('/large', key.toString('hex'));
    expect(partial?.size).toBeGreaterThan(8 * MiB);
    const offset = 4 * MiB;
    const rest = Buffer.concat([
      helloFrame,
      laneFrame(op.openWriteLane, 1, 8 * MiB),
      frame(op.records, 1, rec.open(1, bytes.length, rec.target('/large', 0, key, offset), offset)),
      ...Array.from({ length: 20 }, (_, i) =>
        frame(op.content, 1, bytes.subarray(offset + i * 256 * KiB, offset + (i + 1) * 256 * KiB)),
      ),
      frame(op.records, 1, rec.end(1, bytes.length, sha256(bytes)), rec.flush()),
    ]);
    await run(rest, 'end');
    expect(readdirSync(folder)).toEqual(['large']);
    expect(readFileSync(join(folder, 'large')).equals(bytes)).toBe(true);
  });

  it('every bit of an upload turned around commits no wrong file', { timeout: 300_000 }, async () => {
    // Zeros in the contents are the hardest: they look like flags and lengths.
    const small = Buffer.concat([Buffer.from('small'), Buffer.alloc(20), Buffer.from([0x15, 0, 0, 0, 0]), Buffer.alloc(3)]);
    const large = Buffer.concat([pattern(40, 4), Buffer.alloc(20)]);
    const old = Buffer.from('old');
    const transcript = Buffer.concat([
      helloFrame,
      frame(op.makeDirectory, 2, counted('/d'), Buffer.from([0])),
      laneFrame(op.openWriteLane, 1, MiB),
      frame(
        op.records,
        1,
        rec.whole(1, small, rec.target('/small', 1)),
        rec.open(2, large.length, rec.target('/large', 0, Buffer.alloc(16, 5))),
      ),
      frame(op.content, 1, large.subarray(0, 25)),
      frame(op.content, 1, large.subarray(25)),
      frame(op.records, 1, rec.end(2, large.length, sha256(large)), rec.makeDirectory(3, '/e'), rec.flush()),
    ]);
    const right = new Set([small, large, old].map((bytes) => bytes.toString('hex')));
    await run(transcript, 'end');
    expect(readdirSync(folder).sort()).toEqual(['d', 'e', 'large', 'small']);
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    let complete = 0;
    for (let bit = 0; bit < transcript.length * 8; bit++) {
      writeFileSync(join(folder, 'small'), old);
      const flipped = Buffer.from(transcript);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await run(flipped, 'end');
      const entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
      for (const entry of entries) {
        const path = Buffer.concat([Buffer.from(`${folder}/`), entry.name]);
        if (entry.isFile()) {
          const hidden = /^\.ferry-[0-9a-f]{32}\.part$/.test(entry.name.toString('latin1'));
          if (!hidden) expect(right, `bit ${bit}: ${entry.name.toString()}`).toContain(readFileSync(path).toString('hex'));
          unlinkSync(path);
        } else {
          rmSync(path, { recursive: true });
        }
      }
      if (entries.length >= 4) complete += 1;
    }
    expect(complete).toBeGreaterThan(30); // bits of times, modes and names do no harm
  });
});

describe('over the network', () => {
  let share: TestShare;

  beforeEach(async () => {
    share = await serveTestShare();
  });

  afterEach(async () => {
    await share.stop();
  });

  const connect = (): Promise<RawPeer> => RawPeer.connect({ port: share.server.port, token: share.token });

  it('an upload of megabytes cut by a reset or an end leaves nothing but whole files', { timeout: 60_000 }, async () => {
    const old = pattern(100, 5);
    const bytes = pattern(3 * MiB, 6);
    const transcript = upload('/dir/file', bytes, 256 * KiB);
    const target = join(share.folder, 'dir', 'file');
    writeFileSync(target, old);
    for (let round = 0; round < 24; round++) {
      const peer = await connect();
      const length = Math.floor((transcript.length * (round * 7 + 1)) / (24 * 7));
      await new Promise<void>((resolve) => {
        peer.socket.write(transcript.subarray(0, length), () => resolve());
      });
      if (round % 3 === 0) peer.socket.destroy();
      else if (round % 3 === 1) peer.socket.end();
      else peer.plain.resetAndDestroy();
      await peer.untilClosed();
      await expect.poll(() => share.server.peers().length, { timeout: 10_000 }).toBe(0);
      expect(readFileSync(target).equals(old)).toBe(true);
      expect(temporaryFiles(share.folder)).toEqual([]);
    }
    const peer = await connect();
    peer.send(transcript);
    expect((await peer.outcome(1)).sha256).toBe(sha256(bytes).toString('hex'));
    expect(readFileSync(target).equals(bytes)).toBe(true);
  });

  it('a server that stops in the middle of uploads leaves no part of them to see', async () => {
    const bytes = pattern(2 * MiB, 7);
    const peers = await Promise.all([connect(), connect(), connect()]);
    for (const [i, peer] of peers.entries()) {
      const key = i === 0 ? Buffer.alloc(16, 1) : undefined;
      const all = upload(`/dir/f${i}`, bytes, 256 * KiB, key);
      peer.send(all.subarray(0, Math.floor(all.length * 0.8)));
    }
    await expect.poll(() => temporaryFiles(share.folder)).toHaveLength(3);
    await share.server.stop();
    expect(readdirSync(join(share.folder, 'dir')).filter((name) => /^f\d$/.test(name))).toEqual([]);
    expect(temporaryFiles(share.folder)).toHaveLength(1); // the one that can go on
  });

  it.each([
    ['overwrite', 1],
    ['fail', 0],
  ] as const)('two clients write one path a hundred times, with %s', { timeout: 60_000 }, async (_, existing) => {
    const peers = await Promise.all([connect(), connect()]);
    const lanes = peers.map((peer) => peer.openLane());
    for (let round = 1; round <= 100; round++) {
      const contents = peers.map((__, i) => pattern(i === round % 2 ? 300 : 40 * KiB, round * 2 + i));
      const path = existing === 1 ? '/dir/contested' : `/dir/contested${round}`;
      for (const [i, peer] of round % 2 === 0 ? [...peers.entries()] : [...peers.entries()].reverse()) {
        const bytes = contents[i] ?? Buffer.alloc(0);
        const lane = lanes[i] ?? 0;
        if (i === 0) {
          peer.send(frame(op.records, lane, rec.whole(round, bytes, rec.target(path, existing)), rec.flush()));
        } else {
          peer.send(
            frame(op.records, lane, rec.open(round, bytes.length, rec.target(path, existing))),
            frame(op.content, lane, bytes),
          );
          peer.send(frame(op.records, lane, rec.end(round, bytes.length, sha256(bytes)), rec.flush()));
        }
      }
      const ends = await Promise.all(peers.map((peer) => peer.outcome(round)));
      const stands = sha256(readFileSync(join(share.folder, path))).toString('hex');
      expect(contents.map((bytes) => sha256(bytes).toString('hex'))).toContain(stands);
      const committed = ends.filter(({ end }) => end === 'committed');
      for (const { sha256: receipt } of committed)
        expect(contents.map((bytes) => sha256(bytes).toString('hex'))).toContain(receipt);
      if (existing === 0) {
        expect(ends.map(({ end }) => end).sort()).toEqual(['already-exists', 'committed']);
        expect(committed[0]?.sha256).toBe(stands);
      } else {
        expect(committed).toHaveLength(2);
      }
    }
    expect(temporaryFiles(share.folder)).toEqual([]);
  });
});
