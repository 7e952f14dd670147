import type { Reason } from '../../../lambda-src/snapshot-manager/domain/reasons';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { settleEarlierRun } from '../../../lambda-src/snapshot-manager/domain/settle';
import type { SnapshotStatus } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { withBounds } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { recordOf, snapshotOf } from '../fakes/facts';

const NAME = 'demo.20261123T102000Z';
const STARTED_AT = new Date('2026-11-23T10:20:00Z');
const CREATED_AT = new Date('2026-11-23T10:20:02Z');
const DEADLINE_AT = new Date('2026-11-23T10:25:00Z');
const SEEN_AT = new Date('2026-11-23T10:30:00Z');

/** A run that was cut off after it had asked for its snapshot. */
const DIED = recordOf(STARTED_AT, { deadlineAt: DEADLINE_AT, state: 'started', snapshot: { name: NAME } });

function listed(status: SnapshotStatus, name = NAME) {
  return snapshotOf(name, CREATED_AT, { status });
}

const OTHER = listed('FAILED', 'demo.20261123T101000Z');

test('a run has died when its deadline is reached, not before', () => {
  const before = new Date(DEADLINE_AT.getTime() - 1);
  expect(settleEarlierRun(DIED, [], before)).toBeUndefined();
  expect(settleEarlierRun(DIED, [], DEADLINE_AT)).toMatchObject({ state: 'abandoned', reason: 'run-died' });
});

test('the snapshot is found by its name among others', () => {
  expect(settleEarlierRun(DIED, [OTHER, listed('READY')], SEEN_AT)).toMatchObject({
    state: 'taken',
    reason: 'adopted',
    snapshot: { name: NAME, status: 'READY', applicationVersion: 7, durationAtLeastMs: 0, durationAtMostMs: 598_000 },
  });
});

test('a run that had named no snapshot takes over none', () => {
  expect(settleEarlierRun({ ...DIED, snapshot: undefined }, [OTHER], SEEN_AT)).toMatchObject({ reason: 'run-died' });
});

test('the record of a snapshot that is still being created says when that was seen', () => {
  expect(settleEarlierRun(DIED, [listed('CREATING')], SEEN_AT)).toMatchObject({
    state: 'late',
    reason: 'still-creating',
    snapshot: { name: NAME, status: 'CREATING', createdAt: CREATED_AT, lastSeenCreatingAt: SEEN_AT },
  });
});

test('a status that this version does not know is recorded once', () => {
  const settled = settleEarlierRun(DIED, [listed('EXPORTING')], SEEN_AT);
  expect(settled).toMatchObject({ reason: 'unknown-status', snapshot: { name: NAME, status: 'EXPORTING' } });
  expect(settled && settleEarlierRun(settled, [listed('EXPORTING')], SEEN_AT)).toBeUndefined();
});

/** A run that ended without having seen the end of its snapshot. */
function endedWith(reason: Reason, settledAt?: Date): RunRecord {
  return { ...DIED, state: 'late', reason, snapshot: { name: NAME, status: 'CREATING' }, settledAt };
}

test.each<[string, RunRecord, SnapshotStatus, Reason | undefined]>([
  ['READY after the run died', DIED, 'READY', 'adopted'],
  ['READY after the run ended', endedWith('still-creating'), 'READY', 'ready-after-run'],
  ['FAILED after the run died', DIED, 'FAILED', 'snapshot-failed'],
  ['FAILED after the run ended', endedWith('still-creating'), 'FAILED', 'snapshot-failed'],
  ['FAILED after the application was stopped', endedWith('application-stopped'), 'FAILED', 'application-stopped'],
  ['DELETING for the first time', endedWith('still-creating'), 'DELETING', 'snapshot-gone'],
  ['DELETING, named gone by its own run', endedWith('snapshot-gone'), 'DELETING', 'snapshot-gone'],
  ['DELETING, looked at before for another reason', endedWith('run-died', SEEN_AT), 'DELETING', 'snapshot-gone'],
  ['DELETING, as was recorded already', endedWith('snapshot-gone', SEEN_AT), 'DELETING', undefined],
  ['CREATING, as was recorded already', endedWith('still-creating'), 'CREATING', undefined],
  ['CREATING after the application was stopped', endedWith('application-stopped'), 'CREATING', undefined],
  ['CREATING after an unknown status', endedWith('unknown-status'), 'CREATING', undefined],
  ['CREATING, though its create call failed', endedWith('create-refused'), 'CREATING', 'still-creating'],
])('a snapshot that is %s', (_, open, status, expected) => {
  expect(settleEarlierRun(open, [listed(status)], SEEN_AT)?.reason).toBe(expected);
});

test('a settled record keeps the end that its own run wrote, and has its own time', () => {
  const endedAt = new Date('2026-11-23T10:24:45Z');
  const ready = [listed('READY')];
  expect(settleEarlierRun(DIED, ready, SEEN_AT)).toMatchObject({ endedAt: SEEN_AT, settledAt: SEEN_AT });
  const late = { ...endedWith('still-creating'), endedAt };
  expect(settleEarlierRun(late, ready, SEEN_AT)).toMatchObject({ endedAt, settledAt: SEEN_AT });
});

test.each<SnapshotStatus>(['CREATING', 'EXPORTING'])('a record of a snapshot in %s stays open', (status) => {
  expect(settleEarlierRun(DIED, [listed(status)], SEEN_AT)?.settledAt).toBeUndefined();
});

describe('a snapshot that the list does not show', () => {
  test.each<Reason>(['still-creating', 'unknown-status'])('is gone when it was there: %s', (reason) => {
    expect(settleEarlierRun(endedWith(reason), [OTHER], SEEN_AT)?.reason).toBe('snapshot-gone');
  });

  test('leaves the record of a refused create call as it is, which is settled now', () => {
    const open = endedWith('create-refused');
    expect(settleEarlierRun(open, [OTHER], SEEN_AT)).toEqual({ ...open, settledAt: SEEN_AT });
  });

  test('is no news once that is settled', () => {
    expect(settleEarlierRun(endedWith('still-creating', SEEN_AT), [OTHER], SEEN_AT)).toBeUndefined();
  });
});

describe('the bounds of a duration that nobody watched', () => {
  test('begin with the creation of the snapshot, and reach from the last look to this one', () => {
    const lastSeenCreatingAt = new Date('2026-11-23T10:21:02Z');
    expect(withBounds({ name: NAME, createdAt: CREATED_AT, lastSeenCreatingAt }, STARTED_AT, SEEN_AT)).toEqual({
      name: NAME,
      createdAt: CREATED_AT,
      lastSeenCreatingAt,
      durationAtLeastMs: 60_000,
      durationAtMostMs: 598_000,
    });
  });

  test('begin with the run while the creation is unknown', () => {
    expect(withBounds({ name: NAME }, STARTED_AT, SEEN_AT)).toEqual({
      name: NAME,
      durationAtLeastMs: 0,
      durationAtMostMs: 600_000,
    });
  });

  test('are never negative, whatever the clocks say', () => {
    expect(withBounds({ name: NAME, createdAt: SEEN_AT }, STARTED_AT, CREATED_AT)).toMatchObject({
      durationAtLeastMs: 0,
      durationAtMostMs: 0,
    });
  });
});
