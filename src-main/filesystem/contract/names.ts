import { describe, expect, it } from 'vitest';
import { joinPath } from '../../../src-shared/model/path.ts';
import type { ContractContext } from './context.ts';
import { expectCode } from './expect.ts';
import { listAll, patternBytes, readWhole, writeWhole } from './recorder.ts';

const plainNames = [
  'plain',
  '-rf',
  '.hidden',
  '..three',
  '...',
  'ünïcode-NFC-é',
  'combining-NFD-e\u0301',
  '日本語',
  'العربية',
  '👩‍👩‍👧‍👦🏴‍☠️',
  '%41%2F',
  '__proto__',
  'constructor',
  '#hash?query',
  '\u202Egnp.exe',
  '$(id)',
  'x'.repeat(255),
  'é'.repeat(127),
];
const spacedNames = [' leading', 'trailing ', 'two  blanks', 'a b.txt', 'no\u00a0break', 'wide\u3000blank', 'tab\there'];
const unixNames = [
  '"quoted"',
  "it's",
  'back\\slash',
  'new\nline',
  'star*',
  'ask?',
  'a|b',
  '<img src=x onerror=alert(1)>',
  'C:',
  'nul',
  'end.',
];

/** Names in every script and spelling that the platform allows. */
function hostileNames(context: ContractContext): readonly string[] {
  if (process.platform === 'win32') return plainNames.filter((name) => !/^\.|\.$|[?$]/.test(name));
  const blanks = context.options.plainNames === true ? [] : spacedNames;
  const rest = context.options.plainNames === true ? unixNames.filter((name) => !/\s/.test(name)) : unixNames;
  return [...plainNames, ...blanks, ...rest];
}

export function describeNames(context: ContractContext): void {
  describe('names', () => {
    it('keeps names as they are, whatever they hold', async () => {
      const { fileSystem, subject } = context;
      const names = hostileNames(context).filter((name) => process.platform !== 'darwin' || name.normalize('NFC') === name);
      for (const [index, name] of names.entries()) {
        await writeWhole(fileSystem, joinPath(subject.directory, name), patternBytes(10 + index));
      }
      const { names: listed } = await listAll(fileSystem, subject.directory);
      expect(listed.toSorted()).toEqual([...names].toSorted());
      for (const [index, name] of names.entries()) {
        expect(await readWhole(fileSystem, joinPath(subject.directory, name))).toHaveLength(10 + index);
        expect(await fileSystem.remove(joinPath(subject.directory, name))).toBe(1);
      }
    });

    it('keeps such names for directories and renames', async (test) => {
      const { fileSystem, subject } = context;
      test.skip(!fileSystem.features.directories || !fileSystem.features.rename, 'no directories');
      const names = hostileNames(context).filter((name) => process.platform !== 'darwin' || name.normalize('NFC') === name);
      await fileSystem.makeDirectory(joinPath(subject.directory, 'start'));
      let last = 'start';
      for (const name of names) {
        await fileSystem.rename(joinPath(subject.directory, last), joinPath(subject.directory, name));
        expect((await fileSystem.stat(joinPath(subject.directory, name))).name).toBe(name);
        last = name;
      }
    });

    it('keeps names that are not well-formed UTF-8, byte for byte', async (test) => {
      const { fileSystem, subject } = context;
      test.skip(context.options.rawNames !== true, 'names are text here');
      const names = ['latin-\udce9.txt', '\udcff\udcfe', 'cut-\udce2\udc82', 'mixed-é-\udc80'];
      for (const [index, name] of names.entries()) {
        await writeWhole(fileSystem, joinPath(subject.directory, name), patternBytes(10 + index));
      }
      expect((await listAll(fileSystem, subject.directory)).names.toSorted()).toEqual([...names].toSorted());
      for (const [index, name] of names.entries()) {
        const path = joinPath(subject.directory, name);
        expect((await fileSystem.stat(path)).name).toBe(name);
        expect(await readWhole(fileSystem, path)).toHaveLength(10 + index);
        if (fileSystem.features.rename) {
          await fileSystem.rename(path, `${path}-2`);
          await fileSystem.rename(`${path}-2`, path);
        }
        expect(await fileSystem.remove(path)).toBe(1);
      }
    });

    it('refuses a name that is too long or stands for no bytes', async () => {
      const { fileSystem, at } = context;
      for (const name of ['x'.repeat(256), 'é'.repeat(128), 'half-\ud800', 'half-\udc00']) {
        await expectCode(writeWhole(fileSystem, at(name), patternBytes(1)), 'name-invalid');
      }
      expect((await listAll(fileSystem, context.subject.directory)).names).toEqual([]);
    });

    it('refuses names with white space where they can not be said', async (test) => {
      const { fileSystem, at } = context;
      test.skip(context.options.plainNames !== true, 'any name is fine');
      for (const name of spacedNames) {
        await expectCode(fileSystem.stat(at(name)), 'name-invalid');
        await expectCode(fileSystem.remove(at(name)), 'name-invalid');
        await expectCode(writeWhole(fileSystem, at(name), patternBytes(1)), 'name-invalid');
        await expectCode(readWhole(fileSystem, at(name)), 'name-invalid');
      }
    });
  });
}
