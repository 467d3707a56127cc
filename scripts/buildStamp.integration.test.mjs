import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuilt, markBuilt, sourceHash } from './buildStamp.mjs';

let project = '';
const inputs = ['src', 'package.json', 'absent'];

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'ferry-stamp-'));
  mkdirSync(join(project, 'src/inner'), { recursive: true });
  writeFileSync(join(project, 'src/a.ts'), 'a');
  writeFileSync(join(project, 'src/inner/b.ts'), 'b');
  writeFileSync(join(project, 'package.json'), '{}');
  markBuilt(project, sourceHash(project, inputs));
});

afterEach(() => rmSync(project, { recursive: true }));

test('what was built stays built, whatever the times say', () => {
  utimesSync(join(project, 'src/a.ts'), new Date(), new Date());
  writeFileSync(join(project, 'src/a.test.ts'), 'a test is no input');
  expect(isBuilt(project, inputs)).toBe(true);
});

test.each([
  ['a changed file', () => writeFileSync(join(project, 'src/inner/b.ts'), 'B')],
  ['a new file', () => writeFileSync(join(project, 'src/c.ts'), '')],
  ['a file that is gone', () => rmSync(join(project, 'src/inner/b.ts'))],
  ['a file that was absent', () => writeFileSync(join(project, 'absent'), '')],
  ['a change of package.json', () => writeFileSync(join(project, 'package.json'), '{"a":1}')],
  ['an output that is gone', () => rmSync(join(project, 'out'), { recursive: true })],
])('%s needs a build', (_name, change) => {
  change();
  expect(isBuilt(project, inputs)).toBe(false);
});

test('a text that moves from one file to the next is a change', () => {
  const before = sourceHash(project, inputs);
  writeFileSync(join(project, 'src/a.ts'), '');
  writeFileSync(join(project, 'src/inner/b.ts'), 'ab');
  expect(sourceHash(project, inputs)).not.toBe(before);
});
