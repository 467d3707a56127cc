import { describe, expect, it } from 'vitest';
import { changedMode, type PermissionChange } from './permissions.ts';

const change = (part: Partial<PermissionChange>): PermissionChange => ({
  set: 0,
  clear: 0,
  inside: 'nothing',
  executeWhereUsed: false,
  ...part,
});

describe('a change of permissions', () => {
  it('sets, takes away and leaves bits', () => {
    expect(changedMode(0o640, false, change({ set: 0o004, clear: 0o200 }))).toBe(0o444);
    expect(changedMode(0o751, true, change({}))).toBe(0o751);
  });

  it('allows execution only where it is used, when that is wanted', () => {
    const all = change({ set: 0o755, clear: 0o022, executeWhereUsed: true });
    expect(changedMode(0o600, false, all)).toBe(0o644);
    expect(changedMode(0o610, false, all)).toBe(0o755);
    expect(changedMode(0o600, true, all)).toBe(0o755);
    expect(changedMode(0o600, false, { ...all, executeWhereUsed: false })).toBe(0o755);
  });
});
