import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import { dial, type Dialled } from '../../net/dial.ts';
import { protocolName } from '../../protocol/native/hello.ts';
import { patternBytes } from '../contract/recorder.ts';
import { NativeClient } from './client.ts';
import { greet, greetAgain } from './greeting.ts';
import { NativeFileSystem } from './nativeFileSystem.ts';
import { otherSide, RelayedShare, relayedToken as token } from './relayedShare.testing.ts';

/** One large file over several connections, each of which is slow, as over a long link that loses packets. */

const MiB = 1024 * 1024;
let share: RelayedShare;
/** The connections for contents. */
let bulk: NativeClient[];

/** Bytes a millisecond that a connection carries. */
const pace = 8 * 1024;

async function connect(port: number): Promise<NativeFileSystem> {
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
  bulk = [];
  share = await RelayedShare.open({
    connect,
    carry: (from, to) => {
      from.on('data', (bytes) => {
        from.pause();
        to.write(bytes);
        setTimeout(() => from.resume(), bytes.length / pace);
      });
    },
  });
});

afterEach(() => share.stop());

function carried({ channel: { connection } }: NativeClient): number {
  return Math.max(connection.sent, connection.received);
}

const contents = patternBytes(48 * MiB + 12_345);
const sha256 = createHash('sha256').update(contents).digest('hex');

describe.each(['near', 'far'] as const)('a large file from the %s side', (from) => {
  beforeEach(() => writeFileSync(share.path(from, 'large.bin'), contents));

  const copy = (): Promise<Receipt | undefined> => share.copy(from, 'large.bin', { existing: 'ask' });

  async function expectWhole(receipt: Receipt | undefined): Promise<void> {
    expect(receipt).toEqual({ size: contents.length, sha256, verified: true });
    expect(readFileSync(share.path(otherSide(from), 'large.bin')).equals(contents)).toBe(true);
  }

  it('takes several connections, and arrives as it was', async () => {
    await expectWhole(await copy());
    expect(bulk).toHaveLength(4);
    for (const connection of bulk) expect(carried(connection)).toBeGreaterThan(4 * MiB);
  });

  it('arrives although one of them is lost on the way', async () => {
    const copied = copy();
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
