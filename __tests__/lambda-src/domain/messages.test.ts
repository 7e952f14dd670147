import { notification, type Situation } from '../../../lambda-src/snapshot-manager/domain/messages';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { RUNNING, recordOf, snapshotOf } from '../fakes/facts';

const ready = snapshotOf('demo.20261123T100000Z', new Date('2026-11-23T10:00:02Z'));

const situation: Situation = {
  now: new Date('2026-11-23T10:20:05Z'),
  application: RUNNING,
  snapshots: [ready],
  newestReady: ready,
  settled: [],
};

const skipped = recordOf(new Date('2026-11-23T10:20:00Z'), {
  runId: 1795429200123,
  eventId: 'b1d0',
  startedAt: new Date('2026-11-23T10:20:01Z'),
  deadlineAt: new Date('2026-11-23T10:25:01Z'),
  endedAt: new Date('2026-11-23T10:20:05Z'),
  state: 'skipped',
  reason: 'not-running',
  applicationStatus: 'READY',
});

test('the mail about a stopped application', () => {
  const { subject, body } = notification(skipped, situation, 'demo');
  expect(subject).toBe('[demo] skipped: orders');
  expect(body).toMatchInlineSnapshot(`
    "No snapshot of application orders was taken: it is READY (it is stopped). Only a RUNNING application can be snapshotted.

    A restore now would use the newest READY snapshot, demo.20261123T100000Z of 2026-11-23T10:00:02Z (20 minutes old).

    What to do: No action needed if the application was stopped on purpose. Otherwise start it: kda start orders --latest.

    Application orders, run 1795429200123 for the event b1d0 of 2026-11-23T10:20:00Z.

    Next: kda status orders
    "
  `);
});

test('the mail about a snapshot that was taken', () => {
  const taken: RunRecord = {
    ...skipped,
    state: 'taken',
    reason: 'ready',
    applicationStatus: 'RUNNING',
    snapshot: {
      name: 'demo.20261123T102000Z',
      status: 'READY',
      durationMs: 2_150,
    },
    deleted: ['demo.20261123T095000Z'],
  };
  expect(notification(taken, situation, 'demo').body).toMatchInlineSnapshot(`
    "Snapshot demo.20261123T102000Z of application orders is READY after 2.1 s.

    A restore now would use the newest READY snapshot, demo.20261123T100000Z of 2026-11-23T10:00:02Z (20 minutes old).

    Deleted by the retention: demo.20261123T095000Z.

    What to do: No action needed.

    Application orders, run 1795429200123 for the event b1d0 of 2026-11-23T10:20:00Z.

    Next: kda status orders
    "
  `);
});

test.each([
  [
    { kind: 'snapshot', name: 'by-hand' },
    ready,
    'The application is configured to be restored from snapshot by-hand. The newest READY snapshot is demo.20261123T100000Z of 2026-11-23T10:00:02Z (20 minutes old).',
  ],
  [
    { kind: 'none' },
    ready,
    'The application is configured to start without a snapshot. The newest READY snapshot is demo.20261123T100000Z of 2026-11-23T10:00:02Z (20 minutes old).',
  ],
  [{ kind: 'latest' }, undefined, 'There is no READY snapshot: a start now would begin without state.'],
  [
    { kind: 'none' },
    undefined,
    'The application is configured to start without a snapshot. The newest READY snapshot is none.',
  ],
] as const)('what would be restored now is said: %j', (restoresFrom, newestReady, sentence) => {
  const seen = {
    ...situation,
    application: { ...RUNNING, restoresFrom },
    newestReady,
  };
  expect(notification(skipped, seen, 'demo').body).toContain(sentence);
});

test('a list that could not be read is not taken for an empty one', () => {
  const seen = { ...situation, snapshots: undefined, newestReady: undefined };
  expect(notification(skipped, seen, 'demo').body).toContain(
    'The snapshot that a restore would use now could not be determined.',
  );
});

test('a subject is ASCII and at most 100 characters, however long the names', () => {
  const { subject } = notification({ ...skipped, application: 'a'.repeat(128) }, situation, 'dé');
  expect(subject).toBe(`[d?] skipped: ${'a'.repeat(83)}...`);
  expect(subject).toHaveLength(100);
});

test('a first cleanup of hundreds does not fill the mail', () => {
  const names = Array.from({ length: 900 }, (_, index) => `demo.${index}`);
  expect(notification({ ...skipped, deleted: names }, situation, 'demo').body).toContain('demo.19 and 880 more.');
});
