import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patternBytes } from '../../filesystem/contract/recorder.ts';
import { memory } from './memory.testing.ts';
import { codeOf, frame, op, RawPeer, rec, sha256, u32, u8 } from './rawPeer.testing.ts';
import { serveTestShare, type TestShare } from './testShare.testing.ts';

/** Lanes over several connections, from the outside: what comes early or late, what ends with what, and who breaks the rules. */

const MiB = 1024 * 1024;
let share: TestShare;
let peer: RawPeer;
let second: RawPeer;
let key: Buffer;

beforeEach(async () => {
  share = await serveTestShare();
  const { port } = share.server;
  peer = await RawPeer.connect({ port, token: share.token });
  second = await RawPeer.connect({ port, token: share.token });
  key = randomBytes(16);
});

afterEach(() => share.stop());

/** Makes a connection a stripe; its id. */
function joinLane(connection: RawPeer, number = 1, of = key): number {
  const id = connection.nextId();
  connection.send(frame(op.joinLane, id, of, u8(number)));
  return id;
}

async function codeOfEnd(connection: RawPeer, id: number): Promise<string> {
  const { opcode, payload } = await connection.final(id);
  return opcode === op.done ? 'done' : codeOf(payload);
}

const bytes = Buffer.from(patternBytes(100_000));
const [one, two, three] = [bytes.subarray(0, 40_000), bytes.subarray(40_000, 70_000), bytes.subarray(70_000)] as const;

describe('a file whose contents take two connections', () => {
  let lane: number;

  beforeEach(async () => {
    lane = peer.openLane(op.openWriteLane, 8 * MiB, key);
    peer.send(frame(op.records, lane, rec.open(1, bytes.length, rec.target('/x'))), frame(op.content, lane, one));
    await peer.settled();
  });

  function announce(): void {
    peer.send(frame(op.records, lane, rec.striped(1, two.length)), frame(op.content, lane, three));
    peer.send(frame(op.records, lane, rec.end(1, bytes.length, sha256(bytes)), rec.flush()));
  }

  async function expectWhole(): Promise<void> {
    expect(await peer.outcome(1)).toEqual({
      ticket: 1,
      end: 'committed',
      size: bytes.length,
      sha256: sha256(bytes).toString('hex'),
    });
    expect(readFileSync(join(share.folder, 'x')).equals(bytes)).toBe(true);
  }

  it('is whole when they come before their turn', async () => {
    second.send(frame(op.content, joinLane(second), two));
    await second.settled();
    announce();
    await expectWhole();
  });

  it('is whole when they come late, and the stripe joins late', async () => {
    announce();
    await peer.settled();
    expect(peer.outcomes.size).toBe(0);
    const stripe = joinLane(second);
    for (let at = 0; at < two.length; at += 7_000) second.send(frame(op.content, stripe, two.subarray(at, at + 7_000)));
    await expectWhole();
  });

  it.each([
    ['the stripe is closed', (stripe: number) => second.send(frame(op.cancel, stripe))],
    ['its connection is lost', () => second.socket.destroy()],
    ['it breaks a rule', (stripe: number) => second.send(frame(op.records, stripe, rec.flush()))],
  ])('is not there when %s, and the lane ends', async (_, end) => {
    const stripe = joinLane(second);
    await second.settled();
    announce();
    end(stripe);
    expect(await codeOfEnd(peer, lane)).toBe('connection-lost');
    expect(await peer.ask(op.ping)).toBe('done');
    expect(existsSync(join(share.folder, 'x'))).toBe(false);
  });

  it('is not there when the lane is closed, and its stripes end', async () => {
    const stripe = joinLane(second);
    await second.settled();
    peer.send(frame(op.cancel, lane));
    expect(await codeOfEnd(peer, lane)).toBe('done');
    expect(await codeOfEnd(second, stripe)).toBe('cancelled');
    expect(await second.ask(op.ping)).toBe('done');
  });

  it('ends with its own connection', async () => {
    const stripe = joinLane(second);
    await second.settled();
    peer.socket.destroy();
    expect(await codeOfEnd(second, stripe)).toBe('cancelled');
  });

  it('costs what it is long while it waits, in however many pieces', async () => {
    announce();
    const early = joinLane(second, 2);
    await second.settled();
    await peer.settled();
    const before = memory();
    const piece = Buffer.concat(Array.from({ length: 10_000 }, () => frame(op.content, lane, Buffer.alloc(1))));
    const records = Buffer.concat(Array.from({ length: 10_000 }, () => frame(op.records, lane, rec.flush())));
    const empty = Buffer.concat(Array.from({ length: 10_000 }, () => frame(op.content, lane)));
    const soon = Buffer.concat(Array.from({ length: 10_000 }, () => frame(op.content, early, Buffer.alloc(1))));
    for (let i = 0; i < 10; i++) {
      peer.send(piece, records, empty);
      second.send(soon);
    }
    await peer.settled();
    await second.settled();
    expect(memory() - before).toBeLessThan(8 * MiB);
    expect(peer.goodbye).toBeUndefined();
  });

  it('may not have more before its turn than was granted', async () => {
    const stripe = joinLane(second);
    const piece = Buffer.alloc(256 * 1024);
    for (let sent = 0; sent < 20 * MiB && !second.closed; sent += piece.length) second.send(frame(op.content, stripe, piece));
    expect(await second.untilClosed()).toBe('protocol-violation');
    expect(await codeOfEnd(peer, lane)).toBe('connection-lost');
  });
});

describe('joining', () => {
  it('a lane that nobody knows fails, and nothing else', async () => {
    expect(await codeOfEnd(second, joinLane(second))).toBe('not-found');
    expect(await second.ask(op.ping)).toBe('done');
  });

  it('with a number that is taken ends the connection', async () => {
    peer.openLane(op.openWriteLane, MiB, key);
    await peer.settled();
    joinLane(second, 3);
    joinLane(second, 3);
    expect(await second.untilClosed()).toBe('protocol-violation');
  });

  it('counts among the lanes of a connection', async () => {
    peer.openLane(op.openWriteLane, MiB, key);
    await peer.settled();
    for (let lanes = 0; lanes < 8; lanes++) second.openLane();
    expect(await codeOfEnd(second, joinLane(second))).toBe('busy');
  });

  it('a lane’s key can not be taken by another', async () => {
    peer.openLane(op.openWriteLane, MiB, key);
    await peer.settled();
    second.openLane(op.openWriteLane, MiB, key);
    expect(await second.untilClosed()).toBe('protocol-violation');
    const third = await RawPeer.connect({ port: share.server.port, token: share.token });
    const stripe = joinLane(third);
    await third.settled();
    third.send(frame(op.cancel, stripe));
    expect(await codeOfEnd(third, stripe)).toBe('done');
  });

  it('a read lane: contents take the stripes there are, as fast as they come, and never come in', async () => {
    const large = patternBytes(3 * MiB);
    writeFileSync(join(share.folder, 'large'), large);
    const lane = peer.openLane(op.openReadLane, 16 * MiB, key);
    await peer.settled();
    const [own, stripe] = [joinLane(peer, 1), joinLane(second, 2)];
    await second.settled();
    await peer.settled();
    peer.send(frame(op.records, lane, rec.read(1, '/large')));
    const told = new Map([peer, second].map((connection) => [connection, 0]));
    await peer.until(() => {
      for (const [connection, id] of [
        [peer, own],
        [second, stripe],
      ] as const) {
        const came = connection.contentsOn(id) - (told.get(connection) ?? 0);
        if (came === 0) continue;
        connection.send(frame(op.window, id, u32(came)));
        told.set(connection, connection.contentsOn(id));
      }
      return peer.outcomes.has(1);
    }, 'the end of the file');
    expect(peer.outcomes.get(1)?.end).toBe('read');
    await second.settled();
    expect(peer.contentsOn(lane)).toBe(0);
    expect(peer.contentsOn(own) + second.contentsOn(stripe)).toBe(large.length);
    expect(second.contentsOn(stripe)).toBeGreaterThan(0);
    second.send(frame(op.content, stripe, Buffer.alloc(10)));
    expect(await second.untilClosed()).toBe('protocol-violation');
    expect(await codeOfEnd(peer, lane)).toBe('connection-lost');
  });
});
