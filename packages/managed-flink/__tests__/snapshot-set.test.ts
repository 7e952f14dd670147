import { applicationState } from '../src/model/application';
import { type Snapshot, SnapshotSet } from '../src/model/snapshot-set';

const snapshot = (name: string, minute: number, status: Snapshot['status'] = 'READY'): Snapshot => ({
  name,
  status,
  applicationVersionId: 1,
  createdAt: new Date(Date.UTC(2026, 10, 23, 11, minute)),
  runtimeEnvironment: 'FLINK-1_20',
});

const prepared = (count: number) =>
  SnapshotSet.withPrepared({
    count,
    namePrefix: 'prepared.',
    madeBefore: new Date('2026-11-23T10:00:00Z'),
    intervalMs: 600_000,
    applicationVersionId: 1,
    runtimeEnvironment: 'FLINK-1_20',
    gone: [],
  });

const names = (set: SnapshotSet) => set.all().map((each) => each.name);

test('prepared snapshots are found by name, listed in order, and ten minutes apart', () => {
  const set = prepared(3);
  expect(names(set)).toEqual(['prepared.20261123T093000Z', 'prepared.20261123T094000Z', 'prepared.20261123T095000Z']);
  expect(set.find('prepared.20261123T094000Z')?.createdAt).toEqual(new Date('2026-11-23T09:40:00Z'));
  expect(set.find('prepared.20261123T094001Z')).toBeUndefined();
  expect(set.find('prepared.20261123T092000Z')).toBeUndefined();
  expect(set.find('prepared.20261123T100000Z')).toBeUndefined();
  expect(set.find('prepared.')).toBeUndefined();
});

test('pages go on where they were, whatever is removed or added in between', () => {
  const set = prepared(5);
  const first = set.page('oldest-first', 2);
  expect(first.snapshots.map((each) => each.name)).toEqual(['prepared.20261123T091000Z', 'prepared.20261123T092000Z']);
  set.remove('prepared.20261123T092000Z');
  set.remove('prepared.20261123T093000Z');
  set.put(snapshot('new', 0));
  const second = set.page('oldest-first', 3, first.next);
  expect(second.snapshots.map((each) => each.name)).toEqual([
    'prepared.20261123T094000Z',
    'prepared.20261123T095000Z',
    'new',
  ]);
  expect(second.next).toBeUndefined();
  expect(set.size).toBe(4);
});

test('pages can be newest first', () => {
  const set = prepared(3);
  set.put(snapshot('new', 0));
  const first = set.page('newest-first', 2);
  expect(first.snapshots.map((each) => each.name)).toEqual(['new', 'prepared.20261123T095000Z']);
  const second = set.page('newest-first', 2, first.next);
  expect(second.snapshots.map((each) => each.name)).toEqual(['prepared.20261123T094000Z', 'prepared.20261123T093000Z']);
  expect(second.next).toBeUndefined();
});

test('the newest READY one is the newest by time, not the last that was added, and never one that is FAILED', () => {
  const set = new SnapshotSet();
  set.put(snapshot('newer', 20));
  set.put(snapshot('older', 10));
  set.put(snapshot('failed', 30, 'FAILED'));
  expect(set.newestReady()?.name).toBe('newer');
  expect(prepared(3).newestReady()?.name).toBe('prepared.20261123T095000Z');
  expect(new SnapshotSet().newestReady()).toBeUndefined();
});

test('a changed prepared snapshot keeps its place', () => {
  const set = prepared(3);
  const second = set.find('prepared.20261123T094000Z');
  if (second) set.put({ ...second, status: 'DELETING' });
  expect(set.all().map((each) => each.status)).toEqual(['READY', 'DELETING', 'READY']);
  expect(set.size).toBe(3);
});

test('a state file holds what cannot be computed, and gives the same set back', () => {
  const set = prepared(1000);
  set.remove('prepared.20261123T095000Z');
  set.put(snapshot('new', 0, 'CREATING'));
  const text = JSON.stringify(set);
  expect(text.length).toBeLessThan(1000);
  const again = applicationState.shape.snapshots.parse(JSON.parse(text));
  expect(again.all()).toEqual(set.all());
});
