import fc from 'fast-check';
import { planRetention, type RetentionFacts } from '../../../../lambda-src/snapshot-manager/domain/retention/retention';
import {
  parseRetentionPolicy,
  type RetentionPolicy,
} from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { applyRules } from '../../../../lambda-src/snapshot-manager/domain/retention/retention-rules';
import { byAgeNewestFirst } from '../../../../lambda-src/snapshot-manager/domain/snapshot';
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

function plan(snapshots: readonly ReturnType<typeof own>[], policy: RetentionPolicy) {
  const { kept, dropped } = planRetention(snapshots, policy, FACTS);
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

test('a hard limit counts them', () => {
  const policy = parseRetentionPolicy({ keepLast: 3, keepAtMost: 3 });
  expect(plan([own(0), after(0.5), before(0.7), own(1), own(2)], policy).dropped).toEqual([own(1).name, own(2).name]);
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
      { numRuns: 500 },
    );
  });
});
