import { expect, it } from 'vitest';
import { codeCache } from './codeCache.ts';
import { commandNamed } from './commandNames.ts';
import { buildProgram } from './program.ts';

it('knows every command', () => {
  const program = buildProgram('0', async () => undefined);
  const names = program.commands.map((command) => command.name());
  expect(names.map(commandNamed)).toEqual(names);
  expect(new Set(names.map((name) => codeCache(commandNamed(name)))).size).toBe(names.length);
});

it.each([undefined, '--help', '../../etc', 'toString'])('keeps what is no command in one place: %s', (word) => {
  expect(codeCache(commandNamed(word))).toBe('.cache/other/');
});
