import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from './install.mjs';

let project = '';

const locked = {
  '': { name: 'x' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/only-elsewhere': { version: '1.0.0', optional: true },
};

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'ferry-install-'));
  mkdirSync(join(project, 'node_modules'));
  write('package-lock.json', locked);
});

afterEach(() => rmSync(project, { recursive: true }));

/**
 * @param {string} file
 * @param {object} packages
 */
function write(file, packages) {
  writeFileSync(join(project, file), JSON.stringify({ packages }));
}

test('nothing is installed before npm has finished', () => {
  expect(isInstalled(project)).toBe(false);
});

test('an optional package of another platform may be missing', () => {
  write('node_modules/.package-lock.json', { 'node_modules/a': locked['node_modules/a'] });
  expect(isInstalled(project)).toBe(true);
});

test.each([
  ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
  ['other contents', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } }],
  ['a missing package', {}],
  [
    'another version of an optional one',
    { 'node_modules/a': locked['node_modules/a'], 'node_modules/only-elsewhere': { version: '2.0.0', optional: true } },
  ],
])('%s needs an installation', (_name, packages) => {
  write('node_modules/.package-lock.json', packages);
  expect(isInstalled(project)).toBe(false);
});

test('a lockfile that is missing is said', () => {
  rmSync(join(project, 'package-lock.json'));
  expect(() => isInstalled(project)).toThrow('package-lock.json');
});
