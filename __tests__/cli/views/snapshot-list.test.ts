import { madeBy } from '../../../cli/views/made-by';
import { snapshotViews } from '../../../cli/views/snapshot-list';
import { snapshotsText } from '../../../cli/views/snapshots-text';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { ago, factsOfTheApi, factsWith, NOW, scheduled } from './facts-of-a-test';

const byName = (name: string, createdAt = NOW) => madeBy({ name, createdAt }, 'orders');

test.each([
  ['demo.20261128T030200Z', 'schedule'],
  ['an.other.deployment.20261128T030200Z', 'schedule'],
  ['demo.20261128T030200Z.deploy-42', 'person'],
  ['kda-snapshots.20261128T030200Z.gate', 'person'],
  ['demo.20261131T030200Z', 'person'],
  ['before-the-release', 'person'],
  ['STOP-orders-1795834920000', 'service'],
  ['UPDATEAPPLICATION-orders-1795834920000', 'service'],
  ['SystemSnapshot-7', 'service'],
  ['STOP-payments-1795834920000', 'person'],
  ['stop-orders-1', 'person'],
])('snapshot %s was made by: %s', (name, maker) => {
  expect(byName(name)).toBe(maker);
});

test('a snapshot of the reference system is known by the time in its name', () => {
  expect(byName(`custom_${NOW.getTime()}`)).toBe('reference');
  expect(byName('custom_1795429200000')).toBe('person');
});

const STOP: Snapshot = { ...scheduled(700), name: `STOP-orders-${ago(700).getTime()}` };
const OLD = scheduled(30 * 24 * 60);
const HELD = scheduled(20 * 24 * 60);
const hold = {
  application: 'orders',
  snapshotName: HELD.name,
  who: 'ada',
  why: 'audit',
  heldAt: ago(60),
  until: new Date(NOW.getTime() + 10 * 86_400_000),
};
const BAD = scheduled(12);
const mark = { application: 'orders', snapshotName: BAD.name, who: 'bob', why: 'corrupt', markedAt: ago(5) };
const proof = {
  ...{ writtenBy: 'kda' as const, runId: 1, outcome: 'drilled', deleted: [], failedToDelete: [] },
  ...{ time: ago(300), restoredFrom: STOP.name, verdict: 'proven', rtoSeconds: 41 },
};
const WHOLE = factsWith({
  snapshots: [STOP, OLD, BAD, scheduled(2), HELD, scheduled(22)],
  holds: [hold],
  marks: { suspects: [mark], freezes: [] },
  restores: [proof],
});

test('the views are newest first, whatever order the service has', () => {
  expect(snapshotViews(WHOLE).map(({ ageSeconds }) => ageSeconds)).toEqual([
    120,
    720,
    1320,
    42_000,
    20 * 86_400,
    30 * 86_400,
  ]);
});

test('a view has holds, mark, proof, and the decision of the retention in its own words', () => {
  const views = new Map(snapshotViews(WHOLE).map((view) => [view.name, view]));
  expect(views.get(HELD.name)).toMatchObject({
    holds: [{ who: 'ada', why: 'audit', until: hold.until }],
    suspect: false,
    retention: { verdict: 'stays', reasons: ['on-hold'] },
  });
  expect(views.get(BAD.name)).toMatchObject({
    suspect: { who: 'bob', why: 'corrupt' },
    retention: { verdict: 'stays', reasons: ['suspect within 14d'] },
  });
  expect(views.get(STOP.name)).toMatchObject({
    madeBy: 'service',
    proven: { at: ago(300), restoreSeconds: 41 },
    retention: { verdict: 'stays', reasons: ['foreign'], goesAt: null },
  });
});

test('a suspect goes 14 days after its mark, a hold’s snapshot in the first run after its end', () => {
  const goesAt = new Map(snapshotViews(WHOLE).map(({ name, retention }) => [name, retention?.goesAt?.getTime() ?? 0]));
  const days = (name: string) => ((goesAt.get(name) ?? 0) - NOW.getTime()) / 86_400_000;
  expect(days(BAD.name)).toBeGreaterThanOrEqual(13.99);
  expect(days(BAD.name)).toBeLessThan(15);
  expect(days(HELD.name)).toBeGreaterThanOrEqual(10);
  expect(days(HELD.name)).toBeLessThan(11.5);
});

test('with the API alone, what only tables and settings tell is not known', () => {
  const [view] = snapshotViews(factsOfTheApi({ snapshots: [scheduled(2)] }));
  expect(view).toMatchObject({ holds: null, suspect: null, proven: null, retention: null, madeBy: 'schedule' });
});

test('a suspect that this machine remembers is one with the API alone, too', () => {
  const facts = factsOfTheApi({ snapshots: [BAD, scheduled(22)], marks: { suspects: [mark], freezes: [] } });
  expect(snapshotViews(facts).map(({ suspect }) => (suspect ? suspect.who : suspect))).toEqual(['bob', null]);
});

test('the text has a line for each, with what is not known as "unknown"', () => {
  const text = snapshotsText(WHOLE, snapshotViews(WHOLE)).split('\n');
  expect(text[0]).toBe('orders is RUNNING. Snapshots: 6 of 1000, 1 of the service, 1 suspect.');
  const bad = text.findIndex((line) => line.includes(BAD.name));
  expect(text[bad]).toMatch(/12 min +READY +schedule +7 +suspect within 14d/);
  expect(text[bad + 1]).toMatch(/^ {6}SUSPECT by bob: \S+/);
  expect(text.find((line) => line.includes(STOP.name))).toMatch(/foreign; never goes by itself$/);

  const alone = factsOfTheApi({ snapshots: [scheduled(2)] });
  const [head, , line, unknown] = snapshotsText(alone, snapshotViews(alone)).split('\n');
  expect(head).toBe('orders is RUNNING. Snapshots: 1.');
  expect(line).toMatch(/ 2 min +READY +schedule +7 /);
  expect(line).toMatch(/ 7 +unknown$/);
  expect(unknown).toBe('Unknown: holds, suspects, proofs.');
});

test('an application without a snapshot has nothing to go back to', () => {
  const facts = factsWith();
  expect(snapshotsText(facts, [])).toBe(
    'orders is RUNNING. Snapshots: 0 of 1000.\nThere is no snapshot to go back to.',
  );
});

test('a proof from before a snapshot was created is that of an earlier one of its name', () => {
  const again = scheduled(200, { name: 'by-hand' });
  const restore = { ...proof, restoredFrom: again.name };
  const [view] = snapshotViews(factsWith({ snapshots: [again], restores: [restore] }));
  expect(view?.proven).toBe(false);
});
