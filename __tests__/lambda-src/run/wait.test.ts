import { pollDelayMs, waitForSnapshot } from '../../../lambda-src/snapshot-manager/run/wait';
import { FakeClock } from '../fakes/fake-clock';
import { FakeManagedFlink } from '../fakes/fake-managed-flink';

async function waitFor(
  snapshotDurationMs: number,
  prepare: (flink: FakeManagedFlink, clock: FakeClock) => void = () => {},
  usualMs?: number,
  waitMs = 285_000,
) {
  const clock = new FakeClock(Date.parse('2026-11-23T10:20:00Z'));
  const flink = new FakeManagedFlink(clock);
  flink.addApplication('orders');
  flink.snapshotDurationMs = snapshotDurationMs;
  const since = clock.now();
  await flink.createSnapshot('orders', 'demo.1');
  flink.calls.length = 0;
  prepare(flink, clock);
  const result = await waitForSnapshot({
    application: 'orders',
    snapshotName: 'demo.1',
    since,
    until: new Date(since.getTime() + waitMs),
    usualMs,
    api: flink,
    clock,
    log: () => {},
  });
  const count = (call: string) => flink.calls.filter((made) => made.startsWith(call)).length;
  return {
    result,
    tookMs: clock.now().getTime() - since.getTime(),
    polls: count('describeSnapshot'),
    looksAtApplication: count('describeApplication'),
  };
}

test.each([500, 2_000, 20_000, 45_000, 60_000, 90_000])(
  'the end of a snapshot of %d ms is noticed within a quarter of its duration plus half a second',
  async (durationMs) => {
    const { result, tookMs } = await waitFor(durationMs);
    expect(result).toMatchObject({ kind: 'settled', snapshot: { status: 'READY' } });
    expect(tookMs).toBeGreaterThanOrEqual(durationMs);
    expect(tookMs).toBeLessThanOrEqual(1.25 * durationMs + 500);
  },
);

test('a snapshot of 60 s costs at most 22 polls', async () => {
  expect((await waitFor(60_000)).polls).toBeLessThanOrEqual(22);
});

test.each([500, 2_000, 20_000, 45_000, 60_000, 90_000])(
  'once it is known that snapshots take %d ms, the end is noticed within a tenth plus half a second, with six polls at most',
  async (durationMs) => {
    for (const ofUsual of [0.93, 1, 1.07]) {
      const { result, tookMs, polls } = await waitFor(durationMs, () => {}, durationMs / ofUsual);
      expect(result).toMatchObject({ kind: 'settled', snapshot: { status: 'READY' } });
      expect(tookMs).toBeGreaterThanOrEqual(durationMs);
      expect(tookMs).toBeLessThanOrEqual(1.1 * durationMs + 500);
      expect(polls).toBeLessThanOrEqual(6);
    }
  },
);

test('a snapshot that is three times as slow as usual is waited for as one of which nothing is known', async () => {
  const { result, tookMs, polls } = await waitFor(60_000, () => {}, 20_000);
  expect(result).toMatchObject({ kind: 'settled', snapshot: { status: 'READY' } });
  expect(tookMs).toBeLessThanOrEqual(1.1 * 60_000 + 500);
  expect(polls).toBeLessThanOrEqual(22);
});

test('a stop is noticed at half the usual time, not only at its end', async () => {
  const { result, tookMs } = await waitFor(
    60_000,
    (flink, clock) => clock.in(5_000, () => flink.changeApplication('orders', { status: 'STOPPING' })),
    60_000,
  );
  expect(result).toMatchObject({ kind: 'application-stopped', application: { status: 'STOPPING' } });
  expect(tookMs).toBeLessThan(31_000);
});

test('the application is not looked at for a snapshot of 10 s, and now and then for one of 60 s', async () => {
  expect((await waitFor(10_000)).looksAtApplication).toBe(0);
  expect((await waitFor(60_000)).looksAtApplication).toBe(3);
});

test('a snapshot that could not be asked for until the end is unobservable by that error, not late', async () => {
  const { result } = await waitFor(500, (flink) => flink.fail('describeSnapshot', 'other'), undefined, 30_000);
  expect(result).toMatchObject({
    kind: 'unobservable',
    error: { message: expect.stringContaining('describeSnapshot') },
  });
});

test('delays grow with the time already waited', () => {
  expect([0, 1_000, 10_000, 100_000].map((elapsedMs) => pollDelayMs(elapsedMs, undefined))).toEqual([
    300, 480, 2_100, 18_300,
  ]);
});

function showOnlyAfter(flink: FakeManagedFlink, lagMs: number): void {
  flink.hide('demo.1', lagMs);
}

test('four answers in a row that say nothing are waited out', async () => {
  const { result } = await waitFor(2_000, (flink) => flink.fail('describeSnapshot', 'other', { times: 4 }));
  expect(result).toMatchObject({ kind: 'settled', snapshot: { status: 'READY' } });
});

test.each([3_000, 20_000, 45_000])(
  'a snapshot that reads show only after %d ms is waited for like any other',
  async (lagMs) => {
    const { result } = await waitFor(50_000, (flink) => showOnlyAfter(flink, lagMs));
    expect(result).toMatchObject({ kind: 'settled', snapshot: { status: 'READY' } });
  },
);

test('the first look at a slow application finds nothing, and the next one comes soon after', async () => {
  const { result, polls } = await waitFor(200_000, (flink) => showOnlyAfter(flink, 120_000), 200_000);
  expect(result).toMatchObject({ kind: 'settled', snapshot: { status: 'READY' } });
  expect(polls).toBeLessThanOrEqual(22);
});

test('a snapshot that was seen and is absent for a minute is gone', async () => {
  const { result, tookMs } = await waitFor(200_000, (flink, clock) =>
    clock.in(10_000, () => flink.removeSnapshot('orders', 'demo.1')),
  );
  expect(result).toMatchObject({ kind: 'gone' });
  expect(tookMs).toBeGreaterThan(60_000);
  expect(tookMs).toBeLessThan(90_000);
});

test('a service that does not answer for a minute ends the waiting, with its error', async () => {
  const { result, tookMs } = await waitFor(200_000, (flink) => flink.fail('describeSnapshot', 'other'));
  expect(result).toMatchObject({ kind: 'unobservable', error: { kind: 'other' } });
  expect(tookMs).toBeGreaterThan(60_000);
  expect(tookMs).toBeLessThan(90_000);
});

test.each(['AUTOSCALING', 'UPDATING', 'MAINTENANCE', 'ROLLING_BACK', 'STARTING', 'A_STATUS_OF_NEXT_YEAR'])(
  'an application in %s for a while is waited for: the snapshot becomes READY all the same',
  async (status) => {
    const { result } = await waitFor(60_000, (flink, clock) => {
      clock.in(5_000, () => flink.changeApplication('orders', { status }));
      clock.in(50_000, () => flink.changeApplication('orders', { status: 'RUNNING' }));
    });
    expect(result).toMatchObject({ kind: 'settled', snapshot: { status: 'READY' } });
  },
);

test.each(['STOPPING', 'FORCE_STOPPING', 'READY', 'DELETING'])(
  'an application in %s ends the waiting: it was stopped',
  async (status) => {
    const { result } = await waitFor(60_000, (flink, clock) =>
      clock.in(5_000, () => flink.changeApplication('orders', { status })),
    );
    expect(result).toMatchObject({ kind: 'application-stopped', application: { status } });
  },
);

test('a status that this version does not know is not the end: it may become READY', async () => {
  const passing = await waitFor(60_000, (flink, clock) => {
    clock.in(20_000, () => flink.setStatus('orders', 'demo.1', 'EXPORTING'));
    clock.in(40_000, () => flink.setStatus('orders', 'demo.1', 'READY'));
  });
  expect(passing.result).toMatchObject({ kind: 'settled', snapshot: { status: 'READY' } });

  const { result } = await waitFor(60_000, (flink, clock) =>
    clock.in(20_000, () => flink.setStatus('orders', 'demo.1', 'EXPORTING')),
  );
  expect(result).toMatchObject({ kind: 'late', snapshot: { status: 'EXPORTING' } });
});

test('it does not wait beyond its end', async () => {
  const { result, tookMs } = await waitFor(900_000);
  expect(result).toMatchObject({ kind: 'late', snapshot: { status: 'CREATING' } });
  expect(tookMs).toBeLessThan(285_100);
});

test('the time when the snapshot was last seen CREATING is before its end', async () => {
  const { result } = await waitFor(20_000);
  expect(result.kind === 'settled' && result.lastSeenCreatingAt?.getTime()).toBeLessThanOrEqual(
    Date.parse('2026-11-23T10:20:20Z'),
  );
});
