import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { expectFailure, ferry, program, receipts, serve, type Share, start, temporaryFolder } from './cli.testing.ts';

const unix = process.platform !== 'win32';

let home: string;
let folder: string;
let desk: string;
let share: Share;
const own = (): string[] => ['--user-data', join(home, 'client')];

beforeEach(async () => {
  home = await temporaryFolder();
  folder = join(home, 'share');
  desk = join(home, 'desk');
  await mkdir(folder);
  await mkdir(desk);
  share = await serve(folder, join(home, 'server'));
});

const run = (...args: string[]): ReturnType<typeof ferry> => ferry([...args, ...own()], { cwd: desk });
const at = (path: string): string => share.url(path);

/** Every path below a folder with its contents; folders end with `/`. */
async function tree(root: string): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const relative = path.slice(root.length);
    if (entry.isDirectory()) out[`${relative}/`] = '';
    else
      out[relative] = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
  }
  return out;
}

describe('files and folders on a native server', () => {
  it.runIf(process.platform === 'linux')('keep their holes, and of a changed one only what differs is written anew', async () => {
    await writeFile(join(desk, 'sparse'), 'an island');
    await truncate(join(desk, 'sparse'), 64 * 1024 * 1024);
    const put = await run('put', 'sparse', at('/'), '--json');
    const got = await run('get', at('/sparse'), 'back', '--json');
    expect([put.code, got.code]).toEqual([0, 0]);
    expect(receipts(got.stdout)[0]?.sha256).toBe(receipts(put.stdout)[0]?.sha256);
    for (const path of [join(folder, 'sparse'), join(desk, 'back')]) {
      expect(await stat(path)).toMatchObject({ size: 64 * 1024 * 1024 });
      expect((await stat(path)).blocks).toBeLessThan(2048);
    }
    await writeFile(join(desk, 'sparse'), 'another island', { flag: 'r+' });
    const again = await run('put', 'sparse', at('/'), '--overwrite', 'always', '--delta', 'always', '--json');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const bytes = await readFile(join(desk, 'sparse'));
    expect((await readFile(join(folder, 'sparse'))).equals(bytes)).toBe(true);
    expect(await run('put', 'sparse', at('/'), '--delta', 'sometimes')).toMatchObject({ code: 2 });
  });

  it('go there and back, with receipts that can be checked', async () => {
    const names = ['plain', 'two  blanks', '日本語', 'naïve', 'emoji 👩‍👩‍👧', '-rf', '%41', '#hash', '.hidden', 'x'.repeat(200)];
    if (unix) names.push('tab\there', 'new\nline', 'quote"', '\u202Egnp.exe');
    await mkdir(join(desk, 'tree/deep/er'), { recursive: true });
    await mkdir(join(desk, 'tree/empty folder'));
    for (const [index, name] of names.entries()) {
      await writeFile(join(desk, 'tree', name), Buffer.alloc(index * 1000, name));
      await writeFile(join(desk, 'tree/deep/er', name), name);
    }
    await writeFile(join(desk, 'tree/deep/large'), Buffer.alloc(3_000_000, 'ferry'));
    const put = await run('put', 'tree', at('/'), '--json');
    expect(put).toMatchObject({ code: 0, stderr: '' });
    expect(await tree(join(folder, 'tree'))).toEqual(await tree(join(desk, 'tree')));
    const sent = receipts(put.stdout);
    expect(sent).toHaveLength(names.length * 2 + 1);
    for (const { path, sha256, size, verified } of sent) {
      const bytes = await readFile(join(folder, path));
      expect({ sha256, size, verified }).toEqual({
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.length,
        verified: true,
      });
    }
    const get = await run('get', at('/tree'), 'back', '--json');
    expect(get).toMatchObject({ code: 0, stderr: '' });
    expect(await tree(join(desk, 'back'))).toEqual(await tree(join(desk, 'tree')));
    for (const { path, size } of receipts(get.stdout)) expect((await stat(path)).size).toBe(size);
    const before = await stat(join(desk, 'tree/deep/large'));
    expect((await stat(join(desk, 'back/deep/large'))).mtimeMs).toBeCloseTo(before.mtimeMs, -1);
    expect((await stat(join(desk, 'back/empty folder'))).isDirectory()).toBe(true);
  });

  it('land where cp would put them', async () => {
    await writeFile(join(desk, 'a'), 'a');
    await mkdir(join(desk, 'd'));
    await writeFile(join(desk, 'd/in'), 'in');
    await mkdir(join(folder, 'there'));
    for (const [from, to] of [
      ['a', '/'],
      ['a', '/b'],
      ['a', '/there'],
      ['a', '/made/'],
      ['d', '/'],
      ['d', '/e'],
      ['d', '/there/'],
    ]) {
      expect(await run('put', from ?? '', at(to ?? '')), `${from} ${to}`).toMatchObject({ code: 0 });
    }
    expect(Object.keys(await tree(folder)).sort()).toEqual(
      ['/a', '/b', '/d/', '/d/in', '/e/', '/e/in', '/made/', '/made/a', '/there/', '/there/a', '/there/d/', '/there/d/in'].sort(),
    );
    await mkdir(join(desk, 'all'));
    expect(await run('get', at('/'), 'all')).toMatchObject({ code: 0 });
    expect(await tree(join(desk, 'all'))).toEqual(await tree(folder));
    expect(await run('get', at('/'), 'whole')).toMatchObject({ code: 0 });
    expect(await tree(join(desk, 'whole'))).toEqual(await tree(folder));
    expect(await run('get', at('/b'))).toMatchObject({ code: 0 });
    expect(await readFile(join(desk, 'b'), 'utf8')).toBe('a');
    expect(await run('cp', at('/there'), at('/copy'))).toMatchObject({ code: 0 });
    expect(await tree(join(folder, 'copy'))).toEqual(await tree(join(folder, 'there')));
  });

  it('go from one server to another', async () => {
    await mkdir(join(home, 'second'));
    const second = await serve(join(home, 'second'), join(home, 'server2'));
    await mkdir(join(folder, 'd'));
    await writeFile(join(folder, 'd/a'), 'a');
    expect(await run('cp', at('/d'), second.url('/'))).toMatchObject({ code: 0 });
    expect(await tree(join(home, 'second'))).toEqual(await tree(folder));
    const before = await tree(folder);
    await mkdir(join(home, 'second/x'));
    expect(await run('mv', at('/d'), second.url('/x'))).toMatchObject({ code: 0 });
    expect(await readdir(folder)).toEqual([]);
    expect(await tree(join(home, 'second/x'))).toEqual(before);
    await mkdir(join(folder, 'd'));
    await writeFile(join(folder, 'd/a'), 'b');
    expectFailure(await run('mv', at('/d/a'), second.url('/d/')), 'already-exists');
    expect(await readFile(join(folder, 'd/a'), 'utf8')).toBe('b');
    expect(await run('mv', '-f', at('/d/a'), second.url('/d/'))).toMatchObject({ code: 0 });
    expect(await tree(folder)).toEqual({ '/d/': '' });
    expect(await readFile(join(home, 'second/d/a'), 'utf8')).toBe('b');
  });

  it('are copied and hashed on the server', async () => {
    await mkdir(join(folder, 'd'));
    const names = ['a', 'two blanks', '日本語', ...(unix ? ['new\nline', 'back\\slash'] : [])];
    for (const name of names) await writeFile(join(folder, 'd', name), Buffer.alloc(300_000, name));
    const copied = await run('cp', at('/d'), at('/e'), '--json');
    expect(copied).toMatchObject({ code: 0, stderr: '' });
    expect(receipts(copied.stdout)).toHaveLength(names.length);
    expect(await tree(join(folder, 'e'))).toEqual(await tree(join(folder, 'd')));
    const hashed = await run('hash', ...names.map((name) => at(`/e/${encodeURIComponent(name)}`)));
    expect(hashed).toMatchObject({ code: 0, stderr: '' });
    expect(hashed.stdout.split('\n')).toHaveLength(names.length + 1);
    if (process.platform === 'linux') execFileSync('sha256sum', ['--check', '--strict'], { cwd: folder, input: hashed.stdout });
    expect(hashed.stdout).toContain(`${createHash('sha256').update(Buffer.alloc(300_000, 'a')).digest('hex')}  e/a\n`);
    const some = await run('hash', at('/e/a'), at('/missing'), '--json');
    expect(some).toMatchObject({ code: 1 });
    expect(JSON.parse(some.stdout)).toMatchObject({ path: '/e/a', size: 300_000 });
    expect(some.stderr).toMatch(/not-found/);
  });

  it.each([
    ['never', 1_000],
    ['never', 300_000],
    ['newer', 300_000],
    ['resume', 300_000],
  ])('leave all others alone where one is there already (%s, %i bytes)', async (policy, size) => {
    await mkdir(join(folder, 'd'));
    await mkdir(join(desk, 'd'));
    for (let i = 0; i < 8; i++) await writeFile(join(folder, `d/f${i}`), Buffer.alloc(size, `contents ${i}`));
    const there = Buffer.alloc(size / 2, 'contents 3');
    await writeFile(join(desk, 'd/f3'), there);
    expect(await run('get', at('/d'), '--overwrite', policy)).toMatchObject({ code: 0 });
    const names = await readdir(join(desk, 'd'));
    expect(names).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7']);
    for (const name of names) {
      const expected = name === 'f3' && policy !== 'resume' ? there : await readFile(join(folder, 'd', name));
      expect((await readFile(join(desk, 'd', name))).equals(expected), name).toBe(true);
    }
  });

  it('fail alone where nobody can be asked about them', async () => {
    await mkdir(join(folder, 'd'));
    await mkdir(join(desk, 'd'));
    for (let i = 0; i < 8; i++) await writeFile(join(folder, `d/f${i}`), Buffer.alloc(300_000, `contents ${i}`));
    await writeFile(join(desk, 'd/f3'), 'other');
    expectFailure(await run('get', at('/d')), 'already-exists');
    expect(await readdir(join(desk, 'd'))).toHaveLength(8);
    expect(await readFile(join(desk, 'd/f3'), 'utf8')).toBe('other');
  });

  it('are replaced only as --overwrite says', async () => {
    await writeFile(join(desk, 'a'), 'new');
    const contents = async (): Promise<string> => await readFile(join(folder, 'a'), 'utf8');
    await writeFile(join(folder, 'a'), 'old');
    const asked = await run('put', 'a', at('/'));
    expect(asked).toMatchObject({ code: 1, stdout: '' });
    expect(asked.stderr).toMatch(/^already-exists: [^\n]*\/a\n$/);
    expect(await contents()).toBe('old');
    expect(await run('put', 'a', at('/'), '--overwrite', 'never')).toMatchObject({ code: 0 });
    expect(await run('put', 'a', at('/'), '--overwrite', 'newer')).toMatchObject({ code: 0 });
    expect(await contents()).toBe('old');
    expect(await run('put', 'a', at('/'), '--overwrite', 'both')).toMatchObject({ code: 0 });
    expect((await readdir(folder)).sort()).toEqual(['a', 'a (2)']);
    expect(await contents()).toBe('old');
    expect(await run('put', 'a', at('/'), '--overwrite', 'always')).toMatchObject({ code: 0 });
    expect(await contents()).toBe('new');
    expect(await run('put', 'a', at('/'), '--overwrite', 'sometimes')).toMatchObject({ code: 2 });
  });

  it.runIf(unix)('are not reached through links in a folder, and a link by its name is followed', async () => {
    await writeFile(join(desk, 'a'), 'a');
    await mkdir(join(desk, 'd'));
    await symlink('../a', join(desk, 'd/link'));
    const folderPut = await run('put', 'd', at('/'));
    expect(folderPut.code).toBe(0);
    expect(folderPut.stderr).toMatch(/^skipped: links are not copied/);
    expect(await run('put', 'd/link', at('/'))).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'link'), 'utf8')).toBe('a');
    await symlink('a', join(folder, 'far'));
    expectFailure(await run('get', at('/far')), 'not-a-file');
  });
});

describe('no server', () => {
  // Both are about to move contents, and dial twice.
  it.each(['get', 'put'])('is one line, whatever else was dialled for %s', async (command) => {
    await writeFile(join(desk, 'file'), 'x');
    const nothing = createServer();
    await once(nothing.listen(0, '127.0.0.1'), 'listening');
    const { port } = nothing.address() as AddressInfo;
    const url = `ferry://127.0.0.1:${port}/file`;
    const call = (): ReturnType<typeof run> => (command === 'get' ? run('get', url, 'there') : run('put', 'file', url));
    // First one that hangs up on everybody, then none at all.
    nothing.on('connection', (socket) => socket.destroy());
    expectFailure(await call(), 'connection-lost');
    await new Promise((resolve) => nothing.close(resolve));
    expectFailure(await call(), 'unreachable');
  });
});

describe('a failed get', () => {
  it('leaves nothing behind', async () => {
    expectFailure(await run('get', at('/missing'), 'x'), 'not-found');
    expect(await readdir(desk)).toEqual([]);
  });

  it('leaves nothing behind when it is interrupted, or the server dies', async () => {
    await writeFile(join(folder, 'large'), Buffer.alloc(400_000_000));
    const begun = async (): Promise<void> =>
      await expect
        .poll(
          async () =>
            (await Promise.all((await readdir(desk)).map((name) => stat(join(desk, name))))).some(({ size }) => size > 1_000_000),
          {
            timeout: 10_000,
            interval: 2,
          },
        )
        .toBe(true);
    const interrupted = start(['get', at('/large'), ...own()], { cwd: desk });
    await begun();
    interrupted.signal('SIGINT');
    if (unix) expect(await interrupted.finished).toEqual({ code: 130, stdout: '', stderr: 'cancelled: interrupted\n' });
    await interrupted.finished;
    expect(await readdir(desk)).toEqual([]);
    const orphaned = start(['get', at('/large'), ...own()], { cwd: desk });
    await begun();
    share.kill('SIGKILL');
    const { code, stderr } = await orphaned.finished;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^(unreachable|connection-lost): [^\n]+\n$/);
    expect(await readdir(desk)).toEqual([]);
  });
});

describe('single operations', () => {
  it('list, look, make, move and remove', async () => {
    expect(await run('mkdir', at('/d%20d'))).toEqual({ code: 0, stdout: '', stderr: '' });
    expectFailure(await run('mkdir', at('/d%20d')), 'already-exists');
    expect(await run('mkdir', at('/p/q/r'), '--parents')).toMatchObject({ code: 0 });
    await writeFile(join(folder, 'd d/a'), 'hello');
    expect(await run('ls', at('/'))).toEqual({ code: 0, stdout: 'd d\np\n', stderr: '' });
    expect((await run('ls', '-l', at('/d%20d'))).stdout).toMatch(/^-[rwx-]{9} 5 \d{4}-\d\d-\d\d \d\d:\d\d a\n$/);
    expect(await run('ls', at('/d%20d/a'))).toMatchObject({ code: 0, stdout: 'a\n' });
    const [entry] = (await run('ls', '--json', at('/d%20d'))).stdout.split('\n');
    expect(JSON.parse(entry ?? '')).toMatchObject({ name: 'a', kind: 'file', size: 5 });
    expect(JSON.parse((await run('stat', '--json', at('/d%20d/a'))).stdout)).toMatchObject({
      path: '/d d/a',
      kind: 'file',
      size: 5,
    });
    expect((await run('stat', at('/d%20d'))).stdout).toContain('kind      directory');
    expect(await run('size', at('/d%20d/a'))).toMatchObject({ stdout: '5\n' });
    expect(await run('size', at('/'))).toMatchObject({ stdout: '5\n' });
    expect(await run('mv', at('/d%20d/a'), at('/p/'))).toMatchObject({ code: 0 });
    expect(await run('mv', at('/p/a'), at('/b'))).toMatchObject({ code: 0 });
    expectFailure(await run('rm', at('/p')), 'directory-not-empty');
    expect(JSON.parse((await run('rm', '-r', '--json', at('/p'))).stdout)).toEqual({ event: 'removed', path: '/p', removed: 3 });
    expect(await run('rm', at('/b'))).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readdir(folder)).toEqual(['d d']);
  });

  it.runIf(unix)('tell names that are not UTF-8 so that nothing is lost', async () => {
    await writeFile(Buffer.concat([Buffer.from(`${folder}/raw-`), Buffer.from([0xff, 0x1b])]), '');
    const { stdout } = await run('ls', '--json', at('/'));
    expect(JSON.parse(stdout)).toMatchObject({ name: 'raw-\udcff\u001b' });
  });

  it.runIf(process.platform === 'linux')('fail when their results can not be written', async () => {
    await writeFile(join(folder, 'a'), 'a');
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [program, 'ls', at('/'), ...own()], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('no space left on device') as string });
  });

  it('stay inside the share', async () => {
    await writeFile(join(home, 'secret'), 'secret');
    for (const path of ['/..', '/../secret', '/%2e%2e/secret', '/a/../../secret', '//etc/passwd']) {
      expect(await run('get', at(path), 'x'), path).toMatchObject({ code: 2 });
    }
    expect(await readdir(desk)).toEqual([]);
  });
});

describe('trust and keys', () => {
  const list = (url: string, environment: Record<string, string>, ...more: string[]): ReturnType<typeof ferry> =>
    ferry(['ls', url, ...own(), ...more], { environment });

  it('come from the URL, options, files and the environment', async () => {
    await writeFile(join(folder, 'a'), '');
    const { pin, token } = share;
    await writeFile(join(home, 'key'), `${token}\n`);
    expect(await list(share.plain('/'), { FERRY_PIN: pin, FERRY_TOKEN: token })).toMatchObject({ code: 0, stdout: 'a\n' });
    expect(await list(share.plain('/'), {}, '--pin', pin, '--token-file', join(home, 'key'))).toMatchObject({ code: 0 });
    expect(await list(`${share.plain('/')}#pin=${pin}`, { FERRY_TOKEN: token })).toMatchObject({ code: 0 });
    expectFailure(await list(share.plain('/'), { FERRY_PIN: pin, FERRY_TOKEN: 'wrong' }), 'auth-failed');
    expect(await list(share.plain('/'), { FERRY_PIN: 'short' })).toMatchObject({ code: 2 });
    expect(await list(share.plain('/'), {}, '--token-file', join(home, 'none'))).toMatchObject({ code: 1 });
  });

  it('refuse an unknown server, remember a trusted one, and block a changed one', async () => {
    const secret = { FERRY_TOKEN: share.token };
    const unknown = await list(share.plain('/'), secret);
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toMatch(/^identity-unknown: [^\n]+\n$/);
    expect(unknown.stderr).toContain(share.pin);
    expect(await list(share.plain('/'), secret, '--trust-on-first-use')).toMatchObject({ code: 0 });
    expect(await list(share.plain('/'), secret)).toMatchObject({ code: 0 });
    const other = 'A'.repeat(43);
    expectFailure(await list(`${share.plain('/')}#pin=${other}`, secret), 'identity-changed');
  });

  it('are asked of the second connection as well, where contents follow at once', async () => {
    await writeFile(join(folder, 'a'), 'contents');
    const get = (environment: Record<string, string>, url = share.plain('/a'), ...more: string[]): ReturnType<typeof ferry> =>
      ferry(['get', url, 'there', ...own(), ...more], { environment, cwd: desk });
    const secret = { FERRY_TOKEN: share.token };
    expect((await get(secret)).stderr).toMatch(/^identity-unknown: [^\n]+\n$/);
    expectFailure(await get({ ...secret, FERRY_PIN: 'A'.repeat(43) }), 'identity-changed');
    expectFailure(await get({ FERRY_PIN: share.pin, FERRY_TOKEN: 'wrong' }), 'auth-failed');
    expectFailure(await get(secret, share.plain('/missing'), '--pin', share.pin), 'not-found');
    expect(await get(secret, share.plain('/a'), '--trust-on-first-use')).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(join(desk, 'there'), 'utf8')).toBe('contents');
  });
});

describe('wrong use', () => {
  it('ends with 2 and says why', async () => {
    for (const args of [
      [],
      ['ls'],
      ['frobnicate'],
      ['ls', '/tmp'],
      ['ls', 'ferry://'],
      ['ls', 'http://x/'],
      ['put', 'a'],
      ['serve', '.', '--port', 'x'],
    ]) {
      const { code, stderr, stdout } = await ferry(args);
      expect(code, args.join(' ')).toBe(2);
      expect(stderr).not.toBe('');
      expect(stdout).toBe('');
    }
    expect(await ferry(['--help'])).toMatchObject({ code: 0, stderr: '' });
    expect((await ferry(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('ferry serve', () => {
  it('says what it serves, who comes, and ends in order', async () => {
    expect(await run('ls', at('/'))).toMatchObject({ code: 0 });
    share.kill('SIGINT');
    const { code, stdout } = await share.finished;
    if (unix) expect(code).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; state?: string });
    expect(events[0]).toMatchObject({ event: 'listening', host: '127.0.0.1', port: share.port, pin: share.pin });
    if (unix) expect(events.map(({ event, state }) => state ?? event)).toEqual(['listening', 'connected', 'gone', 'stopped']);
  });

  it('refuses a missing folder, a taken port, the classic protocol for strangers, and changes when it is read-only', async () => {
    const user = ['--user-data', join(home, 'server')];
    expectFailure(await ferry(['serve', join(home, 'none'), '--port', '0', ...user]), 'not-found');
    expectFailure(await ferry(['serve', folder, '--port', String(share.port), ...user]), 'busy');
    expect(await ferry(['serve', folder, '--port', '0', '--host', '0.0.0.0', '--classic', ...user])).toMatchObject({ code: 1 });
    await writeFile(join(home, 'key'), 'a&key');
    expectFailure(await ferry(['serve', folder, '--port', '0', '--token-file', join(home, 'key'), ...user]), 'invalid-request');
    await writeFile(join(home, 'key'), 'a-key-of-my-own\n');
    const fixed = await serve(folder, join(home, 'server'), '--read-only', '--token-file', join(home, 'key'));
    expect(fixed.token).toBe('a-key-of-my-own');
    expectFailure(await run('mkdir', fixed.url('/d')), 'permission-denied');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the prompt', () => {
  it('has the commands of the classic client, in its words', async () => {
    await writeFile(join(folder, 'coba4.txt'), Buffer.alloc(461_373));
    await writeFile(join(desk, 'coba1.txt'), 'satu');
    const lines = [
      'connme',
      'ls',
      'size coba4.txt',
      'download coba4.txt coba5.txt',
      'download none x',
      'upload coba1.txt "two words.txt"',
      'ls',
      'rm "two words.txt"',
      'rm none',
      'hello',
      'rm',
      'byebye',
    ];
    const { code, stdout } = await ferry(['connect', at('/'), ...own()], { cwd: desk, input: `${lines.join('\n')}\n` });
    expect(code).toBe(0);
    expect(stdout.split('Enter command: ').slice(1)).toEqual([
      'Response: Connection established.\n',
      'Response: coba4.txt\n',
      'Response: Size of coba4.txt: 0.44 MB\n',
      'File coba4.txt downloaded as coba5.txt.\n',
      'ERROR: File not found.\n',
      'File coba1.txt uploaded as two words.txt.\n',
      'Response: coba4.txt\ntwo words.txt\n',
      'Response: File two words.txt deleted.\n',
      'Response: File not found.\n',
      'Response: Invalid command.\n',
      'ERROR: invalid-request: expected: rm NAME\n',
      '',
    ]);
    expect((await stat(join(desk, 'coba5.txt'))).size).toBe(461_373);
  });
});
