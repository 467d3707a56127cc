import { describe, expect, it } from 'vitest';
import { crumbsWithoutRoom } from './useFittingCrumbs.ts';

describe('the folders of a path', () => {
  it('are all shown where they fit', () => {
    expect(crumbsWithoutRoom([16, 60, 60, 60], 196)).toBe(0);
    expect(crumbsWithoutRoom([], 0)).toBe(0);
  });

  it('make room from the first on, and for the button that stands for them', () => {
    expect(crumbsWithoutRoom([16, 60, 60, 60], 195)).toBe(2);
    expect(crumbsWithoutRoom([60, 60, 60, 60], 204)).toBe(1);
    expect(crumbsWithoutRoom([16, 60, 60, 60], 90)).toBe(3);
  });

  it('leave the last one, however narrow it gets', () => {
    expect(crumbsWithoutRoom([16, 180], 40)).toBe(1);
    expect(crumbsWithoutRoom([180], 40)).toBe(0);
  });
});
