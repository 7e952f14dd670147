import { AwsError } from './fakes/aws-calls';
import { DRILL_STEPS, readDrillOf } from './fakes/drill-world';
import { FakeWorld } from './fakes/fake-world';

// Drills through the whole manager; the service, its job and the tables are stateful fakes on one clock.

const BEFORE = 'demo.20261123T102001Z.before-drill';
const FRESH = 'demo.20261123T102001Z.after-drill';
const HOUR_MS = 3_600_000;

function worldWith(policy: 'always' | 'changes' = 'changes'): FakeWorld {
  const world = new FakeWorld('orders');
  world.settings = { ...world.settings, notifications: { policy, reminderHours: 24 } };
  world.consentToDrills();
  return world;
}

/** Asks until the drill has ended, as its driver does. */
async function drive(world: FakeWorld, id = 'drill-1') {
  const steps: string[] = [];
  for (let request = 0; request < 300; request += 1) {
    const answer = await world.drill(id);
    if (steps.at(-1) !== answer.step) steps.push(answer.step);
    if (answer.state === 'ended') return { ...answer, steps };
    world.clock.advance(answer.waitSeconds * 1000);
  }
  throw new Error(`The drill does not end: ${steps.join(', ')}.`);
}

const drilled = (world: FakeWorld) => world.audit.records('orders').filter(({ state }) => state === 'drilled');
const stopSnapshot = (world: FakeWorld) =>
  world.flink.listed('orders').find(({ name }) => name.startsWith('STOP-'))?.name ?? 'none';
const drillMetrics = (world: FakeWorld) => world.metrics().filter((values) => 'DrillsFailed' in values);

describe('a drill that is proven', () => {
  test('starts from the snapshot of its stop, and records it', async () => {
    const world = worldWith();
    const { verdict, message } = await drive(world);
    expect(verdict).toBe('proven');
    expect(message).toContain(`started from ${stopSnapshot(world)}`);
    const [row, ...others] = drilled(world);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      reason: 'drill-proven',
      requestReason: 'once a week',
      drill: { who: 'ada', verdict: 'proven', restoredFrom: { name: stopSnapshot(world), applicationVersion: 7 } },
    });
    expect(row?.drill?.rtoSeconds).toBeGreaterThan(50);
    expect(row?.drill?.rtoSeconds).toBeLessThan(120);
  });

  test('leaves the application running with snapshots of before and after, no freeze and no hold', async () => {
    const world = worldWith();
    await drive(world);
    expect(world.flink.state('orders')).toMatchObject({
      status: 'RUNNING',
      restoresFrom: { kind: 'snapshot', name: stopSnapshot(world) },
    });
    expect(world.flink.accepted).toEqual([BEFORE, FRESH]);
    expect((await world.holds.marksOf('orders')).freezes).toEqual([]);
    const now = world.clock.now();
    expect((await world.holds.list('orders')).filter(({ until }) => !until || until > now)).toEqual([]);
  });

  test('marks the snapshot of the stop as proven', async () => {
    const world = worldWith();
    await drive(world);
    const { proofs } = await world.holds.marksOf('orders');
    const restoreSeconds = drilled(world)[0]?.drill?.rtoSeconds;
    expect(proofs).toMatchObject([{ snapshotName: stopSnapshot(world), by: 'drill', who: 'ada', restoreSeconds }]);
  });

  test('measures how long it took, and mails nobody', async () => {
    const world = worldWith();
    await drive(world);
    const seconds = drilled(world)[0]?.drill?.rtoSeconds;
    expect(drillMetrics(world)).toEqual([{ app_name: 'orders', DrillSeconds: seconds, DrillsFailed: 0 }]);
    expect(world.topic.published).toEqual([]);
  });

  test('is mailed where every result is', async () => {
    const world = worldWith('always');
    await drive(world);
    expect(world.topic.published.map(({ subject }) => subject)).toEqual(['[demo] drill proven: orders']);
  });

  test('sends one event', async () => {
    const world = worldWith();
    await drive(world);
    const events = world.eventBus.accepted.map(({ detailType, detail }) => [detailType, detail.verdict, detail.who]);
    expect(events).toEqual([['Application Drilled', 'proven', 'ada']]);
  });

  test('answers the same when it is asked about again, and stops nothing', async () => {
    const world = worldWith();
    const first = await drive(world);
    const stops = world.aws.made.filter((call) => call === 'recovery.stop').length;
    expect(await world.drill()).toMatchObject({ state: 'ended', verdict: 'proven', message: first.message });
    expect(world.aws.made.filter((call) => call === 'recovery.stop')).toHaveLength(stops);
    expect(drilled(world)).toHaveLength(1);
  });
});

test('a drill costs no restore point that the retention kept before it', async () => {
  const world = worldWith();
  world.flink.addHourly('orders', '07', '08', '09');
  await drive(world);
  world.clock.advance(Date.parse('2026-11-23T11:00:01Z') - world.clock.now().getTime());
  await world.invoke('2026-11-23T11:00:00Z');
  // Three of the schedule, as before, and those of the drill beside them.
  expect(world.flink.listed('orders').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['demo.20261123T080000Z', 'demo.20261123T090000Z', 'demo.20261123T110000Z']),
  );
  expect(world.flink.listed('orders').map(({ name }) => name)).not.toContain('demo.20261123T070000Z');
});

describe('a state that does not work', () => {
  test.each([
    ['does not start', (world: FakeWorld) => world.recovery.bad.add('STOP-')],
    ['crashes again and again', (world: FakeWorld) => world.recovery.crashing.add('STOP-')],
  ])('that %s is left for the snapshot of before', async (_, spoil) => {
    const world = worldWith();
    spoil(world);
    expect((await drive(world)).verdict).toBe('not-proven');
    expect(world.flink.state('orders')).toMatchObject({
      status: 'RUNNING',
      restoresFrom: { kind: 'snapshot', name: BEFORE },
    });
    expect(drilled(world).map(({ reason }) => reason)).toEqual(['drill-not-proven']);
    expect(drillMetrics(world)).toEqual([{ app_name: 'orders', DrillsFailed: 1 }]);
    expect(world.topic.published.map(({ subject }) => subject)).toEqual(['[demo] drill failed: orders']);
  });

  test('as that of before says what to type, and keeps the holds', async () => {
    const world = worldWith();
    world.recovery.bad.add('STOP-').add('before-drill');
    expect((await drive(world)).verdict).toBe('not-proven');
    expect(world.flink.state('orders').status).toBe('READY');
    expect(world.topic.published).toHaveLength(1);
    expect(world.topic.published[0]?.subject).toBe('[demo] drill failed, not running: orders');
    expect(world.topic.published[0]?.body).toContain('kda restore orders');
    const held = (await world.holds.list('orders')).map(({ snapshotName }) => snapshotName);
    expect(held).toEqual([BEFORE, stopSnapshot(world)]);
  });

  test('because the stop took none is left for the snapshot of before', async () => {
    const world = worldWith();
    world.recovery.takesNoSnapshot = true;
    expect((await drive(world)).verdict).toBe('not-proven');
    expect(world.flink.state('orders')).toMatchObject({ status: 'RUNNING', restoresFrom: { name: BEFORE } });
  });

  test('because the stop fails leaves the application running', async () => {
    const world = worldWith();
    world.recovery.failsStops = true;
    expect((await drive(world)).verdict).toBe('not-proven');
    expect(world.flink.state('orders')).toMatchObject({ status: 'RUNNING', restoresFrom: { kind: 'latest' } });
    expect(world.aws.made).not.toContain('recovery.startFrom');
  });
});

describe('a drill is refused', () => {
  test.each<[string, (world: FakeWorld) => void]>([
    ['without consent', (world) => world.selectNames('orders')],
    ['outside its window', (world) => world.consentToDrills('04:00-04:30')],
    ['in a window that is nearly over', (world) => world.consentToDrills('10:00-10:29')],
    ['of a stopped application', (world) => world.flink.changeApplication('orders', { status: 'READY' })],
    ['of one without snapshots', (world) => world.flink.changeApplication('orders', { snapshotsEnabled: false })],
    [
      'during a person’s restore',
      (world) => {
        const plan = { kind: 'restore', who: 'grace' };
        world.drills.recovery = JSON.stringify({ plan, steps: [{ step: 'stop', state: 'begun' }] });
      },
    ],
    [
      'of a suspect state',
      (world) => {
        const [name = ''] = world.flink.addHourly('orders', '09');
        world.holds.seedSuspect('orders', name, { markedAt: world.clock.now() });
      },
    ],
  ])('%s, and nothing is changed', async (_, spoil) => {
    const world = worldWith();
    spoil(world);
    const before = world.flink.state('orders');
    expect(await world.drill()).toMatchObject({ state: 'ended', verdict: 'refused', waitSeconds: 0 });
    expect(world.flink.state('orders')).toEqual(before);
    expect(world.flink.accepted).toEqual([]);
    expect((await world.holds.marksOf('orders')).freezes).toEqual([]);
    expect(drilled(world).map(({ reason }) => reason)).toEqual(['drill-refused']);
    expect(world.topic.published).toEqual([]);
  });

  test('in a window that is shorter than its last restore took, but not in one that is longer', async () => {
    const world = worldWith();
    world.consentToDrills('10:00-10:50');
    const provenAt = new Date(world.clock.now().getTime() - HOUR_MS);
    const proof = { application: 'orders', snapshotName: 'proven', provenAt, by: 'restore', who: 'ada' } as const;
    await world.holds.prove({ ...proof, restoreSeconds: 1200 });
    const { verdict, message } = await world.drill();
    expect(verdict).toBe('refused');
    expect(message).toContain('The window has 1798 s left, and a drill needs room for 1860 s.');
    await world.holds.prove({ ...proof, restoreSeconds: 1100 });
    expect((await drive(world, 'drill-2')).verdict).toBe('proven');
  });

  test('when its snapshot fails: it would have no way back', async () => {
    const world = worldWith();
    world.flink.snapshotEndsAs = 'FAILED';
    expect((await drive(world)).verdict).toBe('refused');
    expect(world.aws.made).not.toContain('recovery.stop');
    expect(world.flink.state('orders').status).toBe('RUNNING');
  });

  test('while another one is under way, which goes on', async () => {
    const world = worldWith();
    await world.drill('drill-1');
    expect(await world.drill('drill-2')).toMatchObject({ state: 'ended', verdict: 'refused' });
    expect((await drive(world, 'drill-1')).verdict).toBe('proven');
    expect(
      drilled(world)
        .map(({ eventId, reason }) => `${eventId} ${reason}`)
        .toSorted(),
    ).toEqual(['drill-1 drill-proven', 'drill-2 drill-refused']);
  });
});

test('two requests of one drill at once stop the application once', async () => {
  const world = worldWith();
  for (let round = 0; round < 60; round += 1) {
    const [one] = await Promise.all([world.drill('drill-1', {}, 'a'), world.drill('drill-1', {}, 'b')]);
    if (one?.state === 'ended') break;
    world.clock.advance(5_000);
  }
  expect(world.aws.made.filter((call) => call === 'recovery.stop')).toHaveLength(1);
  expect(drilled(world).map(({ reason }) => reason)).toEqual(['drill-proven']);
});

describe('a run of the schedule during a drill', () => {
  test('is skipped; the application counts as running, and its age does not grow', async () => {
    const world = worldWith();
    world.flink.addHourly('orders', '10');
    await world.drill();
    for (let look = 0; look < 4; look += 1) {
      world.clock.advance(5_000);
      await world.drill();
    }
    expect(world.flink.state('orders').status).toBe('STOPPING');
    const [record] = await world.invoke('2026-11-23T10:20:00Z');
    expect(record).toMatchObject({ state: 'skipped', reason: 'drill-under-way' });
    expect(world.metrics().at(-1)).toMatchObject({ ApplicationRunning: 1, NewestSnapshotAge: 0, SnapshotsSkipped: 1 });
    expect(world.topic.published).toEqual([]);
  });

  test('takes its snapshot again after the drill', async () => {
    const world = worldWith();
    await drive(world);
    world.clock.advance(600_000);
    const [record] = await world.invoke(new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000).toISOString());
    expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
  });
});

/** Runs of the schedule every ten minutes, each of which may find a drill that is dead. */
async function runSchedule(world: FakeWorld, runs: number): Promise<void> {
  for (let run = 0; run < runs; run += 1) {
    world.clock.advance(600_000);
    const time = new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000).toISOString();
    await world.invoke(time).catch(() => undefined);
  }
}

describe('a drill whose driver dies', () => {
  /** Kills the driver after its call number `killAt`. @returns false when it had come to its end. */
  async function killAt(world: FakeWorld, at: number): Promise<boolean> {
    let isKilled = false;
    world.aws.trouble = (_, index) => {
      if (index !== at) return undefined;
      isKilled = true;
      return 'kill';
    };
    await world.aws.process(() => drive(world), HOUR_MS);
    world.aws.trouble = () => undefined;
    return isKilled;
  }

  test.each([
    ['a state that works', () => {}],
    ['a state that does not', (world: FakeWorld) => void world.recovery.bad.add('STOP-')],
  ])('after any of its calls, with %s, is finished by the next runs: it runs, with one record', async (_, spoil) => {
    let killed = 0;
    const steps = new Set<string>();
    for (let at = 0; ; at += 1) {
      const world = worldWith();
      spoil(world);
      // Long enough that the drill asks more than once, with few calls that differ in nothing but their time.
      Object.assign(world.recovery, { stopMs: 7_000, startMs: 10_000 });
      world.flink.addHourly('orders', '06', '07', '08', '09');
      const deletedWhileOpen: string[] = [];
      world.flink.onDelete = (_application, { name }) => {
        if (readDrillOf(world)?.isEnded === false && (name === BEFORE || name.startsWith('STOP-'))) {
          deletedWhileOpen.push(name);
        }
      };
      if (!(await killAt(world, at))) break;
      killed += 1;
      const { step = 'none' } = readDrillOf(world) ?? {};
      steps.add(step);
      const hasBegun = readDrillOf(world) !== undefined;
      await runSchedule(world, 4);
      const shown = `killed after call ${at} (${world.aws.made[at]}) at ${step}`;
      expect(`${shown}: ${world.flink.state('orders').status}`).toBe(`${shown}: RUNNING`);
      expect(`${shown}: ${drilled(world).length}`).toBe(`${shown}: ${hasBegun ? 1 : drilled(world).length}`);
      expect(readDrillOf(world)?.isEnded ?? true).toBe(true);
      expect(deletedWhileOpen).toEqual([]);
    }
    expect(killed).toBeGreaterThan(50);
    expect([...steps]).toEqual(expect.arrayContaining(DRILL_STEPS.filter((step) => step !== 'check').slice(0, 4)));
  });

  test('is not excused for ever: runs report the application when nobody can start it', async () => {
    const world = worldWith();
    await killAt(world, 40);
    world.aws.trouble = (call) =>
      call === 'drills.write'
        ? { effects: 0, takesMs: 10, error: new AwsError('InternalFailure', 'Injected.', 500) }
        : undefined;
    world.flink.changeApplication('orders', { status: 'READY' });
    world.clock.advance(5 * HOUR_MS);
    await runSchedule(world, 1);
    expect(world.outcomes('orders').at(-1)).toBe('skipped not-running');
  });
});

describe('consent that is taken away while a drill is under way', () => {
  const withdraw = (world: FakeWorld) => world.selectNames('orders');

  test.each([
    ['a state that works', () => {}, 'proven'],
    ['a state that does not', (world: FakeWorld) => void world.recovery.bad.add('STOP-'), 'not-proven'],
  ] as const)('with %s: nothing more is stopped, what was stopped comes back', async (_, spoil, verdict) => {
    const verdicts = new Set<string>();
    for (let requests = 1; requests < 60; requests += 1) {
      const world = worldWith();
      spoil(world);
      let isEnded = false;
      for (let request = 0; request < requests && !isEnded; request += 1) {
        const answer = await world.drill();
        isEnded = answer.state === 'ended';
        world.clock.advance(answer.waitSeconds * 1000);
      }
      if (isEnded) break;
      const wasStopped = readDrillOf(world)?.stoppedAt !== undefined;
      withdraw(world);
      const end = await drive(world);
      expect([requests, end.verdict]).toEqual([requests, wasStopped ? verdict : 'refused']);
      expect([requests, world.flink.state('orders').status]).toEqual([requests, 'RUNNING']);
      expect(world.aws.made.filter((call) => call === 'recovery.stop').length > 0).toBe(wasStopped);
      expect((await world.holds.marksOf('orders')).freezes).toEqual([]);
      verdicts.add(end.verdict ?? 'none');
    }
    expect([...verdicts].toSorted()).toEqual([verdict, 'refused'].toSorted());
  });

  test('a dead one is finished by the next runs all the same, and no other one begins', async () => {
    for (let requests = 1; requests < 60; requests += 1) {
      const world = worldWith();
      let isEnded = false;
      for (let request = 0; request < requests && !isEnded; request += 1) {
        const answer = await world.drill();
        isEnded = answer.state === 'ended';
        if (request < requests - 1) world.clock.advance(answer.waitSeconds * 1000);
      }
      if (isEnded) break;
      withdraw(world);
      await runSchedule(world, 3);
      const at = readDrillOf(world)?.step;
      expect([requests, at, world.flink.state('orders').status]).toEqual([requests, at, 'RUNNING']);
      expect([requests, at, readDrillOf(world)?.isEnded]).toEqual([requests, at, true]);
      expect([requests, drilled(world).length]).toEqual([requests, 1]);
      expect((await world.drill('drill-2')).verdict).toBe('refused');
    }
  });

  test('costs an application that runs and was never drilled no call', async () => {
    const world = worldWith();
    withdraw(world);
    await runSchedule(world, 1);
    expect(world.aws.made.filter((call) => call.startsWith('drills.'))).toEqual([]);
    expect(world.outcomes('orders')).toEqual(['taken ready']);
  });
});

describe('whoever acts on the application goes first', () => {
  const ACTS: readonly [string, (world: FakeWorld) => void][] = [
    ['deletes and recreates it', (world) => world.flink.remakeApplication('orders')],
    ['updates it', (world) => world.flink.changeApplication('orders', { status: 'UPDATING', version: 8 })],
    [
      'restores it by kda',
      (world) => {
        const plan = { kind: 'restore', who: 'grace' };
        world.drills.recovery = JSON.stringify({ plan, steps: [{ step: 'freeze', state: 'begun' }] });
      },
    ],
    [
      'stops it by kda',
      (world) => {
        world.drills.giveWay = JSON.stringify({ drill: 'drill-1', what: 'stop', who: 'grace' });
      },
    ],
  ];

  test.each(ACTS)('somebody who %s: the drill ends there, once, and touches nothing more', async (name, act) => {
    for (let after = 1; after < 40; after += 1) {
      const world = worldWith();
      let ended = false;
      for (let request = 0; request < after && !ended; request += 1) {
        const answer = await world.drill();
        ended = answer.state === 'ended';
        world.clock.advance(5_000);
      }
      if (ended) break;
      // A service that stops or starts an application refuses to update it.
      if (world.flink.state('orders').status !== 'RUNNING' && name === 'updates it') continue;
      act(world);
      const touched = world.aws.made.length;
      const { verdict } = await drive(world);
      expect(['given-up', 'refused']).toContain(verdict);
      const calls = world.aws.made.slice(touched);
      expect(calls.filter((call) => /^recovery\.(stop|startFrom)|createSnapshot/.test(call))).toEqual([]);
      expect(drilled(world)).toHaveLength(1);
    }
  });

  test('somebody who stops it while it is proven is not started over', async () => {
    const world = worldWith();
    for (let request = 0; request < 60 && readDrillOf(world)?.step !== 'prove'; request += 1) {
      await world.drill();
      world.clock.advance(5_000);
    }
    world.recovery.stopNow('orders', false);
    world.clock.advance(30_000);
    expect((await drive(world)).verdict).toBe('given-up');
    expect(world.flink.state('orders').status).toBe('READY');
  });

  test('a start by somebody else from another snapshot is theirs', async () => {
    const world = worldWith();
    world.flink.addHourly('orders', '09');
    for (let request = 0; request < 60 && world.flink.state('orders').status !== 'READY'; request += 1) {
      await world.drill();
      if (world.flink.state('orders').status !== 'READY') world.clock.advance(1_000);
    }
    world.recovery.startNow('orders', 'demo.20261123T090000Z');
    expect((await drive(world)).verdict).toBe('given-up');
    expect(world.flink.state('orders').restoresFrom).toEqual({ kind: 'snapshot', name: 'demo.20261123T090000Z' });
  });
});

test.each(['recovery.stop', 'recovery.startFrom', 'application.createSnapshot', 'drills.write', 'audit.complete'])(
  'a lost answer of %s is found out: the drill is proven with one record',
  async (lost) => {
    const world = worldWith();
    let isLost = false;
    world.aws.trouble = (call) => {
      if (call !== lost || isLost) return undefined;
      isLost = true;
      return { effects: 1, takesMs: 4_000, error: new AwsError('TimeoutError', 'Injected: the answer was lost.') };
    };
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const answer = await world.drill().catch(() => undefined);
      if (answer?.state === 'ended') break;
      world.clock.advance((answer?.waitSeconds ?? 60) * 1000);
    }
    expect(isLost).toBe(true);
    expect(drilled(world).map(({ reason }) => reason)).toEqual(['drill-proven']);
    expect(world.flink.state('orders').status).toBe('RUNNING');
  },
);

describe('the mail about a drill that failed', () => {
  const subjects = (world: FakeWorld) => world.topic.published.map(({ subject }) => subject);
  const runAfter = (world: FakeWorld, minutes: number) => {
    world.clock.advance(minutes * 60_000);
    const second = Math.floor(world.clock.now().getTime() / 1000) * 1000;
    return world.invoke(new Date(second).toISOString());
  };
  const aWeekLater = (world: FakeWorld) => world.clock.advance(7 * 24 * HOUR_MS);

  test('is followed by one when a drill is proven again, and by none about the next', async () => {
    const world = worldWith();
    world.recovery.bad.add('STOP-');
    await drive(world, 'drill-1');
    world.recovery.bad.clear();
    aWeekLater(world);
    world.flink.changeApplication('orders', { status: 'READY' });
    expect((await drive(world, 'drill-2')).verdict).toBe('refused');
    world.flink.changeApplication('orders', { status: 'RUNNING' });
    aWeekLater(world);
    expect((await drive(world, 'drill-3')).verdict).toBe('proven');
    aWeekLater(world);
    expect((await drive(world, 'drill-4')).verdict).toBe('proven');
    expect(subjects(world)).toEqual(['[demo] drill failed: orders', '[demo] drill proven again: orders']);
  });

  test('is not followed by one about a proof of an application created anew', async () => {
    const world = worldWith();
    world.recovery.bad.add('STOP-');
    await drive(world, 'drill-1');
    world.recovery.bad.clear();
    aWeekLater(world);
    world.flink.remakeApplication('orders');
    expect((await drive(world, 'drill-2')).verdict).toBe('proven');
    expect(subjects(world)).toEqual(['[demo] drill failed: orders']);
  });

  test('and left the application stopped is the only one until it runs again', async () => {
    const world = worldWith();
    world.recovery.bad.add('STOP-').add('before-drill');
    await drive(world);
    for (let runs = 0; runs < 6; runs += 1) await runAfter(world, 10);
    expect(subjects(world)).toEqual(['[demo] drill failed, not running: orders']);
    await runAfter(world, 24 * 60);
    expect(subjects(world).slice(1)).toEqual(['[demo] skipped (reminder): orders']);
    world.flink.changeApplication('orders', { status: 'RUNNING' });
    await runAfter(world, 10);
    await runAfter(world, 10);
    expect(subjects(world).slice(2)).toEqual(['[demo] taken (resolved): orders']);
  });

  test('is the only one also where a run brings the drill to that end', async () => {
    const world = worldWith();
    world.recovery.bad.add('STOP-').add('before-drill');
    while (readDrillOf(world)?.step !== 'start-before') world.clock.advance((await world.drill()).waitSeconds * 1000);
    for (let runs = 0; runs < 6; runs += 1) await runAfter(world, 10);
    expect(readDrillOf(world)).toMatchObject({ isEnded: true, outcome: { isRunning: false } });
    expect(subjects(world)).toEqual(['[demo] drill failed, not running: orders']);
  });

  test('is sent again when the topic does not answer: no alarm mails it', async () => {
    const world = worldWith();
    world.recovery.bad.add('STOP-');
    world.topic.isBroken = true;
    world.clock.in(180_000, () => {
      world.topic.isBroken = false;
    });
    expect((await drive(world)).verdict).toBe('not-proven');
    expect(subjects(world)).toEqual(['[demo] drill failed: orders']);
  });

  test('is given up after ten minutes, and no run waits for it', async () => {
    const world = worldWith();
    world.recovery.bad.add('STOP-');
    world.topic.isBroken = true;
    for (let request = 0; request < 200 && readDrillOf(world)?.step !== 'tell'; request += 1) {
      world.clock.advance((await world.drill()).waitSeconds * 1000);
    }
    world.clock.advance(240_000);
    const before = world.clock.now().getTime();
    await world.invoke(new Date(Math.floor(before / 1000) * 1000).toISOString()).catch(() => undefined);
    expect(world.clock.now().getTime() - before).toBeLessThan(60_000);
    world.clock.advance(600_000);
    expect((await drive(world)).verdict).toBe('not-proven');
  });
});

test('a drill that dies between its row and its metrics is measured all the same', async () => {
  const world = worldWith();
  world.recovery.bad.add('STOP-');
  world.aws.trouble = (call) => (call === 'audit.complete' ? 'kill' : undefined);
  await world.aws.process(() => drive(world), HOUR_MS);
  world.aws.trouble = () => undefined;
  await runSchedule(world, 2);
  expect(drilled(world)).toHaveLength(1);
  expect(drillMetrics(world)).toEqual([{ app_name: 'orders', DrillsFailed: 1 }]);
});
