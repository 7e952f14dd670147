import { lastProven, outlivedProofs, type Proof, proofOf } from '../../../lambda-src/snapshot-manager/domain/proofs';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';

const NOW = new Date('2026-11-23T10:20:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

function proof(snapshotName: string, minutes: number, facts: Partial<Proof> = {}): Proof {
  return { application: 'orders', snapshotName, provenAt: minutesAgo(minutes), by: 'drill', who: 'manager', ...facts };
}

function snapshot(name: string, minutes: number, facts: Partial<Snapshot> = {}): Snapshot {
  const createdAt = minutesAgo(minutes);
  return { name, status: 'READY', createdAt, applicationVersion: 1, runtimeEnvironment: undefined, ...facts };
}

const isSuspect = () => false;

test('a snapshot is proven by its newest proof', () => {
  const proofs = [proof('a', 30), proof('a', 10), proof('b', 5)];
  expect(proofOf(snapshot('a', 60), { proofs })?.provenAt).toEqual(minutesAgo(10));
  expect(proofOf(snapshot('c', 60), { proofs })).toBeUndefined();
});

test('a snapshot that took the name of a proven one is not proven', () => {
  expect(proofOf(snapshot('a', 5), { proofs: [proof('a', 10)] })).toBeUndefined();
  const dated = { proofs: [proof('a', 10, { snapshotCreatedAt: minutesAgo(60) })] };
  expect(proofOf(snapshot('a', 59), dated)).toBeUndefined();
  expect(proofOf(snapshot('a', 60), dated)).toBe(dated.proofs[0]);
});

test('the proof of an earlier application of the same name proves nothing', () => {
  const marks = { proofs: [proof('a', 30)] };
  expect(proofOf(snapshot('a', 60), marks, minutesAgo(20))).toBeUndefined();
  expect(proofOf(snapshot('a', 60), marks, minutesAgo(70))).toBe(marks.proofs[0]);
});

test.each([
  ['gone', []],
  ['being deleted', [snapshot('newest', 60, { status: 'DELETING' })]],
  ['a name used again', [snapshot('newest', 1)]],
])('where the newest proven snapshot is %s, the one before it is the last proven one', (_case, snapshots) => {
  const older = snapshot('older', 90);
  const proofs = [proof('older', 30), proof('newest', 10)];
  expect(lastProven([...snapshots, older], { proofs }, { now: NOW, isSuspect })).toBe(older);
});

test('a proven snapshot that is suspect now is not the last proven one', () => {
  const [older, newest] = [snapshot('older', 90), snapshot('newest', 60)];
  const proofs = [proof('older', 30), proof('newest', 10)];
  const judge = (each: Snapshot) => each === newest;
  expect(lastProven([newest, older], { proofs }, { now: NOW, isSuspect: judge })).toBe(older);
  expect(lastProven([newest, older], { proofs }, { now: NOW, isSuspect: () => true })).toBeUndefined();
});

test('a proof outlives its snapshot only while it is the newest', () => {
  const proofs = [proof('gone', 30), proof('there', 20), proof('gone-too', 10)];
  expect(outlivedProofs([snapshot('there', 60)], { proofs })).toEqual([proofs[0]]);
  expect(outlivedProofs([], { proofs })).toEqual([proofs[0], proofs[1]]);
});
