import { isOpen, type RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import { SentEvents } from '../../lambda-src/snapshot-manager/run/sent-events';
import { LAMBDA_TIMEOUT_MS, type Trouble } from './fakes/aws-calls';
import { DeletionGuard } from './fakes/deletion-guard';
import type { FakeWorld } from './fakes/fake-world';
import { prepared, SCENARIOS, type Scenario } from './fakes/fault-scenarios';
import { RETRIED_BY_THE_SDK, TROUBLES, type TroubleName, troubleWith } from './fakes/troubles';

const SCHEDULE_MS = 600_000;
/** Lambda waits one minute before the first retry of an asynchronous invocation, and two before the second. */
/** Whatever the bus does, no run fails by it. */
const BUS = 'events.put';
const RETRY_DELAYS_MS = [60_000, 120_000];

type DecideTrouble = (call: string, index: number) => Trouble | 'kill' | undefined;

interface Case {
  readonly name: string;
  readonly first: DecideTrouble;
  /** The manager never hears of the trouble, and must not make one of it. */
  readonly isUnheard?: boolean;
  /** None: the retries of the event go well. */
  readonly retries?: DecideTrouble;
}

describe.each(SCENARIOS)('every call that goes wrong: $name', (scenario) => {
  test.each<TroubleName>([...TROUBLES, RETRIED_BY_THE_SDK])('%s, once', async (trouble) => {
    const calls = await callsOf(scenario);
    await expectNoHarm(
      scenario,
      endsOfEach(calls).map(({ call, at }) => ({
        name: `${trouble} once: ${call} (call ${at})`,
        first: (_, index) => (index === at ? troubleWith(call, trouble) : undefined),
        isUnheard: trouble === RETRIED_BY_THE_SDK || call === BUS,
      })),
    );
  });

  test.each(TROUBLES)('%s, in every attempt', async (trouble) => {
    const calls = [...new Set(await callsOf(scenario))];
    const always =
      (wrong: string): DecideTrouble =>
      (call) =>
        call === wrong ? troubleWith(call, trouble) : undefined;
    await expectNoHarm(
      scenario,
      calls.map((call) => ({
        name: `${trouble} in every attempt: ${call}`,
        first: always(call),
        retries: always(call),
        isUnheard: call === BUS,
      })),
    );
  });

  test('the process killed after it, in the first attempt or in all', async () => {
    const calls = await callsOf(scenario);
    const killedAfter =
      (at: number): DecideTrouble =>
      (_, index) =>
        index === at ? 'kill' : undefined;
    await expectNoHarm(
      scenario,
      endsOfEach(calls).flatMap(({ call, at }) => [
        { name: `killed after ${call} (call ${at})`, first: killedAfter(at) },
        { name: `killed each time after ${call} (call ${at})`, first: killedAfter(at), retries: killedAfter(at) },
      ]),
    );
  });
});

test('a hold asked for beside any call of a run is refused, or nothing deletes the snapshot', async () => {
  const [withSurplus] = SCENARIOS;
  if (!withSurplus) throw new Error('No scenario with surplus.');
  const answers = { kept: 0, refused: 0 };
  for (const at of (await callsOf(withSurplus)).keys()) {
    for (const snapshot of ['demo.20261123T050000Z', 'demo.20261123T070000Z']) {
      const world = await prepared(withSurplus);
      const guard = new DeletionGuard(world);
      world.aws.meanwhile = async (_, index) => {
        if (index !== at) return;
        const hold = { action: 'hold', application: 'orders', snapshot, who: 'ada', why: 'to look at it' };
        await world.request(hold).then(
          () => guard.held.add(snapshot),
          () => undefined,
        );
      };
      await world.aws.process(() => withSurplus.deliver(world, 'first'));
      expect(guard.violations).toEqual([]);
      answers[guard.held.has(snapshot) ? 'kept' : 'refused'] += 1;
    }
  }
  expect(answers.kept).toBeGreaterThan(10);
  expect(answers.refused).toBeGreaterThan(3);
});

test('a freeze asked for beside any call of a run is refused, or nothing is deleted from then on', async () => {
  const [withSurplus] = SCENARIOS;
  if (!withSurplus) throw new Error('No scenario with surplus.');
  const answers = { frozen: 0, refused: 0, kept: 0 };
  for (const at of (await callsOf(withSurplus)).keys()) {
    const world = await prepared(withSurplus);
    const guard = new DeletionGuard(world);
    world.aws.meanwhile = async (_, index) => {
      if (index !== at) return;
      const freeze = { action: 'freeze', application: 'orders', who: 'ada', why: 'to look at it' };
      await world.request(freeze).then(
        () => {
          guard.frozenUntil = new Date('2026-11-24T00:00:00Z');
        },
        () => undefined,
      );
    };
    await world.aws.process(() => withSurplus.deliver(world, 'first'));
    expect(guard.violations).toEqual([]);
    answers[guard.frozenUntil ? 'frozen' : 'refused'] += 1;
    if (guard.deleted.length === 0) answers.kept += 1;
  }
  expect(answers.frozen).toBeGreaterThan(5);
  expect(answers.refused).toBeGreaterThan(3);
  expect(answers.kept).toBeGreaterThan(5);
});

test('a mark as suspect beside any call of a run never makes the run delete what was to stay', async () => {
  const [withSurplus] = SCENARIOS;
  if (!withSurplus) throw new Error('No scenario with surplus.');
  const planned = ['demo.20261123T050000Z', 'demo.20261123T060000Z', 'demo.20261123T070000Z'];
  let kept = 0;
  for (const at of (await callsOf(withSurplus)).keys()) {
    const world = await prepared(withSurplus);
    const guard = new DeletionGuard(world);
    world.aws.meanwhile = async (_, index) => {
      if (index !== at) return;
      const snapshots = ['demo.20261123T070000Z', 'demo.20261123T090000Z'];
      const mark = { action: 'suspect', application: 'orders', snapshots, who: 'ada', why: 'corrupt' };
      await world.request(mark).catch(() => undefined);
    };
    await world.aws.process(() => withSurplus.deliver(world, 'first'));
    expect(guard.violations).toEqual([]);
    expect(planned).toEqual(expect.arrayContaining(guard.deleted));
    if (!guard.deleted.includes('demo.20261123T070000Z')) kept += 1;
  }
  expect(kept).toBeGreaterThan(5);
});

/** Changes of an application by people; the fake forgets the restore point at a stop, as the service does. */
const CHANGES: readonly [string, (world: FakeWorld, snapshot: string) => void][] = [
  [
    'an update to restore from an old snapshot',
    (world, name) => world.flink.changeApplication('orders', { restoresFrom: { kind: 'snapshot', name } }),
  ],
  [
    'a stop, and a start from an old snapshot',
    (world, name) => {
      world.flink.changeApplication('orders', { status: 'READY', restoresFrom: { kind: 'latest' } });
      world.clock.in(300, () =>
        world.flink.changeApplication('orders', { status: 'RUNNING', restoresFrom: { kind: 'snapshot', name } }),
      );
    },
  ],
  ['a stop', (world) => world.flink.changeApplication('orders', { status: 'READY', restoresFrom: { kind: 'latest' } })],
  ['a scaling', (world) => world.flink.changeApplication('orders', { status: 'AUTOSCALING' })],
];

test.each(CHANGES)('%s beside any call of a run: the restore point stays', async (_, change) => {
  const counts = { paused: 0, runs: 0 };
  for (const scenario of SCENARIOS) {
    for (const at of (await callsOf(scenario)).keys()) {
      const world = await prepared(scenario);
      const guard = new DeletionGuard(world);
      const oldest = world.flink.listed('orders').find(({ name }) => name.startsWith('demo.'))?.name ?? 'none';
      world.aws.meanwhile = async (_, index) => {
        if (index === at) change(world, oldest);
      };
      await world.aws.process(() => scenario.deliver(world, 'first'));
      expect(guard.violations).toEqual([]);
      const rows = world.audit.records('orders');
      expect(rows.flatMap(({ deleted }) => deleted)).toEqual(expect.arrayContaining(guard.deleted));
      counts.runs += 1;
      if (rows.some(({ reason }) => reason === 'cleanup-paused')) counts.paused += 1;
    }
  }
  expect(counts.runs).toBeGreaterThan(80);
  expect(counts.paused).toBeGreaterThan(5);
});

test('the scenarios together make every call that a run can make', async () => {
  const calls = new Set((await Promise.all(SCENARIOS.map(callsOf))).flat());
  expect([...calls].sort()).toEqual([
    'application.createSnapshot',
    'application.deleteSnapshot',
    'application.describeApplication',
    'application.describeSnapshot',
    'application.listApplications',
    'application.listSnapshots',
    'application.tagsOf',
    'audit.complete',
    'audit.find',
    'audit.findRecent',
    'audit.settle',
    'audit.start',
    'events.put',
    'holds.announceDeletions',
    'holds.findNotice',
    'holds.firstTime',
    'holds.giveBack',
    'holds.list',
    'holds.marksOf',
    'holds.take',
    'topic.publish',
  ]);
});

/** Calls of a run without faults. */
async function callsOf(scenario: Scenario): Promise<readonly string[]> {
  const world = await prepared(scenario);
  await world.aws.process(() => scenario.deliver(world, 'clean'));
  return world.aws.made;
}

/** The first and the last call of each kind: polls, pages and deletions in between are like them. */
function endsOfEach(calls: readonly string[]): readonly { readonly call: string; readonly at: number }[] {
  return calls
    .map((call, at) => ({ call, at }))
    .filter(({ call, at }) => calls.indexOf(call) === at || calls.lastIndexOf(call) === at);
}

async function expectNoHarm(scenario: Scenario, cases: readonly Case[]): Promise<void> {
  const harm: string[] = [];
  for (const each of cases) {
    for (const wrong of await play(scenario, each)) harm.push(`${each.name}: ${wrong}`);
  }
  expect(harm).toEqual([]);
  expect(cases.length).toBeGreaterThan(10);
}

/**
 * Delivers the event with trouble, and again as Lambda does until it was answered; then the schedule's next event with
 * everything well, and the first event once more, as from the failure queue.
 *
 * @returns what is wrong at last.
 */
async function play(scenario: Scenario, { first, retries, isUnheard = false }: Case): Promise<string[]> {
  const world = await prepared(scenario);
  const guard = new DeletionGuard(world);
  const mustStay = await namesThatMustStay(world, guard);
  const wrongs: string[] = [];

  world.eventBus.refuses = ({ detail: { id, application, runId, outcome } }) => {
    const row = world.audit.records(application).find((record) => record.runId === runId);
    if (row?.state !== outcome) wrongs.push(`the event ${id} came before its record`);
    return undefined;
  };

  const deliver = async (invocationId: string, trouble: DecideTrouble = () => undefined): Promise<boolean> => {
    const before = world.aws.made.length;
    world.aws.trouble = (call, index) => trouble(call, index - before);
    const deadline = world.clock.now().getTime() + LAMBDA_TIMEOUT_MS;
    const outcome = await world.aws.process(() => scenario.deliver(world, invocationId));
    if (world.clock.now().getTime() > deadline) wrongs.push(`the ${invocationId} attempt outlived its time`);
    world.aws.trouble = () => undefined;
    // Another instance of the function takes the place of one that died, and remembers nothing.
    if ('error' in outcome && outcome.error === 'killed') world.sentEvents = new SentEvents();
    return 'result' in outcome;
  };
  let isAnswered = await deliver('first', first);
  if (isUnheard && !isAnswered && !scenario.nextNeedsRetry) wrongs.push('the run failed');
  for (const delayMs of RETRY_DELAYS_MS) {
    if (isAnswered) break;
    world.clock.advance(delayMs);
    isAnswered = await deliver('first', retries);
  }
  if (isAnswered) wrongs.push(...wrongWithRecords(scenario, world, 'after its last attempt'));

  // A row may be open until the time of the attempt that left it is over.
  const now = world.clock.now().getTime() + LAMBDA_TIMEOUT_MS;
  const next = new Date(Math.ceil(now / SCHEDULE_MS) * SCHEDULE_MS);
  world.clock.advance(next.getTime() + 1_500 - world.clock.now().getTime());
  const runNext = () => world.aws.process(() => world.invoke(next.toISOString(), { id: 'next' }));
  let nextRun = await runNext();
  if (scenario.nextNeedsRetry && 'error' in nextRun) nextRun = await runNext();
  if ('result' in nextRun) wrongs.push(...(await wrongWithHealing(world, nextRun.result)));
  else wrongs.push(`the next run failed: ${nextRun.error}`);

  await deliver('from the failure queue');
  wrongs.push(...wrongWithRecords(scenario, world, 'after it came from the failure queue'));
  const ids = world.eventBus.ids();
  for (const row of world.audit.records('orders').filter(({ eventId }) => eventId === scenario.eventId)) {
    const id = `orders/${row.runId}/${row.state}`;
    if (!ids.includes(id) && !ids.includes(`${id}/settled`)) wrongs.push(`no event ${id} was sent`);
  }

  const accepted = world.flink.accepted.filter(scenario.isOfEvent);
  if (accepted.length > 1) wrongs.push(`${accepted.length} snapshots for one event`);
  const recorded = world.audit.records('orders').flatMap(({ deleted }) => deleted);
  for (const name of guard.deleted) {
    if (!recorded.includes(name)) wrongs.push(`the deletion of ${name} is in no record`);
  }
  const names = new Set(world.flink.listed('orders').map(({ name }) => name));
  for (const name of recorded) if (names.has(name)) wrongs.push(`${name} is recorded as deleted, and is there`);
  for (const name of mustStay) if (!names.has(name)) wrongs.push(`${name} is gone`);
  return [...wrongs, ...guard.violations];
}

/** Tells the guard what is on hold. */
async function namesThatMustStay(world: FakeWorld, guard: DeletionGuard): Promise<readonly string[]> {
  const holds = await world.holds.list('orders');
  for (const { snapshotName } of holds) guard.held.add(snapshotName);
  const { restoresFrom } = world.flink.state('orders');
  const foreign = world.flink.listed('orders').filter(({ name }) => !name.startsWith('demo.'));
  return [
    ...guard.held,
    ...foreign.map(({ name }) => name),
    ...(restoresFrom.kind === 'snapshot' ? [restoresFrom.name] : []),
  ];
}

function wrongWithRecords({ eventId }: Scenario, world: FakeWorld, when: string): string[] {
  const records = world.audit.records('orders').filter((record) => record.eventId === eventId);
  if (records.length !== 1) return [`${records.length} records ${when}`];
  return records.filter(({ state }) => state === 'started').map(() => `the record is open ${when}`);
}

async function wrongWithHealing(world: FakeWorld, [record]: readonly RunRecord[]): Promise<string[]> {
  const wrongs: string[] = [];
  if (record?.reason !== 'ready') wrongs.push(`the next run is ${record?.state} ${record?.reason}`);
  for (const open of world.audit.records('orders').filter(isOpen)) {
    wrongs.push(`the record of ${open.eventId} is still ${open.state} after the next run`);
  }
  if (world.holds.locks.size > 0) wrongs.push('the lock is not free after the next run');
  const plans = await world.request({ action: 'plan', applications: ['orders'] });
  const dropped = plans.flatMap((plan) => ('dropped' in plan ? plan.dropped : []));
  if (dropped.length > 0) wrongs.push(`${dropped.length} surplus snapshots are left after the next run`);
  if (plans.some((plan) => 'problem' in plan)) wrongs.push(`no plan: ${JSON.stringify(plans)}`);
  return wrongs;
}
