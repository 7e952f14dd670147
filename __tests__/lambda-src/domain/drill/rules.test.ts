import type { Drill } from '../../../../lambda-src/snapshot-manager/domain/drill/drill';
import { decideStart, isProofOver } from '../../../../lambda-src/snapshot-manager/domain/drill/rules';

const BEGUN = new Date('2026-11-29T04:00:00Z');
const after = (minutes: number) => new Date(BEGUN.getTime() + minutes * 60_000);

function drill(step: 'start' | 'prove', usualSeconds: number, more: Partial<Drill> = {}): Drill {
  const plan = { application: 'orders', applicationVersion: 3, usualSeconds, before: 'kda.s' };
  const drillOfTest: Partial<Drill> = {
    step,
    stepBegunAt: BEGUN,
    askedAt: BEGUN,
    acceptedAt: BEGUN,
    done: [],
    ...more,
  };
  return { ...drillOfTest, plan } as unknown as Drill;
}

const view = (running: number, restarts = 0) => ({
  at: BEGUN,
  state: 'RUNNING',
  tasks: { running, total: 2 },
  restarts,
});

test.each([
  ['a usual restore of a minute', 60, [view(2)], 10],
  ['a usual restore of 15 minutes', 900, [view(2)], 30],
  ['tasks that still read their state', 60, [view(1)], 30],
  ['tasks that still read a large state', 900, [view(1)], 90],
  ['a job that restarted', 60, [view(1, 2)], 10],
  ['a job that nobody may look at', 60, [], 10],
])('with %s a proof is over after its time', (_, usualSeconds, views, minutes) => {
  const proving = drill('prove', usualSeconds, { views });
  expect(isProofOver(proving, after(minutes - 0.1))).toBe(false);
  expect(isProofOver(proving, after(minutes))).toBe(true);
});

test.each([
  ['a minute', 60, 20],
  ['15 minutes', 900, 30],
])('a start has failed after its time where a restore usually takes %s', (_, usualSeconds, minutes) => {
  const application = { status: 'STARTING', version: 3, restoresFrom: { kind: 'snapshot', name: 'kda.s' } } as never;
  const starting = drill('start', usualSeconds);
  expect(decideStart(starting, application, after(minutes - 0.1), false)).toEqual({ kind: 'wait' });
  expect(decideStart(starting, application, after(minutes), false)).toEqual({
    kind: 'failed',
    why: `The start from kda.s did not end within ${minutes} minutes.`,
  });
});
