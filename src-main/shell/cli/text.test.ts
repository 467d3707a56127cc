import { describe, expect, it } from 'vitest';
import { conflictAnswers } from '../../../src-shared/model/transfer.ts';
import { parseAnswer } from './conflictQuestion.ts';
import { formatBytes, formatDuration, formatMode, formatTime } from './figures.ts';
import { localArgument, remoteArgument } from './location.ts';
import { errorLine } from './output.ts';
import { parseRate } from './options.ts';
import { progressLine } from './progressBar.ts';
import { visibleText } from './visibleText.ts';

describe('text on a terminal', () => {
  it('shows what it would obey', () => {
    expect(visibleText('a\u001b[31mb')).toBe('a\\x1b[31mb');
    expect(visibleText('a\nb\tc\rd\u0000')).toBe('a\\nb\\tc\\rd\\x00');
    expect(visibleText('\u202Egnp.exe')).toBe('\\u{202e}gnp.exe');
    expect(visibleText('raw \udcff')).toBe('raw \\xff');
    expect(visibleText('日本語 naïve 👩‍👩‍👧')).toBe('日本語 naïve 👩‍👩‍👧');
  });

  it('tells errors with what they are about, once', () => {
    expect(errorLine({ code: 'not-found', message: 'no such file', path: '/a' })).toBe('not-found: no such file: /a');
    expect(errorLine({ code: 'not-found', message: '/a is not there', path: '/a' })).toBe('not-found: /a is not there');
    expect(errorLine({ code: 'busy', message: 'later' })).toBe('busy: later');
  });
});

describe('figures', () => {
  it('are short', () => {
    expect([0, 999, 1000, 1536, 1024 * 1024, 314_572_800, 1e12].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '1.5 KB',
      '1.0 MB',
      '300 MB',
      '931 GB',
    ]);
    expect([0, 7, 75, 3723, Number.NaN, Number.POSITIVE_INFINITY].map(formatDuration)).toEqual([
      '0:00',
      '0:07',
      '1:15',
      '1:02:03',
      '-',
      '-',
    ]);
    expect(formatTime(Number.NaN)).toBe('-');
    expect(formatTime(new Date(2026, 10, 22, 7, 5).getTime())).toBe('2026-11-22 07:05');
    expect([formatMode('file', 0o644), formatMode('directory', 0o755), formatMode('file', undefined)]).toEqual([
      '-rw-r--r--',
      'drwxr-xr-x',
      '----------',
    ]);
  });

  it('make a line that fits', () => {
    const progress = { acknowledged: 50, total: 100, rate: 10, filesDone: 1, files: 3, planning: false };
    expect(progressLine(progress, 100)).toBe('[############------------]  50 %  50 B of 100 B  10 B/s  0:05  1 of 3 files');
    expect(progressLine({ ...progress, planning: true }, 100)).toContain('100 B+');
    for (let columns = 1; columns < 120; columns++) expect(progressLine(progress, columns).length).toBeLessThan(columns);
    expect(progressLine({ ...progress, total: 0, acknowledged: 0 }, 100)).toContain('  0 %');
  });
});

describe('arguments', () => {
  it('tell whether things go into the place', () => {
    expect(remoteArgument('ferry://h/a/#token=x/')).toMatchObject({ inside: true, url: { path: '/a', token: 'x/' } });
    expect(remoteArgument('ferry://h:1/a%20b')).toMatchObject({ inside: false, url: { path: '/a b', endpoint: { port: 1 } } });
    expect(remoteArgument('classic://h')).toMatchObject({ inside: false, url: { path: '/', endpoint: { kind: 'classic' } } });
    expect(() => remoteArgument('/etc')).toThrow('is not a location');
    expect(() => remoteArgument('ferry://h/../x')).toThrow();
    expect(() => localArgument('ferry://h/x#token=secret')).toThrow(/^((?!secret).)*$/);
  });

  it('take rates', () => {
    expect(['1024', '500K', '2.5m', '1G'].map(parseRate)).toEqual([1024, 512_000, 2_621_440, 1_073_741_824]);
    for (const wrong of ['', '0', '1023', '-1K', '1T', 'K', '1e9', '1 K', '99999G'])
      expect(() => parseRate(wrong)).toThrow('not a rate');
  });

  it('answer the question of a taken name', () => {
    const file = { answers: conflictAnswers };
    const folder = { answers: ['both', 'skip', 'cancel'] } as const;
    expect(parseAnswer('o', file)).toEqual({ answer: 'overwrite', forBatch: false });
    expect(parseAnswer(' S ', file)).toEqual({ answer: 'skip', forBatch: true });
    expect(parseAnswer('D', file)).toEqual({ answer: 'size', forBatch: true });
    expect(parseAnswer('b', folder)).toEqual({ answer: 'both', forBatch: false });
    expect(['', 'x', 'oo', 'yes'].map((text) => parseAnswer(text, file))).toEqual([undefined, undefined, undefined, undefined]);
    expect(['o', 'n', 'd', 'R'].map((text) => parseAnswer(text, folder))).toEqual([undefined, undefined, undefined, undefined]);
  });
});
