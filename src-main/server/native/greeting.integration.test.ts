import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { makeToken } from '../identity.ts';
import { counted, frame, header, laneFrame, op, RawPeer, u16, u32, u8 } from './rawPeer.testing.ts';
import { serveTestShare, type TestShare } from './testShare.testing.ts';

/** What a server does with those that are not, or not yet, its clients. */

let share: TestShare;
let port: number;
let inside: string;
let outside: string;

beforeEach(async () => {
  share = await serveTestShare();
  port = share.server.port;
  inside = share.inside();
  outside = share.outside();
});

afterEach(async () => {
  // It still serves, and nothing was carried out.
  const client = await RawPeer.connect({ port, token: share.token });
  expect(await client.ask(op.stat, counted('/file'))).toBe('done');
  client.close();
  expect(share.inside()).toBe(inside);
  expect(share.outside()).toBe(outside);
  await share.stop();
});

const stranger = (): Promise<RawPeer> => RawPeer.connect({ port, hello: false });

describe('before the hello', () => {
  const requests: readonly (readonly [string, Buffer])[] = [
    ['a listing', frame(op.list, 1, counted('/'))],
    ['a question about what is there', frame(op.stat, 1, counted('/file'))],
    ['a question about what is missing', frame(op.stat, 1, counted('/missing'))],
    ['a removal', frame(op.remove, 1, counted('/file'), u8(1))],
    ['a ping', frame(op.ping, 1)],
    ['a lane', laneFrame(op.openWriteLane, 1, 1_000_000)],
    ['records', frame(op.records, 1, Buffer.alloc(10))],
    ['contents', frame(op.content, 1, Buffer.from('x'))],
    ['the header of large records', header(limits.bulkPayload, 1, op.records)],
    ['the header of large contents', header(limits.bulkPayload, 1, op.content)],
    ['a window', frame(op.window, 1, u32(1))],
    ['a cancellation', frame(op.cancel, 1)],
    ['an answer', frame(op.done, 1)],
    ['a welcome', frame(op.welcome, 0, Buffer.alloc(13))],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['zeros', Buffer.alloc(64)],
    ['ones', Buffer.alloc(64, 0xff)],
    ['a hello with another id', frame(op.hello, 1, Buffer.alloc(43))],
    ['a hello of nothing', frame(op.hello, 0)],
    ['a hello of another kind', frame(op.hello, 0, Buffer.from('ferr'), Buffer.alloc(39))],
  ];

  it.each(requests)('ends the connection at %s', async (_, bytes) => {
    const peer = await stranger();
    peer.send(bytes);
    expect(await peer.untilClosed()).toBe('protocol-violation');
    expect(peer.frames.map(({ opcode }) => opcode)).toEqual([op.goodbye]);
  });

  it('refuses a larger hello by its header', async () => {
    const peer = await stranger();
    peer.send(header(limits.helloPayload + 1, 0, op.hello));
    expect(await peer.untilClosed()).toBe('frame-too-large');
  });

  it('says so when it speaks another version', async () => {
    const peer = await stranger();
    peer.send(frame(op.hello, 0, Buffer.from('Ferr'), u16(2), Buffer.alloc(100)));
    expect(await peer.untilClosed()).toBe('version-unsupported');
  });

  it('takes no second hello', async () => {
    const peer = await RawPeer.connect({ port, token: share.token });
    peer.send(peer.helloFrame(share.token));
    expect(await peer.untilClosed()).toBe('protocol-violation');
  });
});

describe('authentication', () => {
  it('answers a wrong key late, later each time, and says nothing else', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      const started = performance.now();
      const peer = await stranger();
      // What is sent along is neither carried out nor a way to learn of the refusal sooner.
      peer.send(peer.helloFrame(makeToken()), frame(op.remove, 1, counted('/file'), u8(1)), Buffer.alloc(1_000, 0xff));
      expect(await peer.untilClosed()).toBe('auth-failed');
      expect(peer.frames).toHaveLength(1);
      waits.push(performance.now() - started);
    }
    for (const [i, least] of [240, 490, 990, 1_990].entries()) expect(waits[i]).toBeGreaterThan(least);
    const client = await RawPeer.connect({ port, token: share.token });
    expect(client.welcomed).toBe(true);
    const started = performance.now();
    const wrong = await RawPeer.connect({ port, token: 'wrong' });
    expect([wrong.closed, wrong.goodbye]).toEqual([true, 'auth-failed']);
    expect(performance.now() - started).toBeLessThan(1_500); // the count began anew
  });

  it('refuses a hello that was heard on another connection', async () => {
    const first = await RawPeer.connect({ port, token: share.token });
    const heard = first.helloFrame(share.token);
    const second = await stranger();
    second.send(heard);
    expect(await second.untilClosed()).toBe('auth-failed');
    expect(await first.ask(op.ping)).toBe('done');
  });

  it('refuses every hello with one bit of its proof changed', async () => {
    const peers = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const peer = await stranger();
        const hello = peer.helloFrame(share.token);
        const at = hello.length - 1 - i * 4;
        hello[at] = (hello[at] ?? 0) ^ (1 << i);
        peer.send(hello);
        return peer;
      }),
    );
    for (const peer of peers) expect(await peer.untilClosed()).toBe('auth-failed');
  }, 30_000);
});

describe('what is not the protocol', () => {
  async function refused(options: ConnectionOptions): Promise<string> {
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
    return await new Promise<string>((resolve) => {
      socket.on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message));
      socket.on('close', () => resolve('closed'));
      socket.on('data', (bytes: Buffer) => resolve(`answered ${bytes.toString('hex')}`));
      setTimeout(() => resolve('nothing'), 5_000).unref();
    });
  }

  it('refuses older TLS, and any or no other application protocol', async () => {
    expect(await refused({ ALPNProtocols: ['ferry/1'], maxVersion: 'TLSv1.2' })).toMatch(/^ERR_SSL_|ECONNRESET|closed/);
    expect(await refused({ ALPNProtocols: ['ferry/2', 'http/1.1', 'h2'] })).toMatch(/^ERR_SSL_|ECONNRESET|closed/);
    expect(await refused({})).toMatch(/ECONNRESET|closed/);
  });

  it.each([
    ['a letter', 'ls'],
    ['a classic command', 'download file'],
    ['an HTTP request', 'GET /file HTTP/1.1\r\n\r\n'],
    ['zeros', '\0\0\0\0'],
    ['a TLS record of nonsense', '\x16\x03\x01\x00\x05hello'],
    ['the beginning of a TLS record, then text', '\x16ls'],
  ])('answers plain text with nothing: %s', async (_, text) => {
    const socket = connectPlain(port, '127.0.0.1');
    await once(socket, 'connect');
    let answer = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      answer = Buffer.concat([answer, bytes]);
    });
    socket.on('error', () => {});
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.write(Buffer.from(text, 'latin1'));
    if (text !== '\x16ls') await closed;
    socket.destroy();
    // A TLS alert may be said: 0x15. Nothing of the share is.
    expect([undefined, 0x15]).toContain(answer[0]);
    expect(answer.length).toBeLessThan(10);
  });
});

describe('those who take their time', () => {
  const openSockets: Socket[] = [];

  afterEach(() => {
    for (const socket of openSockets.splice(0)) socket.destroy();
  });

  async function open(): Promise<{ socket: Socket; closed: Promise<number> }> {
    const socket = connectPlain(port, '127.0.0.1');
    openSockets.push(socket);
    socket.on('error', () => {});
    await once(socket, 'connect');
    const started = performance.now();
    const closed = new Promise<number>((resolve) => socket.once('close', () => resolve(performance.now() - started)));
    socket.resume();
    return { socket, closed };
  }

  it('have ten seconds from the connection to a whole hello, however they divide them', { timeout: 30_000 }, async () => {
    const silent = await open();
    const begun = await open();
    setTimeout(() => begun.socket.write('\x16'), 5_000);
    const started = performance.now();
    const late = await stranger();
    const slow = await stranger();
    const hello = slow.helloFrame(share.token);
    let at = 0;
    const drip = setInterval(() => {
      slow.send(hello.subarray(at, at + 1));
      at += 1;
    }, 1_000);
    const ends = await Promise.all([silent.closed, begun.closed, late.untilClosed(), slow.untilClosed()]);
    clearInterval(drip);
    expect(ends.slice(2)).toEqual(['timeout', 'timeout']);
    for (const wait of [ends[0], ends[1], performance.now() - started]) {
      expect(wait).toBeGreaterThan(limits.helloTime - 500);
      expect(wait).toBeLessThan(limits.helloTime + 4_000);
    }
  });

  it('are let go when there are too many of them, and make room when they leave', async () => {
    const client = await RawPeer.connect({ port, token: share.token });
    const strangers = await Promise.all(Array.from({ length: limits.unauthenticatedConnections }, open));
    const more = await open();
    expect(await more.closed).toBeLessThan(2_000);
    expect(await client.ask(op.stat, counted('/file'))).toBe('done');
    for (const { socket } of strangers) socket.destroy();
    await Promise.all(strangers.map(({ closed }) => closed));
    await expect
      .poll(async () => {
        const next = await RawPeer.connect({ port, token: share.token }).catch(() => undefined);
        next?.close();
        return next?.welcomed;
      })
      .toBe(true);
  });

  it('do not keep a server from stopping', async () => {
    const strangers = await Promise.all(Array.from({ length: 5 }, open));
    const greeting = await stranger();
    const clients = await Promise.all(Array.from({ length: 5 }, () => RawPeer.connect({ port, token: share.token })));
    const [deaf] = clients;
    deaf?.socket.pause();
    const started = performance.now();
    await share.server.stop();
    expect(performance.now() - started).toBeLessThan(4_000);
    await Promise.all([...strangers.map(({ closed }) => closed), greeting.untilClosed()]);
    for (const client of clients.slice(1)) expect(await client.untilClosed()).toBe('connection-lost');
    await share.stop();
    share = await serveTestShare();
    port = share.server.port;
    inside = share.inside();
    outside = share.outside();
  });
});
