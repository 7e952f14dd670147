import type { SnapshotDetails } from '@aws-sdk/client-kinesis-analytics-v2';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { type Evidence, mismatches } from '../../../trials/soak/check-records';

const BEGUN = new Date('2026-01-01T00:00:01Z');

const record = (name: string, more: Partial<RunRecord> = {}): RunRecord => ({
  application: 'app',
  runId: 1,
  eventId: `event-${name}`,
  eventTime: BEGUN,
  startedAt: BEGUN,
  deadlineAt: BEGUN,
  state: 'taken',
  reason: 'ready',
  snapshot: { name: `ours.${name}`, createdAt: BEGUN, applicationVersion: 1 },
  deleted: [],
  failedToDelete: [],
  kept: [],
  ...more,
});

const listed = (SnapshotName: string, more: Partial<SnapshotDetails> = {}): SnapshotDetails => ({
  SnapshotName,
  SnapshotStatus: 'READY',
  SnapshotCreationTimestamp: BEGUN,
  ApplicationVersionId: 1,
  ...more,
});

const failed = (name: string) => record(name, { state: 'failed', reason: 'snapshot-failed' });

const evidence = (more: Partial<Evidence>): Evidence => ({
  records: [record('a'), record('b', { deleted: ['ours.a'] })],
  listed: [listed('ours.b'), listed('STOP-1')],
  ownPrefix: 'ours.',
  keepLast: 3,
  firedEvents: more.records?.length ?? 2,
  failedEventIds: [],
  ...more,
});

test('records that tell what the API lists contradict nothing', () => {
  expect(mismatches(evidence({}))).toEqual([]);
});

test('a failed snapshot that was deleted later, and a failed run in its queue, contradict nothing', () => {
  const records = [failed('a'), record('b', { deleted: ['ours.a'] })];
  expect(mismatches(evidence({ records, failedEventIds: ['event-a'] }))).toEqual([]);
});

test('a skipped run names a snapshot that was never begun', () => {
  const records = [record('a', { state: 'skipped', reason: 'not-running' })];
  expect(mismatches(evidence({ records, listed: [] }))).toEqual([]);
});

test.each<[string, Partial<Evidence>, string]>([
  ['an event without a record', { firedEvents: 3 }, 'The rule was fired 3 times, but there are 2 records.'],
  [
    'two records of one event',
    { records: [record('a', { deleted: [] }), record('b', { eventId: 'event-a', deleted: ['ours.a'] })] },
    'Two records name the same event: event-a.',
  ],
  [
    'a deletion that is recorded twice',
    { records: [record('a'), record('b', { deleted: ['ours.a', 'ours.a'] })] },
    'Two records name the same deletion: ours.a.',
  ],
  [
    'a deleted snapshot of somebody else',
    { records: [record('b', { deleted: ['STOP-0'] })] },
    'STOP-0 was deleted, but the manager did not create it.',
  ],
  [
    'a record without an end',
    { records: [record('b', { state: 'started', reason: undefined })] },
    'The run of event event-b has no end in its record.',
  ],
  [
    'a taken snapshot that is gone',
    { records: [record('a'), record('b')] },
    'ours.a was taken, but it is not listed and no record deleted it.',
  ],
  [
    'a deleted snapshot that is listed',
    { listed: [listed('ours.a'), listed('ours.b')] },
    'ours.a is recorded as deleted, but it is listed as READY.',
  ],
  [
    'a READY snapshot whose record says it failed',
    { records: [failed('b')], failedEventIds: ['event-b'] },
    'ours.b is listed as READY, but its record says failed (snapshot-failed).',
  ],
  [
    'a snapshot without a record',
    { listed: [listed('ours.b'), listed('ours.x')] },
    'ours.x is listed, but no record names it.',
  ],
  [
    'another time',
    { listed: [listed('ours.b', { SnapshotCreationTimestamp: new Date('2026-01-01T00:00:02Z') })] },
    'ours.b began at 2026-01-01T00:00:02.000Z according to the API, at 2026-01-01T00:00:01.000Z according to its record.',
  ],
  [
    'another version',
    { listed: [listed('ours.b', { ApplicationVersionId: 2 })] },
    'ours.b has version 2 according to the API, 1 according to its record.',
  ],
  ['more READY ones than are kept', { keepLast: 0 }, '1 snapshots are READY, but the retention keeps 0.'],
  [
    'a failed run that nobody was told of',
    { records: [record('b'), failed('c')] },
    'The run of event event-c failed, but it is not in the queue of failed runs.',
  ],
  [
    'a run in the queue that did not fail',
    { failedEventIds: ['event-b'] },
    'Event event-b is in the queue of failed runs, but its record does not say that it failed.',
  ],
])('%s is a contradiction', (_, more, sentence) => {
  expect(mismatches(evidence(more))).toEqual([sentence]);
});
