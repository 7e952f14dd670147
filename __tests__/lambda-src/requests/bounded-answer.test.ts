import fc from 'fast-check';
import { answerEvent } from '../../../lambda-src/snapshot-manager/dispatch';
import type { Hold } from '../../../lambda-src/snapshot-manager/domain/hold';
import { RunFailedError } from '../../../lambda-src/snapshot-manager/fleet';
import {
  boundedHolds,
  boundedPlans,
  boundedRecords,
  MOST_ANSWER_BYTES,
} from '../../../lambda-src/snapshot-manager/requests/bounded-answer';
import type { ApplicationPlan } from '../../../lambda-src/snapshot-manager/requests/plan';
import { recordOf } from '../fakes/facts';
import { FakeWorld } from '../fakes/fake-world';

const AT = new Date('2026-11-23T10:20:00Z');
/** Anything that a person or the service may write: what takes six bytes in JSON as well. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .tuple(fc.constantFrom('a', '"', '\u0000', '漢', '\ud800', '🙂'), fc.integer({ min: 0, max: 1_000 }))
    .map(([unit, times]) => unit.repeat(times)),
);
const name = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,256}$/);
const names = fc.tuple(name, fc.integer({ min: 0, max: 300 })).map(([one, times]): string[] => Array(times).fill(one));
const record = fc
  .record({ message: text, requestReason: text, deleted: names, kept: names })
  .map((facts) => recordOf(AT, { state: 'taken', reason: 'ready', snapshot: { name: 'demo.1' }, ...facts }));
const plan = fc.record({ kept: names, dropped: names }).map(
  ({ kept, dropped }): ApplicationPlan => ({
    application: 'orders',
    kept: kept.map((one) => ({ name: one, status: 'READY', createdAt: AT, reasons: ['last 1'] })),
    dropped: dropped.map((one) => ({ name: one, status: 'READY', createdAt: AT, reasons: ['surplus'] })),
  }),
);
const hold = fc
  .record({ who: text, why: text, snapshotName: name })
  .map((facts): Hold => ({ application: 'orders', heldAt: AT, ...facts }));

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

describe('an answer never exceeds its bytes', () => {
  // The short form of a record of these takes 3.5 KB at most, of a plan 0.3 KB, of a hold 3 KB.
  const most = fc.integer({ min: 40_000, max: 100_000 });

  test('of records, none of which is left out', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 11 }), most, (records, bytes) => {
        const bounded = boundedRecords(records, bytes);
        expect(bytesOf(bounded)).toBeLessThanOrEqual(bytes);
        expect(bounded.map(({ state, snapshot }) => ({ state, snapshot }))).toEqual(
          records.map(({ state, snapshot }) => ({ state, snapshot })),
        );
        for (const [index, each] of bounded.entries()) if (!each.truncated) expect(each).toEqual(records[index]);
        if (bytesOf(records) <= bytes) expect(bounded).toEqual(records);
      }),
      { numRuns: 40 },
    );
  });

  test('of plans, each of which is whole or says that it is not', () => {
    fc.assert(
      fc.property(fc.array(plan, { maxLength: 12 }), most, (plans, bytes) => {
        const bounded = boundedPlans(plans, bytes);
        expect(bytesOf(bounded)).toBeLessThanOrEqual(bytes);
        for (const [index, each] of bounded.entries()) {
          if (each.problem === undefined) expect(each).toEqual(plans[index]);
          else expect(each).toMatchObject({ kept: [], dropped: [] });
        }
        if (bytesOf(plans) <= bytes) expect(bounded).toEqual(plans);
      }),
      { numRuns: 40 },
    );
  });

  test('of holds, or is refused', () => {
    fc.assert(
      fc.property(fc.array(hold, { maxLength: 40 }), most, (holds, bytes) => {
        try {
          const bounded = boundedHolds(holds, bytes);
          expect(bytesOf(bounded)).toBeLessThanOrEqual(bytes);
          expect(bounded.map(({ snapshotName }) => snapshotName)).toEqual(holds.map((each) => each.snapshotName));
        } catch (error) {
          expect(String(error)).toContain('Ask for fewer applications at once.');
          expect(bytesOf(holds)).toBeGreaterThan(bytes);
        }
      }),
    );
  });

  test('of failures: the record of a failed run must fit into the failure queue, with the message twice', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 1_000 }), (messages) => {
        const failures = messages.map((message) => ({ application: 'a'.repeat(128), message }));
        const error = new RunFailedError(failures);
        const answer = { errorType: error.name, errorMessage: error.message, trace: [error.stack] };
        expect(bytesOf(answer)).toBeLessThan(200_000);
        expect(error.failures).toEqual(failures);
      }),
    );
  });
});

/** As many as one deployment is made for, each with the most that a policy of the default quota keeps. */
function fleet(applications: number, snapshots: number): FakeWorld {
  const all = Array.from({ length: applications }, (_, index) => `application-${index}`);
  const world = new FakeWorld(...all);
  world.settings = { ...world.settings, retention: { keepLast: 1_000 } };
  for (const application of all) {
    for (let number = 0; number < snapshots; number += 1) {
      const at = new Date(AT.getTime() - (number + 1) * 600_000);
      const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
      world.flink.addSnapshot(application, `demo.${time}.${'x'.repeat(128)}`, at);
    }
  }
  world.flink.latencyMs = 0;
  return world;
}

test('the run of the schedule over a hundred applications of 300 snapshots answers counts, and is no refusal', async () => {
  const world = fleet(100, 300);
  const answer = await answerEvent({ id: 'event-1', time: '2026-11-23T10:20:00Z' }, world.context());
  expect(answer).toEqual({ applications: 100, outcomes: { taken: 100 } });
  expect(world.audit.records('*')).toEqual([]);
}, 30_000);

test('a request for a hundred applications of 300 snapshots answers that each was taken, and is no refusal', async () => {
  const world = fleet(100, 300);
  const applications = world.settings.applications.flatMap(({ selector }) =>
    selector.kind === 'name' ? [selector.name] : [],
  );
  const request = { action: 'snapshot', applications, reason: 'before deploy', requestId: 'deploy-42' };
  const answer = await world.request(request);
  expect(answer.map((each) => 'state' in each && each.state)).toEqual(Array(100).fill('taken'));
  expect(bytesOf(answer)).toBeLessThanOrEqual(MOST_ANSWER_BYTES);
  expect(world.audit.records('*')).toEqual([]);
}, 30_000);
