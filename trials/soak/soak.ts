import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { snapshotNamePrefix } from '../../lambda-src/contract';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import type { Progress, Say } from '../../tools/progress';
import { readRecords } from '../audit-records';
import { LOG_LINES } from '../demo/application-log';
import { Observer } from '../demo/observer';
import { waitUntil } from '../demo/wait-until';
import { mismatches } from './check-records';
import { type DirectDeployment, deployDirectly } from './direct-deployment';
import { EpisodeStage } from './episode-stage';
import { EPISODES, type Episode, runsAtEnds } from './episodes';
import { countFiredEvents, readFailedEvents } from './event-evidence';
import { FailedCheckpoints } from './fault-counts';
import { contradiction, type RestoreProof, windowOf } from './restore-proof';
import type { SoakResult } from './summary';
import { TroubledApplication } from './troubled-application';
import { usersWithin } from './user-counts';

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
  const { settings, names, clientConfiguration } = deployment;
  const observer = new Observer({ settings, cloud, clientConfiguration });
  const application = new TroubledApplication(observer, deployment.properties);
  const checkpoints = new FailedCheckpoints(cloud.managedFlink);
  const dynamo = new DynamoDBClient(clientConfiguration);
  const records = () => readRecords(dynamo, names.auditTable, settings.application.name);

  const queueUrl = await progress.phase('Create application, manager and schedule', async () => {
    return (await deployDirectly(deployment)).failedRunsQueueUrl;
  });
  await progress.phase('Start the application with empty state', () => application.start({ from: 'none' }));

  cloud.schedule.speedUp = SPEED_UP;
  const stage = new EpisodeStage(deployment, cloud.managedFlink, application);
  const ends = runsAtEnds(EPISODES);
  const told = new Set<string>();
  for (const [index, episode] of EPISODES.entries()) {
    const end = ends[index] ?? 0;
    await progress.phase(`Until run ${end}: ${episode.title}`, async (say) => {
      await stage.begin(episode);
      await untilRuns(end, episode, { records, checkpoints, told, say, signal });
      await checkpoints.look();
      await stage.finish(episode);
    });
  }
  const firedEvents = await progress.phase('Disable the schedule, let the last runs end', async () => {
    await stage.pauseSchedule();
    return untilQuiet(deployment, records, signal);
  });

  const found: string[] = [];
  const ended = await records();
  const listed = await observer.snapshots();
  await progress.phase('Hold the records against what API, EventBridge and queue say', async (say) => {
    const failed = ended.filter(({ state }) => state === 'failed').length;
    const failedEventIds = await readFailedEvents(deployment, queueUrl, failed, signal);
    const ownPrefix = snapshotNamePrefix(settings.name);
    found.push(
      ...mismatches({ records: ended, listed, ownPrefix, keepLast: deployment.keepLast, firedEvents, failedEventIds }),
    );
    say(
      `${ended.length} records, ${firedEvents} events, ${listed.length} snapshots listed: ${found.length} contradictions`,
    );
  });

  const lines = await observer.log.read(observer.startedAt);
  const restoresInLog = lines.filter(({ message }) => message === LOG_LINES.restored).length;
  const jobRestarts = restoresInLog - application.restoringStarts;
  const restores: RestoreProof[] = [];
  const ready = await observer.ownReadySnapshots();
  await progress.phase(`Start from each of the manager's ${ready.length} READY snapshots`, async (say) => {
    if (ready.length === 0) found.push('No snapshot of the manager is READY: nothing could be restored.');
    for (const { SnapshotName: snapshotName = '' } of ready) {
      signal.throwIfAborted();
      await application.stop({ force: true });
      const { from, to } = windowOf(recordOf(snapshotName, ended));
      const expected = usersWithin(lines, from, to);
      try {
        const proof = { ...(await application.restore(snapshotName, signal)), expected };
        restores.push(proof);
        const against = contradiction(proof);
        if (against) found.push(against);
        say(
          against ??
            `${snapshotName}: ${proof.restoredCount} users (${expected.atLeast} to ${expected.atMost} expected)`,
        );
      } catch (error) {
        signal.throwIfAborted();
        found.push(`${snapshotName} could not be restored: ${error instanceof Error ? error.message : error}`);
        break;
      }
    }
  });

  const { answered, throttled } = calls;
  return {
    records: ended,
    restores,
    mismatches: found,
    injected: {
      throttledCalls: throttled(),
      lostAnswers: lostAnswers(cloud.callCounts(), answered),
      failedCheckpoints: checkpoints.count,
      failedSnapshots: ended.filter(({ snapshot }) => snapshot?.status === 'FAILED').length,
      jobRestarts,
      stops: application.stops,
      forcedStops: application.forcedStops,
    },
  };
}

interface Watching {
  readonly records: () => Promise<RunRecord[]>;
  readonly checkpoints: FailedCheckpoints;
  /** Events whose runs were shown. */
  readonly told: Set<string>;
  readonly say: Say;
  readonly signal: AbortSignal;
}

async function untilRuns(count: number, episode: Episode, { records, checkpoints, told, say, signal }: Watching) {
  await waitUntil(
    `${count} runs, while ${episode.title}`,
    async () => {
      await checkpoints.look();
      const ended = (await records()).filter(hasEnded);
      for (const record of ended.filter(({ eventId }) => !told.has(eventId))) {
        told.add(record.eventId);
        say(`${told.size}: ${record.state} (${record.reason}), ${record.snapshot?.name ?? 'no snapshot'}`);
      }
      return ended.length >= count ? true : undefined;
    },
    { timeoutMs: EPISODE_TIMEOUT_MS, pollMs: 500, signal },
  );
}

function hasEnded({ state }: RunRecord): boolean {
  return state !== 'started';
}

/** @returns how often the rule was fired. Resolves also when a record is missing: that is a finding, no reason to wait on. */
async function untilQuiet(
  deployment: DirectDeployment,
  records: () => Promise<RunRecord[]>,
  signal: AbortSignal,
): Promise<number> {
  const startedAt = Date.now();
  return waitUntil(
    'the last run to end',
    async () => {
      const fired = await countFiredEvents(deployment);
      const ended = (await records()).filter(hasEnded).length;
      return ended >= fired || Date.now() - startedAt > QUIET_TIMEOUT_MS ? fired : undefined;
    },
    { timeoutMs: 2 * QUIET_TIMEOUT_MS, pollMs: 500, signal },
  );
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
