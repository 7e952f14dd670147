import fc from 'fast-check';
import { planRecovery } from '../../../cli/recovery/plan';
import { nextStates } from '../../../cli/views/next-state';
import type { Marks } from '../../../lambda-src/snapshot-manager/domain/marks';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { ago, factsWith, NOW } from './facts-of-a-test';

/** Few names and times, so that they meet often: also those of a snapshot of the same name that was deleted. */
const minutes = fc.constantFrom(-90, 0, 5, 10, 15, 20, 500, 2000);
const name = fc.constantFrom('demo.a', 'demo.b', 'demo.c', 'demo.d', 'by-hand');

const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  name,
  status: fc.constantFrom('READY', 'READY', 'READY', 'CREATING', 'FAILED', 'DELETING', 'EXPORTING'),
  createdAt: fc.option(minutes.map(ago), { nil: undefined, freq: 8 }),
  applicationVersion: fc.constant(3),
  runtimeEnvironment: fc.constantFrom(undefined, 'FLINK-1_18', 'FLINK-1_20', 'FLINK-2_2'),
});

const suspect: fc.Arbitrary<Marks['suspects'][number]> = fc
  .record({ snapshotName: name, markedAt: minutes.map(ago), of: fc.option(minutes.map(ago), { nil: undefined }) })
  .map(({ of, ...mark }) => ({
    ...{ application: 'orders', who: 'ada', why: 'corrupt', ...mark },
    ...(of ? { snapshotCreatedAt: of } : {}),
  }));

const world = fc.record({
  snapshots: fc.uniqueArray(snapshot, { selector: (each) => each.name, maxLength: 5 }),
  suspects: fc.array(suspect, { maxLength: 4 }),
  createdAt: fc.constantFrom(undefined, ago(1000), ago(3000)),
});

/** Target of `kda start NAME --latest`; undefined: it refuses. */
function startedFrom(facts: ReturnType<typeof factsWith>): string | undefined {
  const request = {
    ...({ kind: 'start', application: 'orders', wish: { kind: 'latest' }, who: 'ada', why: 'test' } as const),
    ...{ allowNonRestoredState: false, evidence: false },
  };
  const { state, snapshots, marks } = facts;
  try {
    return planRecovery(request, { state, snapshots, marks, hasTables: true, ownPrefix: 'demo.', now: NOW }).plan.target
      ?.name;
  } catch {
    return undefined;
  }
}

test('kda start uses exactly the snapshot that kda next names, or refuses where it says so', () => {
  fc.assert(
    fc.property(world, ({ snapshots, suspects, createdAt }) => {
      const { state } = factsWith();
      const facts = factsWith({
        state: { ...state, status: 'READY', createdAt },
        snapshots,
        marks: { suspects, freezes: [] },
      });
      const said = nextStates(facts).find(({ by }) => by === 'kda-start');
      expect(said?.snapshot?.name).toBe(startedFrom(facts));
      expect(said?.source).toBe(startedFrom(facts) === undefined ? 'nothing' : 'snapshot');
    }),
    { numRuns: 700 },
  );
});
