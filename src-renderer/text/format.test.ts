import { describe, expect, it } from 'vitest';
import { createFormats } from './format.ts';

const en = createFormats('en');
const id = createFormats('id');

describe('formats', () => {
  it('tells sizes with three digits, and never four', () => {
    expect(en.size(0)).toBe('0 B');
    expect(en.size(999)).toBe('999 B');
    expect(en.size(1000)).toBe('0.98 KB');
    expect(en.size(1024)).toBe('1.00 KB');
    expect(en.size(10_240)).toBe('10.0 KB');
    expect(en.size(1_048_575)).toBe('1.00 MB');
    expect(en.size(734_003_200)).toBe('700 MB');
    expect(en.size(2 ** 60)).toBe('1,024 PB');
    expect(id.size(1536)).toBe('1,50 KB');
  });

  it('tells every byte', () => {
    expect(en.exactSize(1)).toBe('1 byte');
    expect(en.exactSize(1_234_567)).toBe('1,234,567 bytes');
    expect(id.exactSize(1_234_567)).toBe('1.234.567 bita');
  });

  it('tells durations in two units at most', () => {
    expect(en.duration(0.2)).toBe('1 s');
    expect(en.duration(59)).toBe('59 s');
    expect(en.duration(200)).toBe('3 min 20 s');
    expect(en.duration(7500)).toBe('2 h 5 min');
    expect(en.duration(Number.POSITIVE_INFINITY)).toBe('');
    expect(id.duration(200)).toBe('3 mnt 20 d');
  });

  it('says nothing of an unknown date', () => {
    expect(en.date(Number.NaN)).toBe('');
    expect(en.date(Date.UTC(2026, 4, 3, 9, 30))).toMatch(/^\d{2}\/\d{2}\/2026 \d{2}:\d{2}$/);
  });
});
