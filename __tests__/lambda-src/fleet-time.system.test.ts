import { CallPace } from '../../lambda-src/snapshot-manager/aws/call-pace';
import { CallTime } from '../../lambda-src/snapshot-manager/aws/call-time';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import { snapshotAll } from '../../lambda-src/snapshot-manager/fleet';
import { SentEvents } from '../../lambda-src/snapshot-manager/run/sent-events';
import { FakeAuditTable } from './fakes/fake-audit-table';
import { NO_DRILLS } from './fakes/fake-drills';
import { FakeEventBus } from './fakes/fake-event-bus';
import { FakeHoldsTable } from './fakes/fake-holds-table';
import { FakeManagedFlink } from './fakes/fake-managed-flink';
import { FakeTopic } from './fakes/fake-topic';
import { FakeWorld } from './fakes/fake-world';
import { SharedClock } from './fakes/shared-clock';

const CALLS_PER_SECOND = 10;
const PAGES = 20;
const HOURLY = 'rate(1 hour)';
/** Snapshots of ours that each application has, and may have: the one of the run makes one surplus. */
const KEPT = 3;

/** Applications with a thousand snapshots each, on a clock that many can sleep on. */
class Fleet {
  readonly clock = new SharedClock(Date.parse('2026-11-23T10:20:00Z'));
  readonly flink = new FakeManagedFlink(this.clock);
  readonly audit = new FakeAuditTable();
  readonly holds = new FakeHoldsTable();
  readonly eventBus = new FakeEventBus();
  /** Number of applications with a schedule of their own, which then is the one that runs. */
  ofOwnSchedule = 0;
  /** Duration of a call to the bus. */
  busMs = 0;
  readonly names: readonly string[];

  constructor(
    applications: number,
    pages = PAGES,
    private readonly callsPerSecond = CALLS_PER_SECOND,
  ) {
    this.names = Array.from({ length: applications }, (_, index) => `app-${String(index + 1).padStart(3, '0')}`);
    this.flink.pace = new CallPace(callsPerSecond, this.clock);
    this.flink.snapshotDurationMs = 20_000;
    this.flink.latencyMs = 50;
    this.flink.quota = 2_000;
    for (const name of this.names) {
      this.flink.addApplication(name);
      for (let index = 0; index < pages * 50 - KEPT; index += 1) {
        this.flink.addSnapshot(name, `by-hand-${index}`, new Date(Date.UTC(2026, 9, 1) + index * 60_000));
      }
      this.flink.addHourly(name, '07', '08', '09');
    }
  }

  async run(time: string, timeoutMs: number): Promise<{ records: readonly RunRecord[]; tookMs: number }> {
    const startMs = this.clock.now().getTime();
    this.flink.calls.length = 0;
    const { settings } = new FakeWorld(...this.names);
    const applications = settings.applications.map((entry, index) =>
      index < this.ofOwnSchedule ? { ...entry, schedule: HOURLY } : entry,
    );
    const schedule = this.ofOwnSchedule === 0 ? {} : { schedule: HOURLY };
    const records = await this.clock.until(
      snapshotAll(
        { id: `event-${time}`, time: new Date(time), ...schedule },
        {
          settings: { ...settings, applications, retention: { keepLast: KEPT }, callsPerSecond: this.callsPerSecond },
          deadline: new Date(startMs + timeoutMs),
          invocationId: `invocation-${time}`,
          sentEvents: new SentEvents(),
          ports: {
            api: this.flink,
            directory: this.flink,
            audit: this.audit,
            holds: this.holds,
            marks: this.holds,
            locks: this.holds,
            requestTimes: this.holds,
            notices: this.holds,
            knownSchedules: this.holds,
            notifier: new FakeTopic(),
            eventBus: { put: (events, until) => this.putSlowly(events, until) },
            ...NO_DRILLS,
            callRate: this.flink.pace ?? { set: () => {} },
            clock: this.clock,
            writeLine: () => {},
          },
        },
      ),
    );
    return { records, tookMs: this.clock.now().getTime() - startMs };
  }

  private async putSlowly(...[events, until]: Parameters<FakeEventBus['put']>): ReturnType<FakeEventBus['put']> {
    const leftMs = until.getTime() - this.clock.now().getTime();
    await this.clock.sleep(Math.min(this.busMs, leftMs));
    if (this.busMs > leftMs) throw new Error('The bus did not answer.');
    return this.eventBus.put(events, until);
  }

  calls(kind: string): number {
    return this.flink.calls.filter((call) => call.startsWith(kind)).length;
  }
}

function namesOf(records: readonly RunRecord[], reason: string): string[] {
  return records.filter((record) => record.reason === reason).map(({ application }) => application);
}

test('100 applications with 1,000 snapshots each are one run, within 1.2 times what their list pages take', async () => {
  const fleet = new Fleet(100);
  const { records, tookMs } = await fleet.run('2026-11-23T10:20:00Z', 300_000);
  expect(namesOf(records, 'ready')).toHaveLength(100);
  const boundMs = (100 * PAGES * 1000) / CALLS_PER_SECOND;
  expect(tookMs).toBeGreaterThanOrEqual(boundMs);
  expect(tookMs).toBeLessThanOrEqual(1.2 * boundMs);
  expect({
    describe: fleet.calls('describeApplication'),
    list: fleet.calls('listSnapshots'),
    create: fleet.calls('createSnapshot'),
    delete: fleet.calls('deleteSnapshot'),
    // A second look at the application after 15 s of waiting, since a stop must be noticed, and one before the deletion.
  }).toEqual({ describe: 300, list: 100 * PAGES, create: 100, delete: 100 });
});

test.each([
  ['eight', 8, 150_000],
  ['seven', 7, 240_000],
])('%s applications of 40 with a schedule of their own, and large state, are one run', async (_, large, durationMs) => {
  const fleet = new Fleet(40, 1, 5);
  fleet.ofOwnSchedule = large;
  fleet.flink.snapshotDurationMs = durationMs;
  const { records } = await fleet.run('2026-11-23T10:20:00Z', 300_000);
  expect(records.map(({ reason }) => reason)).toEqual(Array(large).fill('ready'));
});

test('a fleet’s events cost its run at most a call of the bus, and three calls of 2 s if the bus hangs', async () => {
  const took: Record<number, number> = {};
  for (const busMs of [0, 100, 3_600_000]) {
    const fleet = new Fleet(40);
    fleet.busMs = busMs;
    const { records, tookMs } = await fleet.run('2026-11-23T10:20:00Z', 300_000);
    expect(namesOf(records, 'ready')).toHaveLength(40);
    took[busMs] = tookMs;
    expect(fleet.eventBus.accepted).toHaveLength(busMs > 1_000 ? 0 : 40);
  }
  expect((took[100] ?? 0) - (took[0] ?? 0)).toBeLessThanOrEqual(200);
  expect((took[3_600_000] ?? 0) - (took[0] ?? 0)).toBeLessThanOrEqual(6_000);
});

test.each([
  ['answers each call only after 3.9 s', 3_900],
  ['does not answer at all', 3_600_000],
])('40 applications of a service that %s: the run ends before its time, with a row for each', async (_, latencyMs) => {
  const fleet = new Fleet(40);
  fleet.flink.latencyMs = latencyMs;
  fleet.flink.callTime = new CallTime(fleet.clock, (ms, onEnd) => {
    fleet.clock.in(ms, onEnd);
    return () => {};
  });
  fleet.flink.callTime.endAt(new Date(fleet.clock.now().getTime() + 120_000));
  const startMs = fleet.clock.now().getTime();
  await expect(fleet.run('2026-11-23T10:20:00Z', 120_000)).rejects.toThrow(
    'was not answered before the end of the run',
  );
  expect(fleet.clock.now().getTime() - startMs).toBeLessThan(120_000);
  const ended = fleet.names.map((name) => fleet.audit.records(name).map(({ state }) => state));
  expect(ended.filter(([state]) => state === undefined || state === 'started')).toEqual([]);
});

test('what a run has no time for is recorded, and first in the next run', async () => {
  const fleet = new Fleet(40);
  const first = await fleet.run('2026-11-23T10:20:00Z', 80_000);
  expect(first.tookMs).toBeLessThan(80_000);
  const left = namesOf(first.records, 'no-time');
  expect(left.length).toBeGreaterThan(5);
  const begun = ['ready', 'cleanup-incomplete', 'still-creating'].flatMap((reason) => namesOf(first.records, reason));
  expect([...begun, ...left].sort()).toEqual(fleet.names);
  expect(fleet.calls('describeApplication app-040')).toBe(0);

  const second = await fleet.run('2026-11-23T10:30:00Z', 90_000);
  expect(namesOf(second.records, 'ready')).toEqual(expect.arrayContaining(left));
  expect(second.records.slice(0, left.length).map(({ application }) => application)).toEqual(left);
});
