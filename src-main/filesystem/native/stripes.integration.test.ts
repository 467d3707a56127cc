import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect as connectPlain, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import { dial, type Dialled } from '../../net/dial.ts';
import { protocolName } from '../../protocol/native/hello.ts';
import { loadIdentity } from '../../server/identity.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { TransferQueue } from '../../transfer/queue.ts';
import { patternBytes } from '../contract/recorder.ts';
import { LocalFileSystem } from '../local/localFileSystem.ts';
import { NativeClient } from './client.ts';
import { greet, greetAgain } from './greeting.ts';
import { NativeFileSystem } from './nativeFileSystem.ts';

/** One large file over several connections, each of which is slow, as over a long link that loses packets. */

const MiB = 1024 * 1024;
const token = 't';
let home: string;
let near: LocalFileSystem;
let far: NativeFileSystem;
let server: RunningServer;
let relay: Server;
let queue: TransferQueue;
/** The connections for contents. */
let bulk: NativeClient[];

/** Bytes a millisecond that a connection carries. */
const pace = 8 * 1024;

function carry(from: Socket, to: Socket): void {
  from.on('data', (bytes) => {
    from.pause();
    to.write(bytes);
    setTimeout(() => from.resume(), bytes.length / pace);
  });
  from.on('error', () => to.destroy()).on('close', () => to.destroy());
}

async function connect(): Promise<NativeFileSystem> {
  const { port } = relay.address() as AddressInfo;
  const reach = (): Promise<Dialled> => dial({ host: '127.0.0.1', port, timeoutMs: 15_000, protocol: protocolName });
  const dialled = await reach();
  const { client: nearby, welcome } = await greet(dialled, { token, timeoutMs: 15_000, signal: undefined, early: [] });
  const client = new NativeClient(nearby.channel, { ...nearby.terms, roundTrip: 5 });
  const openBulk = async (): Promise<NativeClient> => {
    const further = greetAgain(await reach(), { token, client });
    bulk.push(further);
    return further;
  };
  return new NativeFileSystem({ client, welcome, pin: dialled.pin, openBulk });
}

beforeEach(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'ferry-stripes-')));
  for (const name of ['near', 'far']) mkdirSync(join(home, name));
  const identity = await loadIdentity(join(home, 'identity'));
  const place = { folder: join(home, 'far'), host: '127.0.0.1', port: 0 };
  server = await startServer({ ...place, readOnly: false, classic: false, identity, token });
  relay = createServer((socket) => {
    const onward = connectPlain(server.port, '127.0.0.1');
    carry(socket, onward);
    carry(onward, socket);
  });
  await new Promise<void>((resolve) => {
    relay.listen(0, '127.0.0.1', resolve);
  });
  near = new LocalFileSystem({ root: join(home, 'near') });
  bulk = [];
  far = await connect();
  queue = new TransferQueue({
    async resolve(endpoint) {
      if (endpoint === 'local') return near;
      const ended = await Promise.race([far.closed, new Promise<'open'>((resolve) => setImmediate(() => resolve('open')))]);
      if (ended !== 'open') far = await connect();
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

const sides = { near: 'local', far: 'far' } as const;

async function copy(from: 'near' | 'far'): Promise<Receipt | undefined> {
  let receipt: Receipt | undefined;
  const batch = queue.enqueue({
    from: [{ endpoint: sides[from], path: '/large.bin' }],
    to: { endpoint: sides[other(from)], path: '/' },
    existing: 'ask',
    onEnded: (ended) => {
      receipt = ended.receipt;
    },
  });
  await batch.ended;
  return receipt;
}

function other(side: 'near' | 'far'): 'near' | 'far' {
  return side === 'near' ? 'far' : 'near';
}

function carried({ channel: { connection } }: NativeClient): number {
  return Math.max(connection.sent, connection.received);
}

const contents = patternBytes(48 * MiB + 12_345);
const sha256 = createHash('sha256').update(contents).digest('hex');

describe.each(['near', 'far'] as const)('a large file from the %s side', (from) => {
  beforeEach(() => writeFileSync(join(home, from, 'large.bin'), contents));

  async function expectWhole(receipt: Receipt | undefined): Promise<void> {
    expect(receipt).toEqual({ size: contents.length, sha256, verified: true });
    expect(readFileSync(join(home, other(from), 'large.bin')).equals(contents)).toBe(true);
  }

  it('takes several connections, and arrives as it was', async () => {
    await expectWhole(await copy(from));
    expect(bulk).toHaveLength(4);
    for (const connection of bulk) expect(carried(connection)).toBeGreaterThan(4 * MiB);
  });

  it('arrives although one of them is lost on the way', async () => {
    const copied = copy(from);
    const lost = await new Promise<NativeClient>((resolve) => {
      const timer = setInterval(() => {
        const [, second] = bulk;
        if (second === undefined || carried(second) < 3 * MiB) return;
        clearInterval(timer);
        resolve(second);
      }, 1);
    });
    lost.channel.connection.destroy();
    await expectWhole(await copied);
    expect(bulk.length).toBeGreaterThan(4);
    // Most of what had come is not sent again.
    const all = bulk.reduce((sum, connection) => sum + carried(connection), 0);
    expect(all).toBeLessThan(contents.length * 1.6);
  });
});
