import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, readFile, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWriter, patternBytes } from '../contract/recorder.ts';
import { Leftovers } from './leftovers.ts';
import { LocalFileSystem } from './localFileSystem.ts';
import { resumableKey, temporaryName } from './temporaryName.ts';

let home: string;
const share = (): string => join(home, 'share');
const notes = (): string => join(home, 'notes');

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'ferry-left-')));
  await mkdir(join(share(), 'a'), { recursive: true });
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

async function writeAndKill(): Promise<void> {
  const program = join(import.meta.dirname, 'leftovers.testing.ts');
  const child = spawn(process.execPath, [program, share(), notes()], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  expect(await readdir(join(share(), 'a'))).toHaveLength(2);
  // While it lives nothing of it is touched.
  new Leftovers(notes());
  expect(await readdir(join(share(), 'a'))).toHaveLength(2);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

it('removes what a killed process left, and keeps what can be resumed', async () => {
  await writeAndKill();
  const resumable = temporaryName(resumableKey('ab'.repeat(16), '/a/resumable'));
  new Leftovers(notes());
  expect(await readdir(join(share(), 'a'))).toEqual([resumable]);
  expect(await readdir(notes())).toHaveLength(1); // taken over by this process
});

it('removes a resumable file that nobody came back for', async () => {
  const key = '0f'.repeat(16);
  await writeFile(join(share(), 'a', temporaryName(key)), 'old');
  await writeFile(join(share(), 'a', 'other'), 'kept');
  await mkdir(notes());
  const then = Date.now() - 8 * 24 * 3_600_000;
  await utimes(join(share(), 'a', temporaryName(key)), then / 1000, then / 1000);
  const note = { directory: join(share(), 'a'), key, since: then };
  await writeFile(join(notes(), `${process.pid}-0123456789ab.jsonl`), `${JSON.stringify(note)}\n`);
  new Leftovers(notes());
  expect(await readdir(join(share(), 'a'))).toEqual(['other']);
  expect(await readdir(notes())).toEqual([]);
});

it('looks after what it has noted itself, for as long as it runs', async () => {
  const leftovers = new Leftovers(notes());
  const [old, recent, gone] = ['0', '1', '2'].map((digit) => digit.repeat(32));
  for (const key of [old, recent, gone]) leftovers.noteResumable(join(share(), 'a'), key ?? '');
  for (const key of [old, recent]) await writeFile(join(share(), 'a', temporaryName(key ?? '')), 'part');
  const then = Date.now() / 1000 - 8 * 24 * 3_600;
  await utimes(join(share(), 'a', temporaryName(old ?? '')), then, then);
  leftovers.lookAfter();
  expect(await readdir(join(share(), 'a'))).toEqual([temporaryName(recent ?? '')]);
});

it('forgets what has ended, and its file does not grow with it', async () => {
  const leftovers = new Leftovers(notes());
  leftovers.noteLane(join(share(), 'a'), 'f'.repeat(16));
  for (let lane = 0; lane < 5_000; lane += 1) {
    const prefix = lane.toString(16).padStart(16, '0');
    leftovers.noteLane(join(share(), `d${lane}`), prefix);
    leftovers.noteResumable(join(share(), 'a'), prefix + prefix);
    leftovers.laneEnded(prefix);
  }
  const [name = ''] = await readdir(notes());
  const text = await readFile(join(notes(), name), 'utf8');
  expect(text.split('\n').length).toBeLessThan(2_500);
  expect(text).toContain('f'.repeat(16));
});

it('reads past damaged notes and leaves other files alone', async () => {
  await writeFile(join(share(), 'a', 'file'), 'kept');
  await mkdir(notes());
  const name = join(notes(), `${process.pid}-0123456789ab.jsonl`);
  await writeFile(name, '{"directory":"/nowhere","prefix":"0000000000000000"}\n[]\nnull\n{"directory":"/a","prefix":"../x"}\n');
  await appendFile(name, '{"cut');
  await writeFile(join(notes(), 'unrelated.txt'), 'x');
  new Leftovers(notes());
  expect(await readdir(join(share(), 'a'))).toEqual(['file']);
  expect(await readdir(notes())).toEqual(['unrelated.txt']);
});

it('keep nobody from writing where nothing can be noted', async () => {
  await writeFile(notes(), 'a file where the folder would be');
  const fileSystem = new LocalFileSystem({ root: share(), leftovers: new Leftovers(notes()) });
  const { write } = openWriter(fileSystem);
  const bytes = patternBytes(1000);
  expect((await write(1, '/a/plain', bytes)).error).toBeUndefined();
  expect((await write(2, '/a/resumable', bytes, { key: 'cd'.repeat(16) })).error).toBeUndefined();
  await fileSystem.close();
  expect(await readdir(join(share(), 'a'))).toEqual(['plain', 'resumable']);
});
