import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadIdentity } from '../../server/identity.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { connectNative } from './connect.ts';

let home: string;
let server: RunningServer;
let relay: Server;
/** How often the client has spoken after it last heard something. */
let turns: number;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'ferry-turns-')));
  const identity = await loadIdentity(join(home, 'identity'));
  await writeFile(join(home, 'file'), 'x');
  server = await startServer({ folder: home, host: '127.0.0.1', port: 0, readOnly: true, classic: false, identity, token: 't' });
  turns = 0;
  relay = createServer((near) => {
    let clientSpokeLast = false;
    const far = connect(server.port, '127.0.0.1');
    // Each direction is held for a moment, so that what belongs together passes together.
    near.on('data', (bytes) => {
      if (!clientSpokeLast) turns += 1;
      clientSpokeLast = true;
      setTimeout(() => far.write(bytes), 20);
    });
    far.on('data', (bytes) => {
      clientSpokeLast = false;
      setTimeout(() => near.write(bytes), 20);
    });
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => {
    relay.listen(0, '127.0.0.1', resolve);
  });
});

afterEach(async () => {
  await server.stop();
  relay.close();
  await rm(home, { recursive: true });
});

async function listThrough(firstListing: string | undefined): Promise<string[]> {
  const { port } = relay.address() as AddressInfo;
  const fileSystem = await connectNative({ host: '127.0.0.1', port, pin: server.pin, token: 't', firstListing });
  const names: string[] = [];
  for await (const page of fileSystem.list('/')) names.push(...page.entries.map((entry) => entry.name));
  const spoken = turns;
  await fileSystem.close();
  turns = spoken;
  return names.toSorted();
}

it('lists a directory three round trips after the first packet, when it is named beforehand', async () => {
  expect(await listThrough('/')).toEqual(['file', 'identity']);
  // The TCP handshake is one round trip; the hello of TLS the second; its end, ours and the question the third.
  expect(turns).toBe(2);
});

it('takes a round trip more when it is not, and when another directory was named', async () => {
  expect(await listThrough(undefined)).toEqual(['file', 'identity']);
  expect(turns).toBe(3);
  turns = 0;
  expect(await listThrough('/identity')).toEqual(['file', 'identity']);
  expect(turns).toBe(3);
});
