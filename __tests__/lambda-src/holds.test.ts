import fc from 'fast-check';
import { FakeWorld } from './fakes/fake-world';
import { RETRIED_BY_THE_SDK, troubleWith } from './fakes/troubles';

const AT_10_20 = '2026-11-23T10:20:00Z';
const AT_10_30 = '2026-11-23T10:30:00Z';
const OLDEST = 'demo.20261123T050000Z';
const SECOND = 'demo.20261123T060000Z';
const HOLD = { action: 'hold', application: 'orders', snapshot: OLDEST, who: 'ada', why: 'before the migration' };

/** Five snapshots of ours, of which a run keeps the newest three with its own. */
function worldWithSurplus(): FakeWorld {
  const world = new FakeWorld('orders', 'payments');
  world.flink.addHourly('orders', '05', '06', '07', '08', '09');
  world.selectNames('orders');
  return world;
}

describe('a run', () => {
  test('does not delete a snapshot on hold, and records why', async () => {
    const world = worldWithSurplus();
    world.holds.seed('orders', OLDEST);
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
    expect(record?.deleted).toEqual([SECOND, 'demo.20261123T070000Z']);
    expect(record?.kept).toContain(`${OLDEST}: on-hold`);
  });

  test('judges by the clock whether a hold is over: the table may show it for days', async () => {
    const world = worldWithSurplus();
    world.holds.seed('orders', OLDEST, { until: new Date('2026-11-23T10:20:00Z') });
    world.holds.seed('orders', SECOND, { until: new Date('2026-11-23T23:00:00Z') });
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).toEqual([OLDEST, 'demo.20261123T070000Z']);
  });

  test('deletes nothing when the holds cannot be read, says so, and the next run deletes', async () => {
    const world = worldWithSurplus();
    world.holds.breakCalls('list');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'holds-unreadable', deleted: [] });
    expect(record?.message).toBe(
      'Snapshot demo.20261123T102000Z of application orders is READY, but nothing was deleted, because it is unknown what must be kept. Reading the holds failed: Injected: the holds table did not answer list.',
    );
    expect(world.flink.snapshotsOf('orders')).toHaveLength(6);
    world.holds.breakCalls();
    const [next] = await world.invoke(AT_10_30);
    expect(next?.deleted).toHaveLength(4);
  });

  test('that has nothing to delete does not need the holds', async () => {
    const world = new FakeWorld('orders');
    world.holds.breakCalls('list');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
  });

  test('announces what it is about to delete before it reads the holds', async () => {
    const world = worldWithSurplus();
    let announced: readonly string[] | undefined;
    world.holds.onCall = (call) => {
      if (call === 'list') announced = world.holds.locks.get('orders')?.deleting;
    };
    const [record] = await world.invoke(AT_10_20);
    expect(announced?.toSorted()).toEqual(record?.deleted);
  });

  test('reached its quota, cannot read the holds: both are said, and nothing is deleted', async () => {
    const world = worldWithSurplus();
    world.flink.quota = 5;
    world.holds.breakCalls('list');
    await expect(world.invoke(AT_10_20)).rejects.toThrow('Reading the holds failed');
    expect(world.outcomes('orders')).toEqual(['failed quota-reached']);
    expect(world.flink.snapshotsOf('orders')).toHaveLength(5);
  });
});

describe('placing a hold', () => {
  test('keeps the snapshot from then on, and leaves a row that says who and why', async () => {
    const world = worldWithSurplus();
    await world.request({ ...HOLD, until: '2026-12-24T00:00:00Z' });
    expect(world.audit.records('orders')).toMatchObject([
      {
        state: 'held',
        reason: 'hold-placed',
        eventId: 'request',
        requestReason: 'before the migration',
        snapshot: { name: OLDEST, status: 'READY' },
        message: `Snapshot ${OLDEST} of application orders is on hold. It is kept until 2026-12-24T00:00:00.000Z, requested by ada: before the migration`,
      },
    ]);
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).not.toContain(OLDEST);
  });

  test('once more by a retry of the invocation gives the first result and no second row', async () => {
    const world = worldWithSurplus();
    const first = await world.request(HOLD);
    world.clock.advance(60_000);
    expect(await world.request(HOLD)).toEqual(first);
    expect(world.audit.records('orders')).toHaveLength(1);
  });

  test('on a snapshot that does not exist is refused with the names most like it, and recorded', async () => {
    const world = worldWithSurplus();
    await expect(world.request({ ...HOLD, snapshot: 'demo.20261123T05000Z' })).rejects.toThrow(
      `Application orders has no snapshot demo.20261123T05000Z. Most similar: ${OLDEST}, `,
    );
    expect(await world.holds.list('orders')).toEqual([]);
    expect(world.audit.records('*')).toMatchObject([{ state: 'failed', reason: 'request-refused' }]);
  });

  test.each(['FAILED', 'DELETING'] as const)('on one that is %s is refused', async (status) => {
    const world = worldWithSurplus();
    world.flink.setStatus('orders', OLDEST, status);
    await expect(world.request(HOLD)).rejects.toThrow(
      `is ${status}: it contains no state to keep. Hold one that is READY or CREATING.`,
    );
  });

  test('while a run is about to delete it waits, and is refused when it came too late', async () => {
    const world = worldWithSurplus();
    await runAboutToDelete(world, OLDEST);
    world.clock.in(3_000, () => {
      world.flink.removeSnapshot('orders', OLDEST);
      world.holds.locks.delete('orders');
    });
    await expect(world.request(HOLD)).rejects.toThrow('has no snapshot');
    expect(await world.request({ action: 'holds' }, { invocationId: 'list' })).toEqual([]);
  });

  test('while a run is about to delete it waits, and stands when the run saw it', async () => {
    const world = worldWithSurplus();
    await runAboutToDelete(world, OLDEST);
    world.clock.in(3_000, () => world.holds.locks.delete('orders'));
    await expect(world.request(HOLD)).resolves.toMatchObject([{ state: 'held' }]);
  });

  test('does not wait for a run that deletes others', async () => {
    const world = worldWithSurplus();
    await runAboutToDelete(world, SECOND);
    const before = world.clock.now().getTime();
    await world.request(HOLD);
    expect(world.clock.now().getTime() - before).toBeLessThan(1_000);
  });

  test('that cannot be recorded stands, and fails so that somebody looks', async () => {
    const world = worldWithSurplus();
    world.audit.breakCalls('complete');
    await expect(world.request(HOLD)).rejects.toThrow('This was done, but the audit table did not accept its record.');
    expect(await world.holds.list('orders')).toHaveLength(1);
  });
});

/** A hold placed at any moment of a run is either kept by the run or refused: never confirmed and then deleted. */
test.each(['take', 'announceDeletions', 'list', 'giveBack'] as const)(
  'a hold that is written just before the run’s %s never ends in a confirmed hold on a deleted snapshot',
  async (moment) => {
    const world = worldWithSurplus();
    let isConfirmed: boolean | undefined;
    world.holds.onCall = (call) => {
      if (call !== moment) return;
      world.holds.onCall = () => {};
      world.holds.seed('orders', OLDEST);
      isConfirmed = !world.holds.locks.get('orders')?.deleting.includes(OLDEST);
    };
    await world.invoke(AT_10_20);
    const exists = world.flink.snapshotsOf('orders').includes(`${OLDEST} READY`);
    expect({ isConfirmed, exists }).not.toEqual({ isConfirmed: true, exists: false });
    expect(isConfirmed).toBeDefined();
  },
);

describe('holds of several people on one snapshot', () => {
  const HOURS_MS = 3_600_000;

  test('stand side by side: the longest keeps the snapshot, and all are listed', async () => {
    const world = worldWithSurplus();
    await world.request(HOLD);
    const brief = { ...HOLD, who: 'bob', why: 'to look at it', until: '2026-11-23T10:25:00Z' };
    await expect(world.request(brief, { invocationId: 'bob' })).resolves.toMatchObject([
      { message: expect.stringContaining('requested by bob: to look at it. Also on hold: by ada until released.') },
    ]);
    expect(await world.request({ action: 'holds' })).toMatchObject([
      { who: 'ada', why: 'before the migration' },
      { who: 'bob', why: 'to look at it' },
    ]);
    world.clock.advance(HOURS_MS);
    const [record] = await world.invoke('2026-11-23T11:20:00Z');
    expect(record?.kept).toContain(`${OLDEST}: on-hold`);
  });

  test('of the same person are one: the later one counts', async () => {
    const world = worldWithSurplus();
    await world.request(HOLD);
    await world.request({ ...HOLD, until: '2026-11-23T10:25:00Z' }, { invocationId: 'again' });
    world.clock.advance(HOURS_MS);
    const [record] = await world.invoke('2026-11-23T11:20:00Z');
    expect(record?.deleted).toContain(OLDEST);
  });

  test('keep the snapshot exactly as long as any of them lasts', async () => {
    const people = fc.array(
      fc.record({ who: fc.constantFrom('ada', 'bob', 'carol'), minutes: fc.option(fc.integer({ min: 1, max: 90 })) }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(people, fc.integer({ min: 1, max: 90 }), async (asked, lookAfter) => {
        const world = worldWithSurplus();
        const start = world.clock.now().getTime();
        const ends = new Map<string, number>();
        for (const [index, { who, minutes }] of asked.entries()) {
          const end = minutes === null ? Number.POSITIVE_INFINITY : start + minutes * 60_000;
          const until = minutes === null ? {} : { until: new Date(end).toISOString() };
          await world.request({ ...HOLD, who, ...until }, { invocationId: `${who} ${index}` });
          ends.set(who, end);
        }
        // Half a minute beside every end, since each call takes its time as well.
        world.clock.advance(lookAfter * 60_000 + 30_000);
        const plan = await world.request({ action: 'plan' });
        const isKept = JSON.stringify(plan).includes('on-hold');
        expect(isKept).toBe(Math.max(...ends.values()) > world.clock.now().getTime());
      }),
      { numRuns: 30 },
    );
  });
});

describe('releasing a hold', () => {
  const RELEASE = { action: 'release', application: 'orders', snapshot: OLDEST, who: 'bob' };

  test('lets the next run delete the snapshot, and leaves a row', async () => {
    const world = worldWithSurplus();
    world.holds.seed('orders', OLDEST);
    await world.request({ ...RELEASE, holder: 'ada', why: 'migrated' });
    expect(world.audit.records('orders')).toMatchObject([
      {
        state: 'released',
        reason: 'hold-released',
        message: `A hold on snapshot ${OLDEST} of application orders was released. bob released the hold of ada at 2026-11-23T10:20:01.510Z: migrated No hold is left on it.`,
      },
    ]);
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).toContain(OLDEST);
  });

  test('that does not exist is refused with those that do', async () => {
    const world = worldWithSurplus();
    world.holds.seed('orders', SECOND);
    await expect(world.request(RELEASE)).rejects.toThrow(
      `Snapshot ${OLDEST} of application orders is not on hold. On hold: ${SECOND} (ada).`,
    );
  });

  test('of another person must be asked for by name', async () => {
    const world = worldWithSurplus();
    world.holds.seed('orders', OLDEST);
    world.holds.seed('orders', OLDEST, { who: 'carol', until: new Date('2026-12-24T00:00:00Z') });
    await expect(world.request(RELEASE)).rejects.toThrow(
      `Snapshot ${OLDEST} of application orders is not on hold by bob. It is on hold by ada until released, by carol until 2026-12-24T00:00:00.000Z. To release another person’s hold, name the person, as in {"who":"bob","holder":"ada"} (kda release: --holder).`,
    );
    expect(await world.request({ action: 'holds' })).toHaveLength(2);
  });

  test('leaves the holds of others, and says so', async () => {
    const world = worldWithSurplus();
    world.holds.seed('orders', OLDEST);
    world.holds.seed('orders', OLDEST, { who: 'bob' });
    await expect(world.request(RELEASE)).resolves.toMatchObject([
      {
        message: expect.stringContaining(
          'bob ended it at 2026-11-23T10:20:01.510Z. It stays on hold: by ada until released.',
        ),
      },
    ]);
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).not.toContain(OLDEST);
  });

  test('whose first answer was lost is confirmed when it is asked for again, and recorded', async () => {
    const world = worldWithSurplus();
    world.holds.seed('orders', OLDEST, { who: 'bob' });
    world.aws.trouble = (call) => (call === 'holds.release' ? troubleWith(call, 'answer lost') : undefined);
    await expect(world.request(RELEASE)).rejects.toThrow('Injected: holds.release answer lost.');
    world.aws.trouble = () => undefined;
    world.clock.advance(60_000);
    await expect(world.request(RELEASE, { invocationId: 'again' })).resolves.toMatchObject([
      { state: 'released', message: expect.stringContaining('bob ended it at 2026-11-23T10:20:01.510Z.') },
    ]);
    expect(world.outcomes('orders')).toEqual(['released hold-released']);
  });

  test('that the SDK asks for twice, because the first answer was lost, is no refusal', async () => {
    const world = worldWithSurplus();
    world.holds.seed('orders', OLDEST, { who: 'bob' });
    world.aws.trouble = (call) => (call === 'holds.release' ? troubleWith(call, RETRIED_BY_THE_SDK) : undefined);
    await expect(world.request(RELEASE)).resolves.toMatchObject([{ state: 'released' }]);
  });

  test('ends no hold that the same person places at that moment', async () => {
    const world = worldWithSurplus();
    world.holds.seed('orders', OLDEST, { who: 'bob' });
    world.holds.onCall = (call) => {
      if (call === 'release') world.holds.seed('orders', OLDEST, { who: 'bob', heldAt: world.clock.now() });
    };
    await expect(world.request(RELEASE)).rejects.toThrow(
      `${OLDEST} of application orders was put on hold again by bob.`,
    );
    expect(await world.request({ action: 'holds' })).toMatchObject([{ who: 'bob' }]);
  });
});

test('asking for the holds gives those in force', async () => {
  const world = worldWithSurplus();
  world.holds.seed('orders', OLDEST);
  world.holds.seed('orders', SECOND, { until: new Date('2026-11-23T09:30:00Z') });
  await expect(world.request({ action: 'holds' })).resolves.toMatchObject([
    { application: 'orders', snapshotName: OLDEST, who: 'ada', why: 'before the release' },
  ]);
});

async function runAboutToDelete(world: FakeWorld, name: string): Promise<void> {
  const lease = { owner: 'run', eventId: 'event', until: new Date(world.clock.now().getTime() + 60_000) };
  await world.holds.take('orders', lease, world.clock.now());
  await world.holds.announceDeletions('orders', lease, [name]);
}
