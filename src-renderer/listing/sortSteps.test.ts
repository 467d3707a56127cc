import fc from 'fast-check';
import { expect, it } from 'vitest';
import { atOnce } from './slices.ts';
import { mergeSteps, sortSteps } from './sortSteps.ts';

const ascending = (a: number, b: number): number => a - b;

/** Parts that rise, fall or do neither, as a listing has them that was in another order. */
const numbers = fc
  .array(fc.tuple(fc.array(fc.nat(10_000), { maxLength: 2500 }), fc.constantFrom('as it comes', 'rising', 'falling')), {
    maxLength: 12,
  })
  .map((parts) =>
    parts.flatMap(([values, way]) => {
      if (way === 'as it comes') return values;
      return way === 'rising' ? values.toSorted(ascending) : values.toSorted(ascending).toReversed();
    }),
  );

it('sorts', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const entries = Uint32Array.from(values);
      const sorted = atOnce(sortSteps(entries, ascending));
      expect([...sorted]).toEqual(values.toSorted(ascending));
      expect([...entries]).toEqual(values);
    }),
  );
});

it('merges', () => {
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      const [first, second] = [Uint32Array.from(one).sort(), Uint32Array.from(other).sort()];
      expect([...atOnce(mergeSteps(first, second, ascending))]).toEqual([...one, ...other].toSorted(ascending));
    }),
  );
});

it.each(['mixed', 'in order', 'in reverse order'] as const)('can be left after every few milliseconds of work (%s)', (state) => {
  const entries = Uint32Array.from({ length: 100_000 }, (_, at) => (at * 7919) % 100_003);
  if (state !== 'mixed') entries.sort();
  if (state === 'in reverse order') entries.reverse();
  let comparisons = 0;
  let most = 0;
  let all = 0;
  const compare = (a: number, b: number): number => {
    comparisons++;
    return a - b;
  };
  const steps = sortSteps(entries, compare);
  for (let done = false; !done; ) {
    comparisons = 0;
    done = steps.next().done === true;
    most = Math.max(most, comparisons);
    all += comparisons;
  }
  expect(most).toBeLessThan(50_000);
  expect(all).toBeLessThan(state === 'mixed' ? 1_700_000 : 600_000);
});
