import fc from 'fast-check';
import { type Freeze, NO_MARKS, type Suspect } from '../../../../lambda-src/snapshot-manager/domain/marks';
import { planRetention, type RetentionFacts } from '../../../../lambda-src/snapshot-manager/domain/retention/retention';
import { parseRetentionPolicy } from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../../../lambda-src/snapshot-manager/domain/snapshot-name';
import { snapshotOf } from '../../fakes/facts';

const NOW = new Date('2026-11-23T12:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS);
const nameOf = (hours: number) => snapshotName('demo.', hoursAgo(hours));

/** Own READY snapshot of so many hours ago. */
const own = (hours: number, facts: Partial<Snapshot> = {}) => snapshotOf(nameOf(hours), hoursAgo(hours), facts);

function suspect(snapshotName: string, markedDaysAgo = 1): Suspect {
  const markedAt = new Date(NOW.getTime() - markedDaysAgo * DAY_MS);
  return { application: 'orders', snapshotName, who: 'ada', why: 'corrupt', markedAt };
}

const FREEZE: Freeze = {
  application: 'orders',
  who: 'ada',
  why: 'corrupt',
  since: hoursAgo(1),
  until: new Date('2026-11-24T11:00:00Z'),
};

function plan(
  snapshots: readonly Snapshot[],
  suspects: readonly Suspect[],
  { policy = { keepLast: 3 }, ...facts }: { policy?: object } & Partial<RetentionFacts> = {},
) {
  const { kept, dropped } = planRetention(snapshots, parseRetentionPolicy(policy), {
    ownPrefix: 'demo.',
    now: NOW,
    restorePoint: undefined,
    held: new Set(),
    marks: { ...NO_MARKS, suspects },
    ...facts,
  });
  const shown = (decisions: readonly { snapshot: Snapshot; reasons: readonly string[] }[]) =>
    Object.fromEntries(decisions.map(({ snapshot, reasons }) => [snapshot.name, reasons.join(', ')]));
  return { kept: shown(kept), dropped: shown(dropped) };
}

test('a suspect snapshot takes no slot and stays for fourteen days from its mark', () => {
  const { kept, dropped } = plan([own(0), own(1), own(2), own(3), own(4)], [suspect(nameOf(1))]);
  expect(kept).toEqual({
    [nameOf(0)]: 'newest-ready-of-ours, newest-ready, last 1',
    [nameOf(1)]: 'suspect within 14d',
    [nameOf(2)]: 'last 2',
    [nameOf(3)]: 'last 3',
  });
  expect(dropped).toEqual({ [nameOf(4)]: 'surplus' });
});

test('it goes once the mark is as old as suspectKeepDays says, even where the rules would keep it', () => {
  const marks = [suspect(nameOf(1), 3)];
  const snapshots = [own(0), own(1)];
  expect(plan(snapshots, marks, { policy: { keepLast: 3, suspectKeepDays: 4 } }).dropped).toEqual({});
  expect(plan(snapshots, marks, { policy: { keepLast: 3, suspectKeepDays: 3 } }).dropped).toEqual({
    [nameOf(1)]: 'suspect, marked more than 3d ago',
  });
});

test('it never goes before a newer trusted one is READY', () => {
  const marks = [suspect(nameOf(0), 99), suspect(nameOf(1), 99), suspect(nameOf(3), 99)];
  const { kept, dropped } = plan([own(0), own(1), own(2), own(3)], marks);
  expect(kept).toEqual({
    [nameOf(0)]: 'newest-ready-of-ours, newest-ready, suspect, no newer trusted one',
    [nameOf(1)]: 'suspect, no newer trusted one',
    [nameOf(2)]: 'newest-trusted-of-ours, last 1',
  });
  expect(Object.keys(dropped)).toEqual([nameOf(3)]);
  const stillCreating = plan([own(0, { status: 'CREATING' }), own(1), own(2)], [suspect(nameOf(1), 99)]);
  expect(stillCreating.dropped).toEqual({});
});

test('it is no base for durations: they reach back from the newest trusted one', () => {
  const policy = { keepWithin: '3h' };
  const { dropped } = plan([own(0), own(2), own(4), own(5)], [suspect(nameOf(0))], { policy });
  expect(Object.keys(dropped)).toEqual([nameOf(5)]);
});

test('it is not the snapshot of its day: an older one of that day is', () => {
  const { kept } = plan([own(0), own(25), own(26)], [suspect(nameOf(25))], { policy: { keepDaily: 2 } });
  expect(kept[nameOf(26)]).toBe('daily 2026-11-22');
});

test('the newest trusted one stays, whatever the cap says', () => {
  const suspects = [0, 1, 2].map((hours) => suspect(nameOf(hours)));
  const snapshots = [own(0), own(1), own(2), own(3), own(4), own(5), own(6)];
  const { kept, dropped } = plan(snapshots, suspects, { policy: { keepLast: -1, keepAtMost: 3 } });
  expect(kept[nameOf(3)]).toBe('newest-trusted-of-ours, last 1');
  expect(dropped).toEqual({ [nameOf(6)]: 'above keepAtMost 3' });
});

test('a hold, the restore point and a foreign name keep it as they keep any other', () => {
  const foreign = snapshotOf('by-hand', hoursAgo(4));
  const marks = [suspect(nameOf(1), 99), suspect(nameOf(2), 99), suspect('by-hand', 99)];
  const { kept, dropped } = plan([own(0), own(1), own(2), foreign], marks, {
    held: new Set([nameOf(1)]),
    restorePoint: nameOf(2),
  });
  expect([kept[nameOf(1)], kept[nameOf(2)], kept['by-hand']]).toEqual(['on-hold', 'restore-point', 'foreign']);
  expect(dropped).toEqual({});
});

test('a suspect FAILED one goes like any other FAILED one', () => {
  const { dropped } = plan([own(0), own(1, { status: 'FAILED' })], [suspect(nameOf(1))]);
  expect(dropped).toEqual({ [nameOf(1)]: 'failed' });
});

test('from nine tenths of the quota on, the oldest suspects go early, and only as many as must', () => {
  const suspects = [1, 2, 3, 4].map((hours) => suspect(nameOf(hours)));
  const snapshots = [0, 1, 2, 3, 4, 5, 6]
    .map((hours) => own(hours))
    .concat([7, 8, 9].map((hours) => snapshotOf(`by-hand-${hours}`, hoursAgo(hours))));
  expect(plan(snapshots, suspects, { snapshotQuota: 12 }).dropped).toEqual({});
  expect(plan(snapshots, suspects, { snapshotQuota: 10 }).dropped).toEqual({
    [nameOf(4)]: 'suspect, the quota is nearly full',
  });
  expect(Object.keys(plan(snapshots, suspects, { snapshotQuota: 5 }).dropped)).toEqual([1, 2, 3, 4].map(nameOf));
});

test('of a frozen application nothing goes, and each that would have gone says until when it stays', () => {
  const marks = { suspects: [suspect(nameOf(4), 99)], freezes: [FREEZE] };
  const snapshots = [own(0), own(1), own(2), own(3), own(4), own(5, { status: 'FAILED' })];
  const { kept, dropped } = plan(snapshots, [], { marks });
  expect(dropped).toEqual({});
  expect(kept).toMatchObject({
    [nameOf(2)]: 'last 3',
    [nameOf(3)]: 'frozen until 2026-11-24T11:00:00.000Z',
    [nameOf(4)]: 'frozen until 2026-11-24T11:00:00.000Z',
    [nameOf(5)]: 'frozen until 2026-11-24T11:00:00.000Z',
  });
});

describe('whatever is marked', () => {
  const history = fc.record({
    ages: fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 1, maxLength: 30 }),
    marked: fc.array(fc.record({ place: fc.nat({ max: 29 }), daysAgo: fc.nat({ max: 30 }) }), { maxLength: 30 }),
    keepLast: fc.integer({ min: 3, max: 10 }),
    quota: fc.integer({ min: 5, max: 40 }),
  });

  test('the newest of all and the newest trusted one stay, and no trusted one loses its slot', () => {
    fc.assert(
      fc.property(history, ({ ages, marked, keepLast, quota }) => {
        const names = ages.map(nameOf);
        const suspects = marked.flatMap(({ place, daysAgo }) => {
          const name = names[place];
          return name ? [suspect(name, daysAgo)] : [];
        });
        const isSuspect = new Set(suspects.map(({ snapshotName }) => snapshotName));
        const { kept } = plan(
          ages.map((age) => own(age)),
          suspects,
          { policy: { keepLast }, snapshotQuota: quota },
        );
        const newestFirst = ages.toSorted((a, b) => a - b).map(nameOf);
        const trusted = newestFirst.filter((name) => !isSuspect.has(name));
        expect(Object.keys(kept)).toEqual(
          expect.arrayContaining([...newestFirst.slice(0, 1), ...trusted.slice(0, keepLast)]),
        );
        expect(Object.keys(kept).filter((name) => !isSuspect.has(name)).length).toBeLessThanOrEqual(keepLast + 1);
      }),
    );
  });

  test('suspects never fill the quota once a newer trusted one is READY', () => {
    fc.assert(
      fc.property(history, ({ ages, keepLast, quota }) => {
        const older = ages.map((age) => age + 1);
        const snapshots = [own(0), ...older.map((age) => own(age))];
        const suspects = older.map((age) => suspect(nameOf(age)));
        const { kept } = plan(snapshots, suspects, { policy: { keepLast }, snapshotQuota: quota });
        expect(Object.keys(kept).length).toBeLessThanOrEqual(Math.max(1, Math.floor(0.9 * quota)));
      }),
    );
  });
});
