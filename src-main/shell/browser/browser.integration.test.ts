import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { EventMessage, Reply } from '../../../src-shared/ipc/contract.ts';
import { TestPage, startTestShell, statusOf } from './browser.testing.ts';
import { packEntries } from '../../../src-shared/model/entryColumns.ts';

const stopped: EventMessage = { event: 'server.changed', payload: { server: { state: 'stopped' } } };

describe('the page over http', () => {
  test('comes with a strict policy, and only for this host', async () => {
    const { port } = await startTestShell();
    const response = await fetch(`http://127.0.0.1:${port}/`);
    expect(await response.text()).toBe('<!doctype html>');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await statusOf(port, '/', { host: `localhost:${port}` })).toBe(200);
    expect(await statusOf(port, '/', { host: 'rebound.example' })).toBe(403);
    expect(await statusOf(port, '/', { host: `127.0.0.1:${port}`, origin: 'http://other.example' })).toBe(403);
    expect(await statusOf(port, '/../../etc/passwd', { host: `127.0.0.1:${port}` })).toBe(404);
    expect(await statusOf(port, '/', { host: `127.0.0.1:${port}` }, 'POST')).toBe(405);
  });

  test('a connection that is not let in and breaks takes nothing along', async () => {
    const { port } = await startTestShell();
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nmore');
    await once(socket, 'data');
    socket.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await statusOf(port, '/', { host: `localhost:${port}` })).toBe(200);
  });

  test('a port in use is said plainly', async () => {
    const { port } = await startTestShell();
    const { openPageServer } = await import('./httpServer.ts');
    await expect(openPageServer({ find: async () => undefined }, port)).rejects.toMatchObject({
      code: 'unreachable',
      message: `port ${port} is in use by another program`,
    });
  });
});

describe('letting a page in', () => {
  test('by a token once, after a reload by the session', async () => {
    const { port, admission, sockets } = await startTestShell();
    const { token } = admission;
    const first = new TestPage(port);
    const session = await first.enter(admission);
    expect(sockets.count).toBe(1);
    first.socket.close();
    await first.closed;

    const again = new TestPage(port);
    await again.say({ hello: { session } });
    expect(await again.hear()).toEqual({ welcome: { session } });

    const thief = new TestPage(port);
    await thief.say({ hello: { token } });
    expect(await thief.closed).toBe(4401);
  });

  test.each([
    '{"hello":{"token":"wrong"}}',
    '{"hello":{"session":"wrong"}}',
    '{"hello":{}}',
    '{"id":1,"name":"app.start","params":{}}',
    'not json',
    JSON.stringify({ hello: { token: 'x'.repeat(5000) } }),
  ])('not by %.40s', async (text) => {
    const { port, backend, sockets } = await startTestShell();
    const page = new TestPage(port);
    await page.say(text);
    expect(await page.closed).toBe(4401);
    expect(sockets.count).toBe(0);
    expect(backend.asked).toEqual([]);
  });

  test('not from another origin, without one, or on another path', async () => {
    const { port } = await startTestShell();
    for (const socket of [
      new WebSocket(`ws://127.0.0.1:${port}/socket`, { origin: 'http://evil.example' }),
      new WebSocket(`ws://127.0.0.1:${port}/socket`),
      new WebSocket(`ws://127.0.0.1:${port}/other`, { origin: `http://127.0.0.1:${port}` }),
      new WebSocket(`ws://127.0.0.1:${port}/socket`, {
        origin: `http://127.0.0.1:${port}`,
        headers: { host: 'rebound.example' },
      }),
    ]) {
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toContain('403');
    }
  });

  test('nothing is told to a page that has not said hello', async () => {
    const { port, backend, admission } = await startTestShell();
    const page = new TestPage(port);
    await once(page.socket, 'open');
    backend.emit(stopped);
    await page.enter(admission);
    backend.emit({ event: 'command.run', payload: { command: 'view.refresh' } });
    expect(await page.hear()).toMatchObject({ event: 'command.run' });
  });
});

describe('a page that is in', () => {
  test('asks by number, gets replies in any order, and hears every event', async () => {
    const { port, backend, admission } = await startTestShell();
    const page = new TestPage(port);
    await page.enter(admission);
    let release: (reply: Reply<unknown>) => void = () => {};
    backend.answer = (name) =>
      name === 'slow'
        ? new Promise((resolve) => (release = resolve))
        : Promise.resolve({ ok: true, value: { modified: Number.NaN } });
    await page.say({ id: 1, name: 'slow', params: {} });
    await page.say({ id: 2, name: 'fast', params: { a: 'ø\udc80' } });
    expect(await page.hear()).toEqual({ id: 2, reply: { ok: true, value: { modified: null } } });
    expect(backend.asked[1]).toEqual({ name: 'fast', params: { a: 'ø\udc80' } });
    release({ ok: false, error: { code: 'not-found', message: 'gone' } });
    expect(await page.hear()).toEqual({ id: 1, reply: { ok: false, error: { code: 'not-found', message: 'gone' } } });
    backend.emit(stopped);
    expect(await page.hear()).toEqual(stopped);
  });

  test('what the shell serves itself is checked and never reaches the backend', async () => {
    const { port, backend, admission } = await startTestShell();
    const page = new TestPage(port);
    await page.enter(admission);
    await page.say({ id: 1, name: 'shell.menuState', params: { enabled: [], checked: [] } });
    expect(await page.hear()).toEqual({ id: 1, reply: { ok: true, value: {} } });
    await page.say({ id: 2, name: 'shell.chooseFolder', params: { title: 5 } });
    expect(await page.hear()).toMatchObject({ id: 2, reply: { ok: false, error: { code: 'invalid-request' } } });
    expect(backend.asked).toEqual([]);
  });

  test.each(['{"id":-1,"name":"x","params":{}}', '{"id":1}', '[]', '{', '{"id":1,"name":"x","params":{},"extra":1}'])(
    'is closed when it sends %s',
    async (text) => {
      const { port, admission } = await startTestShell();
      const page = new TestPage(port);
      await page.enter(admission);
      await page.say(text);
      expect(await page.closed).toBe(4400);
    },
  );

  test('is cut off when it does not read what it is sent', async () => {
    const { port, backend, admission, sockets } = await startTestShell(1024 * 1024);
    const [slow, quick] = [new TestPage(port), new TestPage(port)];
    await slow.enter(admission);
    await quick.enter(admission);
    slow.socket.pause();
    const payload = { command: 'x'.repeat(500_000) };
    for (let i = 0; i < 40; i++) {
      backend.emit({ event: 'command.run', payload });
      expect(await quick.hear()).toMatchObject({ event: 'command.run' });
    }
    await expect.poll(() => sockets.count).toBe(1);
    slow.socket.terminate();
  });

  test('two pages list under the same number without meeting, and leaving cancels', async () => {
    const { port, backend, admission } = await startTestShell();
    const [one, two] = [new TestPage(port), new TestPage(port)];
    await one.enter(admission);
    await two.enter(admission);
    const numbers: number[] = [];
    backend.answer = (name, params) => {
      if (name === 'listing.open') numbers.push((params as { listing: number }).listing);
      return name === 'listing.open' ? new Promise(() => {}) : Promise.resolve({ ok: true, value: {} });
    };
    await one.say({ id: 1, name: 'listing.open', params: { listing: 1, location: { endpoint: 'local', path: '/one' } } });
    await expect.poll(() => numbers.length).toBe(1);
    await two.say({ id: 1, name: 'listing.open', params: { listing: 1, location: { endpoint: 'local', path: '/two' } } });
    await expect.poll(() => numbers.length).toBe(2);
    const [first = 0, second = 0] = numbers;
    const entries = packEntries([{ name: 'a', kind: 'file', size: 3, modified: Number.NaN }]);
    backend.emit({ event: 'listing.page', payload: { listing: second, entries, total: 2 } });
    backend.emit({ event: 'listing.page', payload: { listing: first, entries, total: 1 } });
    expect(await one.hear()).toMatchObject({ listing: 1, total: 1, count: 1, names: 'a\0', targets: [] });
    expect(await two.hear()).toMatchObject({ listing: 1, total: 2 });

    await one.say({ id: 2, name: 'listing.cancel', params: { listing: 1 } });
    expect(await one.hear()).toEqual({ id: 2, reply: { ok: true, value: {} } });
    expect(backend.asked.at(-1)).toEqual({ name: 'listing.cancel', params: { listing: first } });
    two.socket.terminate();
    await expect.poll(() => backend.asked.at(-1)).toEqual({ name: 'listing.cancel', params: { listing: second } });
  });

  test('what a page has measured is given up when it goes', async () => {
    const { port, backend, admission } = await startTestShell();
    const page = new TestPage(port);
    await page.enter(admission);
    backend.answer = (name, params) => {
      const waits = name === 'entry.measure' && (params as { measure: number }).measure === 7;
      return waits ? new Promise(() => {}) : Promise.resolve({ ok: true, value: {} });
    };
    const locations = [{ endpoint: 'local', path: '/' }];
    await page.say({ id: 1, name: 'entry.measure', params: { measure: 6, locations } });
    expect(await page.hear()).toMatchObject({ id: 1 });
    await page.say({ id: 2, name: 'entry.measure', params: { measure: 7, locations } });
    await expect.poll(() => backend.asked.length).toBe(2);
    page.socket.terminate();
    await expect.poll(() => backend.asked.slice(2)).toEqual([{ name: 'entry.stopMeasuring', params: { measure: 7 } }]);
  });
});

test('a page that comes back while the program ends is not let in', async () => {
  const { port, admission, sockets } = await startTestShell();
  const page = new TestPage(port);
  await page.enter(admission);
  const closed = sockets.close(1001);
  const late = connect(port, '127.0.0.1');
  late.write(`GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nConnection: Upgrade\r\n`);
  late.write('Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n');
  const [answer] = (await once(late, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 403/);
  await closed;
});
