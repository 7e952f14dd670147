import { answerEvent } from '../../lambda-src/snapshot-manager/dispatch';
import { REASONS, type Reason } from '../../lambda-src/snapshot-manager/domain/reasons';
import { eventsOf } from './fakes/events-of';
import { FakeWorld } from './fakes/fake-world';

const EVENT = '2026-11-23T10:20:00Z';
const NEXT = '2026-11-23T10:30:00Z';
const NAME = 'demo.20261123T102000Z';
const OLDEST = 'demo.20261123T060000Z';

/** Events of the application `orders` until a record of it, or of `*`, ends with the reason. */
type Story = (world: FakeWorld) => unknown;

const STORIES: Record<Reason, Story> = {
  ready: (world) => run(world),
  adopted: async (world) => {
    await killAfter(world, 'application.createSnapshot');
    world.clock.advance(60_000);
    await run(world);
  },
  'cleanup-incomplete': (world) => {
    addSurplus(world);
    world.flink.undeletable.add(OLDEST);
    return run(world);
  },
  'cleanup-paused': (world) => {
    addSurplus(world);
    world.clock.in(1_000, () => world.flink.changeApplication('orders', { status: 'UPDATING' }));
    return run(world);
  },
  'holds-unreadable': (world) => {
    addSurplus(world);
    world.holds.breakCalls('list');
    return run(world);
  },

  'not-running': (world) => {
    world.flink.changeApplication('orders', { status: 'READY' });
    return run(world);
  },
  'snapshot-in-flight': (world) => {
    world.flink.begin('orders', 'by-hand');
    return run(world);
  },
  'newer-snapshot': (world) => {
    world.clock.advance(600_000);
    world.flink.addSnapshot('orders', 'demo.20261123T103000Z', new Date(NEXT));
    return run(world);
  },
  'run-in-flight': async (world) => {
    await killAfter(world, 'application.createSnapshot');
    await world.invoke(NEXT);
  },
  'quiet-hours': (world) => {
    world.settings = { ...world.settings, quietHours: { from: '10:00', until: '11:00', why: 'nightly load' } };
    return run(world);
  },
  'drill-under-way': async (world) => {
    world.consentToDrills();
    await world.drill();
    await run(world);
  },
  'drill-proven': drillToEnd,
  'drill-not-proven': (world) => {
    world.recovery.bad.add('STOP-');
    return drillToEnd(world);
  },
  'drill-not-judged': (world) => {
    world.recovery.isSeen = false;
    return drillToEnd(world);
  },
  'drill-refused': (world) => world.drill(),
  'drill-gave-way': async (world) => {
    world.consentToDrills();
    await world.drill();
    world.drills.giveWay = JSON.stringify({ drill: 'drill-1', what: 'restore', who: 'grace' });
    await world.drill();
  },
  'no-time': (world) => world.invoke(EVENT, { timeoutMs: 20_000 }),

  'still-creating': (world) => {
    world.flink.snapshotDurationMs = 400_000;
    return run(world);
  },
  'unknown-status': (world) => {
    world.flink.snapshotEndsAs = 'EXPORTING';
    return run(world);
  },
  'ready-after-run': async (world) => {
    world.flink.snapshotDurationMs = 400_000;
    await run(world);
    world.clock.advance(600_000);
    await world.invoke(NEXT);
  },

  'application-not-found': (world) => {
    world.selectNames('misspelt');
    return run(world);
  },
  'describe-failed': (world) => {
    world.flink.fail('describeApplication', 'other');
    return run(world);
  },
  'list-failed': (world) => {
    world.flink.fail('listSnapshots', 'other');
    return run(world);
  },
  'snapshots-disabled': (world) => {
    world.flink.changeApplication('orders', { snapshotsEnabled: false });
    return run(world);
  },
  'enhanced-snapshots': (world) => {
    world.flink.changeApplication('orders', { snapshotMode: 'ENHANCED_SNAPSHOTS' });
    return run(world);
  },
  'operation-refused': (world) => {
    world.flink.fail('createSnapshot', 'unsupported');
    return run(world);
  },
  'create-refused': (world) => {
    world.flink.fail('createSnapshot', 'other');
    return run(world);
  },
  'quota-reached': (world) => {
    world.flink.quota = 0;
    return run(world);
  },
  'snapshot-failed': (world) => {
    world.flink.snapshotEndsAs = 'FAILED';
    return run(world);
  },
  'snapshot-unobservable': (world) => {
    world.flink.fail('describeSnapshot', 'other');
    return run(world);
  },
  'malformed-event': (world) => ask(world, { id: 'an event without a time' }),
  'request-refused': (world) => ask(world, { action: 'plan', applications: ['misspelt'] }),
  'unknown-schedule': (world) => ask(world, { id: 'late', time: EVENT, schedule: 'rate(7 minutes)' }),
  'discovery-failed': (world) => {
    world.select({ kind: 'prefix', prefix: 'ord' });
    world.flink.fail('listApplications', 'other');
    return run(world);
  },
  'unexpected-error': (world) => {
    // A zone that no settings can have stands for any bug.
    world.settings = { ...world.settings, retention: { keepDaily: 7, timeZone: 'Mars/Olympus' } };
    return run(world);
  },

  'application-stopped': (world) => {
    world.flink.snapshotEndsAs = 'FAILED';
    world.clock.in(1_000, () => world.flink.changeApplication('orders', { status: 'STOPPING' }));
    return run(world);
  },
  'snapshot-gone': (world) => {
    world.clock.in(1_000, () => world.flink.removeSnapshot('orders', NAME));
    return run(world);
  },
  'run-died': async (world) => {
    await killAfter(world, 'audit.start');
    world.clock.advance(600_000);
    await world.invoke(NEXT);
  },

  'hold-placed': (world) => {
    addSurplus(world);
    return ask(world, { action: 'hold', application: 'orders', snapshot: OLDEST, who: 'ada', why: 'to look at it' });
  },
  'marked-suspect': (world) => {
    addSurplus(world);
    return ask(world, { action: 'suspect', application: 'orders', snapshots: [OLDEST], who: 'ada', why: 'corrupt' });
  },
  'marked-trusted': (world) => {
    world.holds.seedSuspect('orders', OLDEST);
    return ask(world, { action: 'trust', application: 'orders', snapshots: [OLDEST], who: 'ada' });
  },
  'deletions-frozen': (world) =>
    ask(world, { action: 'freeze', application: 'orders', who: 'ada', why: 'looking for the cause' }),
  'deletions-thawed': (world) => {
    world.holds.seedFreeze('orders');
    return ask(world, { action: 'thaw', application: 'orders', who: 'ada' });
  },
  'hold-released': (world) => {
    world.holds.seed('orders', OLDEST, { who: 'ada' });
    return ask(world, { action: 'release', application: 'orders', snapshot: OLDEST, who: 'ada' });
  },
};

test.each(Object.keys(REASONS))(
  'some run ends with %s, and its record has the outcome of the table',
  async (reason) => {
    const world = new FakeWorld('orders');
    const story = new Map<string, Story>(Object.entries(STORIES)).get(reason);
    expect(story).toBeDefined();
    // A failure is thrown after it was recorded.
    await Promise.resolve(story?.(world)).catch(() => undefined);
    const words = ['orders', 'misspelt', '*'].flatMap((application) => world.outcomes(application));
    expect(words).toContain(`${REASONS[reason as Reason].outcome} ${reason}`);
  },
);

/** A refused request is answered, and no run that failed. */
const WITHOUT_EVENT: readonly string[] = ['request-refused'];

test.each(Object.keys(REASONS).filter((reason) => !WITHOUT_EVENT.includes(reason)))(
  'a run that ends with %s has an event as its schema says',
  async (reason) => {
    const world = new FakeWorld('orders');
    await Promise.resolve(STORIES[reason as Reason](world)).catch(() => undefined);
    const outcomes = eventsOf(world).map((event) => event.split(' ')[1]);
    const ofReason = world.eventBus.accepted.filter(({ detail }) => detail.reason === reason);
    // What a killed run left may have been found out in between.
    expect(ofReason.length).toBeGreaterThan(0);
    expect(outcomes).toContain(REASONS[reason as Reason].outcome);
  },
);

async function drillToEnd(world: FakeWorld): Promise<void> {
  world.consentToDrills();
  for (let request = 0; request < 100; request += 1) {
    const { state, waitSeconds } = await world.drill();
    if (state === 'ended') return;
    world.clock.advance(waitSeconds * 1000);
  }
}

function run(world: FakeWorld): Promise<unknown> {
  return world.invoke(EVENT);
}

function ask(world: FakeWorld, raw: unknown): Promise<unknown> {
  return answerEvent(raw, world.context());
}

/** Ends the process of a run after this call. */
async function killAfter(world: FakeWorld, killing: string): Promise<void> {
  world.aws.trouble = (call) => (call === killing ? 'kill' : undefined);
  await world.aws.process(() => run(world));
  world.aws.trouble = () => undefined;
}

/** Four snapshots of this manager, of which a run that takes another one deletes two. */
function addSurplus(world: FakeWorld): void {
  world.flink.addHourly('orders', '06', '07', '08', '09');
}
