import type { SnapshotDetails } from '@aws-sdk/client-kinesis-analytics-v2';
import { snapshotNamePrefix } from '../../lambda-src/contract';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import { messageOf } from '../../packages/managed-flink/src/errors';
import type { Progress, Say } from '../../tools/progress';
import { LOG_LINES, type LogLine } from '../demo/application-log';
import { Observer } from '../demo/observer';
import { contradiction, type RestoreProof, windowOf } from '../demo/restore-proof';
import { usersWithin } from '../demo/user-counts';
import { waitUntil } from '../demo/wait-until';
import { mismatches } from './check-records';
import { type DirectDeployment, deployDirectly } from './direct-deployment';
import { EpisodeStage } from './episode-stage';
import { EPISODES, type Episode, runsAtEnds } from './episodes';
import { countFiredEvents, readFailedEvents } from './event-evidence';
import { FailedCheckpoints } from './fault-counts';
import type { SoakResult } from './summary';
import { TroubledApplication } from './troubled-application';

/** Ten minutes become three seconds: a run of a healthy application is over before the next. */
const SPEED_UP = 200;
const EPISODE_TIMEOUT_MS = 180_000;
const QUIET_TIMEOUT_MS = 60_000;

export interface SoakOptions {
  readonly cloud: LocalCloud;
  readonly deployment: DirectDeployment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Calls of the Managed Flink API that were answered so far, by `operation`, and how many of them were throttled. */
  readonly calls: { readonly answered: ReadonlyMap<string, number>; readonly throttled: () => number };
}

/**
 * Fifty scheduled runs of the snapshot manager on a real Flink job, in which everything around it fails in turn. Then
 * records are held against what the API lists, and every READY snapshot of the manager is restored.
 */
export async function soak({ cloud, deployment, progress, signal, calls }: SoakOptions): Promise<SoakResult> {
  const { settings, clientConfiguration } = deployment;
  const observer = new Observer({ settings, cloud, clientConfiguration });
  const application = new TroubledApplication(observer, deployment.properties);
  const checkpoints = new FailedCheckpoints(cloud.managedFlink);

  const queueUrl = await progress.phase('Create application, manager and schedule', async () => {
    return (await deployDirectly(deployment)).failedRunsQueueUrl;
  });
  await progress.phase('Start the application with empty state', () => application.start({ from: 'none' }));

  const firedEvents = await runEpisodes({ cloud, deployment, progress, signal, observer, application, checkpoints });

  const records = await observer.records();
  const lines = await observer.log.read(observer.startedAt);
  const restoresInLog = lines.filter(({ message }) => message === LOG_LINES.restored).length;
  const jobRestarts = restoresInLog - application.restoringStarts;
  const found: string[] = [];
  await progress.phase('Compare the records with API, EventBridge and queue', async (say) => {
    const listed = await observer.snapshots();
    const failed = records.filter(({ state }) => state === 'failed').length;
    const failedEventIds = await readFailedEvents(deployment, queueUrl, failed, signal);
    const ownPrefix = snapshotNamePrefix(settings.name);
    found.push(
      ...mismatches({ records, listed, ownPrefix, keepLast: deployment.keepLast, firedEvents, failedEventIds }),
    );
    const counted = `${records.length} records, ${firedEvents} events, ${listed.length} snapshots listed`;
    say(`${counted}: ${found.length} contradictions`);
  });
  const ready = await observer.ownReadySnapshots();
  const restores = await progress.phase(`Start from each of the manager's ${ready.length} READY snapshots`, (say) => {
    if (ready.length === 0) found.push('No snapshot of the manager is READY: nothing could be restored.');
    return restoreEach(ready, { records, lines, application, found, say, signal });
  });

  const { answered, throttled } = calls;
  return {
    records,
    restores,
    mismatches: found,
    injected: {
      throttledCalls: throttled(),
      lostAnswers: lostAnswers(cloud.callCounts(), answered),
      failedCheckpoints: checkpoints.count,
      failedSnapshots: records.filter(({ snapshot }) => snapshot?.status === 'FAILED').length,
      jobRestarts,
      stops: application.stops,
      forcedStops: application.forcedStops,
    },
  };
}

interface Episodes extends Omit<SoakOptions, 'calls'> {
  readonly observer: Observer;
  readonly application: TroubledApplication;
  readonly checkpoints: FailedCheckpoints;
}

/** @returns how often the schedule's rule was fired. */
async function runEpisodes(run: Episodes): Promise<number> {
  const { cloud, deployment, progress, observer, signal } = run;
  cloud.schedule.speedUp = SPEED_UP;
  const stage = new EpisodeStage(deployment, cloud.managedFlink, run.application);
  const ends = runsAtEnds(EPISODES);
  const shown = new Set<string>();
  for (const [index, episode] of EPISODES.entries()) {
    const end = ends[index] ?? 0;
    await progress.phase(`Until run ${end}: ${episode.title}`, async (say) => {
      await stage.begin(episode);
      await untilRuns(end, episode, run, shown, say);
      await run.checkpoints.look();
      await stage.finish(episode);
    });
  }
  return progress.phase('Disable the schedule and wait for the last runs', async () => {
    await stage.pauseSchedule();
    return untilQuiet(deployment, observer, signal);
  });
}

/** @param shown events whose runs were shown already. */
async function untilRuns(
  count: number,
  episode: Episode,
  { observer, checkpoints, signal }: Episodes,
  shown: Set<string>,
  say: Say,
): Promise<void> {
  await waitUntil(
    `${count} runs, while ${episode.title}`,
    async () => {
      await checkpoints.look();
      const ended = (await observer.records()).filter(hasEnded);
      for (const record of ended.filter(({ eventId }) => !shown.has(eventId))) {
        shown.add(record.eventId);
        say(`${shown.size}: ${record.state} (${record.reason}), ${record.snapshot?.name ?? 'no snapshot'}`);
      }
      return ended.length >= count || undefined;
    },
    { timeoutMs: EPISODE_TIMEOUT_MS, pollMs: 500, signal },
  );
}

function hasEnded({ state }: RunRecord): boolean {
  return state !== 'started';
}

/** @returns how often the rule was fired. Resolves also when a record is missing: that is a finding, no reason to wait on. */
async function untilQuiet(deployment: DirectDeployment, observer: Observer, signal: AbortSignal): Promise<number> {
  const startedAt = Date.now();
  return waitUntil(
    'the last run to end',
    async () => {
      const fired = await countFiredEvents(deployment);
      const ended = (await observer.records()).filter(hasEnded).length;
      return ended >= fired || Date.now() - startedAt > QUIET_TIMEOUT_MS ? fired : undefined;
    },
    { timeoutMs: 2 * QUIET_TIMEOUT_MS, pollMs: 500, signal },
  );
}

interface Restoring {
  readonly records: readonly RunRecord[];
  readonly lines: readonly LogLine[];
  readonly application: TroubledApplication;
  /** Gets a sentence for each contradiction. */
  readonly found: string[];
  readonly say: Say;
  readonly signal: AbortSignal;
}

/** Restores the snapshots one by one; ends at the first that cannot be restored. */
async function restoreEach(
  snapshots: readonly SnapshotDetails[],
  { records, lines, application, found, say, signal }: Restoring,
): Promise<readonly RestoreProof[]> {
  const restores: RestoreProof[] = [];
  for (const { SnapshotName: snapshotName = '' } of snapshots) {
    signal.throwIfAborted();
    await application.stop({ force: true });
    const expected = usersWithin(lines, windowOf(recordOf(snapshotName, records)));
    try {
      const proof = { ...(await application.restore(snapshotName, signal)), expected };
      restores.push(proof);
      const against = contradiction(proof);
      if (against) found.push(against);
      const { atLeast, atMost } = expected;
      say(against ?? `${snapshotName}: ${proof.restoredCount} users (${atLeast} to ${atMost} expected)`);
    } catch (error) {
      signal.throwIfAborted();
      found.push(`${snapshotName} could not be restored: ${messageOf(error)}`);
      break;
    }
  }
  return restores;
}

function recordOf(snapshotName: string, records: readonly RunRecord[]): RunRecord {
  const record = records.find(({ snapshot }) => snapshot?.name === snapshotName);
  if (!record) throw new Error(`No record names ${snapshotName}.`);
  return record;
}

/** Calls that reached the API and were never answered. */
function lostAnswers(sent: Readonly<Record<string, number>>, answered: ReadonlyMap<string, number>): number {
  let lost = 0;
  for (const [operation, count] of answered) {
    const key = Object.keys(sent).find((each) => each.endsWith(`.${operation}`));
    if (key) lost += (sent[key] ?? 0) - count;
  }
  return lost;
}
