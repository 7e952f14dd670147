import { DETAIL_SCHEMA } from '../../../../lambda-src/snapshot-manager/domain/events/detail-schema';
import { eventOfRecord } from '../../../../lambda-src/snapshot-manager/domain/events/event-of-record';
import { faultsOf } from '../../../../lambda-src/snapshot-manager/domain/events/schema-faults';
import type { RunRecord } from '../../../../lambda-src/snapshot-manager/domain/record';

const AT = new Date('2026-11-23T10:20:01Z');
const RECORD: RunRecord = {
  application: 'orders',
  runId: 1795429200123,
  eventId: 'event',
  eventTime: AT,
  startedAt: AT,
  endedAt: AT,
  deadlineAt: AT,
  state: 'failed',
  reason: 'describe-failed',
  message: 'It failed.',
  deleted: ['a', 'b'],
  failedToDelete: [],
  kept: [],
};

test('a run under way is no event', () => {
  expect(eventOfRecord({ ...RECORD, state: 'started' }, 'demo')).toBeUndefined();
});

test('a record of thousands of words and odd figures makes a valid event of at most 24 KB', () => {
  const event = eventOfRecord(
    {
      ...RECORD,
      message: '\u0001'.repeat(100_000),
      requestReason: '',
      snapshot: { name: 's', durationMs: -0.4 },
      deleted: Array.from({ length: 1_000 }, (_, index) => `snapshot-${index}`),
    },
    'demo',
  );
  expect(faultsOf(DETAIL_SCHEMA, event?.detail)).toEqual([]);
  expect(event?.detail).toMatchObject({ deletedSnapshots: 1_000, snapshot: { name: 's', durationMs: 0 } });
  expect(event?.detail).not.toHaveProperty('requestReason');
  expect(Buffer.byteLength(JSON.stringify(event?.detail))).toBeLessThan(24_000);
});
