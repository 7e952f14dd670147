import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { contradiction, windowOf } from '../../../trials/demo/restore-proof';

const proof = { snapshotName: 's', restoredCount: 7, nextCount: 8, expected: { atLeast: 6, atMost: 7 } };

test('a restored count between those at trigger and READY, and the next user after it, prove the restore', () => {
  expect(contradiction(proof)).toBeUndefined();
});

test.each([
  [{ ...proof, restoredCount: 5 }, 's was taken between user 6 and user 7, but 5 were restored.'],
  [{ ...proof, restoredCount: 8 }, 's was taken between user 6 and user 7, but 8 were restored.'],
  [{ ...proof, nextCount: 9 }, 's restored 7 users, but the next one was counted as 9.'],
])('what the log shows contradicts the snapshot: %#', (against, sentence) => {
  expect(contradiction(against)).toBe(sentence);
});

describe('the time in which a snapshot was taken', () => {
  const createdAt = new Date(1_000);
  const record = (snapshot: Partial<NonNullable<RunRecord['snapshot']>>): RunRecord => ({
    application: 'app',
    runId: 1,
    eventId: 'e',
    eventTime: new Date(0),
    startedAt: new Date(500),
    deadlineAt: new Date(300_000),
    endedAt: new Date(9_000),
    state: 'taken',
    reason: 'ready',
    snapshot: { name: 's', ...snapshot },
    deleted: [],
    failedToDelete: [],
    kept: [],
  });

  test.each([
    ['its measured duration', { createdAt, durationMs: 300 }, 1_300],
    ['the upper bound of its duration', { createdAt, durationAtMostMs: 700 }, 1_700],
    ['the end of the run when no duration is known', { createdAt }, 9_000],
  ])('ends with %s', (_, snapshot, to) => {
    expect(windowOf(record(snapshot))).toEqual({ from: createdAt, to: new Date(to) });
  });

  test('is refused when the record does not tell the beginning', () => {
    expect(() => windowOf(record({}))).toThrow('The record of s does not say when it was taken.');
  });
});
