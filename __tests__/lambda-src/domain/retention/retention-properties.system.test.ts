import fc from 'fast-check';
import type { Marks } from '../../../../lambda-src/snapshot-manager/domain/marks';
import {
  planRetention,
  type RetentionFacts,
  type RetentionPlan,
} from '../../../../lambda-src/snapshot-manager/domain/retention/retention';
import type { RetentionPolicy } from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../../../lambda-src/snapshot-manager/domain/snapshot-name';

const NOW = new Date('2026-11-23T12:00:00Z');
const PREFIX = 'demo.';

interface Case {
  readonly snapshots: readonly Snapshot[];
  readonly facts: RetentionFacts;
}

/** Close together, far apart, at the same instant, years ago, and some of the future. */
const ageMs = fc.oneof(
  fc.integer({ min: 0, max: 20 }).map((steps) => steps * 600_000),
  fc.integer({ min: -3, max: 400 }).map((days) => days * 86_400_000),
  fc.integer({ min: 0, max: 5 * 365 * 86_400 }).map((seconds) => seconds * 1000),
);

const snapshot = fc
  .record({
    ageMs,
    maker: fc.constantFrom('own', 'own', 'reference', 'made-up', 'service'),
    isDated: fc.integer({ min: 0, max: 15 }).map((n) => n > 0),
    status: fc.constantFrom<Snapshot['status'][]>(
      'READY',
      'READY',
      'READY',
      'FAILED',
      'CREATING',
      'DELETING',
      'EXPORTING',
    ),
    nameShiftSeconds: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ ageMs, maker, isDated, status, nameShiftSeconds }): Snapshot => {
    const createdAt = new Date(NOW.getTime() - ageMs);
    const namedAtMs = createdAt.getTime() - nameShiftSeconds * 1000;
    const names: Record<string, string> = {
      own: snapshotName(PREFIX, new Date(namedAtMs)),
      reference: `custom_${namedAtMs}`,
      // Looks like the reference's, but its time is another snapshot's.
      'made-up': `custom_${namedAtMs - 86_400_000}`,
      service: `STOP-${createdAt.getTime()}-${nameShiftSeconds}`,
    };
    return {
      name: names[maker] ?? maker,
      status,
      createdAt: isDated ? createdAt : undefined,
      applicationVersion: 1,
      runtimeEnvironment: undefined,
    };
  });

const history: fc.Arbitrary<Case> = fc
  .record({
    snapshots: fc.uniqueArray(snapshot, { maxLength: 40, selector: ({ name }) => name }),
    heldPlaces: fc.array(fc.nat({ max: 39 }), { maxLength: 3 }),
    restorePlace: fc.nat({ max: 80 }),
    adoptsReferenceSnapshots: fc.boolean(),
  })
  .map(({ snapshots, heldPlaces, restorePlace, adoptsReferenceSnapshots }) => ({
    snapshots,
    facts: {
      ownPrefix: PREFIX,
      adoptsReferenceSnapshots,
      now: NOW,
      restorePoint: snapshots[restorePlace]?.name,
      held: new Set(heldPlaces.flatMap((place) => snapshots[place]?.name ?? [])),
    },
  }));

const count = fc.option(fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 12 })), { nil: undefined });
const span = fc.option(
  fc.record({
    years: fc.integer({ min: 0, max: 2 }),
    months: fc.integer({ min: 0, max: 13 }),
    days: fc.integer({ min: 0, max: 40 }),
    hours: fc.integer({ min: 1, max: 30 }),
  }),
  { nil: undefined },
);
const rules: fc.Arbitrary<RetentionPolicy> = fc.record({
  keepLast: count,
  keepHourly: count,
  keepDaily: count,
  keepWeekly: count,
  keepMonthly: count,
  keepYearly: count,
  keepWithin: span,
  keepWithinHourly: span,
  keepWithinDaily: span,
  keepWithinWeekly: span,
  keepWithinMonthly: span,
  keepWithinYearly: span,
  timeZone: fc.constantFrom(undefined, 'UTC', 'Europe/Berlin', 'America/St_Johns'),
  keepFailed: span,
});
const policy: fc.Arbitrary<RetentionPolicy> = fc
  .record({ rules, keepAtMost: fc.option(fc.integer({ min: 3, max: 20 }), { nil: undefined }) })
  .map(({ rules, keepAtMost }) => ({ ...rules, keepAtMost }));

/** True if it was generated as the manager's own: invented names are a day off. */
function isOfOurs({ name, createdAt }: Snapshot, { adoptsReferenceSnapshots }: RetentionFacts): boolean {
  if (name.startsWith(PREFIX)) return true;
  if (!adoptsReferenceSnapshots || !name.startsWith('custom_') || !createdAt) return false;
  return createdAt.getTime() - Number(name.slice('custom_'.length)) < 3_600_000;
}

function plan({ snapshots, facts }: Case, policy: RetentionPolicy): RetentionPlan {
  return planRetention(snapshots, policy, facts);
}

function names(decisions: readonly { readonly snapshot: Snapshot }[]): string[] {
  return decisions.map(({ snapshot }) => snapshot.name);
}

function newestFirst(snapshots: readonly Snapshot[]): Snapshot[] {
  const timeOf = ({ createdAt }: Snapshot) => createdAt?.getTime() ?? 0;
  return snapshots.toSorted((a, b) => timeOf(b) - timeOf(a) || (a.name < b.name ? 1 : -1));
}

test('every snapshot is either kept or dropped, with a reason', () => {
  fc.assert(
    fc.property(history, policy, (given, policy) => {
      const { kept, dropped } = plan(given, policy);
      expect([...names(kept), ...names(dropped)].sort()).toEqual(given.snapshots.map(({ name }) => name).sort());
      expect([...kept, ...dropped].every(({ reasons }) => reasons.length > 0)).toBe(true);
    }),
  );
});

test('only own, ended, unheld ones of the past with a time are dropped, and never the configured restore point', () => {
  fc.assert(
    fc.property(history, policy, (given, policy) => {
      for (const { snapshot } of plan(given, policy).dropped) {
        expect(isOfOurs(snapshot, given.facts)).toBe(true);
        expect(['READY', 'FAILED']).toContain(snapshot.status);
        expect(given.facts.held.has(snapshot.name)).toBe(false);
        expect(snapshot.createdAt?.getTime()).toBeLessThanOrEqual(NOW.getTime() + 60_000);
        expect(snapshot.name).not.toBe(given.facts.restorePoint);
      }
    }),
  );
});

test('if there was a READY one, one stays: the newest of all and the newest of ours', () => {
  fc.assert(
    fc.property(history, policy, (given, policy) => {
      const ready = newestFirst(given.snapshots).filter(
        ({ status, createdAt }) => status === 'READY' && createdAt && createdAt <= NOW,
      );
      const stay = names(plan(given, policy).kept);
      for (const newest of [ready[0], ready.find((each) => isOfOurs(each, given.facts))]) {
        if (newest) expect(stay).toContain(newest.name);
      }
    }),
  );
});

test('with keepLast alone the deletions are the surplus and FAILED ones of ours, and nothing else', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 12 }), (given, keepLast) => {
      const { held, restorePoint } = given.facts;
      const ours = given.snapshots.filter(
        (each) => isOfOurs(each, given.facts) && !held.has(each.name) && each.createdAt && each.createdAt <= NOW,
      );
      const ready = newestFirst(ours).filter(({ status }) => status === 'READY');
      const failed = ours.filter(({ status }) => status === 'FAILED');
      const expected = [...ready.slice(keepLast), ...failed].filter(({ name }) => name !== restorePoint);
      expect(names(plan(given, { keepLast }).dropped).sort()).toEqual(expected.map(({ name }) => name).sort());
    }),
  );
});

test('with a cap no more of ours stay than it says, beside those that are protected', () => {
  fc.assert(
    fc.property(history, rules, fc.integer({ min: 3, max: 20 }), (given, rules, keepAtMost) => {
      const { kept } = plan(given, { ...rules, keepAtMost });
      const ours = kept.filter(({ snapshot }) => isOfOurs(snapshot, given.facts) && snapshot.status !== 'DELETING');
      const unprotected = ours.filter(({ reasons }) =>
        reasons.every((reason) => /^(oldest |last|within|hourly|daily|weekly|monthly|yearly|failed)/.test(reason)),
      );
      expect(ours.length <= keepAtMost || unprotected.length === 0).toBe(true);
      // It drops no more than it must.
      const without = plan(given, rules);
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(without.kept.length, keepAtMost));
    }),
  );
});

test('the order in which the service lists them does not matter', () => {
  fc.assert(
    fc.property(
      history.chain((given) =>
        fc.tuple(fc.constant(given), fc.shuffledSubarray([...given.snapshots], { minLength: given.snapshots.length })),
      ),
      policy,
      ([given, shuffled], policy) => {
        expect(plan({ ...given, snapshots: shuffled }, policy)).toEqual(plan(given, policy));
      },
    ),
  );
});

test('entries that the service lists twice change nothing', () => {
  fc.assert(
    fc.property(
      history.chain((given) => fc.tuple(fc.constant(given), fc.subarray([...given.snapshots]))),
      policy,
      ([given, twice], policy) => {
        expect(plan({ ...given, snapshots: [...given.snapshots, ...twice] }, policy)).toEqual(plan(given, policy));
      },
    ),
  );
});

test('more rules never drop more, without a cap', () => {
  fc.assert(
    fc.property(history, rules, rules, (given, some, others) => {
      // Rules of `some` hold; those of `others` only where `some` has none, in the zone of `some`.
      const defined = Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined));
      const more = { ...others, ...defined, timeZone: some.timeZone };
      const droppedByMore = names(plan(given, more).dropped);
      expect(names(plan(given, some).dropped)).toEqual(expect.arrayContaining(droppedByMore));
    }),
  );
});

test('the plan depends on its arguments alone and changes none of them', () => {
  fc.assert(
    fc.property(history, policy, (given, policy) => {
      const before = JSON.stringify([given.snapshots, policy]);
      expect(plan(given, policy)).toEqual(plan(given, policy));
      expect(JSON.stringify([given.snapshots, policy])).toBe(before);
    }),
  );
});

test('a plan carried out leaves nothing to do: the next one drops nothing', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 12 }), (given, keepLast) => {
      const kept = plan(given, { keepLast }).kept.map(({ snapshot }) => snapshot);
      expect(plan({ ...given, snapshots: kept }, { keepLast }).dropped).toEqual([]);
    }),
  );
});

test('with cleaning switched off nothing is dropped', () => {
  fc.assert(
    fc.property(history, policy, (given, policy) => {
      expect(plan(given, { ...policy, deleteSurplus: false }).dropped).toEqual([]);
    }),
  );
});

const marksOn: fc.Arbitrary<(snapshots: readonly Snapshot[]) => Marks> = fc
  .record({
    proven: fc.array(fc.tuple(fc.nat({ max: 39 }), ageMs), { maxLength: 5 }),
    suspect: fc.array(fc.nat({ max: 39 }), { maxLength: 6 }),
  })
  .map(({ proven, suspect }) => (snapshots) => ({
    proofs: proven.flatMap(([place, age]) => {
      const found = snapshots[place];
      const provenAt = new Date(NOW.getTime() - Math.max(0, age));
      const { name: snapshotName = '', createdAt: snapshotCreatedAt } = found ?? {};
      const it = { application: 'orders', provenAt, by: 'drill', who: 'manager' } as const;
      return found ? [{ ...it, snapshotName, ...(snapshotCreatedAt ? { snapshotCreatedAt } : {}) }] : [];
    }),
    suspects: suspect.flatMap((place) => {
      const found = snapshots[place];
      const it = { application: 'orders', who: 'ada', why: 'bad', markedAt: NOW };
      return found ? [{ ...it, snapshotName: found.name, snapshotCreatedAt: found.createdAt }] : [];
    }),
    freezes: [],
  }));

test('whatever the policy, marks and pressure of the quota: the last proven snapshot is never dropped', () => {
  fc.assert(
    fc.property(history, policy, marksOn, fc.integer({ min: 1, max: 45 }), (made, policy, marksOf, snapshotQuota) => {
      const marks = marksOf(made.snapshots);
      const facts = { ...made.facts, marks, snapshotQuota };
      const suspects = new Set(marks.suspects.map(({ snapshotName }) => snapshotName));
      const restorable = new Set(
        made.snapshots
          .filter(
            ({ name, status, createdAt }) =>
              status === 'READY' && !suspects.has(name) && !(createdAt && createdAt > NOW),
          )
          .map(({ name }) => name),
      );
      const newest = Math.max(
        ...(marks.proofs ?? [])
          .filter(({ snapshotName }) => restorable.has(snapshotName))
          .map(({ provenAt }) => provenAt.getTime()),
      );
      const last = new Set(
        (marks.proofs ?? [])
          .filter(({ snapshotName, provenAt }) => restorable.has(snapshotName) && provenAt.getTime() === newest)
          .map(({ snapshotName }) => snapshotName),
      );
      const { kept, dropped } = planRetention(made.snapshots, policy, facts);
      if (last.size === 0) return;
      const droppedNames = new Set(names(dropped));
      expect([...last].some((name) => !droppedNames.has(name))).toBe(true);
      expect(kept.filter(({ reasons }) => reasons.includes('last-proven'))).toHaveLength(1);
    }),
    { numRuns: 2_000 },
  );
});
