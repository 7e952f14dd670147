import { NoiseWorld } from './noise-world';

/** The words of each subject before the application, without the deployment. */
function words(world: NoiseWorld): string[] {
  return world.subjects().map((subject) => subject.replace('[demo] ', ''));
}

test('an hour in which all goes well is reported to nobody', async () => {
  const world = new NoiseWorld('orders', 'payments');
  await world.live(60);
  expect(words(world)).toEqual([]);
  expect(world.metric('orders', 'SnapshotsTaken')).toEqual([1, 1, 1, 1, 1, 1]);
});

test('scaling for 15 minutes, again and again, is reported to nobody', async () => {
  const world = new NoiseWorld('orders');
  const set = (status: string) => () => world.flink.changeApplication('orders', { status });
  const happenings = [65, 140, 300].flatMap((atMinute) => [
    { atMinute, what: set('AUTOSCALING') },
    { atMinute: atMinute + 15, what: set('RUNNING') },
  ]);
  await world.live(6 * 60, { happenings });
  expect(words(world)).toEqual([]);
  expect(world.metric('orders', 'ApplicationRunning').every((value) => value === 1)).toBe(true);
  expect(Math.max(...world.metric('orders', 'NewestSnapshotAge').map(Number))).toBeLessThan(30 * 60);
});

test('scaling that does not end is one mail after half an hour, and one at its end', async () => {
  const world = new NoiseWorld('orders');
  await world.live(180, {
    happenings: [
      { atMinute: 5, what: () => world.flink.changeApplication('orders', { status: 'AUTOSCALING' }) },
      { atMinute: 125, what: () => world.flink.changeApplication('orders', { status: 'RUNNING' }) },
    ],
  });
  expect(words(world)).toEqual(['skipped: orders', 'taken (resolved): orders']);
  expect(Math.floor(world.mails[0]?.atMinute ?? 0)).toBe(40);
  expect(world.mails[0]?.body).toContain('RollbackApplication');
});

test('a stop is one mail at once, and one at its end, whatever it passes through', async () => {
  const world = new NoiseWorld('orders');
  const set = (status: string) => () => world.flink.changeApplication('orders', { status });
  await world.live(5 * 60, {
    happenings: [
      { atMinute: 25, what: set('STOPPING') },
      { atMinute: 35, what: set('READY') },
      { atMinute: 245, what: set('STARTING') },
      { atMinute: 255, what: set('RUNNING') },
    ],
  });
  expect(words(world)).toEqual(['skipped: orders', 'taken (resolved): orders']);
  expect(world.mails.map(({ atMinute }) => Math.floor(atMinute))).toEqual([40, 260]);
});

const AUDIT_CALLS = ['find', 'findRecent', 'start', 'complete', 'create', 'settle'] as const;

test.each([1, 5])(
  'an audit table that is denied for an hour is one mail and one at its end, of %d applications',
  async (count) => {
    const world = new NoiseWorld(...Array.from({ length: count }, (_, index) => `app-${index}`));
    world.flink.changeApplication('app-0', { status: 'READY' });
    await world.live(180, {
      happenings: [
        { atMinute: 55, what: () => world.audit.breakCalls(...AUDIT_CALLS) },
        { atMinute: 115, what: () => world.audit.breakCalls() },
      ],
    });
    expect(words(world)).toEqual(['skipped: app-0', 'runs are not recorded', 'audit table: resolved']);
  },
);

test.each(['findRecent', 'start', 'complete'] as const)(
  'an audit table that refuses %s alone is one mail and one at its end',
  async (call) => {
    const world = new NoiseWorld('orders', 'payments');
    await world.live(180, {
      happenings: [
        { atMinute: 55, what: () => world.audit.breakCalls(call) },
        { atMinute: 115, what: () => world.audit.breakCalls() },
      ],
    });
    expect(words(world)).toEqual(['runs are not recorded', 'audit table: resolved']);
  },
);

test('both tables denied for an hour are left to the alarm on errors', async () => {
  const world = new NoiseWorld('orders');
  await world.live(180, {
    happenings: [
      {
        atMinute: 55,
        what: () => {
          world.audit.breakCalls(...AUDIT_CALLS);
          world.holds.breakCalls('take', 'list', 'announceDeletions', 'giveBack', 'findNotice', 'putNotice');
        },
      },
      {
        atMinute: 115,
        what: () => {
          world.audit.breakCalls();
          world.holds.breakCalls();
        },
      },
    ],
  });
  expect(words(world)).toEqual([]);
  expect(world.errors.length).toBeGreaterThanOrEqual(18);
});

test('a table of holds that is denied for an hour is one mail and one at its end, of 5 applications', async () => {
  const world = new NoiseWorld(...Array.from({ length: 5 }, (_, index) => `app-${index}`));
  await world.live(200, {
    happenings: [
      {
        atMinute: 95,
        what: () => world.holds.breakCalls('take', 'list', 'announceDeletions', 'giveBack', 'findNotice', 'putNotice'),
      },
      { atMinute: 155, what: () => world.holds.breakCalls() },
    ],
  });
  expect(words(world)).toEqual(['5 taken, cleanup incomplete: 5 applications', '5 taken (resolved): 5 applications']);
});

test('an audit query that is throttled now and then makes no mail repeat', async () => {
  const world = new NoiseWorld('orders');
  world.flink.changeApplication('orders', { status: 'READY' });
  const happenings = [15, 45, 75, 105, 135].flatMap((atMinute) => [
    { atMinute, what: () => world.audit.breakCalls('findRecent') },
    { atMinute: atMinute + 5.5, what: () => world.audit.breakCalls() },
  ]);
  await world.live(180, { happenings });
  expect(words(world)).toEqual(['skipped: orders']);
});

test('trouble that a retry gets over is reported to nobody, whatever call it hits', async () => {
  for (const call of ['describeApplication', 'listSnapshots', 'createSnapshot'] as const) {
    const world = new NoiseWorld('orders');
    const happenings = [0, 30, 60, 90].map((atMinute) => ({
      atMinute,
      what: () => world.flink.fail(call, 'other', { times: 1 }),
    }));
    await world.live(120, { happenings });
    expect(words(world)).toEqual([]);
    expect(world.errors).toHaveLength(4);
  }
});

test('trouble that outlasts the retries is one mail, and one at its end', async () => {
  const world = new NoiseWorld('orders');
  await world.live(120, {
    happenings: [{ atMinute: 25, what: () => world.flink.fail('describeApplication', 'other', { times: 9 }) }],
  });
  expect(words(world)).toEqual(['failed: orders', 'taken (resolved): orders']);
});

test('a schedule of one minute with snapshots of 150 seconds is bounded: no mail for runs that meet one another', async () => {
  const world = new NoiseWorld('orders');
  world.flink.snapshotDurationMs = 150_000;
  await world.live(120, { everyMinutes: 1 });
  expect(words(world)).toEqual([]);
  expect(world.metric('orders', 'SnapshotsTaken').filter((value) => value === 1).length).toBeGreaterThan(35);
});

test('an application that comes and goes with every run is at most one pair of mails an hour', async () => {
  const world = new NoiseWorld('orders');
  const happenings = Array.from({ length: 36 }, (_, index) => ({
    atMinute: index * 10 + 5,
    what: () => world.flink.changeApplication('orders', { status: index % 2 === 0 ? 'READY' : 'RUNNING' }),
  }));
  await world.live(360, { happenings });
  expect(world.mails.length).toBeLessThanOrEqual(12);
  expect(world.mails.length).toBeGreaterThan(0);
});

test('a topic that is down for an hour: what lasted is reported afterwards, once', async () => {
  const world = new NoiseWorld('orders');
  await world.live(180, {
    happenings: [
      { atMinute: 5, what: () => world.flink.changeApplication('orders', { status: 'READY' }) },
      { atMinute: 5, what: () => setBroken(true) },
      { atMinute: 65, what: () => setBroken(false) },
      { atMinute: 125, what: () => world.flink.changeApplication('orders', { status: 'RUNNING' }) },
    ],
  });
  expect(words(world)).toEqual(['skipped: orders', 'taken (resolved): orders']);
  expect(world.mails.map(({ atMinute }) => Math.floor(atMinute))).toEqual([70, 130]);

  function setBroken(isBroken: boolean): void {
    world.topic.isBroken = isBroken;
  }
});

test('a run that dies between its record and its mail is made up for by the next one', async () => {
  const world = new NoiseWorld('orders');
  let hasDied = false;
  // The process ends when the row is written, before it can publish.
  world.aws.trouble = (call) => {
    if (call !== 'audit.complete' || hasDied || world.minute() < 5) return undefined;
    hasDied = true;
    return 'kill';
  };
  await world.live(60, {
    happenings: [{ atMinute: 5, what: () => world.flink.changeApplication('orders', { status: 'READY' }) }],
  });
  expect(hasDied).toBe(true);
  expect(words(world)).toEqual(['skipped: orders']);
});

test.each([
  ['of another version', { outcome: { S: 'proven' }, reason: { S: 'drilled' } }],
  ['with a reason that this version does not know', { reason: { S: 'drilled' } }],
  ['with a report in a word that this version does not know', { told_condition: { S: 'suspect' } }],
  ['that cannot be read at all', { event_time: { S: 'yesterday' } }],
])('a row %s makes no mail repeat', async (_what, attributes) => {
  const world = new NoiseWorld('orders');
  await world.live(30, {
    happenings: [{ atMinute: 5, what: () => world.flink.changeApplication('orders', { status: 'READY' }) }],
  });
  const [key = '', item = {}] = [...world.audit.items].at(-1) ?? [];
  world.audit.items.set(key, { ...item, ...attributes });
  await world.live(60);
  expect(words(world)).toEqual(['skipped: orders']);
});

test('a row stamped in the future makes no mail repeat', async () => {
  const world = new NoiseWorld('orders');
  await world.live(30);
  const [newest] = world.audit.records('orders').slice(-1);
  if (!newest) throw new Error('There is no row.');
  const future = new Date('2030-01-01T00:00:00Z');
  world.audit.seed({
    ...newest,
    runId: future.getTime(),
    eventId: 'x',
    eventTime: future,
    startedAt: future,
    endedAt: future,
  });
  world.flink.changeApplication('orders', { status: 'READY' });
  await world.live(60);
  expect(words(world)).toEqual(['skipped: orders']);
});

test('the first cleanup of 100 applications is one mail', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `app-${index}`);
  const world = new NoiseWorld(...names);
  for (const name of names) {
    for (let hours = 1; hours <= 7; hours += 1) {
      const createdAt = new Date(world.startMs - hours * 3_600_000);
      world.flink.addSnapshot(name, `demo.${createdAt.toISOString().replace(/[-:]|\.000/g, '')}`, createdAt);
    }
  }
  // A run has time for the deletions of some of them.
  world.flink.latencyMs = 6_000;
  await world.live(50);
  expect(world.subjects()).toEqual([
    expect.stringMatching(/^\[demo\] (\d\d+) taken, cleanup incomplete: \1 applications$/),
  ]);
  expect(names.every((name) => world.metric(name, 'SnapshotCount').at(-1) === 3)).toBe(true);
});
