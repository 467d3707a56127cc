import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startOriginalClient } from '../../filesystem/classic/original/originalClient.testing.ts';
import { type OriginalServer, startOriginalServer } from '../../filesystem/classic/original/originalServer.testing.ts';
import { connectClassic } from '../../filesystem/classic/connect.ts';
import { expectFailure, ferry, receipts, serve, temporaryFolder } from './cli.testing.ts';

let home: string;
let folder: string;
let desk: string;

beforeEach(async () => {
  home = await temporaryFolder();
  folder = join(home, 'share');
  desk = join(home, 'desk');
  await mkdir(folder);
  await mkdir(desk);
});

const run = (...args: string[]): ReturnType<typeof ferry> => ferry([...args, '--user-data', join(home, 'client')], { cwd: desk });

async function original(port = 0): Promise<OriginalServer> {
  const server = await startOriginalServer(folder, port);
  onTestFinished(() => server.stop());
  return server;
}

describe('the command line and the original server', () => {
  it('live together: every command, long listings, contents that look like the protocol', async () => {
    const established = 'Connection established.';
    const contents: Record<string, string> = {
      empty: '',
      word: 'ENDOFFILE',
      words: 'a ENDOFFILE b ENDOFFILE',
      terminators: `ENDOFFILE${established}`.repeat(100),
      [established]: 'x',
    };
    for (let i = 0; i < 100; i++) contents[`a-long-name-to-fill-a-kilobyte-${i}`] = `${i}`;
    for (const [name, text] of Object.entries(contents)) await writeFile(join(folder, name), text);
    const server = await original();
    const at = (name: string): string => `classic://127.0.0.1:${server.port}/${encodeURIComponent(name)}`;
    expect((await run('ls', at(''))).stdout.trim().split('\n')).toEqual(Object.keys(contents).sort());
    for (const name of ['empty', 'word', 'words', 'terminators']) {
      const got = await run('get', at(name), '--json');
      expect(got, name).toMatchObject({ code: 0, stderr: '' });
      expect(receipts(got.stdout)).toMatchObject([{ size: contents[name]?.length, verified: false }]);
      expect(await readFile(join(desk, name), 'utf8')).toBe(contents[name]);
    }
    expectFailure(await run('get', at('none')), 'not-found');
    const before = server.output.length;
    expectFailure(await run('rm', at(established)), 'name-invalid');
    expect(server.output.slice(before)).toEqual(['Received command: connme']);
    expect(await run('rm', at('word'))).toMatchObject({ code: 0 });
    expect((await run('size', at('words'))).stdout).toBe('~0\n');
    expect((await readdir(desk)).sort()).toEqual(['empty', 'terminators', 'word', 'words']);
    await writeFile(join(desk, 'new'), 'new');
    const put = await run('put', 'new', at(''), '--json');
    expect(put).toMatchObject({ code: 0, stderr: '' });
    expect(receipts(put.stdout)).toMatchObject([{ path: '/new', size: 3, verified: false }]);
    expect(await readFile(join(folder, 'new'), 'utf8')).toBe('new');
    expect(await server.ended).toBe('AttributeError');
    expectFailure(await run('ls', at('')), 'unreachable');
  });

  it('speak the original’s words at the prompt', async () => {
    await writeFile(join(folder, 'coba1.txt'), 'satu');
    const server = await original();
    const lines = [
      'ls',
      'size coba1.txt',
      'download coba1.txt coba5.txt',
      'rm none',
      'rm "a b"',
      'upload coba5.txt coba6.txt',
      'ls',
    ];
    const { code, stdout } = await ferry(
      ['connect', `classic://127.0.0.1:${server.port}/`, '--user-data', join(home, 'client')],
      {
        cwd: desk,
        input: `${lines.join('\n')}\n`,
      },
    );
    expect(code).toBe(0);
    const said = stdout.split('Enter command: ').slice(1);
    expect(said.slice(0, 4)).toEqual([
      'Response: coba1.txt\n',
      'Response: Size of coba1.txt: 0.00 MB\n',
      'File coba1.txt downloaded as coba5.txt.\n',
      'Response: File not found.\n',
    ]);
    expect(said[4]).toMatch(/^ERROR: name-invalid: /);
    expect(said[5]).toMatch(/^File coba5.txt uploaded as coba6.txt.\n\(unverified/);
    expect(said[6]).toMatch(/^ERROR: unreachable: /);
  });

  it('say busy in time, and do no harm', async () => {
    const server = await original();
    const holder = await connectClassic({ host: '127.0.0.1', port: server.port });
    const started = performance.now();
    expectFailure(await run('ls', `classic://127.0.0.1:${server.port}/`, '--timeout', '2'), 'busy');
    expect(performance.now() - started).toBeLessThan(6000);
    await holder.close();
    expect(await run('ls', `classic://127.0.0.1:${server.port}/`)).toMatchObject({ code: 0 });
  });
});

describe('ferry serve --classic', () => {
  it('serves the original client, ours, and native ones on one port', async () => {
    await writeFile(join(folder, 'coba1.txt'), 'satu ENDOFFILE dua');
    const share = await serve(folder, join(home, 'server'), '--classic');
    const client = await startOriginalClient(share.port, desk);
    expect(await client.type('ls')).toBe('Response: coba1.txt');
    expect(await client.type('download coba1.txt coba2.txt')).toBe('File coba1.txt downloaded as coba2.txt.');
    expect(await readFile(join(desk, 'coba2.txt'), 'utf8')).toBe('satu ENDOFFILE dua');
    expect(await client.type('upload coba2.txt coba3.txt')).toBe('File coba2.txt uploaded as coba3.txt.');
    await client.type('byebye');
    await expect.poll(() => readdir(folder)).toEqual(['coba1.txt', 'coba3.txt']);
    expect((await run('ls', share.classic(''))).stdout).toBe('coba1.txt\ncoba3.txt\n');
    expect((await run('ls', share.url('/'))).stdout).toBe('coba1.txt\ncoba3.txt\n');
    expectFailure(await run('put', 'coba2.txt', share.classic('coba1.txt')), 'already-exists');
  });

  it('is off unless it is asked for', async () => {
    const share = await serve(folder, join(home, 'server'));
    expect(await run('ls', share.classic(''))).toMatchObject({ code: 1, stdout: '' });
  });
});
