import fc from 'fast-check';
import { RunHistory, type Step } from './fakes/run-history';
import { RETRIED_BY_THE_SDK, TROUBLES } from './fakes/troubles';

const place = fc.nat({ max: 30 });
const happening: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom<Step>(
      ...(['stop', 'start', 'foreign', 'redeliver', 'on-demand', 'ask-again'] as const).map(
        (word): Step => ({ do: word }),
      ),
    ),
  },
  fc.record({ do: fc.constant('hold' as const), place }),
  fc.record({ do: fc.constant('hold' as const), place }),
  fc.record({ do: fc.constant('release' as const), place }),
  fc.record({ do: fc.constantFrom('suspect' as const, 'suspect' as const, 'trust' as const), place }),
  fc.record({ do: fc.constant('freeze' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
  fc.constant<Step>({ do: 'thaw' }),
  fc.record({ do: fc.constant('restore-point' as const), place }),
);
/** Disturbances of a manager by the service, its clock and other deployments. */
const disturbance: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('late-events' as const), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('lag' as const), ms: fc.constantFrom(0, 3_000, 30_000, 90_000) }),
  fc.record({
    do: fc.constant('passing-status' as const),
    status: fc.constantFrom('AUTOSCALING', 'UPDATING', 'MAINTENANCE', 'ROLLING_BACK', 'A_STATUS_OF_NEXT_YEAR'),
    seconds: fc.integer({ min: 1, max: 1_200 }),
  }),
  fc.record({ do: fc.constant('other-deployment' as const), inMs: fc.integer({ min: 1, max: 620_000 }) }),
  fc.record({ do: fc.constant('away' as const), minutes: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constant('row-of-another-version' as const), hasOutcome: fc.boolean() }),
  fc.constant<Step>({ do: 'twin' }),
);
const trouble = fc.constantFrom('kill' as const, ...TROUBLES, RETRIED_BY_THE_SDK);
/** A second manager of the same application, and what goes wrong for it. */
const neighbour: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ do: 'neighbour' }),
  fc.record({ do: fc.constant('neighbour' as const), trouble: fc.record({ at: fc.nat({ max: 22 }), name: trouble }) }),
);
const around: fc.Arbitrary<Step> = fc.oneof(
  happening,
  fc.constantFrom<Step>({ do: 'made-anew' }, { do: 'ask-again' }),
  fc.record({ do: fc.constant('restore-point' as const), place }),
  fc.record({ do: fc.constant('unknown-status' as const), place }),
  fc.record({ do: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 3_000 }) }),
  fc.record({
    do: fc.constant('snapshots' as const),
    durationMs: fc.constantFrom(500, 500, 20_000, 400_000, 2_000_000),
    endAs: fc.constantFrom('READY' as const, 'READY' as const, 'FAILED' as const),
  }),
);
/** Events beside a call of a run. */
const beside: fc.Arbitrary<Step> = fc.oneof({ weight: 3, arbitrary: happening }, { weight: 1, arbitrary: neighbour });
const run: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ do: 'run' }),
  fc.constant<Step>({ do: 'run' }),
  fc.record({
    do: fc.constant('run' as const),
    trouble: fc.record({ at: fc.nat({ max: 22 }), name: trouble, attempts: fc.integer({ min: 1, max: 3 }) }),
  }),
  fc.record({ do: fc.constant('run' as const), meanwhile: fc.record({ at: fc.nat({ max: 22 }), step: beside }) }),
);
const history = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: run },
    { weight: 4, arbitrary: around },
    { weight: 2, arbitrary: disturbance },
    { weight: 1, arbitrary: neighbour },
  ),
  { minLength: 8, maxLength: 24 },
);

test('whatever happens, runs do no harm, tell the truth, and the next clean one heals everything', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const world = new RunHistory();
      for (const step of steps) await world.take(step);
      await world.heal();
      expect(world.wrongs).toEqual([]);
    }),
    {
      numRuns: 50,
      examples: [
        // Two events of one second whose snapshots FAIL: the second one tries again under the same name.
        [
          [
            { do: 'run' },
            { do: 'other-deployment', inMs: 1 },
            { do: 'snapshots', durationMs: 500, endAs: 'FAILED' },
            { do: 'run' },
            { do: 'ask-again' },
            { do: 'twin' },
          ],
        ],
      ],
    },
  );
}, 120_000);

test('random histories do what the properties are about', async () => {
  const worlds = fc.sample(history, { numRuns: 90, seed: 7 }).map(async (steps) => {
    const world = new RunHistory();
    for (const step of steps) await world.take(step);
    await world.heal();
    return world.counts;
  });
  const seen = await Promise.all(worlds);
  expect(sum(seen.map(({ deletions }) => deletions))).toBeGreaterThan(50);
  expect(sum(seen.map(({ plansCompared }) => plansCompared))).toBeGreaterThan(20);
  expect(sum(seen.map(({ kills }) => kills))).toBeGreaterThan(3);
  expect(sum(seen.map(({ holds }) => holds))).toBeGreaterThan(3);
  expect(sum(seen.map(({ suspects }) => suspects))).toBeGreaterThan(3);
  expect(sum(seen.map(({ suspectsDeleted }) => suspectsDeleted))).toBeGreaterThan(0);
  expect(sum(seen.map(({ freezes }) => freezes))).toBeGreaterThan(3);
  expect(sum(seen.map(({ lateOnes }) => lateOnes))).toBeGreaterThan(3);
  expect(sum(seen.map(({ overlaps }) => overlaps))).toBeGreaterThan(3);
  expect(sum(seen.map(({ madeAnew }) => madeAnew))).toBeGreaterThan(3);
  expect(sum(seen.map(({ askedAgain }) => askedAgain))).toBeGreaterThan(3);
  expect(sum(seen.map(({ settled }) => settled))).toBeGreaterThan(3);
  expect(sum(seen.map(({ covered }) => covered))).toBeGreaterThan(3);
  expect(sum(seen.map(({ twins }) => twins))).toBeGreaterThan(3);
  expect(sum(seen.map(({ neighbourRuns }) => neighbourRuns))).toBeGreaterThan(20);
  expect(sum(seen.map(({ neighbourDeletions }) => neighbourDeletions))).toBeGreaterThan(3);
  expect(sum(seen.map(({ events }) => events))).toBeGreaterThan(100);
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
