import { statusDocument } from '../../../cli/documents/status';
import { deploymentSafety } from '../../../cli/safety/deployment-safety';
import { statusDocumentOf } from '../../../cli/safety/status-document';
import { statusText } from '../../../cli/status/status-text';
import { applicationOf, deliveryOf, deploymentOf, failedRun, minutesAgo, NOW, run, snapshot } from '../safety/facts-of';

const ZONE = 'Europe/Berlin';

const proof = { at: minutesAgo(32), snapshot: 'demo.42', restoreSeconds: 41 };
const PAYMENTS = applicationOf({
  name: 'payments',
  objectiveMinutes: 20,
  list: [snapshot(112), snapshot(202)],
  rows: [failedRun(12, { message: 'checkpoint declined by "dedupe"' }), failedRun(102), run(112)],
});
const UNDER_WAY = {
  value: {
    ...{ kind: 'restore' as const, who: 'ada', plannedAt: minutesAgo(1), leaseUntil: minutesAgo(-5), hasEnded: false },
    ...{ nextStep: 'start', outcome: undefined, target: undefined, restoreSeconds: undefined, provenAt: undefined },
  },
};
const SEASON = applicationOf({ name: 'season', status: 'READY', stoppedOnPurpose: 'runs from October to January' });

test('the text has a line for each application, its reasons with the next command, and the delivery', () => {
  const applications = [applicationOf({ proven: { value: { proof } } }), PAYMENTS, SEASON];
  expect(statusText(deploymentSafety(deploymentOf({ applications }), NOW), ZONE).split('\n')).toEqual([
    'last run 03:50 not ok, next 04:10',
    '     application  state    newest good  age/objective  reaches back  24 h taken/failed/late  quota   proven',
    '  ✔  orders       RUNNING  03:50        12/30 min      5 d           2/0/0                   3/1000  03:30, 41 s',
    '  ✖  payments     RUNNING  02:10        112/20 min     3 h 22 min    1/2/0                   2/1000  never',
    '     the newest good snapshot is 112 min old, at most 20 min are allowed   →  kda why payments',
    '     snapshot-failed ×2 since 02:20: checkpoint declined by "dedupe"',
    '  –  season       READY    stopped on purpose: runs from October to January',
    '  ✔  delivery     rule enabled · queues empty · mail confirmed · 0 alarms in ALARM',
    '1 of 3 is not safe: payments.',
  ]);
});

test.each([
  [[applicationOf()], {}, 'orders is safe.'],
  [[applicationOf(), SEASON], {}, 'All 2 are safe.'],
  [
    [PAYMENTS, SEASON],
    { rule: { because: 'no', isMissing: true as const } },
    '1 of 2 is not safe: payments. The delivery is not safe.',
  ],
  [[applicationOf({ marks: { because: 'no' } })], {}, 'Not known now whether orders is safe.'],
  [[PAYMENTS], {}, 'payments is not safe.'],
  [
    [applicationOf({ recovery: UNDER_WAY })],
    { rule: { because: 'no', isMissing: true as const } },
    'Not known now whether orders is safe: a restore is under way. The delivery is not safe.',
  ],
  [[applicationOf({ recovery: UNDER_WAY }), SEASON], {}, '1 of 2 is unknown: orders.'],
  [[applicationOf()], { rule: { because: 'no', isMissing: true as const } }, 'The delivery is not safe.'],
  [[applicationOf({ past: { because: 'no' } })], {}, 'All that was read is safe, but not all could be read.'],
])('the last line sums up', (applications, delivery, summary) => {
  const facts = deploymentOf({ applications, delivery: deliveryOf(delivery) });
  expect(statusText(deploymentSafety(facts, NOW), ZONE).split('\n').at(-1)).toBe(summary);
});

test('what is still being read is marked, what the audit says of it is shown, and nothing is called unknown', () => {
  const pending = { because: 'it is being read', isPending: true as const };
  const rows = [run(12, { newestReadyAt: minutesAgo(12) })];
  const applications = [applicationOf({ snapshots: pending, proven: pending, marks: pending, rows })];
  const lines = statusText(deploymentSafety(deploymentOf({ applications }), NOW), ZONE).split('\n');
  expect(lines.slice(2)).toEqual([
    expect.stringMatching(/^ {2}\? {2}orders +RUNNING {2}03:50 +12\/30 min +… +1\/0\/0 +… +…$/),
    '  ✔  delivery     rule enabled · queues empty · mail confirmed · 0 alarms in ALARM',
    '1 of 1 are still being read.',
  ]);
});

test('without the audit the last run is unknown, not missing', () => {
  const applications = [applicationOf({ past: { because: 'no' } })];
  expect(statusText(deploymentSafety(deploymentOf({ applications }), NOW), ZONE).split('\n')[0]).toBe(
    'last run unknown',
  );
});

test('a clock that is wrong by an hour is said before anything else', () => {
  const [, second] = statusText(deploymentSafety(deploymentOf({ clockSkewSeconds: 3600 }), NOW), ZONE).split('\n');
  expect(second).toBe('The clock of this machine is 60 min behind that of AWS, which counts here. Set it right.');
});

test('the document has all of it, with times in UTC, and fits its schema', () => {
  const proven = { value: { proof } };
  const document = statusDocumentOf(
    deploymentSafety(deploymentOf({ applications: [applicationOf({ proven }), PAYMENTS, SEASON] }), NOW),
  );
  expect(statusDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  expect(document).toMatchObject({
    environment: 'production',
    region: 'eu-west-1',
    account: '111122223333',
    at: '2026-11-28T03:02:00Z',
    safe: false,
    lastRun: '2026-11-28T02:50:00Z',
    lastRunOk: false,
    nextRun: '2026-11-28T03:10:00Z',
    applications: [
      {
        name: 'orders',
        status: 'RUNNING',
        verdict: 'safe',
        reasons: [],
        newestGood: { name: 'demo.12', createdAt: '2026-11-28T02:50:00Z', ageSeconds: 720 },
        objectiveSeconds: 1800,
        reachesBackSeconds: 432_000,
        last24h: { taken: 2, failed: 0, late: 0, skipped: 0 },
        quota: { used: 3, of: 1000 },
        frozen: false,
        suspects: [],
        proven: { at: '2026-11-28T02:30:00Z', snapshot: 'demo.42', restoreSeconds: 41 },
        isProvenKnown: true,
      },
      { name: 'payments', verdict: 'unsafe', nextCommand: 'kda why payments', proven: null },
      { name: 'season', verdict: 'on-purpose' },
    ],
    delivery: { rule: 'enabled', queues: { failedRuns: 0, undeliveredEvents: 0 }, mail: 'confirmed' },
  });
});
