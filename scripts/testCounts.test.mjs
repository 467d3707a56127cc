import { expect, test } from 'vitest';
import { playwrightCounts, vitestCounts } from './testCounts.mjs';

test('the counts of a vitest report; a file that does not load is a failure', () => {
  const report = {
    numPassedTests: 10,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [{}] },
    ],
  };
  expect(vitestCounts(report)).toEqual({ passed: 10, failed: 2, skipped: 3 });
});

test('the counts of a Playwright report; a run that breaks before its tests is a failure', () => {
  const stats = { expected: 5, unexpected: 2, flaky: 1, skipped: 3 };
  expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 6, failed: 2, skipped: 3 });
  expect(playwrightCounts({ stats: { ...stats, unexpected: 0 }, errors: [{}] })).toEqual({ passed: 6, failed: 1, skipped: 3 });
});
