import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from './cli.testing.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

it('runs the same from kept code, from damaged code, and without any', async () => {
  const folder = await temporaryFolder();
  const program = join(folder, 'out/cli/ferry.js');
  const cache = join(dirname(program), '.cache');
  await mkdir(join(folder, 'out'));
  await cp(join(root, 'out/cli'), dirname(program), { recursive: true });
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await rm(cache, { recursive: true, force: true });
  const version = async (): Promise<unknown> => await promisify(execFile)(process.execPath, [program, '--version']);

  const first = await version();
  expect(first).toMatchObject({ stdout: expect.stringMatching(/^\d/) as string, stderr: '' });
  const entries = await readdir(join(cache, 'other'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  expect(await version()).toEqual(first);

  for (const file of files) await writeFile(join(file.parentPath, file.name), 'damaged');
  expect(await version()).toEqual(first);

  await rm(cache, { recursive: true });
  await writeFile(cache, 'in the way');
  expect(await version()).toEqual(first);
});
