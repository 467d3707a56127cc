import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadIdentity } from '../server/identity.ts';
import { Connection } from './connection.ts';
import { dial, type Dialled } from './dial.ts';
import { ReadBuffer } from './readBuffer.ts';

let home: string;
let server: Server;
let accepted: Promise<TLSSocket>;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ferry-read-buffer-'));
  const { key, certificate } = await loadIdentity(home);
  const secureContext = createSecureContext({ key, cert: certificate, minVersion: 'TLSv1.3' });
  server = createServer();
  accepted = new Promise((resolve) => {
    server.once('connection', (socket) => {
      const secured = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['test'] });
      secured.once('secure', () => resolve(secured));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.close();
  await rm(home, { recursive: true });
});

async function dialled(): Promise<Dialled> {
  const { port } = server.address() as AddressInfo;
  return await dial({ host: '127.0.0.1', port, protocol: 'test', timeoutMs: 10_000 });
}

/** All that arrives, and the memory it was read into. */
async function receive(
  connection: Connection,
  count: number,
): Promise<{ readonly bytes: Buffer; readonly memories: Set<ArrayBufferLike> }> {
  const bytes = Buffer.alloc(count);
  const memories = new Set<ArrayBufferLike>();
  let at = 0;
  return await new Promise((resolve) => {
    connection.start({
      bytes(chunk) {
        memories.add(chunk.buffer);
        at += chunk.copy(bytes, at);
        if (at === count) resolve({ bytes, memories });
      },
      drained() {},
    });
  });
}

const contents = randomBytes(3 * 1024 * 1024 + 5);

async function expectOneMemory(connection: Connection): Promise<void> {
  const { bytes, memories } = await receive(connection, contents.length);
  expect(bytes.equals(contents)).toBe(true);
  expect(memories.size).toBe(1);
}

it('has a socket that dials read into one piece of memory', async () => {
  const { socket, readBuffer } = await dialled();
  const far = await accepted;
  far.end(contents);
  await expectOneMemory(new Connection(socket, { pauseWhenCongested: false, readBuffer }));
  socket.destroy();
});

it('has a TLS socket that was accepted do the same, on every Node this is tested with', async () => {
  const { socket } = await dialled();
  const far = await accepted;
  const readBuffer = ReadBuffer.of(far);
  expect(readBuffer).toBeDefined();
  socket.end(contents);
  await expectOneMemory(new Connection(far, { pauseWhenCongested: true, readBuffer }));
  socket.destroy();
});

it('keeps what comes before anybody listens, and lets the other side wait', async () => {
  const { socket, readBuffer } = await dialled();
  const far = await accepted;
  const much = Buffer.concat(Array.from({ length: 24 }, () => contents)); // more than the system takes for two sockets
  far.write(much);
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  });
  expect(far.writableLength).toBeGreaterThan(0);
  const { bytes } = await receive(new Connection(socket, { pauseWhenCongested: false, readBuffer }), much.length);
  expect(bytes.equals(much)).toBe(true);
  socket.destroy();
});

it('leaves a socket alone that is made otherwise, or reads into something already', async () => {
  expect(ReadBuffer.of(new Socket())).toBeUndefined();
  const { socket } = await dialled();
  expect(ReadBuffer.of(socket)).toBeUndefined();
  socket.destroy();
});
