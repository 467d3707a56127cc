import { expect, it } from 'vitest';
import { codeCache, commandNames } from './codeCache.ts';
import { buildProgram } from './program.ts';

it('knows every command', () => {
  const program = buildProgram('0', async () => undefined);
  expect(commandNames).toEqual(program.commands.map((command) => command.name()));
});

it.each([undefined, '--help', '../../etc', 'toString'])('keeps what is no command in one place: %s', (word) => {
  expect(codeCache(word)).toBe('.cache/other/');
});
