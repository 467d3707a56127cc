import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeltaPolicy, Receipt } from '../../../src-shared/model/transfer.ts';
import { loadIdentity } from '../../server/identity.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { TransferQueue } from '../../transfer/queue.ts';
import { patternBytes } from '../contract/recorder.ts';
import { LocalFileSystem } from '../local/localFileSystem.ts';
import { connectNative } from './connect.ts';
import type { NativeFileSystem } from './nativeFileSystem.ts';

/** A changed file over the old one: only what differs travels, counted on the wire. */

const MiB = 1024 * 1024;
let home: string;
let near: LocalFileSystem;
let far: NativeFileSystem;
let server: RunningServer;
let relay: Server;
let queue: TransferQueue;
/** Bytes that went through the connections, both ways. */
let wire: number;
let sockets: Socket[];
/** Called with `wire` as it grows. */
let watch: (bytes: number) => void;

beforeEach(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'ferry-delta-')));
  for (const name of ['near', 'far']) mkdirSync(join(home, name));
  const identity = await loadIdentity(join(home, 'identity'));
  const place = { folder: join(home, 'far'), host: '127.0.0.1', port: 0 };
  server = await startServer({ ...place, readOnly: false, classic: false, identity, token: 't' });
  wire = 0;
  sockets = [];
  watch = () => {};
  relay = createServer((one) => {
    const other = connect(server.port, '127.0.0.1');
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      sockets.push(from);
      from.on('data', (bytes) => {
        wire += bytes.length;
        watch(wire);
        if (!to.write(bytes)) from.pause();
      });
      to.on('drain', () => from.resume());
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => {
    relay.listen(0, '127.0.0.1', resolve);
  });
  near = new LocalFileSystem({ root: join(home, 'near') });
  const dial = (): Promise<NativeFileSystem> =>
    connectNative({ host: '127.0.0.1', port: (relay.address() as AddressInfo).port, pin: server.pin, token: 't' });
  far = await dial();
  queue = new TransferQueue({
    async resolve(endpoint) {
      if (endpoint === 'local') return near;
      const ended = await Promise.race([far.closed, new Promise<'open'>((resolve) => setImmediate(() => resolve('open')))]);
      if (ended !== 'open') far = await dial();
      return far;
    },
    retryDelays: [50, 50, 50],
  });
});

afterEach(async () => {
  await queue.close();
  await far.close();
  await near.close();
  relay.close();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

async function transfer(way: 'up' | 'down', delta: DeltaPolicy = 'always'): Promise<Receipt | undefined> {
  let receipt: Receipt | undefined;
  const [from, to] = way === 'up' ? (['local', 'far'] as const) : (['far', 'local'] as const);
  const batch = queue.enqueue({
    from: [{ endpoint: from, path: '/f' }],
    to: { endpoint: to, path: '/' },
    existing: 'overwrite',
    delta,
    onEnded: (ended) => {
      receipt = ended.receipt;
    },
  });
  await batch.ended;
  return receipt;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const old = Buffer.from(patternBytes(8 * MiB, 3));

function put(side: 'near' | 'far', bytes: Uint8Array): void {
  writeFileSync(join(home, side, 'f'), bytes);
}

describe.each(['up', 'down'] as const)('a changed file goes %s', (way) => {
  const [source, target] = way === 'up' ? (['near', 'far'] as const) : (['far', 'near'] as const);
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
    await far.list('/').next();
    const before = wire;
    expect(await transfer(way)).toEqual({ size: bytes.length, sha256: sha256(bytes), verified: true });
    expect(wire - before).toBeLessThan(most);
    expect(readFileSync(join(home, target, 'f')).equals(bytes)).toBe(true);
  });
});

describe('a changed file', () => {
  it('goes whole when the target is near, nothing is there, or it is not wanted', async () => {
    const changed = Buffer.concat([old, patternBytes(1000, 4)]);
    put('near', changed);
    for (const policy of ['auto', 'never', 'always'] as const) {
      if (policy !== 'always') put('far', old);
      else rmSync(join(home, 'far/f'));
      const before = wire;
      expect(await transfer('up', policy)).toMatchObject({ sha256: sha256(changed), verified: true });
      expect(wire - before).toBeGreaterThan(8 * MiB);
    }
  });

  it('is whole when what is there changes between the listing and the writing', async () => {
    const changed = Buffer.concat([patternBytes(5000, 4), old]);
    put('near', changed);
    put('far', old);
    const openReadLane = near.openReadLane.bind(near);
    let asked = 0;
    near.openReadLane = (sink) => {
      const lane = openReadLane(sink);
      const request = lane.request.bind(lane);
      lane.request = (one) => {
        asked += 1;
        if (one.basis !== undefined) appendFileSync(join(home, 'far/f'), 'someone else');
        request(one);
      };
      return lane;
    };
    expect(await transfer('up')).toMatchObject({ sha256: sha256(changed), verified: true });
    expect(asked).toBe(2);
    expect(readFileSync(join(home, 'far/f')).equals(changed)).toBe(true);
  });

  it('is whole when the list lies', async () => {
    const changed = Buffer.concat([old, patternBytes(5000, 4)]);
    put('near', changed);
    put('far', old);
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
    expect(await transfer('up')).toMatchObject({ sha256: sha256(changed), verified: true });
    expect(readFileSync(join(home, 'far/f')).equals(changed)).toBe(true);
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
    expect(await transfer('up')).toMatchObject({ sha256: sha256(changed), verified: true });
    expect(readFileSync(join(home, 'far/f')).equals(changed)).toBe(true);
  });
});
