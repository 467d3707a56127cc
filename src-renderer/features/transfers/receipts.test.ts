import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../src-shared/model/transfer.ts';
import { sha256Sums } from './receipts.ts';

const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
function done(path: string, verified = true): Transfer {
  const place = { endpoint: 's1', path };
  const name = path.split('/').pop() ?? '';
  const receipt = { size: 1, sha256, verified };
  return {
    id: 1,
    batch: 1,
    name,
    from: place,
    to: place,
    direction: 'upload',
    state: 'done',
    size: 1,
    acknowledged: 1,
    rate: 0,
    receipt,
  };
}

describe('exported receipts', () => {
  it('name files from the folder that holds them all', () => {
    const { text, count } = sha256Sums([done('/in/photos/a b.jpg'), done('/in/photos/2026/c.jpg'), done('/in/x.txt')]);
    expect(text).toBe(`${sha256}  photos/a b.jpg\n${sha256}  photos/2026/c.jpg\n${sha256}  x.txt\n`);
    expect(count).toBe(3);
    expect(sha256Sums([done('/deep/er/one.txt')]).text).toBe(`${sha256}  one.txt\n`);
  });

  it('escape as sha256sum does, and hold only what was verified and can be written', () => {
    expect(sha256Sums([done('/a\nb\\c')]).text).toBe(`\\${sha256}  a\\nb\\\\c\n`);
    expect(sha256Sums([done('/a', false), done('/raw\udcff')])).toEqual({ text: '', count: 0 });
  });
});
