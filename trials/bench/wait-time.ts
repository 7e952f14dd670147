import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import type { Clock, SnapshotApi } from '../../lambda-src/snapshot-manager/ports';
import { waitForSnapshot } from '../../lambda-src/snapshot-manager/run/wait';
import type { Sample } from './sample';

const DURATIONS_MS = [500, 2_000, 20_000, 45_000, 90_000] as const;
/** A snapshot of this duration is the longest for which the number of questions to an unknown one is promised. */
const LONGEST_COUNTED_MS = 60_000;
const LATENCY_MS = 50;
const RUN_MS = 285_000;

/**
 * Time from the create call until the manager knows that the snapshot is READY, with a simulated clock and an answer
 * after 50 ms, independent of the machine; compared with the reference system's loop.
 */
export async function waitTimes(): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const durationMs of DURATIONS_MS) {
    const beside = `reference: ${referenceTime(durationMs)}`;
    const { tookMs: unknown } = await wait(durationMs, undefined);
    const { tookMs: known } = await wait(durationMs, durationMs);
    const what = `snapshot of ${durationMs / 1000} s`;
    samples.push(
      { what: `${what}, never seen before *`, unit: 'ms', goal: 1.25 * durationMs + 500, values: [unknown], beside },
      { what: `${what}, usual duration known *`, unit: 'ms', goal: 1.1 * durationMs + 500, values: [known], beside },
    );
  }
  const polls = async (durations: readonly number[], isKnown: boolean) =>
    Promise.all(durations.map(async (ms) => (await wait(ms, isKnown ? ms : undefined)).polls));
  const unknown = await polls([...DURATIONS_MS.filter((ms) => ms < LONGEST_COUNTED_MS), LONGEST_COUNTED_MS], false);
  const known = await polls(DURATIONS_MS, true);
  return [
    ...samples,
    { what: 'polls, never seen before, most up to 60 s *', unit: 'count', goal: 22, values: [Math.max(...unknown)] },
    { what: 'polls, usual duration known, most *', unit: 'count', goal: 6, values: [Math.max(...known)] },
  ];
}

async function wait(durationMs: number, usualMs: number | undefined): Promise<{ tookMs: number; polls: number }> {
  let nowMs = 0;
  let polls = 0;
  const clock: Clock = {
    now: () => new Date(nowMs),
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
  const api: Pick<SnapshotApi, 'describeApplication' | 'describeSnapshot'> = {
    describeApplication: async (name) => {
      nowMs += LATENCY_MS;
      return {
        name,
        status: 'RUNNING',
        version: 1,
        runtimeEnvironment: 'FLINK-1_20',
        snapshotsEnabled: true,
        createdAt: undefined,
        restoresFrom: { kind: 'latest' },
      };
    },
    describeSnapshot: async (_application, name): Promise<Snapshot> => {
      polls += 1;
      const status = nowMs >= durationMs ? 'READY' : 'CREATING';
      nowMs += LATENCY_MS;
      return { name, status, createdAt: undefined, applicationVersion: 1, runtimeEnvironment: undefined };
    },
  };
  await waitForSnapshot({
    application: 'bench',
    snapshotName: 'bench.1',
    since: new Date(0),
    until: new Date(RUN_MS),
    usualMs,
    api,
    clock,
    log: () => {},
  });
  return { tookMs: nowMs, polls };
}

/** The reference waits 15 s, looks, and does so four times at most. */
function referenceTime(durationMs: number): string {
  const looks = Math.ceil(durationMs / 15_000);
  return looks <= 4 ? `${looks * 15_000} ms` : '60000 ms, not seen READY';
}
