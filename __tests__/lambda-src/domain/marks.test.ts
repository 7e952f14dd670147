import fc from 'fast-check';
import {
  type Freeze,
  freezeInForce,
  freezesInForce,
  latestEndOfFreeze,
  type Marks,
  NO_MARKS,
  type Suspect,
  suspectNamesAmong,
  suspectOf,
  trustedOnes,
} from '../../../lambda-src/snapshot-manager/domain/marks';
import { snapshotOf } from '../fakes/facts';
import { FakeHoldsTable } from '../fakes/fake-holds-table';
import { testsOfMarks } from '../fakes/marks-contract';

const NOW = new Date('2026-11-23T10:20:00Z');
const in_ = (ms: number) => new Date(NOW.getTime() + ms);
const suspect = (snapshotName: string, facts: Partial<Suspect> = {}): Suspect => ({
  application: 'orders',
  snapshotName,
  who: 'ada',
  why: 'corrupt',
  markedAt: NOW,
  ...facts,
});
const freeze = (who: string, since: Date, until: Date): Freeze => ({
  application: 'orders',
  who,
  why: 'corrupt',
  since,
  until,
});
const withSuspects = (...suspects: Suspect[]): Marks => ({ ...NO_MARKS, suspects });
const withFreezes = (...freezes: Freeze[]): Marks => ({ ...NO_MARKS, freezes });

describe('the fake of the marks', () => {
  testsOfMarks(() => new FakeHoldsTable());
});

describe('a suspect', () => {
  test('of an earlier application of the same name does not apply', () => {
    const marks = withSuspects(suspect('a', { markedAt: in_(-1) }), suspect('b'));
    expect([
      ...suspectNamesAmong(
        [
          { name: 'a', createdAt: undefined },
          { name: 'b', createdAt: undefined },
        ],
        marks,
        NOW,
      ),
    ]).toEqual(['b']);
    expect([
      ...suspectNamesAmong(
        [
          { name: 'a', createdAt: undefined },
          { name: 'b', createdAt: undefined },
        ],
        marks,
      ),
    ]).toEqual(['a', 'b']);
    expect([suspectOf(snapshotOf('a', NOW), marks, NOW), suspectOf(snapshotOf('b', NOW), marks, NOW)]).toEqual([
      undefined,
      suspect('b'),
    ]);
  });

  test('is the snapshot that was marked, not a later one of its name', () => {
    const mark = suspect('a', { snapshotCreatedAt: in_(-60_000) });
    expect(suspectOf(snapshotOf('a', in_(-60_000)), withSuspects(mark))).toBe(mark);
    expect(suspectOf(snapshotOf('a', in_(60_000)), withSuspects(mark))).toBeUndefined();
  });

  test('whose creation time is unknown, on either side, is the one of its name', () => {
    const dated = suspect('a', { snapshotCreatedAt: NOW });
    expect(suspectOf({ name: 'a', createdAt: undefined }, withSuspects(dated))).toBe(dated);
    expect(suspectOf(snapshotOf('a', NOW), withSuspects(suspect('a')))).toEqual(suspect('a'));
  });

  test('is left out of the trusted ones, which keep their order', () => {
    const snapshots = ['c', 'a', 'b'].map((name) => snapshotOf(name, NOW));
    expect(trustedOnes(snapshots, withSuspects(suspect('a'))).map(({ name }) => name)).toEqual(['c', 'b']);
  });
});

describe('a freeze', () => {
  test('applies until its end, and not at it', () => {
    const marks = withFreezes(freeze('ada', NOW, in_(1_000)));
    expect(freezeInForce(marks, in_(999))?.who).toBe('ada');
    expect(freezeInForce(marks, in_(1_000))).toBeUndefined();
    expect(freezeInForce(NO_MARKS, NOW)).toBeUndefined();
  });

  test('that ends last counts, whoever else froze the application', () => {
    const marks = withFreezes(freeze('ada', NOW, in_(1_000)), freeze('bob', NOW, in_(3_000)));
    expect(freezesInForce(marks, NOW).map(({ who }) => who)).toEqual(['bob', 'ada']);
    expect(freezeInForce(marks, in_(2_000))?.who).toBe('bob');
  });

  test('of an earlier application of the same name does not apply', () => {
    const marks = withFreezes(freeze('ada', in_(-1), in_(1_000)));
    expect(freezeInForce(marks, NOW, NOW)).toBeUndefined();
    expect(freezeInForce(marks, NOW)?.who).toBe('ada');
  });

  test('that ends when it may has not filled the quota, and one a run later would have used the reserve', () => {
    const limits = fc.record({
      used: fc.nat({ max: 1_000 }),
      snapshotQuota: fc.integer({ min: 5, max: 2_000 }),
      minutes: fc.integer({ min: 2, max: 1_440 }),
    });
    fc.assert(
      fc.property(limits, ({ used, snapshotQuota, minutes }) => {
        const end = latestEndOfFreeze(NOW, { used, snapshotQuota, schedule: `rate(${minutes} minutes)` });
        const runs = (end.getTime() - NOW.getTime()) / (minutes * 60_000);
        fc.pre(runs > 0);
        expect(used + runs).toBeLessThanOrEqual(0.95 * snapshotQuota);
        expect(used + runs + 1).toBeGreaterThan(0.95 * snapshotQuota);
      }),
    );
  });

  test('of an application with a cron ends with the run that would fill the quota', () => {
    const end = latestEndOfFreeze(new Date('2026-11-27T12:00:00Z'), {
      ...{ used: 0, snapshotQuota: 4, schedule: 'cron(0 2 ? * MON-FRI *)' },
    });
    // 95 % of 4 are 3 runs: on Monday, Tuesday and Wednesday.
    expect(end).toEqual(new Date('2026-12-02T02:00:00Z'));
  });

  test('of an application whose schedule is over has a year', () => {
    const limits = { used: 0, snapshotQuota: 100, schedule: 'cron(0 2 1 1 ? 2020)' };
    expect(latestEndOfFreeze(NOW, limits).getTime() - NOW.getTime()).toBe(366 * 86_400_000);
  });
});
