import { snapshotApplication } from '../../lambda-src/snapshot-manager/run';
import { AuditSession } from '../../lambda-src/snapshot-manager/run/audit-session';
import { DeletionGuard } from './fakes/deletion-guard';
import { FakeWorld } from './fakes/fake-world';
import { troubleWith } from './fakes/troubles';

const AT_10_20 = '2026-11-23T10:20:00Z';
const AT_10_30 = '2026-11-23T10:30:00Z';
const LAST_MS = Date.parse('2026-11-23T10:05:00Z');

/** Own snapshots ten minutes apart, of which the retention keeps three. */
function worldWith(count: number): { world: FakeWorld; guard: DeletionGuard; names: string[] } {
  const world = new FakeWorld('orders');
  const guard = new DeletionGuard(world);
  const names = Array.from({ length: count }, (_, index) => {
    const at = new Date(LAST_MS - (count - index) * 600_000);
    const name = `demo.${at.toISOString().replace(/[-:]|\.000/g, '')}`;
    world.flink.addSnapshot('orders', name, at);
    return name;
  });
  return { world, guard, names };
}

/** Lets something happen before the deletion at this place, counted from 0. */
function beforeDeletion(world: FakeWorld, place: number, happens: () => void): void {
  let deletions = 0;
  world.aws.meanwhile = async (call) => {
    if (call !== 'application.deleteSnapshot') return;
    if (deletions === place) happens();
    deletions += 1;
  };
}

describe('an application that is changed while a run is under way', () => {
  test('an update to restore from an old snapshot, before the deletions: that snapshot stays, and the row says why', async () => {
    const { world, guard, names } = worldWith(6);
    world.clock.in(1_000, () => {
      world.flink.changeApplication('orders', { restoresFrom: { kind: 'snapshot', name: names[0] ?? '' } });
    });
    const [record] = await world.invoke(AT_10_20);
    expect(guard.violations).toEqual([]);
    expect(record).toMatchObject({ state: 'taken', reason: 'cleanup-paused', deleted: [] });
    expect(record?.message).toContain(
      `The snapshot to restore from changed from the newest one to ${names[0]} during the run.`,
    );
    expect(record?.kept).toContain(`${names[0]}: restore-point`);
  });

  test('an application that is UPDATING, or stopped, has nothing deleted, and the row says its status', async () => {
    const { world, guard } = worldWith(6);
    world.clock.in(1_000, () => world.flink.changeApplication('orders', { status: 'UPDATING' }));
    const [record] = await world.invoke(AT_10_20);
    expect(guard.deleted).toEqual([]);
    expect(record).toMatchObject({ reason: 'cleanup-paused', deleted: [], applicationStatus: 'UPDATING' });
    expect(record?.message).toContain('The application became UPDATING during the run.');
  });

  test('a retry that finds its snapshot READY deletes nothing of an application that was stopped since', async () => {
    const { world, guard } = worldWith(6);
    world.aws.trouble = (call) => (call === 'application.createSnapshot' ? 'kill' : undefined);
    await world.aws.process(() => world.invoke(AT_10_20));
    world.aws.trouble = () => undefined;
    world.clock.advance(60_000);
    // The service forgets the configured restore point when the application is stopped.
    world.flink.changeApplication('orders', { status: 'READY', restoresFrom: { kind: 'latest' } });
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'cleanup-paused', deleted: [] });
    expect(guard.deleted).toEqual([]);
  });

  test('an application made anew with the same name has nothing deleted', async () => {
    const { world, guard } = worldWith(6);
    world.clock.in(1_000, () => world.flink.changeApplication('orders', { createdAt: new Date(AT_10_20) }));
    await expect(world.invoke(AT_10_20)).resolves.toMatchObject([{ reason: 'cleanup-paused', deleted: [] }]);
    expect(guard.deleted).toEqual([]);
  });

  test('in the middle of a long cleanup it is noticed after five more deletions at most', async () => {
    for (const place of [1, 7, 40]) {
      const { world, guard, names } = worldWith(100);
      // Far enough ahead of what is deleted next that a look comes between.
      const target = names[place + 6] ?? '';
      beforeDeletion(world, place, () => {
        world.flink.changeApplication('orders', { restoresFrom: { kind: 'snapshot', name: target } });
      });
      const [record] = await world.invoke(AT_10_20);
      expect(guard.violations).toEqual([]);
      expect(record?.reason).toBe('cleanup-paused');
      expect(guard.deleted.length).toBeGreaterThan(place);
      expect(guard.deleted.length).toBeLessThanOrEqual(place + 5);
      expect(record?.deleted).toEqual(guard.deleted);
    }
  });

  test('slow deletions are not trusted for long: after two seconds the application is looked at again', async () => {
    const { world, guard, names } = worldWith(9);
    let isFirst = true;
    world.aws.trouble = (call) => {
      if (call !== 'application.deleteSnapshot' || !isFirst) return undefined;
      isFirst = false;
      return { effects: 1, takesMs: 8_000 };
    };
    beforeDeletion(world, 0, () => {
      world.clock.in(4_000, () => {
        world.flink.changeApplication('orders', { restoresFrom: { kind: 'snapshot', name: names[1] ?? '' } });
      });
    });
    await expect(world.invoke(AT_10_20)).resolves.toMatchObject([{ reason: 'cleanup-paused', deleted: [names[0]] }]);
    expect(guard.violations).toEqual([]);
  });

  test('when the application cannot be looked at, nothing is deleted', async () => {
    const { world, guard } = worldWith(6);
    world.clock.in(1_000, () => world.flink.fail('describeApplication', 'other'));
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'cleanup-incomplete', deleted: [] });
    expect(guard.deleted).toEqual([]);
  });

  test('nothing to delete costs no further look, one deletion costs one', async () => {
    for (const [count, looks] of [
      [2, 1],
      [3, 2],
      [8, 3],
    ] as const) {
      const { world } = worldWith(count);
      await world.invoke(AT_10_20);
      expect(world.flink.calls.filter((call) => call.startsWith('describeApplication'))).toHaveLength(looks);
    }
  });
});

describe('a snapshot that cannot be deleted', () => {
  test('does not keep the others from being deleted, and the row names it', async () => {
    const { world, names } = worldWith(8);
    world.flink.undeletable.add(names[0] ?? '');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({
      state: 'taken',
      reason: 'cleanup-incomplete',
      deleted: names.slice(1, 6),
      failedToDelete: [names[0]],
    });
    expect(record?.message).toContain('1 of 6 could not be deleted.');
  });

  test('several of them, more than a run tries in a row, hold up nothing for ever', async () => {
    const { world, names } = worldWith(12);
    for (const name of names.slice(0, 7)) world.flink.undeletable.add(name);
    for (const time of ['10:20', '10:30', '10:40', '10:50']) await world.invoke(`2026-11-23T${time}:00Z`);
    const own = world.flink.listed('orders').map(({ name }) => name);
    expect(own).toHaveLength(7 + 3);
    expect(own.slice(0, 7)).toEqual(names.slice(0, 7));
  });

  test('a service that answers no deletion is asked three times, not a hundred', async () => {
    const { world } = worldWith(100);
    world.flink.fail('deleteSnapshot', 'other');
    const [record] = await world.invoke(AT_10_20);
    expect(record?.failedToDelete).toHaveLength(3);
    expect(world.flink.calls.filter((call) => call.startsWith('deleteSnapshot'))).toHaveLength(3);
  });
});

describe('what is deleted is in a row', () => {
  test('before the first deletion, with the reasons', async () => {
    const { world, names } = worldWith(6);
    let row: unknown;
    beforeDeletion(world, 0, () => {
      [row] = world.audit.records('orders');
    });
    await world.invoke(AT_10_20);
    expect(row).toMatchObject({
      state: 'started',
      deleted: [],
      deleting: names.slice(0, 4).map((name) => `${name}: surplus`),
    });
    expect(world.audit.records('orders')).toMatchObject([{ deleted: names.slice(0, 4) }]);
    expect(world.audit.records('orders')[0]).not.toHaveProperty('deleting.0');
  });

  test('and stays there when the turn to delete ends in an error', async () => {
    const { world, names } = worldWith(6);
    const context = world.context();
    const result = await snapshotApplication(
      'orders',
      { id: 'at-10-20', time: new Date(AT_10_20) },
      {
        ...context,
        audit: new AuditSession(world.audit, () => {}),
        log: () => {},
        recent: [],
        isNamed: true,
        stages: {
          endListing: () => {},
          endWaiting: () => {},
          cleanInTurn: () => Promise.reject(new Error('Injected: no turn.')),
        },
      },
    );
    expect(result.record).toMatchObject({
      state: 'failed',
      reason: 'unexpected-error',
      deleting: names.slice(0, 4).map((name) => `${name}: surplus`),
    });
  });

  test('a table that does not take the intention: nothing is deleted', async () => {
    const { world, guard } = worldWith(6);
    let starts = 0;
    world.aws.trouble = (call) => {
      if (call === 'audit.start') starts += 1;
      return call === 'audit.start' && starts === 2 ? troubleWith(call, 'throttled') : undefined;
    };
    await expect(world.invoke(AT_10_20)).resolves.toMatchObject([{ reason: 'cleanup-incomplete', deleted: [] }]);
    expect(guard.deleted).toEqual([]);
  });

  test.each([0, 1, 2, 3])('a run killed at deletion %d: the next run writes down what it had done', async (place) => {
    const { world, guard, names } = worldWith(6);
    let deletions = 0;
    world.aws.trouble = (call) => {
      if (call !== 'application.deleteSnapshot') return undefined;
      deletions += 1;
      return deletions === place + 1 ? 'kill' : undefined;
    };
    await world.aws.process(() => world.invoke(AT_10_20));
    world.aws.trouble = () => undefined;
    expect(guard.deleted).toEqual(names.slice(0, place + 1));
    world.clock.advance(600_000);
    await world.invoke(AT_10_30);
    const [died, next] = world.audit.records('orders');
    expect(died).toMatchObject({ deleted: names.slice(0, place + 1), deleting: undefined });
    expect(died?.deletionReasons).toEqual(names.slice(0, place + 1).map((name) => `${name}: surplus`));
    expect(next?.deleted).toEqual(names.slice(place + 1, 5));
  });

  test('a completing write that is throttled: the retry of the event has the deletions', async () => {
    const { world, guard } = worldWith(6);
    world.aws.trouble = (call) => (call === 'audit.complete' ? troubleWith(call, 'throttled') : undefined);
    await expect(world.invoke(AT_10_20)).rejects.toThrow('did not accept the record');
    world.aws.trouble = () => undefined;
    expect(guard.deleted).toHaveLength(4);
    const [retried] = await world.invoke(AT_10_20);
    expect(retried?.deleted).toEqual(guard.deleted);
    expect(world.audit.records('orders')).toMatchObject([{ deleted: guard.deleted }]);
  });

  test('a retry that cannot read the list keeps what its first attempt intended, for the next run', async () => {
    const { world, guard } = worldWith(6);
    world.aws.trouble = (call) => (call === 'audit.complete' ? troubleWith(call, 'throttled') : undefined);
    await expect(world.invoke(AT_10_20)).rejects.toThrow();
    world.aws.trouble = () => undefined;
    world.flink.fail('listSnapshots', 'other', { times: 1 });
    await expect(world.invoke(AT_10_20)).rejects.toThrow('list');
    world.clock.advance(600_000);
    await world.invoke(AT_10_30);
    expect(world.audit.records('orders')[0]?.deleted).toEqual(guard.deleted.slice(0, 4));
  });

  test('a deletion of which nobody knows whether it took effect is settled by the next run', async () => {
    const { world, names } = worldWith(3);
    world.aws.trouble = (call) =>
      call === 'application.deleteSnapshot' ? troubleWith(call, 'answer lost') : undefined;
    beforeDeletion(world, 0, () => world.flink.fail('describeSnapshot', 'other', { times: 1 }));
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ reason: 'cleanup-incomplete', deleted: [], failedToDelete: [names[0]] });
    world.aws.trouble = () => undefined;
    world.clock.advance(600_000);
    await world.invoke(AT_10_30);
    expect(world.audit.records('orders')[0]).toMatchObject({ deleted: [names[0]], failedToDelete: [] });
  });
});

describe('runs that never see their own snapshot READY', () => {
  test('snapshots of 400 s in runs of 300 s: the surplus goes at the start of the next run', async () => {
    const { world, guard } = worldWith(3);
    world.flink.snapshotDurationMs = 400_000;
    for (let run = 0; run < 20; run += 1) {
      const at = Date.parse(AT_10_20) + run * 600_000;
      world.clock.advance(at + 1_500 - world.clock.now().getTime());
      await world.invoke(new Date(at).toISOString().replace('.000Z', 'Z'));
    }
    expect(world.outcomes('orders').at(-1)).toBe('late still-creating');
    expect(world.flink.listed('orders').length).toBeLessThanOrEqual(3 + 2);
    expect(world.audit.records('orders').flatMap(({ deleted }) => deleted)).toEqual(guard.deleted);
    expect(guard.violations).toEqual([]);
  });

  test('snapshots that all FAIL do not pile up, and the good ones stay', async () => {
    const { world, names } = worldWith(3);
    world.flink.snapshotEndsAs = 'FAILED';
    for (let run = 0; run < 12; run += 1) {
      const at = Date.parse(AT_10_20) + run * 600_000;
      world.clock.advance(at + 1_500 - world.clock.now().getTime());
      await expect(world.invoke(new Date(at).toISOString().replace('.000Z', 'Z'))).rejects.toThrow('FAILED');
    }
    const left = world.flink.snapshotsOf('orders');
    expect(left.slice(0, 3)).toEqual(names.map((name) => `${name} READY`));
    expect(left.length).toBeLessThanOrEqual(3 + 1);
  });

  test('a large surplus at the start delays the snapshot by ten seconds at most', async () => {
    const { world } = worldWith(400);
    world.flink.latencyMs = 100;
    world.flink.fail('createSnapshot', 'other', { times: 1 });
    await expect(world.invoke(AT_10_20)).rejects.toThrow('create');
    world.clock.advance(600_000);
    const before = world.clock.now().getTime();
    let createdAfterMs = 0;
    world.aws.meanwhile = async (call) => {
      if (call === 'application.createSnapshot') createdAfterMs = world.clock.now().getTime() - before;
    };
    const [record] = await world.invoke(AT_10_30);
    expect(createdAfterMs).toBeGreaterThan(5_000);
    expect(createdAfterMs).toBeLessThan(12_000);
    expect(record).toMatchObject({ reason: 'ready' });
    expect(record?.deleted).toHaveLength(398);
  });

  test('after a run that was well nothing is deleted before the snapshot is taken', async () => {
    const { world } = worldWith(3);
    await world.invoke(AT_10_20);
    world.flink.addSnapshot('orders', 'demo.20261123T102500Z', new Date('2026-11-23T10:25:00Z'));
    world.clock.advance(600_000);
    world.flink.calls.length = 0;
    await world.invoke(AT_10_30);
    const kinds = world.flink.calls.map((call) => call.split(' ')[0]);
    expect(kinds.indexOf('deleteSnapshot')).toBeGreaterThan(kinds.indexOf('createSnapshot'));
  });
});

describe('the end of the function’s time', () => {
  test.each([40_000, 60_000, 120_000, 300_000])(
    'deletions that hang: a run of %d ms is recorded before its time is up',
    async (timeoutMs) => {
      const { world } = worldWith(60);
      const deadline = world.clock.now().getTime() + timeoutMs;
      world.aws.trouble = (call) =>
        call === 'application.deleteSnapshot' ? { effects: 1, takesMs: 14_000 } : undefined;
      const outcome = await world.aws.process(() => world.invoke(AT_10_20, { timeoutMs }), timeoutMs);
      expect(outcome).toHaveProperty('result');
      expect(world.clock.now().getTime()).toBeLessThan(deadline - 10_000);
      expect(world.outcomes('orders')).toEqual(['taken cleanup-incomplete']);
    },
  );

  test('the look after a failed deletion gets no more than what is left either', async () => {
    const { world } = worldWith(60);
    const timeoutMs = 60_000;
    const deadline = world.clock.now().getTime() + timeoutMs;
    world.aws.trouble = (call) => {
      if (call === 'application.deleteSnapshot') return troubleWith(call, 'timed out');
      const isAfterTheWait = world.flink.calls.some((made) => made.startsWith('deleteSnapshot'));
      return call === 'application.describeSnapshot' && isAfterTheWait ? troubleWith(call, 'timed out') : undefined;
    };
    const outcome = await world.aws.process(() => world.invoke(AT_10_20, { timeoutMs }), timeoutMs);
    expect(outcome).toHaveProperty('result');
    expect(world.clock.now().getTime()).toBeLessThan(deadline - 10_000);
  });
});
