import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { byAgeNewestFirst, newestReady, type Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import type { Result } from '../../tools/command';
import { talk } from '../../tools/talk';
import { stopApplication } from '../application-lifecycle';
import type { KnownDeployment } from '../known-deployment';
import { namingWhatIsMissing } from '../missing-name';
import { recordAction } from './record-action';
import { localTime } from './texts';
import { recoveryWorld } from './world';

export interface StopRequest {
  readonly application: string;
  /** True: no snapshot is taken first. */
  readonly force: boolean;
  readonly who: string;
  readonly why: string;
  readonly timeoutMs: number;
}

/** Difference that the clocks of the service and of this machine may have. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Stops an application, names the snapshot that holds its state now, and records it. */
export async function stopAndRecord(
  { application, force, who, why, timeoutMs }: StopRequest,
  client: KinesisAnalyticsV2Client,
  deployment: KnownDeployment,
): Promise<Result> {
  const { api, recorder, clock } = await recoveryWorld(client, application, deployment);
  const startedAt = clock.now();
  const before = await namingWhatIsMissing(client, { application }, async () => {
    const { createdAt } = await api.describeApplication(application);
    const known = new Set((await api.listSnapshots(application)).map(({ name }) => name));
    const onStatus = (status: string, waitedMs: number) =>
      talk(`${application}: ${status} (${(waitedMs / 1000).toFixed(0)} s)`);
    await stopApplication(client, application, { force }, { timeoutMs, onStatus });
    return { known, createdAt };
  });
  const snapshots = await api.listSnapshots(application);
  const taken = force ? undefined : snapshotOfStop(snapshots, before.known, startedAt);
  const text = stopText(application, force, taken, newestReady(snapshots));
  const { said, isLeftOut } = await recordAction(recorder, {
    application,
    applicationCreatedAt: before.createdAt,
    action: 'stopped',
    ...{ who, why, startedAt },
    endedAt: clock.now(),
    message: text,
  });
  if (isLeftOut) console.error(`Warning: ${said}`);
  return { document: { application, status: 'READY', force, snapshot: taken?.name ?? null }, text };
}

/** Snapshot that the service took for the stop: its own name, and not there before. */
export function snapshotOfStop(
  snapshots: readonly Snapshot[],
  before: ReadonlySet<string>,
  startedAt: Date,
): Snapshot | undefined {
  const earliest = startedAt.getTime() - CLOCK_TOLERANCE_MS;
  return (
    snapshots
      // One that failed holds nothing.
      .filter(
        ({ name, status, createdAt }) =>
          status === 'READY' && !before.has(name) && createdAt && createdAt.getTime() >= earliest,
      )
      .toSorted(byAgeNewestFirst)
      .find(({ name }) => name.startsWith('STOP-'))
  );
}

/** Text about what holds the state now. */
export function stopText(
  application: string,
  force: boolean,
  taken: Snapshot | undefined,
  newest: Snapshot | undefined,
): string {
  if (taken) return `${application} is READY (stopped). Snapshot ${taken.name} has its state.`;
  const rest = newest?.createdAt
    ? `The newest one is ${newest.name} of ${localTime(newest.createdAt)}: what was processed since then is lost, or processed again.`
    : 'It has none at all: its state is lost.';
  return `${application} is READY (stopped${force ? ', no snapshot was taken' : ', and the service took no snapshot'}). ${rest}`;
}
