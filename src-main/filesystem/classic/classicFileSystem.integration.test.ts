import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectCode } from '../contract/expect.ts';
import { listAll, openReader, openWriter, patternBytes, readWhole, writeWhole } from '../contract/recorder.ts';
import type { FileSystem } from '../fileSystem.ts';
import { connectClassic } from './connect.ts';
import { type OriginalServer, startOriginalServer } from './original/originalServer.testing.ts';
import { slicesOf, startSlicingProxy } from './original/slicingProxy.testing.ts';

const established = 'Connection established.';

let folder: string;
let server: OriginalServer;
const endings: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-classic-'));
  server = await startOriginalServer(folder);
});

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function open(port = server.port, silenceMs = 5000): Promise<FileSystem> {
  const fileSystem = await connectClassic({ host: '127.0.0.1', port, silenceMs });
  endings.push(() => fileSystem.close());
  return fileSystem;
}

/** The server still serves, and has not died of anything. */
async function expectAlive(): Promise<void> {
  const state = await Promise.race([server.ended, new Promise((resolve) => setTimeout(resolve, 50, 'alive'))]);
  expect(state).toBe('alive');
}

describe('our client and the original server', () => {
  it('lists, sizes, downloads and removes', async () => {
    await writeFile(join(folder, 'a.txt'), 'hello');
    await writeFile(join(folder, 'large'), Buffer.alloc(1_048_576 + 4));
    const fileSystem = await open();
    expect((await listAll(fileSystem, '/')).names.sort()).toEqual(['a.txt', 'large']);
    expect(await fileSystem.stat('/large')).toMatchObject({ name: 'large', kind: 'file', size: 1_048_576, exact: false });
    expect(Buffer.from(await readWhole(fileSystem, '/a.txt')).toString()).toBe('hello');
    expect(Buffer.from(await readWhole(fileSystem, '/a.txt')).toString()).toBe('hello');
    expect(await fileSystem.remove('/a.txt')).toBe(1);
    expect((await listAll(fileSystem, '/')).names).toEqual(['large']);
    await expectCode(fileSystem.stat('/a.txt'), 'not-found');
    await expectCode(fileSystem.remove('/a.txt'), 'not-found');
    await expectCode(readWhole(fileSystem, '/a.txt'), 'not-found');
    await expectAlive();
  });

  it('says connme before each download and never a name it should not', async () => {
    await writeFile(join(folder, 'a'), 'x');
    const fileSystem = await open();
    await readWhole(fileSystem, '/a');
    await readWhole(fileSystem, '/a');
    const commands = server.output.map((line) => line.slice('Received command: '.length));
    for (const [index, command] of commands.entries()) {
      if (command === 'download a') expect(commands[index - 1]).toBe('connme');
    }
    const before = server.output.length;
    for (const name of ['a b', 'a\u3000', ' a', 'a\u00a0b', 'a\tb', 'sub/a', '..']) {
      await expectCode(fileSystem.stat(`/${name}`), 'name-invalid', 'unsupported');
      await expectCode(fileSystem.remove(`/${name}`), 'name-invalid', 'unsupported');
      await expectCode(readWhole(fileSystem, `/${name}`), 'name-invalid', 'unsupported');
      await expectCode(writeWhole(fileSystem, `/${name}`, Buffer.from('x')), 'name-invalid', 'unsupported');
    }
    expect(server.output).toHaveLength(before);
  });

  it('downloads what looks like the protocol, whole', async () => {
    const end = `ENDOFFILE${established}`;
    const contents: Record<string, Buffer> = {
      empty: Buffer.alloc(0),
      start: Buffer.from('ENDOFFILE rest'),
      middle: Buffer.from('a ENDOFFILE b'),
      tail: Buffer.from('a ENDOFFILE'),
      alone: Buffer.from('ENDOFFILE'),
      nested: Buffer.from('ENDOFENDOFFILE'),
      repeated: Buffer.from('ENDOFFILE'.repeat(5000)),
      terminator: Buffer.from(end),
      terminators: Buffer.from(end.repeat(300)),
      error: Buffer.from('ERROR: File not found.'),
      ok: Buffer.from('OKOK'),
      binary: Buffer.from(patternBytes(3_000_000)),
    };
    for (let split = 0; split < 9; split++)
      contents[`split${split}`] = Buffer.from(`${'x'.repeat(1024 - split)}ENDOFFILE${'y'.repeat(50)}`);
    for (const [name, bytes] of Object.entries(contents)) await writeFile(join(folder, name), bytes);
    const fileSystem = await open();
    for (const [name, bytes] of Object.entries(contents)) {
      expect(Buffer.from(await readWhole(fileSystem, `/${name}`)).equals(bytes), name).toBe(true);
    }
    await expectAlive();
  });

  for (const size of [1, 2, 7, 9, 23, 32, 1000]) {
    it(`stands every segment being cut to ${size} bytes`, async () => {
      const end = `ENDOFFILE${established}`;
      const contents: Record<string, string> = {
        empty: '',
        word: 'ENDOFFILE',
        terminators: end.repeat(3),
        [`n${established.replace(' ', '-')}`]: 'abc'.repeat(500),
      };
      for (const [name, text] of Object.entries(contents)) await writeFile(join(folder, name), text);
      const proxy = await startSlicingProxy(server.port, slicesOf(size));
      endings.push(() => proxy.stop());
      const fileSystem = await open(proxy.port);
      for (let round = 0; round < 2; round++) {
        expect((await listAll(fileSystem, '/')).names.sort()).toEqual(Object.keys(contents).sort());
        for (const [name, text] of Object.entries(contents)) {
          expect(Buffer.from(await readWhole(fileSystem, `/${name}`)).toString(), name).toBe(text);
        }
      }
      await fileSystem.close();
      await expectAlive();
    });
  }

  it('lists names that hold the fence, and far more than one read', async () => {
    const names = [established, `a${established}`, `${established}b`, 'Invalid command.', 'File not found.', 'a b', 'Ωmega'];
    for (let i = 0; i < 300; i++) names.push(`a-rather-long-name-to-fill-reads-${i}.txt`);
    for (const name of names) await writeFile(join(folder, name), 'x');
    const fileSystem = await open();
    const { names: found, total } = await listAll(fileSystem, '/');
    expect(found.sort()).toEqual(names.sort());
    expect(total).toBe(names.length);
    await expectAlive();
  });

  it('lists an empty folder, and a folder with one file that is named like a reply', async () => {
    const fileSystem = await open();
    expect(await listAll(fileSystem, '/')).toEqual({ names: [], total: 0 });
    await writeFile(join(folder, established), '');
    expect((await listAll(fileSystem, '/')).names).toEqual([established]);
    await expectCode(listAll(fileSystem, '/sub'), 'unsupported');
  });

  it('does not let a folder kill the server', async () => {
    await mkdir(join(folder, 'sub'));
    const fileSystem = await open();
    await expectCode(fileSystem.remove('/sub'), 'not-a-file');
    await expectCode(readWhole(fileSystem, '/sub'), 'not-a-file');
    await expectAlive();
    expect(await readdir(folder)).toEqual(['sub']);
  });

  it('uploads without proof; the server dies, and the next operation says so', async () => {
    const fileSystem = await open();
    const bytes = patternBytes(500_000);
    const receipt = await writeWhole(fileSystem, '/up', bytes);
    expect(receipt).toMatchObject({ size: bytes.length, verified: false });
    expect(Buffer.from(bytes).equals(await readFile(join(folder, 'up')))).toBe(true);
    expect(await server.ended).toBe('AttributeError');
    await expectCode(fileSystem.stat('/up'), 'unreachable');
    expect((await fileSystem.closed)?.code).toBe('unreachable');
  });

  it('checks an upload over a new connection when the server comes back', async () => {
    const fileSystem = await open();
    const { port } = server;
    const again = server.ended.then(async () => {
      server = await startOriginalServer(folder, port);
    });
    expect(await writeWhole(fileSystem, '/up', patternBytes(20_000))).toMatchObject({ size: 20_000, verified: false });
    await again;
    expect(server.output).toContain('Received command: size up');
    expect((await listAll(fileSystem, '/')).names).toEqual(['up']);
    await expectCode(writeWhole(fileSystem, '/up', patternBytes(10)), 'already-exists');
    expect((await readFile(join(folder, 'up'))).length).toBe(20_000);
    const { lane, write } = openWriter(fileSystem);
    expect((await write(7, '/up', patternBytes(10), { existing: 'skip' })).skipped).toBe(true);
    await lane.close();
    await expectAlive();
  });

  it('says busy when the server serves somebody else, and does not harm it', async () => {
    const first = await open();
    const started = performance.now();
    await expectCode(connectClassic({ host: '127.0.0.1', port: server.port, timeoutMs: 400 }), 'busy');
    expect(performance.now() - started).toBeLessThan(2000);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    await expectCode(connectClassic({ host: '127.0.0.1', port: server.port, signal: abort.signal }), 'cancelled');
    expect((await listAll(first, '/')).names).toEqual([]);
    await first.close();
    const second = await open();
    expect((await listAll(second, '/')).names).toEqual([]);
    await expectAlive();
  });

  it('cancels a download at once and goes on with the same server', async () => {
    await writeFile(join(folder, 'large'), patternBytes(20_000_000));
    await writeFile(join(folder, 'small'), 'small');
    const fileSystem = await open();
    const { lane, recorder, read } = openReader(fileSystem);
    const reading = read({ ticket: 1, path: '/large' });
    await new Promise<void>((resolve) => {
      recorder.onData = () => resolve();
    });
    const started = performance.now();
    lane.cancel(1);
    expect((await reading).error?.code).toBe('cancelled');
    expect(performance.now() - started).toBeLessThan(100);
    const next = await read({ ticket: 2, path: '/small' });
    expect(Buffer.concat(next.parts).toString()).toBe('small');
    expect(recorder.of(1).extra).toBe(0);
    await lane.close();
    await expectAlive();
  });

  it('closes in the middle of a download without killing the server', async () => {
    await writeFile(join(folder, 'large'), patternBytes(20_000_000));
    const fileSystem = await open();
    const { recorder, read } = openReader(fileSystem);
    const reading = read({ ticket: 1, path: '/large' });
    await new Promise<void>((resolve) => {
      recorder.onData = () => resolve();
    });
    await fileSystem.close();
    expect((await reading).error?.code).toBe('cancelled');
    expect((await listAll(await open(), '/')).names).toEqual(['large']);
    await expectAlive();
  });

  it('holds a paused download back', async () => {
    await writeFile(join(folder, 'large'), patternBytes(30_000_000));
    const fileSystem = await open();
    const { lane, recorder, read } = openReader(fileSystem);
    recorder.onOpened = () => lane.pause();
    const reading = read({ ticket: 1, path: '/large' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const held = recorder.of(1).parts.reduce((sum, part) => sum + part.length, 0);
    expect(held).toBeLessThan(1_000_000);
    lane.resume();
    expect(Buffer.concat((await reading).parts).equals(patternBytes(30_000_000))).toBe(true);
  });

  it('cancels an upload: the server ends, and the error says what may be left', async () => {
    const fileSystem = await open();
    const { lane, recorder } = openWriter(fileSystem);
    const ended = recorder.end(1);
    lane.open({ ticket: 1, path: '/cut', attributes: { size: 1_000_000, modified: Number.NaN }, existing: 'fail' });
    lane.write(1, patternBytes(100_000));
    await expect.poll(() => recorder.of(1).acknowledged.at(-1)).toBe(100_000);
    lane.abort(1, false);
    expect((await ended).error).toMatchObject({ code: 'cancelled' });
    expect(await server.ended).toBe('AttributeError');
  });

  it('takes a cut upload away again when the server comes back', async () => {
    const fileSystem = await open();
    const { port } = server;
    const again = server.ended.then(async () => {
      server = await startOriginalServer(folder, port);
    });
    const { lane, recorder } = openWriter(fileSystem);
    lane.open({ ticket: 1, path: '/cut', attributes: { size: 1_000_000, modified: Number.NaN }, existing: 'fail' });
    lane.write(1, patternBytes(100_000));
    await expect.poll(() => recorder.of(1).acknowledged.at(-1)).toBe(100_000);
    lane.abort(1, false);
    await again;
    await expect.poll(() => readdir(folder)).toEqual([]);
  });

  it('refuses a copy within one server instead of waiting for ever', { timeout: 30_000 }, async () => {
    await writeFile(join(folder, 'large'), patternBytes(30_000_000));
    const fileSystem = await open();
    const reader = openReader(fileSystem);
    const writer = openWriter(fileSystem);
    reader.recorder.onOpened = () => reader.lane.pause();
    void reader.read({ ticket: 1, path: '/large' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const ended = writer.recorder.end(2);
    writer.lane.open({ ticket: 2, path: '/copy', attributes: { size: 1, modified: Number.NaN }, existing: 'fail' });
    expect((await ended).error?.code).toBe('unsupported');
    await reader.lane.close();
  });
});

describe('our client and other servers', () => {
  const serveText = async (onSocket: (socket: net.Socket) => void): Promise<number> => {
    const sockets = new Set<net.Socket>();
    const other = net.createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    endings.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => other.close(resolve));
    });
    const address = other.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };

  it('tells one that does not speak the protocol', async () => {
    const port = await serveText((socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n'));
    await expectCode(open(port), 'protocol-violation');
    const silent = await serveText((socket) => socket.end());
    await expectCode(open(silent), 'connection-lost');
    await expectCode(open(1), 'unreachable');
  });

  it('gives up on one that falls silent', async () => {
    const port = await serveText((socket) => {
      socket.on('data', (bytes) => {
        if (bytes.toString() === 'connme') socket.write(established);
        if (bytes.toString().startsWith('download')) socket.write('OKabc');
        if (bytes.toString().startsWith('size')) socket.write('Size of a: 0.00 MB');
      });
    });
    const fileSystem = await open(port, 500);
    await expectCode(readWhole(fileSystem, '/a'), 'timeout');
  });

  it('never takes a name from a listing that could lead elsewhere', async () => {
    const port = await serveText((socket) => {
      socket.on('data', (bytes) => {
        const text = bytes.toString();
        if (text === 'connme') socket.write(established);
        else if (text === 'ls') socket.write('ok\n../../.bashrc\n/abs\na/b\n.\n..\nnul\0');
        else if (text.startsWith(' size')) socket.write(`Size of ${text.slice(6)}: 0.00 MB`);
        else if (text.startsWith('size')) socket.write(`Size of ${text.slice(5)}: 0.00 MB`);
      });
    });
    expect((await listAll(await open(port), '/')).names).toEqual(['ok']);
  });
});
