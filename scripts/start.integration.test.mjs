import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from './ensureBuilt.mjs';
import { root } from './paths.mjs';

/** `npm start` as a program that starts Ferry sees it. */

let folder = '';
const shell = process.platform === 'win32';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-start-'));
  await ensureBuilt();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the first line on standard output is the ready line, soon, and nothing stays behind', async () => {
  const began = performance.now();
  const args = ['start', '--', '--shell', 'browser', '--no-open', '--user-data', join(folder, 'user-data')];
  const npm = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell });
  const [line] = await once(createInterface({ input: npm.stdout }), 'line');
  expect(performance.now() - began).toBeLessThan(10_000);
  const ready = JSON.parse(line);
  expect(ready).toEqual({
    event: 'ready',
    shell: 'browser',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/),
  });
  const { origin } = new URL(ready.url);
  expect((await fetch(origin)).status).toBe(200);
  npm.kill('SIGTERM');
  await expect
    .poll(
      () =>
        fetch(origin).then(
          () => 'answers',
          () => 'gone',
        ),
      { timeout: 10_000 },
    )
    .toBe('gone');
});

test.each([
  [['--shell', 'toaster'], '--shell takes electron or browser'],
  [['--shell', 'browser', '--port', 'http'], '--port http is not a port number'],
  [['--shell', 'browser', '--colour', 'red'], "Unknown option '--colour'"],
])('wrong arguments are explained: %s', (args, sentence) => {
  const done = spawnSync(process.execPath, [join(root, 'scripts/start.mjs'), ...args], { encoding: 'utf8' });
  expect(done.stderr).toContain(sentence);
  expect(done.stdout).toBe('');
  expect(done.status).toBe(2);
});

test('--help tells the arguments', () => {
  const done = spawnSync(process.execPath, [join(root, 'scripts/start.mjs'), '--help'], { encoding: 'utf8' });
  expect(done.stdout).toContain('--user-data DIR');
  expect(done.status).toBe(0);
});
