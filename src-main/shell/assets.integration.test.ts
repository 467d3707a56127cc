import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type Assets, openAssets } from './assets.ts';

async function someAssets(): Promise<Assets> {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-assets-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const site = join(folder, 'site');
  await mkdir(join(site, 'assets'), { recursive: true });
  await writeFile(join(site, 'index.html'), '<!doctype html>');
  await writeFile(join(site, 'assets/index-1.js'), 'let a');
  await writeFile(join(site, 'a b.svg'), '<svg/>');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(site, 'link.txt'));
  return openAssets(pathToFileURL(`${site}/`));
}

test('serves what was built, with its type', async () => {
  const assets = await someAssets();
  expect(await assets.find('/')).toEqual(await assets.find('/index.html'));
  expect((await assets.find('/'))?.type).toBe('text/html; charset=utf-8');
  const script = await assets.find('/assets/index-1.js');
  expect(script?.type).toBe('text/javascript; charset=utf-8');
  expect(Buffer.from(script?.bytes ?? []).toString()).toBe('let a');
  expect((await assets.find('/a%20b.svg'))?.type).toBe('image/svg+xml');
});

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%5c..%5csecret.txt',
  '//secret.txt',
  '/link.txt',
  '/assets',
  '/assets/',
  '/constructor',
  '/__proto__',
  '',
  '/nothing',
  '/index.html%00.js',
])('nothing else: %s', async (path) => {
  const assets = await someAssets();
  expect(await assets.find(path)).toBeUndefined();
});
