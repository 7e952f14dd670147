import {
  itemBytes,
  MAX_ITEM_BYTES,
  recordFromItem,
  recordToItem,
} from '../../../lambda-src/snapshot-manager/aws/audit-item';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';

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
  deletionReasons: ['demo.20261123T090000Z: surplus'],
  failedToDelete: [],
  kept: ['demo.20261123T102000Z: last'],
};

test('a record survives the table', () => {
  const told = { ...record, toldNotices: ['demo.20261123T080000Z EXPORTING'] };
  for (const each of [record, told]) expect(recordFromItem(recordToItem(each, 30))).toEqual(each);
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

/** As long as the service allows names to be. */
function longNames(count: number, suffix = ''): string[] {
  return Array.from({ length: count }, (_, index) => `${String(index).padStart(256, 'n')}${suffix}`);
}

const LONG_REASONS =
  ': newest-ready-of-ours, within 1y6m, last 999, hourly 2026-11-23T10, daily 2026-11-23, weekly 2026-W48, monthly 2026-11, yearly 2026, daily 2026-11-23 within 1y6m';

describe('a thousand snapshots with names of 256 characters fit into an item', () => {
  test('kept: the first ones are named, and the row says how many are not', () => {
    const item = recordToItem({ ...record, deletionReasons: undefined, kept: longNames(1000, LONG_REASONS) }, 30);
    expect(itemBytes(item)).toBeLessThan(MAX_ITEM_BYTES);
    const { kept } = recordFromItem(item);
    expect(kept).toEqual(longNames(kept.length, LONG_REASONS));
    expect(kept).toHaveLength(937);
    expect(item.truncated?.S).toBe(`An item holds 400 KB: snapshots_kept names the first ${kept.length} of 1000.`);
  });

  test('deleted: all names are there, and the reasons as far as they fit', () => {
    const item = recordToItem(
      {
        ...record,
        deleted: longNames(997),
        deletionReasons: longNames(997, ': surplus'),
        kept: longNames(3, ': last 1'),
      },
      30,
    );
    expect(itemBytes(item)).toBeLessThan(MAX_ITEM_BYTES);
    const read = recordFromItem(item);
    expect(read.deleted).toHaveLength(997);
    expect(read.kept).toHaveLength(3);
    expect(item.truncated?.S).toBe(
      `An item holds 400 KB: snapshots_deletion_reasons names the first ${read.deletionReasons?.length} of 997.`,
    );
  });

  test('both at once, with letters of three bytes and an endless error: what was deleted comes first', () => {
    const item = recordToItem(
      {
        ...record,
        message: 'é'.repeat(1_000_000),
        failedToDelete: longNames(1),
        deleted: longNames(1000),
        kept: longNames(1000, '…'.repeat(100)),
        deletionReasons: ['short'],
      },
      30,
    );
    expect(itemBytes(item)).toBeLessThan(MAX_ITEM_BYTES);
    const read = recordFromItem(item);
    expect(read.message).toHaveLength(10_000);
    expect([read.failedToDelete.length, read.deleted.length]).toEqual([1, 1000]);
    // A list behind one that was cut is left out whole, however short it is.
    expect(read.deletionReasons).toEqual([]);
    expect(item.truncated?.S).toBe(
      `An item holds 400 KB: snapshots_kept names the first ${read.kept.length} of 1000; snapshots_deletion_reasons names the first 0 of 1.`,
    );
  });
});

test('a row of usual size is whole and says nothing of being cut', () => {
  const kept = Array.from({ length: 1000 }, (_, index) => `demo.${index}: last ${index}`);
  const item = recordToItem({ ...record, kept }, 30);
  expect(recordFromItem(item).kept).toEqual(kept);
  expect(item.truncated).toBeUndefined();
});
