import type { Dropped } from '../../../lambda-src/snapshot-manager/domain/retention/retention';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { SnapshotApiError, type SnapshotApiErrorKind } from '../../../lambda-src/snapshot-manager/ports';
import { type Cleanup, deleteDropped } from '../../../lambda-src/snapshot-manager/run/cleanup';
import { RUNNING, snapshotOf } from '../fakes/facts';
import { FakeClock } from '../fakes/fake-clock';

const START_MS = Date.parse('2026-11-23T10:20:00Z');

function dropped(name: string, facts: Partial<Snapshot> = {}): Dropped {
  return { snapshot: snapshotOf(name, new Date('2026-11-23T09:00:00Z'), facts), reasons: ['surplus'] };
}

function refused(kind: SnapshotApiErrorKind, says = 'Injected.'): SnapshotApiError {
  return new SnapshotApiError(kind, says);
}

/** A service that does what it is told, call by call, and takes a given time for each. */
class Service {
  readonly calls: string[] = [];
  readonly clock = new FakeClock(START_MS);
  state = RUNNING;
  lookTakesMs = 0;
  deletionTakesMs = 0;
  /** Error instead of the application's description. */
  lookFails: Error | undefined;
  /** Errors of the deletions of a snapshot, in order; none left: it is deleted. */
  readonly refusals = new Map<string, Error[]>();
  /** Answer for a snapshot after a failed deletion; missing: it exists. */
  readonly seen = new Map<string, Snapshot | 'absent' | Error>();
  readonly logged: unknown[] = [];
  onDelete: (name: string) => void = () => {};

  clean(names: readonly (string | Dropped)[], untilMs = 300_000): ReturnType<typeof deleteDropped> {
    const cleanup: Cleanup = {
      application: 'orders',
      surplus: names.map((each) => (typeof each === 'string' ? dropped(each) : each)),
      firstSeen: RUNNING,
      until: new Date(START_MS + untilMs),
      clock: this.clock,
      log: (event, fields) => void this.logged.push([event, fields]),
      api: {
        describeApplication: async () => {
          this.calls.push('look');
          this.clock.advance(this.lookTakesMs);
          if (this.lookFails) throw this.lookFails;
          return this.state;
        },
        describeSnapshot: async (_, name) => {
          this.calls.push(`see ${name}`);
          const seen = this.seen.get(name) ?? dropped(name).snapshot;
          if (seen instanceof Error) throw seen;
          return seen === 'absent' ? undefined : seen;
        },
        deleteSnapshot: async (_, name) => {
          this.calls.push(`delete ${name}`);
          this.onDelete(name);
          this.clock.advance(this.deletionTakesMs);
          const error = this.refusals.get(name)?.shift();
          if (error) throw error;
        },
        listSnapshots: () => Promise.reject(new Error('A cleanup reads no list.')),
        createSnapshot: () => Promise.reject(new Error('A cleanup creates nothing.')),
      },
    };
    return deleteDropped(cleanup);
  }

  tookMs(): number {
    return this.clock.now().getTime() - START_MS;
  }
}

const NOTHING = { deleted: [], deletionReasons: undefined, deleting: undefined, failedToDelete: [] };
const times = (count: number, error: () => Error) => Array.from({ length: count }, error);

test('all of the surplus goes, in its order, with the reasons', async () => {
  const service = new Service();
  expect(await service.clean(['a', 'b'])).toEqual({
    deletions: { ...NOTHING, deleted: ['a', 'b'], deletionReasons: ['a: surplus', 'b: surplus'] },
    gone: [],
    trouble: undefined,
  });
  expect(service.calls).toEqual(['look', 'delete a', 'delete b']);
  expect(service.logged).toEqual([
    ['snapshot.deleted', { snapshot: 'a', reasons: ['surplus'], result: 'deleted' }],
    ['snapshot.deleted', { snapshot: 'b', reasons: ['surplus'], result: 'deleted' }],
  ]);
});

test('the application is looked at again after five deletions', async () => {
  const service = new Service();
  await service.clean(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k']);
  expect(service.calls.map((call) => (call === 'look' ? '|' : call.slice(-1))).join('')).toBe('|abcde|fghij|k');
});

test.each([
  [999, '|abc|d'],
  [1_000, '|ab|cd'],
  [2_000, '|a|b|c|d'],
])('with deletions of %d ms it is looked at again when the last look is two seconds old', async (ms, expected) => {
  const service = new Service();
  service.deletionTakesMs = ms;
  await service.clean(['a', 'b', 'c', 'd']);
  expect(service.calls.map((call) => (call === 'look' ? '|' : call.slice(-1))).join('')).toBe(expected);
});

test('a look counts from when it was asked for, not from its answer', async () => {
  const service = new Service();
  service.lookTakesMs = 2_000;
  await service.clean(['a', 'b']);
  expect(service.calls).toEqual(['look', 'delete a', 'look', 'delete b']);
});

describe('the end of the time', () => {
  test.each([
    [6_000, ['look', 'delete a']],
    [5_999, []],
  ])('with %d ms left', async (untilMs, calls) => {
    const service = new Service();
    await service.clean(['a'], untilMs);
    expect(service.calls).toEqual(calls);
  });

  test('stops the cleanup, and says so', async () => {
    const service = new Service();
    service.deletionTakesMs = 5_000;
    expect(await service.clean(['a', 'b', 'c'], 15_000)).toEqual({
      deletions: { ...NOTHING, deleted: ['a', 'b'], deletionReasons: ['a: surplus', 'b: surplus'] },
      gone: [],
      trouble: { kind: 'incomplete', detail: 'The cleanup stopped: the time of the run was nearly up.' },
    });
  });

  test('is checked again after a look that took long', async () => {
    const service = new Service();
    service.lookTakesMs = 4_001;
    const { trouble } = await service.clean(['a'], 10_000);
    expect(service.calls).toEqual(['look']);
    expect(trouble?.detail).toContain('the time of the run was nearly up');
  });
});

describe('an application', () => {
  test('that is no longer as the run saw it has nothing deleted, and is returned', async () => {
    const service = new Service();
    service.state = { ...RUNNING, status: 'UPDATING' };
    const { deletions, gone, trouble } = await service.clean(['a']);
    expect([deletions, gone]).toEqual([NOTHING, []]);
    expect(trouble).toEqual({
      kind: 'application-changed',
      detail: 'The application became UPDATING during the run.',
      application: service.state,
    });
    expect(service.calls).toEqual(['look']);
    expect(service.logged).toEqual([['cleanup.paused', { change: trouble?.detail }]]);
  });

  test('that changed is the trouble, though a deletion failed before', async () => {
    const service = new Service();
    service.refusals.set('a', [refused('busy')]);
    service.onDelete = () => {
      service.state = { ...RUNNING, status: 'STOPPING' };
    };
    const { deletions, trouble } = await service.clean(['a', 'b']);
    expect(deletions.failedToDelete).toEqual(['a']);
    expect(trouble?.kind).toBe('application-changed');
  });

  test('that cannot be looked at has nothing deleted', async () => {
    const service = new Service();
    service.lookFails = new Error('Injected: no look.');
    expect((await service.clean(['a'])).trouble).toEqual({
      kind: 'incomplete',
      detail: 'The cleanup stopped: the application could not be described. Injected: no look.',
    });
    expect(service.calls).toEqual(['look']);
    expect(service.logged).toEqual([['cleanup.look-error', { error: service.lookFails }]]);
  });
});

describe('a deletion that is refused', () => {
  test.each<[SnapshotApiErrorKind, 'gone' | 'deleted']>([
    ['not-found', 'gone'],
    ['invalid', 'gone'],
    ['busy', 'gone'],
    ['refused', 'gone'],
    ['being-changed', 'gone'],
    ['quota-reached', 'gone'],
    ['unsupported', 'gone'],
    ['other', 'deleted'],
  ])('as %s, of a snapshot that is not there: %s', async (kind, expected) => {
    const service = new Service();
    service.refusals.set('a', [refused(kind)]);
    service.seen.set('a', 'absent');
    const { deletions, gone, trouble } = await service.clean(['a']);
    expect([deletions.deleted, gone]).toEqual(expected === 'gone' ? [[], ['a']] : [['a'], []]);
    expect(trouble).toBeUndefined();
  });

  test('of a snapshot in DELETING is as good as done', async () => {
    const service = new Service();
    service.refusals.set('a', [refused('busy')]);
    service.seen.set('a', dropped('a', { status: 'DELETING' }).snapshot);
    expect(await service.clean(['a'])).toEqual({ deletions: NOTHING, gone: ['a'], trouble: undefined });
  });

  test.each<[SnapshotApiErrorKind, readonly string[] | undefined]>([
    ['not-found', undefined],
    ['refused', undefined],
    ['other', ['a: surplus']],
  ])('as %s, of a snapshot that went with its application, is not claimed', async (kind, deleting) => {
    const service = new Service();
    service.refusals.set('a', [refused(kind)]);
    service.onDelete = () => {
      service.seen.set('a', 'absent');
      service.state = { ...RUNNING, createdAt: new Date(START_MS) };
    };
    const { deletions, gone } = await service.clean(['a']);
    expect(gone).toEqual([]);
    expect(deletions).toEqual({ ...NOTHING, deleting, failedToDelete: ['a'] });
  });

  test('of a snapshot that is gone, while nobody knows whether the application is still the same, stays open', async () => {
    const service = new Service();
    service.refusals.set('a', [refused('other')]);
    service.onDelete = () => {
      service.seen.set('a', 'absent');
      service.lookFails = refused('not-found');
    };
    const { deletions } = await service.clean(['a']);
    expect(deletions).toEqual({ ...NOTHING, deleting: ['a: surplus'], failedToDelete: ['a'] });
  });

  test('of a snapshot that is there has failed for certain', async () => {
    const service = new Service();
    service.refusals.set('a', [refused('invalid', 'It is protected.')]);
    expect(await service.clean(['a', 'b'])).toEqual({
      deletions: { deleted: ['b'], deletionReasons: ['b: surplus'], deleting: undefined, failedToDelete: ['a'] },
      gone: [],
      trouble: { kind: 'incomplete', detail: '1 of 2 could not be deleted. The first error: It is protected.' },
    });
    // The failure may mean that the application changed.
    expect(service.calls).toEqual(['look', 'delete a', 'see a', 'look', 'delete b']);
  });

  test.each([
    ['without an answer', refused('other')],
    ['by an error of our own', new Error('Injected.')],
  ])('%s may still take effect: it stays open', async (_, error) => {
    const service = new Service();
    service.refusals.set('a', [error]);
    service.refusals.set('b', [refused('invalid')]);
    const { deletions } = await service.clean(['a', 'b', 'c']);
    expect(deletions).toMatchObject({ deleting: ['a: surplus'], failedToDelete: ['a', 'b'], deleted: ['c'] });
  });

  test('and of which the look fails as well is told by its own error', async () => {
    const service = new Service();
    service.refusals.set('a', [refused('other', 'The first error.')]);
    service.seen.set('a', new Error('The second error.'));
    const logged = ['snapshot.delete-error', { snapshot: 'a', error: service.refusals.get('a')?.[0] }];
    const { deletions, trouble } = await service.clean(['a']);
    expect(deletions.failedToDelete).toEqual(['a']);
    expect(trouble?.detail).toBe('1 of 1 could not be deleted. The first error: The first error.');
    expect(service.logged).toEqual([logged]);
  });

  test('three times in a row ends the cleanup', async () => {
    const service = new Service();
    for (const name of ['a', 'b', 'c']) service.refusals.set(name, [refused('invalid', `No ${name}.`)]);
    const { deletions, trouble } = await service.clean(['a', 'b', 'c', 'd']);
    expect(deletions).toEqual({ ...NOTHING, failedToDelete: ['a', 'b', 'c'] });
    expect(trouble?.detail).toBe(
      '3 of 4 could not be deleted. The first error: No a. The cleanup stopped: 3 deletions in a row failed.',
    );
  });

  test('four times, but never three in a row, ends nothing', async () => {
    const service = new Service();
    for (const name of ['a', 'b', 'd', 'e']) service.refusals.set(name, [refused('invalid')]);
    const { deletions } = await service.clean(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(deletions.deleted).toEqual(['c', 'f']);
    expect(deletions.failedToDelete).toEqual(['a', 'b', 'd', 'e']);
  });

  test('of a snapshot without a creation time is not even asked for', async () => {
    const service = new Service();
    const { deletions, trouble } = await service.clean([dropped('a', { createdAt: undefined })]);
    expect(deletions).toEqual({ ...NOTHING, failedToDelete: ['a'] });
    expect(trouble?.detail).toContain('Snapshot a of orders has no creation time, so it cannot be deleted.');
    expect(service.calls).toEqual(['look']);
  });
});

describe('while the application is being changed', () => {
  test('a deletion is tried three times, two seconds apart', async () => {
    const service = new Service();
    service.refusals.set(
      'a',
      times(5, () => refused('being-changed', 'In progress.')),
    );
    const { deletions } = await service.clean(['a']);
    expect(service.calls.filter((call) => call === 'delete a')).toHaveLength(3);
    expect(service.tookMs()).toBe(4_000);
    expect(deletions).toEqual({ ...NOTHING, failedToDelete: ['a'] });
  });

  test('the third attempt may succeed', async () => {
    const service = new Service();
    service.refusals.set(
      'a',
      times(2, () => refused('being-changed')),
    );
    const { deletions, trouble } = await service.clean(['a']);
    expect([deletions.deleted, trouble]).toEqual([['a'], undefined]);
    expect(service.calls).toEqual(['look', 'delete a', 'see a', 'look', 'delete a', 'see a', 'look', 'delete a']);
  });

  test.each<SnapshotApiErrorKind>(['busy', 'other', 'invalid'])(
    'what is refused as %s is not tried again',
    async (kind) => {
      const service = new Service();
      service.refusals.set('a', [refused(kind)]);
      await service.clean(['a']);
      expect(service.calls).toEqual(['look', 'delete a', 'see a']);
    },
  );

  test('it is not tried again when the application is another one afterwards', async () => {
    const service = new Service();
    service.refusals.set('a', [refused('being-changed')]);
    service.onDelete = () => {
      service.state = { ...RUNNING, restoresFrom: { kind: 'snapshot', name: 'a' } };
    };
    const { deletions } = await service.clean(['a']);
    expect(deletions).toEqual({ ...NOTHING, failedToDelete: ['a'] });
    expect(service.calls).toEqual(['look', 'delete a', 'see a', 'look']);
  });

  test('it has failed for certain, also when the look before the next attempt is not answered', async () => {
    const service = new Service();
    service.refusals.set('a', [refused('being-changed', 'In progress.')]);
    service.onDelete = () => {
      service.lookFails = refused('other', 'Injected: no look.');
    };
    const { deletions, trouble } = await service.clean(['a']);
    expect(deletions).toEqual({ ...NOTHING, failedToDelete: ['a'] });
    expect(trouble?.detail).toBe('1 of 1 could not be deleted. The first error: In progress.');
  });

  test.each([
    [8_000, 2],
    [7_999, 1],
  ])('with %d ms left it is tried %d times', async (untilMs, attempts) => {
    const service = new Service();
    service.refusals.set('a', [refused('being-changed')]);
    await service.clean(['a'], untilMs);
    expect(service.calls.filter((call) => call === 'delete a')).toHaveLength(attempts);
  });
});
