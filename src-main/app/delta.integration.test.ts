import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { local, makeRoom } from './application.testing.ts';

const MiB = 1024 * 1024;

/** A way to a port on this computer, and how many bytes have gone along it. */
async function relayTo(port: number): Promise<{ port: number; passed: () => number }> {
  let passed = 0;
  const relay = createServer((one) => {
    const other = connect(port, '127.0.0.1');
    for (const socket of [one, other]) {
      socket.on('data', (bytes) => {
        passed += bytes.length;
      });
      socket.on('error', () => {});
    }
    one.pipe(other).pipe(one);
  });
  await new Promise<void>((resolve) => {
    relay.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void relay.close());
  return { port: (relay.address() as AddressInfo).port, passed: () => passed };
}

describe('the setting for sending what differs', () => {
  it('holds for what is enqueued after it was made', async () => {
    const room = await makeRoom();
    const server = await room.start({ userData: join(room.path, 'server') });
    const place = { folder: room.share, host: '127.0.0.1', port: 0, readOnly: false, classic: false };
    const started = await server.request('server.start', place);
    if (started.server.state !== 'running') throw new Error('the server does not run');
    const relay = await relayTo(started.server.port);
    const { link } = await server.request('server.link', {});
    const app = await room.start();
    const { session } = await app.request('session.open', {
      link: link.replace(`:${started.server.port}`, `:${relay.port}`),
    });

    /** How many bytes it takes to replace the file by one that differs in a few. */
    const replaced = async (seed: number): Promise<number> => {
      const bytes = Buffer.concat([patternBytes(1000, seed), patternBytes(6 * MiB, 1)]);
      await writeFile(join(room.left, 'f'), bytes);
      const before = relay.passed();
      const from = [local(join(room.left, 'f'))];
      await app.request('transfer.enqueue', { from, to: { endpoint: session.id, path: '/' }, existing: 'overwrite' });
      expect((await app.transfersEnd()).counts.failed).toBe(0);
      return relay.passed() - before;
    };

    expect(await replaced(2)).toBeGreaterThan(6 * MiB);
    // So near a server is sent everything unless the user wants it otherwise.
    expect(await replaced(3)).toBeGreaterThan(6 * MiB);
    await app.request('settings.set', { change: { delta: 'always' } });
    expect(await replaced(4)).toBeLessThan(MiB);
    await app.request('settings.set', { change: { delta: 'never' } });
    expect(await replaced(5)).toBeGreaterThan(6 * MiB);
    expect((await app.refused('settings.set', { change: { delta: 'sometimes' as never } })).code).toBe('invalid-request');
  });
});
