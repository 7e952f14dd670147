import { applicationSafety } from '../../../cli/safety/application-safety';
import type { ApplicationFacts } from '../../../cli/safety/facts';
import { utcText, written } from '../../../cli/safety/words';
import { action, alarm, applicationOf, failedRun, LIMITS, minutesAgo, NOW, run, snapshot, suspect } from './facts-of';

function judge(facts: ApplicationFacts) {
  const safety = applicationSafety(facts, LIMITS, NOW);
  const { verdict, nextCommand, reasons, notes } = safety;
  const texts = (sentences: typeof reasons) => sentences.map((sentence) => written(sentence, utcText));
  return { verdict, nextCommand, reasons: texts(reasons), notes: texts(notes) };
}

test('a RUNNING application with a new snapshot is safe, and there is nothing to say', () => {
  expect(judge(applicationOf())).toEqual({ verdict: 'safe', nextCommand: undefined, reasons: [], notes: [] });
});

test.each([
  ['a full quota in more than a month', { snapshots: { value: { ...seen(), fullInDays: 31 } } }],
  ['a forecast that was not made', { snapshots: { value: { ...seen(), fullInDays: undefined } } }],
  ['some of the service', { snapshots: { value: { ...seen(), ofTheService: 99 } } }],
  [
    'many of the service that a rule deletes',
    { snapshots: { value: { ...seen(), ofTheService: 300, hasServiceRule: true } } },
  ],
  ['a source that reaches back exactly as far', { sourceHorizon: '5d' }],
])('%s is not worth a note', (_, wish) => {
  expect(judge(applicationOf(wish))).toMatchObject({ verdict: 'safe', reasons: [], notes: [] });
});

test('its figures have the forecast of the quota, and nothing beyond a year', () => {
  const quotaOf = (fullInDays: number) => {
    const facts = applicationOf({ snapshots: { value: { ...seen(), ofTheService: 2, fullInDays } } });
    return applicationSafety(facts, LIMITS, NOW).quota;
  };
  expect(quotaOf(12)).toEqual({ used: 3, of: 1000, ofTheService: 2, fullInDays: 12 });
  expect(quotaOf(365)?.fullInDays).toBeUndefined();
});

test('its figures are those of the list, the marks and the audit', () => {
  const rows = [run(12), failedRun(22), run(32), run(42, { outcome: 'late', reason: 'ready-after-run' }), run(1441)];
  const facts = applicationOf({ rows, suspects: [suspect('demo.22')] });
  expect(applicationSafety(facts, LIMITS, NOW)).toMatchObject({
    name: 'orders',
    status: 'RUNNING',
    newestGood: { name: 'demo.12', createdAt: minutesAgo(12), ageSeconds: 720 },
    objectiveSeconds: 1800,
    reachesBackSeconds: 432_000,
    last24h: { taken: 2, failed: 1, late: 1, skipped: 0, abandoned: 0 },
    quota: { used: 3, of: 1000 },
    suspects: ['demo.22'],
    freeze: undefined,
    isFreezeKnown: true,
  });
});

const UNSAFE: readonly [string, Partial<Parameters<typeof applicationOf>[0]>, string, string][] = [
  [
    'whose newest snapshot is older than the objective',
    { list: [snapshot(112)] },
    'the newest good snapshot is 112 min old, at most 30 min are allowed',
    'kda why orders',
  ],
  [
    'whose quota is full within a day',
    { snapshots: { value: { ...seen(), fullInDays: 1 } } },
    'its quota of 1000 snapshots is full within a day if all goes on as in the last weeks',
    'kda snapshots orders',
  ],
  [
    'whose newest good snapshot is older than its source can be replayed',
    { list: [snapshot(130)], objectiveMinutes: 1000, sourceHorizon: '2h' },
    'no restore is complete: of the newest good snapshot, the source can be replayed for 2h only: 10 min of input after it are gone',
    'kda why orders',
  ],
  [
    'without a READY snapshot',
    { list: [snapshot(2, 'CREATING'), snapshot(9, 'FAILED')] },
    'there is no READY snapshot to go back to',
    'kda snapshot orders --reason "no snapshot"',
  ],
  [
    'whose snapshots are all suspect',
    { list: [snapshot(12), snapshot(22)], suspects: [suspect('demo.12'), suspect('demo.22')] },
    'all of its 2 READY snapshots are suspect: there is no state to trust',
    'kda snapshots orders',
  ],
  [
    'whose only snapshot is dated in the future',
    { list: [snapshot(-60)] },
    'no READY snapshot has a time that can be right',
    'kda snapshot orders --reason "no snapshot"',
  ],
  [
    'that is stopped, by nobody knows whom',
    { status: 'READY' },
    'it is stopped (READY) and processes nothing',
    'kda start orders --latest',
  ],
  [
    'that a person stopped: only the settings say that it is meant to last',
    { status: 'READY', rows: [action(60, 'stopped', { why: 'migration' }), run(70)] },
    'it is stopped (READY): ada stopped it at 2026-11-28T02:02:00Z: migration (meant to last? set stoppedOnPurpose)',
    'kda start orders --latest',
  ],
  [
    'in a passing status for too long',
    {
      status: 'UPDATING',
      rows: [
        run(2, {
          outcome: 'skipped',
          reason: 'not-running',
          applicationStatus: 'UPDATING',
          conditionSince: minutesAgo(42),
        }),
      ],
    },
    'it is UPDATING since 2026-11-28T02:20:00Z, for 42 min: somebody is changing it, and the service restarts it from a snapshot of its own; at most 30 min are usual',
    'kda why orders',
  ],
  [
    'whose runs fail one after the other, though the newest snapshot is new enough',
    {
      rows: [failedRun(2, { message: 'checkpoint declined by "dedupe"' }), failedRun(12), run(22)],
      list: [snapshot(22)],
    },
    'snapshot-failed ×2 since 2026-11-28T02:50:00Z: checkpoint declined by "dedupe"',
    'kda why orders',
  ],
  [
    'whose last run failed for a reason that stays',
    { rows: [failedRun(2, { reason: 'quota-reached' }), run(12)] },
    'quota-reached at 2026-11-28T03:00:00Z',
    'kda why orders',
  ],
  [
    'with as many snapshots as the service allows',
    { snapshots: { value: { ...seen(), total: 1000 } } },
    'it has 1000 of 1000 snapshots: the service refuses another one',
    'kda retention orders',
  ],
  [
    'whose configuration has snapshots switched off',
    { seen: { value: { status: 'RUNNING', createdAt: undefined, snapshotsEnabled: false } } },
    'snapshots are switched off in its configuration',
    'kda why orders',
  ],
  [
    'in a snapshot mode that is not managed',
    {
      seen: {
        value: { status: 'RUNNING', createdAt: undefined, snapshotsEnabled: true, unmanagedMode: 'ENHANCED_SNAPSHOTS' },
      },
    },
    'it is in snapshot mode ENHANCED_SNAPSHOTS, which the manager does not manage',
    'kda why orders',
  ],
  [
    'that does not exist',
    { seen: { because: 'not there', isMissing: true } },
    'region eu-west-1 has no application orders: it was deleted, or is misspelt',
    'kda doctor',
  ],
  [
    'whose restore was interrupted',
    { recovery: { value: { ...recovery(), leaseUntil: minutesAgo(3) } } },
    'a restore by ada, begun at 2026-11-28T02:52:00Z, was interrupted before the step "start"',
    'kda restore --continue orders',
  ],
  [
    'that crash-loops since its start, as the start found out',
    { rows: [action(5, 'restored', { verdict: 'not-proven', message: 'The job restarted 3 times.' }), run(12)] },
    'the restore at 2026-11-28T02:57:00Z did not work: The job restarted 3 times.',
    'kda logs orders --query errors',
  ],
  [
    'with an urgent alarm',
    { alarms: [alarm('job-restarts', { isInAlarm: true, isUrgent: true, since: minutesAgo(4) })] },
    'alarm job-restarts is in ALARM since 2026-11-28T02:58:00Z',
    'kda why orders',
  ],
];

test.each(UNSAFE)('an application %s is not safe', (_, wish, reason, nextCommand) => {
  expect(judge(applicationOf(wish))).toMatchObject({ verdict: 'unsafe', reasons: [reason], nextCommand });
});

function seen() {
  return {
    total: 3,
    ready: 3,
    newestGood: { name: 'demo.12', createdAt: minutesAgo(12) },
    oldestGoodAt: minutesAgo(32),
    suspects: [],
    ofTheFuture: 0,
  };
}

function recovery() {
  return {
    kind: 'restore' as const,
    who: 'ada',
    plannedAt: minutesAgo(10),
    leaseUntil: minutesAgo(-5),
    hasEnded: false,
    nextStep: 'start',
    outcome: undefined,
    target: 'demo.22',
    restoreSeconds: undefined,
    provenAt: undefined,
  };
}

test.each([
  ['from the newest good snapshot', {}, 'kda start orders --latest'],
  ['from nothing, as there is no snapshot', { list: [] }, 'kda start orders --none'],
  [
    'by a look, as all snapshots are suspect',
    { list: [snapshot(12)], suspects: [suspect('demo.12')] },
    'kda snapshots orders',
  ],
  [
    'by going on with the restore that stopped it',
    { recovery: { value: recovery() } },
    'kda restore --continue orders',
  ],
  [
    'from the newest, as its restore has ended',
    { recovery: { value: { ...recovery(), hasEnded: true } } },
    'kda start orders --latest',
  ],
])('a stopped application comes back %s', (_, wish, nextCommand) => {
  expect(judge(applicationOf({ status: 'READY', ...wish }))).toMatchObject({ verdict: 'unsafe', nextCommand });
});

const NOTED: readonly [string, Partial<Parameters<typeof applicationOf>[0]>, string][] = [
  ['whose last run alone failed', { rows: [failedRun(2), run(12)] }, 'snapshot-failed at 2026-11-28T03:00:00Z'],
  [
    'that is frozen',
    {
      freezes: [
        {
          application: 'orders',
          who: 'bob',
          why: 'audit',
          since: minutesAgo(60),
          until: new Date('2026-11-29T02:00Z'),
        },
      ],
    },
    'frozen by bob until 2026-11-29T02:00:00Z, nothing is deleted: audit',
  ],
  ['with suspects beside a good one', { suspects: [suspect('demo.22')] }, '1 suspect snapshot is passed over'],
  [
    'in a passing status since a short while',
    {
      status: 'AUTOSCALING',
      list: [snapshot(32)],
      rows: [
        run(2, {
          applicationStatus: 'AUTOSCALING',
          conditionSince: minutesAgo(7),
          reason: 'not-running',
          outcome: 'skipped',
        }),
      ],
    },
    'it is AUTOSCALING for 7 min: the service changes its parallelism and restarts it from a snapshot of its own',
  ],
  [
    'whose quota is nearly full',
    { snapshots: { value: { ...seen(), total: 950 } } },
    'it has 950 of 1000 snapshots: the quota is nearly full',
  ],
  [
    'whose quota is full in a month',
    { snapshots: { value: { ...seen(), fullInDays: 30 } } },
    'its quota of 1000 snapshots is full in about 30 days if all goes on as in the last weeks',
  ],
  [
    'of which the service has a tenth of the quota',
    { snapshots: { value: { ...seen(), total: 130, ofTheService: 100 } } },
    "100 of its 130 snapshots are the service's own, of stops and updates, and nothing deletes them (retention.serviceSnapshots would)",
  ],
  [
    'that reaches back beyond its source',
    { sourceHorizon: '4d' },
    'it reaches back to 2026-11-23T03:02:00Z, and the source can be replayed for 4d: a restore from before that leaves input out',
  ],
  ['with an alarm that can wait', { alarms: [alarm('cpu', { isInAlarm: true })] }, 'alarm cpu is in ALARM'],
];

test.each(NOTED)('an application %s is safe, and it is said', (_, wish, said) => {
  expect(judge(applicationOf(wish))).toMatchObject({ verdict: 'safe', reasons: [], notes: [said] });
});

test('a start that did not work is over once a snapshot was taken', () => {
  const rows = [run(2), action(5, 'started', { verdict: 'not-proven' }), run(12)];
  expect(judge(applicationOf({ rows }))).toMatchObject({ verdict: 'safe', notes: [] });
});

test('stopped on purpose is what the settings say, whatever else is found', () => {
  const facts = applicationOf({ status: 'READY', stoppedOnPurpose: 'runs from October to January', list: [] });
  expect(judge(facts)).toEqual({
    verdict: 'on-purpose',
    reasons: ['stopped on purpose: runs from October to January'],
    notes: ['there is no READY snapshot to go back to'],
    nextCommand: undefined,
  });
  expect(judge({ ...facts, ...applicationOf({ list: [] }), stoppedOnPurpose: 'x' }).verdict).toBe('unsafe');
});

test('a stopped application loses nothing more: the age of its snapshot is no second reason', () => {
  expect(judge(applicationOf({ status: 'READY', list: [snapshot(600)] })).reasons).toHaveLength(1);
});

const because = 'These credentials may not do it.';

test.each([
  ['status', { seen: { because } }, `its status is unknown: ${because}`],
  [
    'list of snapshots',
    { snapshots: { because }, rows: [run(12, { newestReadyAt: minutesAgo(12) })] },
    `its snapshots are unknown: ${because} The audit says: the newest one is of 2026-11-28T02:50:00Z.`,
  ],
  ['marks', { marks: { because } }, `nobody knows which snapshots are suspect: ${because}`],
] as const)('without its %s nobody knows whether it is safe', (_, wish, reason) => {
  expect(judge(applicationOf(wish))).toMatchObject({
    verdict: 'unknown',
    reasons: [reason],
    nextCommand: 'kda doctor',
  });
});

test('without a list the audit is enough to know that it is not safe', () => {
  const facts = applicationOf({ snapshots: { because }, rows: [run(2, { newestReadyAt: minutesAgo(90) })] });
  expect(judge(facts)).toMatchObject({
    verdict: 'unsafe',
    reasons: [
      'the newest good snapshot is 90 min old, at most 30 min are allowed',
      expect.stringMatching(/^its snapshots/),
    ],
  });
});

test('an unreachable audit table hides neither status nor snapshots', () => {
  const facts = applicationOf({ past: { because }, proven: { because } });
  expect(applicationSafety(facts, LIMITS, NOW)).toMatchObject({
    verdict: 'safe',
    last24h: undefined,
    isProvenKnown: false,
    newestGood: { name: 'demo.12' },
  });
});

test('a passing status of which nobody knows since when is not called safe', () => {
  expect(judge(applicationOf({ status: 'UPDATING', past: { because } })).verdict).toBe('unknown');
});

test('a row of the future, by a clock that was wrong, hides no failure', () => {
  const rows = [run(-60 * 24 * 365), failedRun(2), failedRun(12), run(22)];
  expect(judge(applicationOf({ rows }))).toMatchObject({
    verdict: 'unsafe',
    reasons: ['snapshot-failed ×2 since 2026-11-28T02:50:00Z'],
  });
});

test('an action by a machine whose clock is ahead still counts', () => {
  const rows = [action(-60, 'restored', { verdict: 'not-proven', message: 'task dedupe fails' }), run(12)];
  expect(judge(applicationOf({ rows })).reasons).toEqual([
    'the restore at 2026-11-28T04:02:00Z did not work: task dedupe fails',
  ]);
});

test('what happened to an earlier application of the same name says nothing about this one', () => {
  const facts = applicationOf({
    seen: { value: { status: 'RUNNING', createdAt: minutesAgo(15), snapshotsEnabled: true } },
    rows: [run(12), action(50, 'restored', { verdict: 'not-proven' }), failedRun(62), failedRun(72)],
    proven: { value: { proof: { at: minutesAgo(500), snapshot: 'demo.600', restoreSeconds: 41 } } },
    recovery: { value: { ...recovery(), plannedAt: minutesAgo(50), leaseUntil: minutesAgo(40) } },
  });
  expect(applicationSafety(facts, LIMITS, NOW)).toMatchObject({
    verdict: 'safe',
    proven: undefined,
    last24h: { taken: 1, failed: 0 },
  });
});

test.each<[string, Parameters<typeof applicationOf>[0], string, string]>([
  [
    'whose restore is under way',
    { recovery: { value: recovery() } },
    'a restore by ada, begun at 2026-11-28T02:52:00Z, is under way at the step "start"; if it died: kda restore --continue orders after 2026-11-28T03:07:00Z',
    'kda status orders',
  ],
  [
    'whose start is not proven, and that took no snapshot since',
    { rows: [action(5, 'started', { verdict: 'started-not-proven' }), run(12)] },
    'the start at 2026-11-28T02:57:00Z is not proven, and no snapshot was taken since',
    'kda verify orders',
  ],
])('an application %s is not called safe', (_, wish, reason, nextCommand) => {
  expect(judge(applicationOf(wish))).toMatchObject({ verdict: 'unknown', reasons: [reason], nextCommand });
});

describe('an application that is stopped on purpose', () => {
  const season = { status: 'READY', stoppedOnPurpose: 'runs from October to January' };

  test('is not excused by that while a restore that stopped it is not over', () => {
    const died = { ...recovery(), leaseUntil: minutesAgo(3) };
    expect(judge(applicationOf({ ...season, recovery: { value: died } }))).toMatchObject({
      verdict: 'unsafe',
      reasons: expect.arrayContaining([expect.stringMatching(/^a restore by ada, .* was interrupted/)]),
    });
  });
});

test('a freeze that outlasts the room in the quota is not safe', () => {
  const freeze = {
    ...{ application: 'orders', who: 'bob', why: 'audit', since: minutesAgo(60) },
    until: new Date('9999-01-01T00:00Z'),
  };
  expect(judge(applicationOf({ freezes: [freeze] }))).toMatchObject({
    verdict: 'unsafe',
    reasons: [
      'frozen by bob until 9999-01-01T00:00:00Z, nothing is deleted: audit; by 2026-12-04T16:52:00Z the quota is nearly full',
    ],
    nextCommand: 'kda thaw orders --holder "bob"',
  });
});

test('a snapshot from before the end of a restore that did not work proves nothing', () => {
  const restored = action(12, 'restored', {
    verdict: 'not-proven',
    message: 'task dedupe fails',
    endedAt: minutesAgo(6),
  });
  const rows = (minutes: number) =>
    [run(minutes), restored, run(22)].toSorted((a, b) => Number(b.time) - Number(a.time));
  expect(judge(applicationOf({ rows: rows(11) })).verdict).toBe('unsafe');
  expect(judge(applicationOf({ rows: rows(4) })).verdict).toBe('safe');
});
