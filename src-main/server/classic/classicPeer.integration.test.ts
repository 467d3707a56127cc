import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OriginalClient, startOriginalClient } from '../../filesystem/classic/original/originalClient.testing.ts';
import { listAll, patternBytes, readWhole, writeWhole } from '../../filesystem/contract/recorder.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { LocalFileSystem } from '../../filesystem/local/localFileSystem.ts';
import { type ClassicPeer, serveClassicPeer } from './classicPeer.ts';

interface Share {
  readonly port: number;
  readonly peers: ClassicPeer[];
  readonly activity: (string | undefined)[];
}

interface ShareOptions {
  readonly readOnly?: boolean;
  readonly allowReplace?: boolean;
  readonly idleMs?: number;
}

let outside: string;
let folder: string;
let desk: string;
const endings: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'ferry-classic-peer-'));
  folder = join(outside, 'share');
  desk = join(outside, 'desk');
  await mkdir(folder);
  await mkdir(desk);
  await writeFile(join(outside, 'secret'), 'secret');
});

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  await rm(outside, { recursive: true, force: true });
});

async function share(options: ShareOptions = {}): Promise<Share> {
  const fileSystem: FileSystem = new LocalFileSystem({ root: folder, readOnly: options.readOnly });
  const peers: ClassicPeer[] = [];
  const activity: (string | undefined)[] = [];
  const server = net.createServer((socket) => {
    socket.once('data', (head) => {
      socket.pause();
      const { allowReplace = false, idleMs } = options;
      const onActivity = (path: string | undefined): unknown => activity.at(-1) !== path && activity.push(path);
      peers.push(serveClassicPeer({ socket, head, fileSystem, allowReplace, idleMs, onActivity }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(async () => {
    for (const peer of peers) peer.close();
    await new Promise((resolve) => server.close(resolve));
    await fileSystem.close();
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, peers, activity };
}

async function client({ port }: Share): Promise<OriginalClient> {
  const started = await startOriginalClient(port, desk);
  endings.push(async () => started.kill());
  return started;
}

describe('the original client and our server', () => {
  it('uses all seven commands', async () => {
    await writeFile(join(folder, 'coba4.txt'), Buffer.alloc(461_373));
    await writeFile(join(desk, 'coba1.txt'), 'satu');
    const shared = await share();
    const first = await client(shared);
    expect(await first.type('connme')).toBe('Response: Connection established.');
    expect(await first.type('ls')).toBe('Response: coba4.txt');
    expect(await first.type('size coba4.txt')).toBe('Response: Size of coba4.txt: 0.44 MB');
    expect(await first.type('download coba4.txt down')).toBe('File coba4.txt downloaded as down.');
    expect((await readFile(join(desk, 'down'))).equals(Buffer.alloc(461_373))).toBe(true);
    expect(await first.type('rm coba4.txt')).toBe('Response: File coba4.txt deleted.');
    expect(await first.type('rm coba4.txt')).toBe('Response: File not found.');
    expect(await first.type('size coba4.txt')).toBe('Response: File not found.');
    expect(await first.type('download coba4.txt x')).toBe('ERROR: File not found.');
    expect(await first.type('hello')).toBe('Response: Invalid command.');
    expect(await first.type('upload coba1.txt coba6.txt')).toBe('File coba1.txt uploaded as coba6.txt.');
    expect(await readdir(folder)).toEqual([]);
    await first.type('byebye');
    await expect.poll(() => readdir(folder)).toEqual(['coba6.txt']);
    expect(await readFile(join(folder, 'coba6.txt'), 'utf8')).toBe('satu');
    expect(shared.activity).toEqual(['/coba4.txt', undefined, '/coba6.txt', undefined]);
  });

  it('downloads files of every kind, whole', { timeout: 60_000 }, async () => {
    const contents: Record<string, Buffer> = {
      empty: Buffer.alloc(0),
      one: Buffer.from('x'),
      kilobyte: Buffer.from(patternBytes(1024)),
      straddling: Buffer.from(patternBytes(1020)),
      large: Buffer.from(patternBytes(5_000_000)),
      word: Buffer.from('ENDOFFILE'),
      words: Buffer.from('a ENDOFFILE b ENDOFENDOFFILE c ENDOFFILE'),
      split: Buffer.from(`${'x'.repeat(64 * 1024 - 4)}ENDOFFILE${'y'.repeat(3000)}`),
    };
    for (const [name, bytes] of Object.entries(contents)) await writeFile(join(folder, name), bytes);
    const typed = await client(await share());
    for (const [name, bytes] of Object.entries(contents)) {
      expect(await typed.type(`download ${name} ${name}`)).toBe(`File ${name} downloaded as ${name}.`);
      expect((await readFile(join(desk, name))).equals(bytes), name).toBe(true);
      expect(await typed.type('connme'), name).toBe('Response: Connection established.');
    }
  });

  it('uploads files of every kind, whole, many clients at a time', async () => {
    const contents: Record<string, Buffer> = {
      empty: Buffer.alloc(0),
      bye: Buffer.from('byebye'),
      byebye: Buffer.from('so long, byebyebyebye'),
      large: Buffer.from(patternBytes(3_000_000)),
    };
    const shared = await share();
    await Promise.all(
      Object.entries(contents).map(async ([name, bytes]) => {
        await writeFile(join(desk, name), bytes);
        const typed = await client(shared);
        expect(await typed.type(`upload ${name} ${name}`)).toContain('uploaded');
        await typed.type('byebye');
      }),
    );
    await expect.poll(async () => (await readdir(folder)).sort()).toEqual(Object.keys(contents).sort());
    for (const [name, bytes] of Object.entries(contents))
      expect((await readFile(join(folder, name))).equals(bytes), name).toBe(true);
  });

  it('never replaces a file unless the share says so', async () => {
    await writeFile(join(folder, 'here'), 'old');
    await mkdir(join(folder, 'sub'));
    await writeFile(join(desk, 'new'), 'new');
    const careful = await client(await share());
    expect(await careful.type('upload new here')).toBe('File exists.');
    expect(await careful.type('upload new sub')).toBe('Not a file.');
    expect(await careful.type('rm sub')).toBe('Response: Not a file.');
    expect(await careful.type('connme')).toBe('Response: Connection established.');
    expect(await readFile(join(folder, 'here'), 'utf8')).toBe('old');
    const generous = await client(await share({ allowReplace: true }));
    expect(await generous.type('upload new here')).toContain('uploaded');
    await generous.type('byebye');
    await expect.poll(() => readFile(join(folder, 'here'), 'utf8')).toBe('new');
  });

  it('refuses changes of a read-only share with a sentence', async () => {
    await writeFile(join(folder, 'here'), 'old');
    await writeFile(join(desk, 'new'), 'new');
    const typed = await client(await share({ readOnly: true }));
    expect(await typed.type('upload new fresh')).toBe('Permission denied.');
    expect(await typed.type('rm here')).toBe('Response: Permission denied.');
    expect(await typed.type('size here')).toBe('Response: Size of here: 0.00 MB');
    expect(await readdir(folder)).toEqual(['here']);
  });

  it('discards an upload that falls silent', async () => {
    await writeFile(join(desk, 'new'), 'new');
    const shared = await share({ idleMs: 300 });
    const typed = await client(shared);
    expect(await typed.type('upload new fresh')).toContain('uploaded');
    await shared.peers[0]?.closed;
    expect(await readdir(folder)).toEqual([]);
  });

  it('discards an upload whose connection breaks', async () => {
    const shared = await share();
    const socket = net.connect({ port: shared.port, host: '127.0.0.1' });
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('upload a cut');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write(patternBytes(100_000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.resetAndDestroy();
    await shared.peers[0]?.closed;
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a hand-written client and our server', () => {
  /** Sends pieces and reads what comes to each; after a piece that gets no answer it goes on when `patience` is over. */
  const talk = async (shared: Share, pieces: readonly (string | Uint8Array)[], patience = 5000): Promise<string[]> => {
    const socket = net.connect({ port: shared.port, host: '127.0.0.1', noDelay: true });
    endings.push(async () => socket.destroy());
    let received = '';
    let heard = (): void => undefined;
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      heard();
    });
    socket.on('error', () => undefined);
    const answers: string[] = [];
    for (const [index, piece] of pieces.entries()) {
      const answered = new Promise<void>((resolve) => {
        heard = resolve;
        setTimeout(resolve, index === pieces.length - 1 ? 5000 : patience);
      });
      socket.write(piece);
      await answered;
      answers.push(received);
      received = '';
    }
    return answers;
  };

  it('gets an answer to everything, and the next command works', async () => {
    const shared = await share();
    const odd = [
      'ls\n\n',
      ' \n',
      'rm',
      'size',
      'size a b',
      'rm a b',
      'download',
      'download a b',
      'upload',
      'upload a',
      'upload a b c',
    ];
    const answers = await talk(shared, [
      'connme',
      ...odd,
      Buffer.from([0x72, 0x6d, 0x20, 0xff, 0xfe]),
      'x'.repeat(5000),
      'connme',
    ]);
    expect(answers[1]).toBe('\n');
    expect(answers.slice(2, -1)).toEqual(
      odd
        .slice(1)
        .concat('', '')
        .map(() => 'Invalid command.'),
    );
    expect(answers.at(-1)).toBe('Connection established.');
  });

  it('may be cut in the middle of a command, and is understood', async () => {
    await writeFile(join(folder, 'a'), 'x');
    const shared = await share();
    expect((await talk(shared, ['conn', 'me'], 50)).join('')).toBe('Connection established.');
    expect((await talk(shared, ['si', 'ze a'], 50)).join('')).toBe('Size of a: 0.00 MB');
    expect((await talk(shared, ['rm ', 'a'], 50)).join('')).toBe('File a deleted.');
    expect(await talk(shared, ['connmels'])).toEqual(['Invalid command.']);
  });

  it('never reaches anything outside the share', async () => {
    await writeFile(join(folder, 'in'), 'x');
    const names = [
      '..',
      '../secret',
      '/etc/passwd',
      `${outside}/secret`,
      'sub/../../secret',
      './../secret',
      'a\0b',
      '.',
      '/',
      'in/',
      '//in',
    ];
    const shared = await share();
    for (const name of names) {
      const [removed, loaded, sent] = await talk(shared, [`rm ${name}`, `download ${name}`, `upload x ${name}`]);
      expect(removed, name).toBe('File not found.');
      expect(loaded, name).toBe('ERROR: File not found.');
      expect(sent, name).toBe('File not found.');
    }
    for (const name of names.filter((name) => !/^[./]+$/.test(name) || name.includes('..'))) {
      expect(await talk(shared, [`size ${name}`]), name).toEqual(['File not found.']);
    }
    expect(await talk(shared, ['size .//./.'])).toEqual(['Size of .//./.: 0.00 MB']);
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret');
    expect((await readdir(outside)).sort()).toEqual(['desk', 'secret', 'share']);
    expect(await readdir(folder)).toEqual(['in']);
  });
});

describe('our client and our server', () => {
  it('understand each other', async () => {
    const { connectClassic } = await import('../../filesystem/classic/connect.ts');
    const shared = await share();
    const fileSystem = await connectClassic({ host: '127.0.0.1', port: shared.port });
    endings.push(() => fileSystem.close());
    const bytes = Buffer.concat([patternBytes(700_000), Buffer.from('ENDOFFILE')]);
    expect(await writeWhole(fileSystem, '/file', bytes)).toMatchObject({ size: bytes.length, verified: false });
    expect((await listAll(fileSystem, '/')).names).toEqual(['file']);
    expect(Buffer.from(await readWhole(fileSystem, '/file')).equals(bytes)).toBe(true);
    await expect(writeWhole(fileSystem, '/file', bytes)).rejects.toMatchObject({ code: 'already-exists' });
    expect(await fileSystem.remove('/file')).toBe(1);
    // A trailing “byebye” is taken for the command: the one thing this protocol can't carry. At least it is noticed.
    await expect(writeWhole(fileSystem, '/bye', Buffer.from('bye, byebye'))).rejects.toMatchObject({
      code: 'integrity-mismatch',
    });
  });
});
