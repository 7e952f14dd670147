import {
  CreateApplicationSnapshotCommand,
  DescribeApplicationSnapshotCommand,
  type KinesisAnalyticsV2Client,
  ResourceNotFoundException,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { deploymentOf } from '../../../cli/deployment';
import { type ApplicationPorts, takeEvidence, takeTarget } from '../../../cli/recovery/actions';
import type { Recovery, RecoveryPlan } from '../../../cli/recovery/recovery';
import { snapshotTimeMs } from '../../../cli/recovery/snapshot-time';
import { FakeClock } from '../../lambda-src/fakes/fake-clock';
import { FakeWorld } from '../../lambda-src/fakes/fake-world';
import { settingsWith } from '../../settings-with';

const MINUTE_MS = 60_000;

/** Deployment in which a snapshot of `orders` usually takes so many seconds. */
function usually(seconds: number) {
  const applications = [{ name: 'orders', usualSnapshotSeconds: seconds }];
  return deploymentOf(
    settingsWith({ name: 'demo', snapshots: { applications, scheduleMinutes: 720, timeoutSeconds: 900 } }),
  );
}

describe('a snapshot before the stop counts as not taken', () => {
  const minutesOf = async (...args: Parameters<typeof snapshotTimeMs>) => (await snapshotTimeMs(...args)) / MINUTE_MS;

  test.each([
    [30, 15],
    [450, 15],
    [451, 15 + 2 / 60],
    [1200, 40],
    [3600, 120],
    [7200, 240],
    [36_000, 240],
  ])('where the settings say that it takes %d s: after %d minutes', async (seconds, minutes) => {
    expect(await minutesOf('orders', undefined, usually(seconds), undefined)).toBeCloseTo(minutes);
  });

  test('after 15 minutes where no deployment is known', async () => {
    expect(await minutesOf('orders', undefined, undefined, undefined)).toBe(15);
  });

  test('after twice what the runs have measured, where that is longer, and is of this very application', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 12 * MINUTE_MS;
    for (const hour of ['10', '11', '12']) {
      world.clock.advance(60 * MINUTE_MS);
      await world.invoke(`2026-11-23T${hour}:20:00Z`, { timeoutMs: 900_000 });
    }
    const { createdAt } = world.flink.state('orders');
    const read = (application: string) => world.audit.findRecent(application);
    expect(await minutesOf('orders', createdAt, usually(30), read)).toBeCloseTo(24, 0);
    expect(await minutesOf('orders', createdAt, usually(1200), read)).toBe(40);
    expect(await minutesOf('orders', world.clock.now(), usually(30), read)).toBe(15);
  });

  test('as the settings say where the audit table does not answer', async () => {
    const read = () => Promise.reject(new Error('Injected.'));
    expect(await minutesOf('orders', undefined, usually(1200), read)).toBe(40);
  });
});

describe('a snapshot that takes 39 minutes', () => {
  /** Service whose snapshot is READY so long after it was asked for. */
  function service(minutes: number) {
    const clock = new FakeClock(Date.parse('2026-11-30T10:00:00Z'));
    let askedAt: number | undefined;
    const send = async (command: unknown) => {
      if (command instanceof CreateApplicationSnapshotCommand) askedAt ??= clock.now().getTime();
      if (!(command instanceof DescribeApplicationSnapshotCommand)) return {};
      if (askedAt === undefined) throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
      const isReady = clock.now().getTime() - askedAt >= minutes * MINUTE_MS;
      return { SnapshotDetails: { SnapshotStatus: isReady ? 'READY' : 'CREATING' } };
    };
    const said: string[] = [];
    let beats = 0;
    const beat = async () => {
      beats += 1;
    };
    const client = { send } as unknown as KinesisAnalyticsV2Client;
    const ports = { client, clock, beat, say: (line: string) => void said.push(line) } as unknown as ApplicationPorts;
    return { ports, said, beats: () => beats };
  }

  const recovery = (snapshotLimitSeconds?: number) => {
    const target = { name: 'demo.now', createdAt: new Date(0), applicationVersion: 1 };
    const plan = { application: 'orders', evidence: 'demo.evidence', target } as unknown as RecoveryPlan;
    return { plan: { ...plan, ...(snapshotLimitSeconds ? { snapshotLimitSeconds } : {}) } } as Recovery;
  };

  test('is waited for where the plan gives it 40, and the lease goes on meanwhile', async () => {
    const { ports, said, beats } = service(39);
    expect(await takeEvidence(recovery(2400), ports)).toEqual({
      said: 'Snapshot demo.evidence keeps the state of before.',
    });
    expect(said).toEqual(['Snapshot demo.evidence is being taken, for 40 min at most ...']);
    expect(beats()).toBeGreaterThan(39 * 60);
    expect(await takeTarget(recovery(2400), service(39).ports)).toEqual({
      said: 'Snapshot demo.now has the present state.',
    });
  });

  test('is not waited for longer than the 15 of a plan that an earlier version made; a restore goes on', async () => {
    expect(await takeEvidence(recovery(), service(39).ports)).toEqual({
      said: 'No evidence could be kept: snapshot demo.evidence is CREATING after 15 min. The restore goes on.',
      isLeftOut: true,
    });
  });

  test('can be waited for again where the application was to go on from it', async () => {
    await expect(takeTarget(recovery(), service(39).ports)).rejects.toThrow(
      'Snapshot demo.now of the present state is CREATING after 15 min, expected READY. Nothing was stopped. To wait for it again: kda restore --continue orders. To end this: kda restore --give-up orders.',
    );
  });
});
