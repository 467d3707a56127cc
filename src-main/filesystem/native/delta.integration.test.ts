import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeltaPolicy, Receipt } from '../../../src-shared/model/transfer.ts';
import { patternBytes } from '../contract/recorder.ts';
import { connectNative } from './connect.ts';
import { otherSide, RelayedShare, relayedToken, type Side } from './relayedShare.testing.ts';

/** A changed file over the old one: only what differs travels, counted on the wire. */

const MiB = 1024 * 1024;
let share: RelayedShare;
/** Bytes that went through the connections, both ways. */
let wire: number;
let sockets: Socket[];
/** Called with `wire` as it grows. */
let watch: (bytes: number) => void;

beforeEach(async () => {
  wire = 0;
  sockets = [];
  watch = () => {};
  share = await RelayedShare.open({
    connect: (port, { pin }) => connectNative({ host: '127.0.0.1', port, pin, token: relayedToken }),
    carry: (from, to) => {
      sockets.push(from);
      from.on('data', (bytes) => {
        wire += bytes.length;
        watch(wire);
        if (!to.write(bytes)) from.pause();
      });
      to.on('drain', () => from.resume());
    },
  });
});

afterEach(() => share.stop());

function transfer(from: Side, delta: DeltaPolicy = 'always'): Promise<Receipt | undefined> {
  return share.copy(from, 'f', { existing: 'overwrite', delta });
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const old = Buffer.from(patternBytes(8 * MiB, 3));

function put(side: Side, bytes: Uint8Array): void {
  writeFileSync(share.path(side, 'f'), bytes);
}

describe.each(['near', 'far'] as const)('a changed file goes from the %s side', (source) => {
  const target = otherSide(source);
  it.each<readonly [string, Uint8Array, number]>([
    ['with something appended', Buffer.concat([old, patternBytes(80_000, 4)]), 0.5 * MiB],
    ['with something inserted at the beginning', Buffer.concat([patternBytes(1024, 5), old]), 0.5 * MiB],
    ['with a piece gone and another moved', Buffer.concat([old.subarray(3 * MiB), old.subarray(0, 2 * MiB)]), 1 * MiB],
    ['that has become small', old.subarray(0, 1.5 * MiB), 0.5 * MiB],
    ['that is the same', old, 0.2 * MiB],
    ['that has nothing in common', patternBytes(2 * MiB, 6), 2.4 * MiB],
  ])('%s', async (_, bytes, most) => {
    put(source, bytes);
    put(target, old);
    await share.far.list('/').next();
    const before = wire;
    expect(await transfer(source)).toEqual({ size: bytes.length, sha256: sha256(bytes), verified: true });
    expect(wire - before).toBeLessThan(most);
    expect(readFileSync(share.path(target, 'f')).equals(bytes)).toBe(true);
  });
});

describe('a changed file', () => {
  it('goes whole when the target is near, nothing is there, or it is not wanted', async () => {
    const changed = Buffer.concat([old, patternBytes(1000, 4)]);
    put('near', changed);
    for (const policy of ['auto', 'never', 'always'] as const) {
      if (policy !== 'always') put('far', old);
      else rmSync(share.path('far', 'f'));
      const before = wire;
      expect(await transfer('near', policy)).toMatchObject({ sha256: sha256(changed), verified: true });
      expect(wire - before).toBeGreaterThan(8 * MiB);
    }
  });

  it('is whole when what is there changes between the listing and the writing', async () => {
    const changed = Buffer.concat([patternBytes(5000, 4), old]);
    put('near', changed);
    put('far', old);
    const { near } = share;
    const openReadLane = near.openReadLane.bind(near);
    let asked = 0;
    near.openReadLane = (sink) => {
      const lane = openReadLane(sink);
      const request = lane.request.bind(lane);
      lane.request = (one) => {
        asked += 1;
        if (one.basis !== undefined) appendFileSync(share.path('far', 'f'), 'someone else');
        request(one);
      };
      return lane;
    };
    expect(await transfer('near')).toMatchObject({ sha256: sha256(changed), verified: true });
    expect(asked).toBe(2);
    expect(readFileSync(share.path('far', 'f')).equals(changed)).toBe(true);
  });

  it('is whole when the list lies', async () => {
    const changed = Buffer.concat([old, patternBytes(5000, 4)]);
    put('near', changed);
    put('far', old);
    const { far } = share;
    const chunks = far.chunks.bind(far);
    far.chunks = async (path, options) => {
      const { list, identity } = await chunks(path, options);
      // Two chunks of one length, each under the hash of the other.
      const rows = Buffer.from(list);
      const [first, second] = [Buffer.from(rows.subarray(0, 20)), Buffer.from(rows.subarray(20, 40))];
      second.copy(rows, 0);
      first.copy(rows, 20);
      return { list: rows, identity };
    };
    expect(await transfer('near')).toMatchObject({ sha256: sha256(changed), verified: true });
    expect(readFileSync(share.path('far', 'f')).equals(changed)).toBe(true);
  });

  it('goes on after a cut in the middle', async () => {
    const fresh = Buffer.from(patternBytes(12 * MiB, 9));
    const changed = Buffer.concat([old, fresh, old]);
    put('near', changed);
    put('far', old);
    const before = wire;
    watch = (bytes) => {
      if (bytes - before < 6 * MiB) return;
      watch = () => {};
      for (const socket of sockets.splice(0)) socket.destroy();
    };
    expect(await transfer('near')).toMatchObject({ sha256: sha256(changed), verified: true });
    expect(readFileSync(share.path('far', 'f')).equals(changed)).toBe(true);
  });
});
