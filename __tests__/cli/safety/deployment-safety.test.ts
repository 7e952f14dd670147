import { type Chain, deliverySafety } from '../../../cli/safety/delivery-safety';
import { deploymentSafety } from '../../../cli/safety/deployment-safety';
import type { DeliveryFacts } from '../../../cli/safety/facts';
import { utcText, written } from '../../../cli/safety/words';
import {
  alarm,
  applicationOf,
  CHAIN,
  deliveryOf,
  deploymentOf,
  failedRun,
  minutesAgo,
  NOW,
  run,
  snapshot,
} from './facts-of';

const judge = (more: Partial<DeliveryFacts>, chain = CHAIN, lastRunMinutes: number | null = 12) => {
  const lastRun = lastRunMinutes === null ? undefined : { at: minutesAgo(lastRunMinutes), isOk: true };
  const seen = {
    lastRun,
    runs: [{ schedule: 'rate(10 minutes)', lastRun: lastRun?.at, areRowsRead: true }],
    isOfAnApplication: () => false,
    selectorsWithoutApplication: [],
    isHoldsTableMissing: false,
    now: NOW,
  };
  const { reasons, notes, ...others } = deliverySafety(deliveryOf(more), chain, seen);
  const texts = (sentences: typeof reasons) => sentences.map((sentence) => written(sentence, utcText));
  return { ...others, reasons: texts(reasons), notes: texts(notes) };
};

test('a chain in which every part works is safe', () => {
  expect(judge({})).toEqual({
    verdict: 'safe',
    reasons: [],
    notes: [],
    nextCommand: undefined,
    rule: 'enabled',
    rules: [
      {
        rule: 'demo',
        schedule: 'rate(10 minutes)',
        state: 'enabled',
        lastRun: minutesAgo(12),
        nextRun: minutesAgo(-8),
      },
    ],
    manager: 'active',
    queues: { failedRuns: 0, undeliveredEvents: 0 },
    mail: 'confirmed',
    pager: 'none',
    alarms: { total: 1, inAlarm: [], notWired: [] },
  });
});

test('a deployment without its holds table is not safe: its runs delete nothing', () => {
  const applications = [applicationOf({ marks: { because: 'not there', isMissing: true } })];
  const { overall, delivery } = deploymentSafety(deploymentOf({ applications }), NOW);
  expect({
    overall,
    next: delivery.nextCommand,
    reasons: delivery.reasons.map((each) => written(each, utcText)),
  }).toEqual({
    overall: 'unsafe',
    next: 'kda doctor',
    reasons: ['there is no holds table: no hold counts, and nothing is deleted'],
  });
});

describe('a deployment without any run yet', () => {
  const RUNS = alarm('manager-runs', { isInAlarm: true, isUrgent: true });
  const deployed = (minutes: number): Partial<DeliveryFacts> => ({
    manager: { value: { state: 'Active', isThrottledToZero: false, deployedAt: minutesAgo(minutes) } },
    alarms: { value: [RUNS] },
  });
  const judgeNew = (minutes: number) => judge(deployed(minutes), CHAIN, null);

  test('is safe until its first run is due, although the alarm on runs fires', () => {
    expect(judgeNew(11)).toMatchObject({
      verdict: 'safe',
      notes: [
        `no run of the schedule yet: the first one is due by ${utcText(minutesAgo(-1))}, and alarm manager-runs is in ALARM until then`,
      ],
    });
  });

  test('is not safe after that', () => {
    expect(judgeNew(13)).toMatchObject({
      verdict: 'unsafe',
      reasons: ['no run of the schedule has ended in the last 24 hours', `${RUNS.name} is in ALARM`],
    });
  });

  test('is not excused by a new deployment once it had runs and the next one is overdue', () => {
    expect(judge(deployed(13), CHAIN, 40)).toMatchObject({ verdict: 'unsafe' });
    expect(judge({ ...deployed(11), alarms: { value: [] } }, CHAIN, 40).reasons).not.toContainEqual(
      expect.stringContaining('no run since'),
    );
  });

  test('with older runs has its first run due, too: an application may come from a rarer schedule', () => {
    const { manager } = deployed(11);
    expect(judge(manager ? { manager } : {}, CHAIN, 40)).toMatchObject({
      verdict: 'safe',
      notes: [
        `no run since the deployment at ${utcText(minutesAgo(11))}: the first one is due by ${utcText(minutesAgo(-1))}`,
      ],
    });
  });
});

describe('an alarm on runs that is older than the last run', () => {
  const firing = (since: number): Partial<DeliveryFacts> => ({
    alarms: { value: [{ ...alarm('manager-runs', { isInAlarm: true, isUrgent: true }), since: minutesAgo(since) }] },
  });

  test('is a note until it had the time to see that run', () => {
    expect(judge(firing(5), CHAIN, 2)).toMatchObject({
      verdict: 'safe',
      notes: [`alarm manager-runs is in ALARM: it has not seen the run of ${utcText(minutesAgo(2))} yet`],
    });
  });

  test.each([
    ['it should have seen the run by now', 5, 3],
    ['it fires since after that run', 1, 2],
  ])('is a reason when %s', (_case, since, lastRun) => {
    expect(judge(firing(since), CHAIN, lastRun)).toMatchObject({ verdict: 'unsafe', notes: [] });
  });
});

const because = 'These credentials may not do it.';
const PAGER = 'arn:aws:sns:eu-west-1:9:pager';
const withPager = { ...CHAIN, pagerTopicArns: [PAGER] };
const listening = { value: [{ protocol: 'https', endpoint: 'https://pager', isConfirmed: true }] };

test.each<[string, Partial<DeliveryFacts>, Chain, string]>([
  [
    'a disabled rule',
    { rule: { value: { isEnabled: false, invokesManager: true } } },
    CHAIN,
    'the rule demo is disabled: no run begins by itself',
  ],
  ['a missing rule', { rule: { because, isMissing: true } }, CHAIN, 'there is no rule demo: no run begins by itself'],
  [
    'a rule without the function',
    { rule: { value: { isEnabled: true, invokesManager: false } } },
    CHAIN,
    'the rule demo does not invoke demo-manager',
  ],
  [
    'a missing function',
    { manager: { because, isMissing: true } },
    CHAIN,
    'there is no function demo-manager: the snapshot manager is not deployed',
  ],
  [
    'a function that may not run',
    { manager: { value: { state: 'Active', isThrottledToZero: true } } },
    CHAIN,
    'the function demo-manager may not run: its reserved concurrency is 0',
  ],
  [
    'failed runs in the queue',
    { failedRuns: { value: 2 } },
    CHAIN,
    '2 runs failed after all retries, and wait in the queue demo-failed-runs',
  ],
  [
    'one failed run in the queue',
    { failedRuns: { value: 1 } },
    CHAIN,
    '1 run failed after all retries, and waits in the queue demo-failed-runs',
  ],
  [
    'a missing queue',
    { failedRuns: { because, isMissing: true } },
    CHAIN,
    'there is no queue demo-failed-runs: what fails would be lost',
  ],
  [
    'undelivered events',
    { undeliveredEvents: { value: 1 } },
    CHAIN,
    '1 event never reached the function, and waits in the queue demo-undelivered-events',
  ],
  [
    'mail that nobody confirmed',
    { subscriptions: { value: [{ protocol: 'email', endpoint: 'ops@example.com', isConfirmed: false }] } },
    CHAIN,
    'ops@example.com has not confirmed the mails of topic demo-news, and gets none',
  ],
  [
    'an address without a subscription',
    { subscriptions: { value: [] } },
    CHAIN,
    'ops@example.com has not confirmed the mails of topic demo-news, and gets none',
  ],
  [
    'a pager that no alarm notifies',
    { pagers: [{ arn: PAGER, subscriptions: listening }] },
    withPager,
    `no alarm notifies the pager topic ${PAGER}`,
  ],
  [
    'no alarm at all',
    { alarms: { value: [] } },
    CHAIN,
    'the deployment has no alarm at all: nobody is notified by one',
  ],
  [
    'an alarm that is switched off',
    { alarms: { value: [alarm('manager-errors'), alarm('queue', { isEnabled: false })] } },
    CHAIN,
    'the actions of 1 alarms are switched off: demo/queue',
  ],
  [
    'alarms that notify somebody else',
    { alarms: { value: [alarm('manager-errors', { actions: [PAGER] })] } },
    CHAIN,
    'no alarm notifies the topic demo-news',
  ],
  [
    'an urgent alarm of the deployment',
    { alarms: { value: [alarm('manager-runs', { isInAlarm: true, isUrgent: true, since: minutesAgo(6) })] } },
    CHAIN,
    'demo/manager-runs is in ALARM since 2026-11-28T02:56:00Z',
  ],
])('%s makes the delivery unsafe', (_, more, chain, reason) => {
  expect(judge(more, chain)).toMatchObject({ verdict: 'unsafe', reasons: [reason], nextCommand: 'kda doctor' });
});

test('a disabled rule is called disabled, a missing one missing, an unread one unknown', () => {
  const rule = (wish: DeliveryFacts['rule']) => judge({ rule: wish }).rule;
  expect(rule({ value: { isEnabled: false, invokesManager: true } })).toBe('disabled');
  expect(rule({ because, isMissing: true })).toBe('missing');
  expect(rule({ because })).toBe('unknown');
});

test('where the settings switch the schedule off, a disabled rule is what was wanted', () => {
  const off = { ...CHAIN, isScheduled: false };
  expect(judge({ rule: { value: { isEnabled: false, invokesManager: true } } }, off, null)).toMatchObject({
    verdict: 'safe',
    rule: 'disabled',
    notes: ['snapshots are taken only on request: the schedule is off in the settings'],
  });
});

test('a manager that should have run twice is silent', () => {
  expect(judge({}, CHAIN, 21).verdict).toBe('safe');
  expect(judge({}, CHAIN, 22).reasons).toEqual([
    'no run since 2026-11-28T02:40:00Z, although one is due every 10 minutes',
  ]);
});

test.each<[string, Partial<DeliveryFacts>]>([
  ['rule', { rule: { because } }],
  ['function', { manager: { because } }],
  ['queue', { failedRuns: { because } }],
  ['subscriptions', { subscriptions: { because } }],
  ['alarms', { alarms: { because } }],
])('without the %s nobody knows', (_, more) => {
  expect(judge(more)).toMatchObject({ verdict: 'unknown', reasons: [expect.stringContaining(because)] });
});

test('without addresses there is no mail, as the settings want it', () => {
  expect(judge({}, { ...CHAIN, mailAddresses: [] })).toMatchObject({ verdict: 'safe', mail: 'none' });
});

test('a pager is confirmed when somebody listens and an alarm notifies it; another account may hide it', () => {
  const wired = { value: [alarm('manager-errors', { actions: [PAGER, 'arn:aws:sns:eu-west-1:1:demo-news'] })] };
  expect(judge({ alarms: wired, pagers: [{ arn: PAGER, subscriptions: listening }] }, withPager)).toMatchObject({
    verdict: 'safe',
    pager: 'confirmed',
  });
  expect(judge({ alarms: wired, pagers: [{ arn: PAGER, subscriptions: { because } }] }, withPager)).toMatchObject({
    verdict: 'safe',
    pager: 'unknown',
  });
});

const OLD = applicationOf({ name: 'payments', list: [snapshot(112)] });

test('one unsafe application makes the deployment unsafe, one unknown leaves it open', () => {
  const overall = (...applications: ReturnType<typeof applicationOf>[]) =>
    deploymentSafety(deploymentOf({ applications }), NOW).overall;
  const open = applicationOf({ name: 'open', snapshots: { because } });
  const season = applicationOf({ name: 'season', status: 'READY', stoppedOnPurpose: 'season' });
  expect(overall(applicationOf(), season)).toBe('safe');
  expect(overall(applicationOf(), open)).toBe('unknown');
  expect(overall(open, OLD)).toBe('unsafe');
});

test('an unreachable audit table leaves the deployment open, and says so once for all applications and parts', () => {
  const applications = [
    applicationOf({ past: { because }, proven: { because } }),
    applicationOf({ name: 'b', past: { because }, marks: { because: 'Another cause.' } }),
  ];
  const { overall, unread } = deploymentSafety(deploymentOf({ applications }), NOW);
  expect(overall).toBe('unknown');
  expect(unread.map((sentence) => written(sentence, utcText))).toEqual([
    `The runs of the audit table and the newest proof could not be read: ${because}`,
    'The suspects and freezes could not be read: Another cause.',
  ]);
});

test('a named application is judged alone: neither the delivery nor its neighbours count', () => {
  const delivery = deliveryOf({ rule: { value: { isEnabled: false, invokesManager: true } } });
  const alone = deploymentSafety(deploymentOf({ delivery, isOfNamedOnly: true }), NOW);
  expect(alone).toMatchObject({ overall: 'safe', delivery: { rule: 'disabled', verdict: 'unsafe' } });
  expect(deploymentSafety(deploymentOf({ delivery }), NOW).overall).toBe('unsafe');
});

test('the last run is the newest event that has ended, the next one an interval later', () => {
  const other = applicationOf({ name: 'payments', rows: [failedRun(12), run(22)] });
  expect(deploymentSafety(deploymentOf(), NOW)).toMatchObject({
    lastRun: { at: minutesAgo(12), isOk: true },
    nextRun: minutesAgo(-8),
  });
  expect(deploymentSafety(deploymentOf({ applications: [applicationOf(), other] }), NOW).lastRun?.isOk).toBe(false);
});

test('no run is announced where none is due', () => {
  const delivery = deliveryOf({ rule: { value: { isEnabled: false, invokesManager: true } } });
  expect(deploymentSafety(deploymentOf({ delivery }), NOW).nextRun).toBeUndefined();
});

test('an alarm of an application is its reason, and not that of the delivery', () => {
  const red = alarm('snapshot-age', { name: 'demo/orders/snapshot-age', isInAlarm: true, isUrgent: true });
  const safety = deploymentSafety(
    deploymentOf({
      applications: [applicationOf({ alarms: [red] })],
      delivery: deliveryOf({ alarms: { value: [alarm('manager-errors'), red] } }),
    }),
    NOW,
  );
  expect(safety).toMatchObject({
    overall: 'unsafe',
    delivery: { verdict: 'safe', alarms: { total: 2, inAlarm: ['demo/orders/snapshot-age'] } },
    applications: [{ verdict: 'unsafe' }],
  });
});

test('a clock that is wrong by more than a minute is said', () => {
  expect(deploymentSafety(deploymentOf({ clockSkewSeconds: -3600 }), NOW).clockSkewSeconds).toBe(-3600);
  expect(deploymentSafety(deploymentOf({ clockSkewSeconds: 40 }), NOW).clockSkewSeconds).toBeUndefined();
});

test('a run of next year, by a wrong clock, hides no silence of the manager', () => {
  const applications = [applicationOf({ rows: [run(-60 * 24 * 365), run(45)] })];
  const { lastRun, delivery } = deploymentSafety(deploymentOf({ applications }), NOW);
  expect({ at: lastRun?.at, verdict: delivery.verdict }).toEqual({ at: minutesAgo(45), verdict: 'unsafe' });
});

test('an entry of the settings that fits no application is not safe: nothing is taken for it', () => {
  const safety = deploymentSafety(
    deploymentOf({ applications: [], selectorsWithoutApplication: ['the tag team=payments'] }),
    NOW,
  );
  expect({ overall: safety.overall, reasons: safety.delivery.reasons.map((each) => written(each, utcText)) }).toEqual({
    overall: 'unsafe',
    reasons: ['no application has the tag team=payments: nothing is taken for this entry of the settings'],
  });
});

test('a deployment without its audit table is not safe', () => {
  expect(judge({ past: { because: 'ResourceNotFoundException', isMissing: true } })).toMatchObject({
    verdict: 'unsafe',
    reasons: ['there is no audit table: no run is recorded, and nothing is deleted'],
  });
});

test('an application that is asked for by name is not called safe while its audit is unknown', () => {
  const applications = [applicationOf({ past: { because: 'denied' } })];
  expect(deploymentSafety(deploymentOf({ applications, isOfNamedOnly: true }), NOW).overall).toBe('unknown');
});

describe('a deployment of several schedules', () => {
  const NIGHTLY = 'cron(0 2 * * ? *)';
  const RULE = 'demo-cron.0.2.x.x.q.x';
  const chain: Chain = {
    ...CHAIN,
    rules: [...CHAIN.rules, { name: RULE, expression: NIGHTLY, shortestMinutes: 1440, longestMinutes: 1440 }],
  };
  const well = { value: { isEnabled: true, invokesManager: true } };
  const nightly = (rows: ReturnType<typeof run>[]) =>
    applicationOf({ name: 'reports', schedule: NIGHTLY, objectiveMinutes: 2880, rows });
  const safetyOf = (rows: ReturnType<typeof run>[], seen: DeliveryFacts['rule'] = well, more = {}) => {
    const { delivery, ...others } = deploymentSafety(
      deploymentOf({
        chain,
        applications: [applicationOf(), nightly(rows)],
        delivery: deliveryOf({ otherRules: [{ name: RULE, seen }], ...more }),
      }),
      NOW,
    );
    return { ...others, delivery, reasons: delivery.reasons.map((each) => written(each, utcText)) };
  };

  test('has the last and the next run of each, and the soonest of them as its own', () => {
    const { lastRun, nextRun, delivery } = safetyOf([run(62)]);
    expect({ lastRun, nextRun, rules: delivery.rules }).toEqual({
      lastRun: { at: minutesAgo(12), isOk: true },
      nextRun: minutesAgo(-8),
      rules: [
        expect.objectContaining({ rule: 'demo', lastRun: minutesAgo(12), nextRun: minutesAgo(-8) }),
        {
          rule: RULE,
          schedule: NIGHTLY,
          state: 'enabled',
          lastRun: minutesAgo(62),
          nextRun: new Date('2026-11-29T02:00:00Z'),
        },
      ],
    });
  });

  test('is not safe while one of them is silent, although the others run', () => {
    expect(safetyOf([run(62 + 1440)]).overall).toBe('safe');
    const { overall, reasons, delivery } = safetyOf([run(62 + 2 * 1440)]);
    expect({ overall, reasons, next: delivery.rules[1]?.nextRun }).toEqual({
      overall: 'unsafe',
      reasons: [
        `no run of the schedule ${NIGHTLY} since 2026-11-26T02:00:00Z, although one is due at the times of ${NIGHTLY}`,
      ],
      next: undefined,
    });
    expect(safetyOf([]).reasons).toEqual([`no run of the schedule ${NIGHTLY} has ended in the last 3 d`]);
  });

  describe('with what the runs have noted', () => {
    const days = (count: number) => minutesAgo(62 + count * 1440);
    /** Facts of a manager that was deployed so many days ago, and the note on the nightly schedule. */
    const noted = (deployed: number, note: { since: Date; lastEvent?: Date } | undefined): Partial<DeliveryFacts> => ({
      manager: { value: { state: 'Active', isThrottledToZero: false, deployedAt: days(deployed) } },
      schedules: { value: note ? [{ schedule: NIGHTLY, ...note }] : [] },
    });
    const judged = (rows: ReturnType<typeof run>[], more: Partial<DeliveryFacts>) => {
      const { overall, reasons, delivery } = safetyOf(rows, well, more);
      return [overall, ...reasons, ...delivery.notes.map((each) => written(each, utcText))];
    };
    const since = `no run of the schedule ${NIGHTLY} since 2026-11-23T02:00:00Z`;
    const silent = ['unsafe', `${since}, although one is due at the times of ${NIGHTLY}`];

    test('is expected again only since a pause ended, whenever the manager was deployed', () => {
      const note = { since: minutesAgo(30), lastEvent: days(5) };
      const safe = `${since}: by the notes of the runs one is expected since 2026-11-28T02:32:00Z, and due by 2026-11-29T02:02:00Z`;
      expect(judged([run(62 + 5 * 1440)], noted(90, note))).toEqual(['safe', safe]);
      expect(judged([run(62 + 5 * 1440)], noted(90, { ...note, since: minutesAgo(32 + 1440) }))).toEqual([
        'safe',
        `${since}: by the notes of the runs one is expected since 2026-11-27T02:30:00Z, and due by 2026-11-29T02:02:00Z`,
      ]);
      expect(judged([run(62 + 5 * 1440)], noted(90, { ...note, since: days(2) }))).toEqual(silent);
    });

    test('is silent although the manager was just deployed', () => {
      const note = { since: days(30), lastEvent: days(5) };
      expect(judged([run(62 + 5 * 1440)], noted(0, note))).toEqual(silent);
    });

    test('has its first run due since the runs know of it', () => {
      const note = { since: minutesAgo(30) };
      expect(judged([], noted(90, note))).toEqual([
        'safe',
        `no run of the schedule ${NIGHTLY} yet: the first one is due by 2026-11-29T02:02:00Z`,
      ]);
      expect(judged([], noted(0, { since: days(2) }))).toEqual([
        'unsafe',
        `no run of the schedule ${NIGHTLY} has ended in the last 3 d`,
      ]);
    });

    test('is not silent where a run has ended that no application of the look has a row of', () => {
      expect(judged([run(62 + 5 * 1440)], noted(90, { since: days(30), lastEvent: days(0) }))).toEqual(['safe']);
      expect(judged([], noted(90, { since: days(30), lastEvent: days(0) }))).toEqual(['safe']);
    });

    test('goes by the deployment where the note is missing, can’t be read, or is older than the rows', () => {
      const fallback = [
        'safe',
        'no run of the schedule cron(0 2 * * ? *) since the deployment at 2026-11-28T02:32:00Z: the first one is due by 2026-11-29T02:02:00Z',
      ];
      const deployed = { state: 'Active', isThrottledToZero: false, deployedAt: minutesAgo(30) };
      const rows = [run(62 + 5 * 1440)];
      const older = { schedule: NIGHTLY, since: days(30), lastEvent: days(9) };
      for (const schedules of [{ value: [] }, { because }, { value: [older] }]) {
        expect(judged(rows, { manager: { value: deployed }, schedules })).toEqual(fallback);
      }
    });
  });

  test('is not judged by a schedule whose applications are not looked at', () => {
    const safety = deploymentSafety(
      deploymentOf({ chain, delivery: deliveryOf({ otherRules: [{ name: RULE, seen: well }] }) }),
      NOW,
    );
    expect(safety).toMatchObject({ overall: 'safe', nextRun: minutesAgo(-8) });
  });

  test.each<[string, DeliveryFacts['rule'], string, string]>([
    [
      'disabled',
      { value: { isEnabled: false, invokesManager: true } },
      `the rule ${RULE} is disabled: no run of the schedule ${NIGHTLY} begins by itself`,
      'disabled',
    ],
    [
      'missing',
      { because, isMissing: true },
      `there is no rule ${RULE}: no run of the schedule ${NIGHTLY} begins by itself`,
      'missing',
    ],
    [
      'led elsewhere',
      { value: { isEnabled: true, invokesManager: false } },
      `the rule ${RULE} does not invoke demo-manager`,
      'enabled',
    ],
  ])('is not safe with one rule that is %s', (_, seen, reason, word) => {
    expect(safetyOf([run(62)], seen)).toMatchObject({ overall: 'unsafe', reasons: [reason], delivery: { rule: word } });
  });
});
