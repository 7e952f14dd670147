import { auditRow } from '../../../cli/audit-rows';
import { parseAudit, showRows } from '../../../cli/commands/audit';
import { ACTIONS } from '../../../lambda-src/contract';
import { recordFromItem, recordToItem } from '../../../lambda-src/snapshot-manager/aws/audit-item';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { UsageError } from '../../../tools/command';

/** As the reference system's function writes it: text everywhere but in the run id, lists as Python shows them. */
const REFERENCE_ITEM = {
  app_name: { S: 'orders' },
  snapshot_manager_run_id: { N: '1795428000123' },
  new_snapshot_name: { S: 'custom_1795428000123' },
  new_snapshot_create_time: { S: '2026-11-23 10:00:01.250000+00:00' },
  flink_app_version_id: { S: '7' },
};
const snapshotInPython = (name: string) =>
  `{'SnapshotName': '${name}', 'SnapshotStatus': 'READY', 'ApplicationVersionId': 7, 'SnapshotCreationTimestamp': datetime.datetime(2026, 11, 23, 8, 0, 1, 250000, tzinfo=tzlocal()), 'RuntimeEnvironment': 'FLINK-1_13'}`;

const RECORD: RunRecord = {
  ...{
    application: 'orders',
    runId: 1795429200042,
    eventId: 'e1',
    eventTime: new Date('2026-11-23T10:20:00Z'),
  },
  ...{
    startedAt: new Date('2026-11-23T10:20:01Z'),
    deadlineAt: new Date('2026-11-23T10:25:01Z'),
  },
  ...{
    endedAt: new Date('2026-11-23T10:20:04Z'),
    state: 'taken',
    reason: 'ready',
    message: 'Snapshot is READY.',
  },
  snapshot: {
    name: 'demo.20261123T102000Z',
    status: 'READY',
    applicationVersion: 8,
    durationMs: 2345,
  },
  ...{ deleted: ['custom_1795410000123'], failedToDelete: [], kept: [] },
};

test('a run that is under way is the manager’s, though a start by a person has the same word', () => {
  const item = recordToItem({ ...RECORD, state: 'started', reason: undefined, endedAt: undefined }, 30);
  expect(auditRow(item)).toMatchObject({ writtenBy: 'manager', outcome: 'started' });
});

describe('a row of the reference system', () => {
  test('is read with everything in it', () => {
    expect(auditRow(REFERENCE_ITEM)).toEqual({
      writtenBy: 'reference',
      runId: 1795428000123,
      time: new Date('2026-11-23T10:00:00.123Z'),
      outcome: 'taken',
      snapshotName: 'custom_1795428000123',
      snapshotCreatedAt: new Date('2026-11-23T10:00:01.250Z'),
      applicationVersion: 7,
      deleted: [],
      failedToDelete: [],
    });
  });

  test('tells the names of deleted snapshots and of those that could not be deleted', () => {
    const lists = {
      snapshots_deleted: {
        S: `[${snapshotInPython('custom_1')}, ${snapshotInPython('STOP-orders-2')}]`,
      },
      snapshots_failed_to_be_deleted: {
        S: `[${snapshotInPython('before_release.1')}]`,
      },
    };
    expect(auditRow({ ...REFERENCE_ITEM, ...lists })).toMatchObject({
      deleted: ['custom_1', 'STOP-orders-2'],
      failedToDelete: ['before_release.1'],
    });
  });

  test('with a list of another form shows it as it is', () => {
    expect(auditRow({ ...REFERENCE_ITEM, snapshots_deleted: { S: "['custom_1']" } }).deleted).toEqual(["['custom_1']"]);
  });

  test('with a time in whole seconds, or none that can be read, is a row all the same', () => {
    const created = (S: string) => auditRow({ ...REFERENCE_ITEM, new_snapshot_create_time: { S } }).snapshotCreatedAt;
    expect(created('2026-11-23 10:00:01+00:00')).toEqual(new Date('2026-11-23T10:00:01Z'));
    expect(created('yesterday')).toBeUndefined();
  });
});

test('a row of the manager is read as it reads it itself', () => {
  expect(auditRow(recordToItem(RECORD, 400))).toEqual({
    writtenBy: 'manager',
    runId: 1795429200042,
    time: new Date('2026-11-23T10:20:00Z'),
    outcome: 'taken',
    reason: 'ready',
    message: 'Snapshot is READY.',
    snapshotName: 'demo.20261123T102000Z',
    snapshotCreatedAt: undefined,
    snapshotStatus: 'READY',
    applicationVersion: 8,
    snapshotDurationMs: 2345,
    deleted: ['custom_1795410000123'],
    failedToDelete: [],
  });
});

describe('a row of an action', () => {
  const AT = new Date('2026-11-28T14:03:00Z');
  const ITEM = {
    app_name: { S: 'orders' },
    snapshot_manager_run_id: { N: String(AT.getTime()) },
    outcome: { S: 'deployed' },
    who: { S: 'ada' },
    request_reason: { S: 'release 7' },
    started_at: { S: AT.toISOString() },
    new_snapshot_name: { S: 'demo.20261128T140100Z' },
    new_snapshot_create_time: { S: '2026-11-28T14:01:00.000Z' },
    code_version: { N: '6' },
    code_key: { S: 'code/abc.jar' },
    commit: { S: 'c0ffee' },
  };

  test('of a deployment has what ran before it, the snapshot of before, and the commit', () => {
    expect(auditRow(ITEM)).toMatchObject({
      writtenBy: 'kda',
      outcome: 'deployed',
      who: 'ada',
      requestReason: 'release 7',
      snapshotName: 'demo.20261128T140100Z',
      snapshotCreatedAt: new Date('2026-11-28T14:01:00Z'),
      codeVersion: 6,
      codeKey: 'code/abc.jar',
      commit: 'c0ffee',
    });
  });

  test.each(ACTIONS)('%s is read by its own reader, and no run of the manager', (action) => {
    const item = { ...ITEM, outcome: { S: action } };
    expect(auditRow(item)).toMatchObject({ writtenBy: 'kda', outcome: action });
    // Every version of the manager reads back rows of events only.
    expect(item).not.toHaveProperty('event_id');
    expect(() => recordFromItem(item)).toThrow('has event_time missing');
  });
});

test('a run that has not ended is one of the manager, not somebody’s start', () => {
  const { endedAt: _, reason: __, message: ___, ...begun } = RECORD;
  expect(auditRow(recordToItem({ ...begun, state: 'started' }, 400))).toMatchObject({
    writtenBy: 'manager',
    outcome: 'started',
    time: new Date('2026-11-23T10:20:00Z'),
  });
});

test.each([
  [
    { reason: { S: 'a-reason-of-tomorrow' } },
    { writtenBy: 'manager', outcome: 'taken', reason: 'a-reason-of-tomorrow' },
  ],
  [{ outcome: { S: 'postponed' } }, { writtenBy: 'unknown', outcome: 'postponed' }],
  [
    { event_time: { S: 'soon' } },
    {
      writtenBy: 'unknown',
      message: expect.stringContaining('has event_time {"S":"soon"}'),
    },
  ],
])('a row of another version, with %j, hides no other one', (change, expected) => {
  expect(auditRow({ ...recordToItem(RECORD, 400), ...change })).toMatchObject(expected);
});

test('old and new rows are shown alike, newest first as they come, and what is left undone below them', () => {
  const lists = {
    snapshots_deleted: { S: `[${snapshotInPython('custom_1')}]` },
    snapshots_failed_to_be_deleted: {
      S: `[${snapshotInPython('before_release.1')}]`,
    },
  };
  const odd = {
    app_name: { S: 'orders' },
    snapshot_manager_run_id: { N: '1795420000000' },
  };
  const items = [recordToItem(RECORD, 400), { ...REFERENCE_ITEM, ...lists }, odd];
  expect(`\n${showRows(items.map(auditRow))}`).toMatchInlineSnapshot(`
    "
      run                       outcome     reason       snapshot               took   deleted
      2026-11-23T10:20:00.000Z  taken       ready        demo.20261123T102000Z  2.3 s  custom_1795410000123
      2026-11-23T10:00:00.123Z  taken       (reference)  custom_1795428000123   -      custom_1
      2026-11-23T07:46:40.000Z  unreadable  -            -                      -      -

      2026-11-23T10:00:00.123Z  could not be deleted: before_release.1
      2026-11-23T07:46:40.000Z  The audit row orders / 1795420000000 has event_time missing; it was not written by this manager. Delete the row."
  `);
});

test('the arguments: one application, the last 20 rows unless told otherwise', () => {
  expect(parseAudit(['orders'])).toEqual({
    application: 'orders',
    last: 20,
    choice: {},
    json: false,
  });
  expect(parseAudit(['*', '--last', '3', '--json'])).toEqual({
    application: '*',
    last: 3,
    choice: {},
    json: true,
  });
});

test.each([
  [[], 'The name of the application is missing.'],
  [['orders', 'users'], 'Only one application is allowed: users is too much.'],
  [['orders', '--last', '0'], '--last is 0, expected a whole number from 1 to 10000.'],
  [['orders', '--last', 'ten'], '--last is ten, expected a whole number from 1 to 10000.'],
])('%j is refused: %s', (argv, message) => {
  expect(() => parseAudit(argv)).toThrow(new UsageError(message));
});

test('an action whose start can not be read is of the time of its key, and breaks no answer', () => {
  const row = auditRow({
    app_name: { S: 'orders' },
    snapshot_manager_run_id: { N: '1764385200000' },
    outcome: { S: 'restored' },
    started_at: { S: 'soon' },
  });
  expect({ outcome: row.outcome, time: row.time.toISOString() }).toEqual({
    outcome: 'restored',
    time: '2025-11-29T03:00:00.000Z',
  });
});
