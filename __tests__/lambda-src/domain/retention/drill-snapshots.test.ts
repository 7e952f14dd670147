import fc from 'fast-check';
import { NO_MARKS } from '../../../../lambda-src/snapshot-manager/domain/marks';
import type { Proof } from '../../../../lambda-src/snapshot-manager/domain/proofs';
import {
  type Kept,
  planRetention,
  type RetentionFacts,
} from '../../../../lambda-src/snapshot-manager/domain/retention/retention';
import {
  parseRetentionPolicy,
  type RetentionPolicy,
} from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { applyRules } from '../../../../lambda-src/snapshot-manager/domain/retention/retention-rules';
import { byAgeNewestFirst, type Snapshot } from '../../../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../../../lambda-src/snapshot-manager/domain/snapshot-name';

const NOW = new Date('2026-11-23T12:00:00Z');
const HOUR_MS = 3_600_000;

const own = (hoursAgo: number, id?: string) => {
  const createdAt = new Date(NOW.getTime() - hoursAgo * HOUR_MS);
  return {
    ...{ name: snapshotName('demo.', createdAt, id), status: 'READY' as const, createdAt },
    ...{ applicationVersion: 1, runtimeEnvironment: undefined },
  };
};
const before = (hoursAgo: number) => own(hoursAgo, 'before-drill');
const after = (hoursAgo: number) => own(hoursAgo, 'after-drill');

const FACTS: RetentionFacts = { ownPrefix: 'demo.', now: NOW, restorePoint: undefined, held: new Set<string>() };

const proofOf = ({ name, createdAt }: Pick<Snapshot, 'name' | 'createdAt'>): Proof => ({
  ...{ application: 'orders', snapshotName: name, snapshotCreatedAt: createdAt },
  ...{ provenAt: NOW, by: 'drill', who: 'manager' },
});

function plan(snapshots: readonly Snapshot[], policy: RetentionPolicy, facts = FACTS) {
  const { kept, dropped } = planRetention(snapshots, policy, facts);
  return {
    kept: Object.fromEntries(kept.map(({ snapshot, reasons }) => [snapshot.name, reasons.join(', ')])),
    dropped: dropped.map(({ snapshot }) => snapshot.name),
  };
}

const LAST_THREE = parseRetentionPolicy({ keepLast: 3 });

test('a drill costs no restore point: its snapshots stay beside those of the schedule', () => {
  expect(plan([own(0), after(0.5), before(0.7), own(1), own(2), own(3)], LAST_THREE)).toEqual({
    kept: {
      [own(0).name]: 'newest-ready-of-ours, newest-ready, last 1',
      [after(0.5).name]: 'drill last 2',
      [before(0.7).name]: 'drill last 3',
      [own(1).name]: 'last 2',
      [own(2).name]: 'last 3',
    },
    dropped: [own(3).name],
  });
});

test('daily drills of an application with a daily schedule leave its history as long as the rule says', () => {
  const days = [0, 1, 2, 3, 4].flatMap((day) => [own(24 * day), after(24 * day + 1), before(24 * day + 2)]);
  expect(plan(days, LAST_THREE).dropped).toEqual(
    [after(25), before(26), after(49), before(50), own(72), after(73), before(74), own(96), after(97), before(98)].map(
      ({ name }) => name,
    ),
  );
});

test('without others they fill the slots themselves', () => {
  const { kept, dropped } = plan([after(1), before(2), after(25), before(26)], LAST_THREE);
  expect(Object.keys(kept)).toEqual([after(1).name, before(2).name, after(25).name]);
  expect(dropped).toEqual([before(26).name]);
});

test('a hard limit counts them, and they go first', () => {
  const all = [own(0), after(0.5), before(0.7), own(1), own(2)];
  const dropped = (keepAtMost: number) => plan(all, parseRetentionPolicy({ keepLast: 3, keepAtMost })).dropped;
  expect(dropped(5)).toEqual([]);
  expect(dropped(4)).toEqual([before(0.7).name]);
  expect(dropped(3)).toEqual([after(0.5).name, before(0.7).name]);
});

test('a hard limit spares those of drills that are held, configured, proven or the newest', () => {
  const policy = parseRetentionPolicy({ keepLast: 3, keepAtMost: 3 });
  const all = [after(0), own(1), before(2), after(3), before(4), own(5), own(6)];
  const facts: RetentionFacts = {
    ...FACTS,
    held: new Set([before(2).name]),
    restorePoint: after(3).name,
    marks: { ...NO_MARKS, proofs: [proofOf(before(4))] },
  };
  expect(plan(all, policy, facts)).toEqual({
    kept: {
      [after(0).name]: 'newest-ready-of-ours, newest-ready, drill last 1',
      [before(2).name]: 'on-hold',
      [after(3).name]: 'restore-point, drill last 3',
      [before(4).name]: 'last-proven',
    },
    dropped: [own(1).name, own(5).name, own(6).name],
  });
});

test('the first drill under a hard limit costs the third newest snapshot, and not that of years ago', () => {
  const policy = parseRetentionPolicy({ keepLast: 3, keepYearly: 4, keepAtMost: 6 });
  const years = [1, 2, 3].map((year) => own(year * 8_766));
  const all = [own(1), own(2), own(3), ...years];
  expect(plan(all, policy).dropped).toEqual([]);
  expect(plan([after(0), before(0.5), ...all], policy).dropped).toEqual([before(0.5).name, own(3).name]);
});

test('daily drills leave ten days of history under a limit that the rules alone never exceed', () => {
  const policy = parseRetentionPolicy({ keepLast: 3, keepDaily: 10, keepAtMost: 13 });
  let all: readonly Snapshot[] = [];
  for (let day = 30; day > 0; day -= 1) {
    for (const added of [own(24 * day + 2), before(24 * day + 1), after(24 * day)]) {
      const now = added.createdAt;
      all = planRetention([...all, added], policy, { ...FACTS, now }).kept.map(({ snapshot }) => snapshot);
    }
  }
  expect(all).toHaveLength(13);
  expect(all.filter(({ name }) => !name.endsWith('-drill')).at(-1)).toEqual(own(242));
});

describe('with any history and rules', () => {
  const history = fc
    .uniqueArray(
      fc.record({ hours: fc.integer({ min: 0, max: 2_000 }), id: fc.constantFrom(undefined, 'before-drill', 'd-1') }),
      { maxLength: 40, selector: ({ hours }) => hours },
    )
    .map((all) => all.map(({ hours, id }) => own(hours, id)).toSorted(byAgeNewestFirst));
  const policies = fc
    .record(
      {
        keepLast: fc.integer({ min: 3, max: 8 }),
        keepHourly: fc.integer({ min: 1, max: 8 }),
        keepDaily: fc.integer({ min: 1, max: 8 }),
        keepMonthly: fc.integer({ min: 1, max: 3 }),
        keepWithin: fc.constantFrom('1d', '1m', '40d'),
        keepWithinDaily: fc.constantFrom('7d', '2m'),
      },
      { requiredKeys: ['keepLast'] },
    )
    .map((settings) => parseRetentionPolicy(settings));
  const isOfADrill = ({ name }: { readonly name: string }) => name.endsWith('.before-drill');

  test('the others stay as without drills, and all stay that the rules keep of all together', () => {
    fc.assert(
      fc.property(history, policies, (all, policy) => {
        const { dropped } = plan(all, policy);
        const withoutDrills = all.filter((snapshot) => !isOfADrill(snapshot));
        const mustStay = [...applyRules(withoutDrills, policy).keys(), ...applyRules(all, policy).keys()];
        expect(mustStay.filter(({ name }) => dropped.includes(name))).toEqual([]);
      }),
      { numRuns: 250 },
    );
  });

  const PROTECTED = /^(on-hold|newest|last-proven|restore-point)/;
  const underACap = fc
    .record({
      hoursAndIds: fc.uniqueArray(
        fc.record({
          hours: fc.oneof(fc.integer({ min: 0, max: 72 }), fc.integer({ min: 0, max: 2_000 })),
          id: fc.constantFrom(undefined, undefined, 'before-drill', 'after-drill', 'd-1'),
          status: fc.constantFrom<Snapshot['status'][]>('READY', 'READY', 'READY', 'READY', 'FAILED'),
        }),
        { maxLength: 40, selector: ({ hours }) => hours },
      ),
      places: fc.record({ held: fc.array(fc.nat(39), { maxLength: 3 }), restored: fc.nat(60), proven: fc.nat(60) }),
      keepAtMost: fc.integer({ min: 3, max: 20 }),
      policy: policies,
    })
    .map(({ hoursAndIds, places, keepAtMost, policy }) => {
      /** The case as given, or with names that no drill gives: so it was before drills had slots of their own. */
      const planned = (idOf: (id: string | undefined) => string | undefined) => {
        const all = hoursAndIds.map(({ hours, id, status }) => ({ ...own(hours, idOf(id)), status }));
        const proven = all[places.proven];
        const facts: RetentionFacts = {
          ...FACTS,
          held: new Set(places.held.flatMap((place) => all[place]?.name ?? [])),
          restorePoint: all[places.restored]?.name,
          marks: { ...NO_MARKS, proofs: proven ? [proofOf(proven)] : [] },
        };
        const newest = all.filter(({ status }) => status === 'READY').toSorted(byAgeNewestFirst)[0];
        const ready = [newest, proven].flatMap((each) => (each?.status === 'READY' ? [each.name] : []));
        const mustStay = [...facts.held, ...ready, ...(facts.restorePoint ? [facts.restorePoint] : [])];
        return { ...planRetention(all, { ...policy, keepAtMost }, facts), mustStay };
      };
      return { keepAtMost, planned };
    });
  type Planned = Pick<ReturnType<typeof planRetention>, 'kept' | 'dropped'>;
  const aboveCap = ({ dropped }: Planned) =>
    dropped.filter(({ reasons }) => reasons.some((reason) => reason.startsWith('above keepAtMost')));

  test('under a limit no other goes while one stays that only a rule on drills keeps', () => {
    fc.assert(
      fc.property(underACap, ({ planned }) => {
        const { kept, dropped } = planned((id) => id);
        const others = aboveCap({ kept, dropped }).filter(
          ({ snapshot }) => snapshot.status === 'READY' && !snapshot.name.endsWith('-drill'),
        );
        const byDrillsAlone = kept.filter(({ reasons }) => reasons.every((reason) => reason.startsWith('drill ')));
        expect(others.length === 0 || byDrillsAlone.length === 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('under a limit every snapshot of schedule and requests stays that stayed when drills had no slots', () => {
    fc.assert(
      fc.property(underACap, ({ planned }) => {
        const dropped = new Set(planned((id) => id).dropped.map(({ snapshot }) => snapshot.name));
        const keptBefore = planned((id) => id?.replace('-drill', '-d'))
          .kept.filter(({ snapshot }) => snapshot.status === 'READY')
          .map(({ snapshot }) => snapshot.name);
        expect(keptBefore.filter((name) => dropped.has(name))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a limit is exceeded by protected ones alone, and it takes none of them and no more than it must', () => {
    fc.assert(
      fc.property(underACap, ({ keepAtMost, planned }) => {
        const { kept, dropped, mustStay } = planned((id) => id);
        const isProtected = ({ reasons }: Kept) => reasons.some((reason) => PROTECTED.test(reason));
        if (kept.length > keepAtMost) expect(kept.every(isProtected)).toBe(true);
        if (aboveCap({ kept, dropped }).length > 0) expect(kept.length).toBeGreaterThanOrEqual(keepAtMost);
        expect(dropped.filter(({ snapshot }) => mustStay.includes(snapshot.name))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
