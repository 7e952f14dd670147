import { renderSummary, runsByReason } from '../../../trials/soak/summary';

test('runs are counted by outcome and reason, the most frequent first', () => {
  const taken = { state: 'taken', reason: 'ready' } as const;
  const open = { state: 'started' } as const;
  expect(runsByReason([open, taken, { state: 'skipped', reason: 'not-running' }, taken])).toEqual([
    ['taken', 'ready', 2],
    ['started', '', 1],
    ['skipped', 'not-running', 1],
  ]);
});

test('the closing page names every restore and every contradiction', () => {
  const restore = { snapshotName: 's1', restoredCount: 7, nextCount: 8, expected: { atLeast: 6, atMost: 7 } };
  const injected = {
    throttledCalls: 5,
    lostAnswers: 4,
    failedCheckpoints: 3,
    failedSnapshots: 2,
    jobRestarts: 1,
    stops: 6,
    forcedStops: 9,
  };
  const page = renderSummary({ records: [], injected, restores: [restore], mismatches: ['s2 is gone.'] }, [
    { title: 'Start', ms: 1_500 },
  ]);
  expect(page).toContain('  s1        6                   7         7         8\n');
  expect(page).toContain('Contradictions: 1\n─────────────────\n  - s2 is gone.\n');
  expect(page).toContain('  restarts of the job by Flink, by its log  1\n');
  expect(page).toContain('  all    1.5 s');
});
