import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { snapshotNamePrefix } from '../../lambda-src/contract';
import type { RunRecord } from '../../lambda-src/snapshot-manager/record';
import type { LocalCloud } from '../cloud/local-cloud';
import { LOG_LINES } from '../demo/application-log';
import { Observer } from '../demo/observer';
import { waitUntil } from '../demo/wait-until';
import { parseFault } from '../managed-flink/faults';
import type { Progress, Say } from '../progress';
import { mismatches } from './check-records';
import { type DirectDeployment, deployDirectly } from './direct-deployment';
import { EPISODES, type Episode, runsAtEnds } from './episodes';
import { FailedCheckpoints } from './fault-counts';
import { readRecords } from './records';
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
  const records = () => readRecords(dynamo, names.auditTable, names.application);

  const queueUrl = await progress.phase('Create application, manager and schedule', async () => {
    return (await deployDirectly(deployment)).failedRunsQueueUrl;
  });
  await progress.phase('Start the application with empty state', () => application.start({ from: 'none' }));

  const ends = runsAtEnds(EPISODES);
  const told = new Set<string>();
  for (const [index, episode] of EPISODES.entries()) {
    const end = ends[index] ?? 0;
    await progress.phase(`Until run ${end}: ${episode.title}`, async (say) => {
      await begin(episode, cloud, application);
      cloud.schedule.speedUp = SPEED_UP;
      await untilRuns(end, episode, { records, checkpoints, told, say, signal });
      await checkpoints.look();
      await finish(episode, cloud, application);
    });
  }
  const firedEvents = await progress.phase('Disable the schedule, let the last runs end', async () => {
    await new EventBridgeClient(clientConfiguration).send(new DisableRuleCommand({ Name: names.scheduleRule }));
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

async function begin(
  { apiFaults, jobFaults, isStopped }: Episode,
  cloud: LocalCloud,
  application: TroubledApplication,
) {
  if (apiFaults) cloud.managedFlink.setFaults(apiFaults.map(parseFault));
  if (jobFaults) await restartWith(jobFaults, { force: false }, cloud, application);
  if (isStopped) await application.stop({ force: false });
}

/** A job with faults cannot make the snapshot of an ordinary stop. */
async function finish(
  { apiFaults, jobFaults, isStopped }: Episode,
  cloud: LocalCloud,
  application: TroubledApplication,
) {
  if (apiFaults) cloud.managedFlink.setFaults([]);
  if (jobFaults) await restartWith({}, { force: true }, cloud, application);
  if (isStopped) await application.start({ from: 'latest' });
}

/**
 * The schedule stands still meanwhile, or most runs would only meet a stopped application; a run that is under way is
 * met by the stop all the same.
 */
async function restartWith(
  jobFaults: Readonly<Record<string, string>>,
  how: { readonly force: boolean },
  cloud: LocalCloud,
  application: TroubledApplication,
) {
  cloud.schedule.speedUp = 1;
  if (jobFaults.failJob) await application.waitForRoom();
  await application.stop(how);
  await application.setFaults(jobFaults);
  await application.start({ from: 'latest' });
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
      const fired = await firedEvents(deployment);
      const ended = (await records()).filter(hasEnded).length;
      return ended >= fired || Date.now() - startedAt > QUIET_TIMEOUT_MS ? fired : undefined;
    },
    { timeoutMs: 2 * QUIET_TIMEOUT_MS, pollMs: 500, signal },
  );
}

async function firedEvents({ names, clientConfiguration }: DirectDeployment): Promise<number> {
  const { MetricDataResults } = await new CloudWatchClient(clientConfiguration).send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: [
        {
          Id: 'fired',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/Events',
              MetricName: 'TriggeredRules',
              Dimensions: [{ Name: 'RuleName', Value: names.scheduleRule }],
            },
            Period: 86_400,
            Stat: 'Sum',
          },
        },
      ],
    }),
  );
  return MetricDataResults?.[0]?.Values?.reduce((sum, part) => sum + part, 0) ?? 0;
}

/** Ids of the events in the queue of failed runs: as many as are expected, or what is there after a while. */
async function readFailedEvents(
  { clientConfiguration }: DirectDeployment,
  queueUrl: string,
  expected: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const sqs = new SQSClient(clientConfiguration);
  const ids = new Set<string>();
  const startedAt = Date.now();
  await waitUntil(
    'the failed runs in their queue',
    async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
      );
      for (const { Body = '{}' } of Messages) ids.add(eventIdOf(Body));
      const isEnough = ids.size >= expected && Messages.length === 0;
      return isEnough || Date.now() - startedAt > 20_000 ? true : undefined;
    },
    { timeoutMs: 60_000, signal },
  );
  return [...ids];
}

/** The destination's record of a failed invocation quotes the event under `requestPayload`. */
function eventIdOf(body: string): string {
  const { requestPayload }: { requestPayload?: { id?: unknown } } = JSON.parse(body);
  return String(requestPayload?.id);
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
