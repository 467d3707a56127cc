import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCodes } from '../../src-shared/errors.ts';
import { commands } from '../../src-shared/commands.ts';
import { errorSentence } from './errorSentence.ts';
import { languageFor, wordsFor } from './text.ts';

function messages(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const text: unknown = Reflect.apply(value, undefined, ['7', '7', '7']);
    return [[path, String(text)]];
  }
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => messages(inner, `${path}.${key}`));
}

describe('the catalogues', () => {
  for (const language of ['en', 'id'] as const) {
    it(`say something everywhere in ${language}`, () => {
      const all = messages(wordsFor(language).text, language);
      expect(all.length).toBeGreaterThan(150);
      expect(all.filter(([, text]) => text.trim() === '' || text.includes('undefined'))).toEqual([]);
    });

    it(`word every error in ${language} with what it is about, and without its code`, () => {
      for (const code of errorCodes) {
        const sentence = errorSentence(
          wordsFor(language),
          { code, message: 'ENOENT', path: '/a/report.pdf' },
          { server: 'nas:12345' },
        );
        expect(sentence).not.toContain('ENOENT');
        if (code.includes('-')) expect(sentence).not.toContain(code);
        const silent: readonly ErrorCode[] = ['cancelled', 'internal'];
        if (!silent.includes(code)) expect(sentence).toMatch(/report\.pdf|nas:12345/);
      }
    });
  }

  it('has a title for every command in both languages', () => {
    for (const command of commands) {
      expect(command.title.en).not.toBe('');
      expect(command.title.id).not.toBe('');
    }
  });

  it('follows the system language', () => {
    expect(languageFor('id-ID')).toBe('id');
    expect(languageFor('id')).toBe('id');
    expect(languageFor('en-US')).toBe('en');
    expect(languageFor('ja')).toBe('en');
  });
});
