import { recordFromItem, recordToItem } from '../../lambda-src/snapshot-manager/aws/audit-item';
import type { RunRecord } from '../../lambda-src/snapshot-manager/record';

const record: RunRecord = {
  application: 'orders',
  runId: 1795429200123,
  eventId: 'b1d0',
  eventTime: new Date('2026-11-23T10:20:00Z'),
  requestReason: 'before deploy',
  startedAt: new Date('2026-11-23T10:20:01.500Z'),
  deadlineAt: new Date('2026-11-23T10:25:01.500Z'),
  endedAt: new Date('2026-11-23T10:20:05Z'),
  state: 'taken',
  reason: 'ready',
  message: 'Done.',
  applicationStatus: 'RUNNING',
  snapshot: {
    name: 'demo.20261123T102000Z',
    status: 'READY',
    createdAt: new Date('2026-11-23T10:20:02Z'),
    applicationVersion: 7,
    runtimeEnvironment: 'FLINK-1_20',
    durationMs: 2150,
    durationAtLeastMs: 1,
    durationAtMostMs: 2,
    lastSeenCreatingAt: new Date('2026-11-23T10:20:03Z'),
  },
  deleted: ['demo.20261123T090000Z'],
  failedToDelete: [],
  kept: ['demo.20261123T102000Z: last'],
};

test('a record survives the table', () => {
  expect(recordFromItem(recordToItem(record, 30))).toEqual(record);
});

test('the reference system’s attributes have its names, and the row expires', () => {
  expect(recordToItem(record, 30)).toMatchObject({
    app_name: { S: 'orders' },
    snapshot_manager_run_id: { N: '1795429200123' },
    new_snapshot_name: { S: 'demo.20261123T102000Z' },
    new_snapshot_create_time: { S: '2026-11-23T10:20:02.000Z' },
    flink_app_version_id: { N: '7' },
    snapshots_deleted: { L: [{ S: 'demo.20261123T090000Z' }] },
    snapshots_failed_to_be_deleted: { L: [] },
    outcome: { S: 'taken' },
    expires_at: { N: String(Date.parse('2026-12-23T10:20:00Z') / 1000) },
  });
});

test('a run that took no snapshot has no snapshot attributes', () => {
  const item = recordToItem({ ...record, snapshot: undefined }, 30);
  expect(Object.keys(item).filter((attribute) => attribute.startsWith('new_snapshot'))).toEqual([]);
  expect(recordFromItem(item).snapshot).toBeUndefined();
});

test('a row that is not ours is refused by attribute and key', () => {
  const item = recordToItem(record, 30);
  delete item.started_at;
  expect(() => recordFromItem(item)).toThrow('The audit row orders / 1795429200123 has started_at missing');
});
