import {
  CreateApplicationSnapshotCommand,
  DescribeApplicationCommand,
  DescribeApplicationSnapshotCommand,
  type KinesisAnalyticsV2Client,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-kinesis-analytics-v2';
import type { FlinkView } from '../../lambda-src/snapshot-manager/aws/flink-view';
import { snapshotLimitMs } from '../../lambda-src/snapshot-manager/domain/snapshot-limit';
import { startApplication, stopApplication, type Waiting } from '../application-lifecycle';
import { isPassing } from '../passing-error';
import { duration } from '../times';
import type { CodeLocation } from './code-update';
import type { MetricsView } from './job-metrics';
import type { StepEnd } from './perform';
import type { KeptBuild } from './planned-code';
import type { Recovery, StepState } from './recovery';

/** Time between two looks. */
export const POLL_MS = 1000;
const NOT_TAKEN = 'not taken';
const CREATING = 'CREATING';

export interface ApplicationPorts {
  readonly client: KinesisAnalyticsV2Client;
  readonly view: Pick<FlinkView, 'look'>;
  readonly metrics: MetricsView;
  /** Copies a kept build to the place where an earlier version expects it. */
  readonly copyBuild: (location: CodeLocation, build: KeptBuild) => Promise<void>;
  readonly clock: { readonly now: () => Date; readonly sleep: (ms: number) => Promise<void> };
  readonly say: (line: string) => void;
  /** Time for the proof in milliseconds. */
  readonly proveMs: number;
  readonly timeoutMs: number;
  /** Called at each look. */
  readonly beat: () => Promise<void>;
}

type SnapshotPorts = Pick<ApplicationPorts, 'client' | 'clock' | 'beat'>;

/** Takes the snapshot of the present state; left out when the application can't take one. */
export async function takeEvidence({ plan }: Recovery, ports: ApplicationPorts): Promise<StepEnd> {
  const name = plan.evidence ?? '';
  const status = await takeBeforeStop(plan, name, ports);
  return status === 'READY'
    ? { said: `Snapshot ${name} keeps the state of before.` }
    : { said: `No evidence could be kept: snapshot ${name} is ${status}. The restore goes on.`, isLeftOut: true };
}

/**
 * Takes the snapshot of now that the application is to go on from.
 *
 * @throws Error when it is not READY at the end: nothing was stopped.
 */
export async function takeTarget({ plan }: Recovery, ports: ApplicationPorts): Promise<StepEnd> {
  const { application, target } = plan;
  if (!target) return { said: 'It starts with empty state: no snapshot is taken.' };
  const status = await takeBeforeStop(plan, target.name, ports);
  if (status === 'READY') return { said: `Snapshot ${target.name} has the present state.` };
  const wait = status.startsWith(CREATING) ? ` To wait for it again: kda restore --continue ${application}.` : '';
  throw new Error(
    `Snapshot ${target.name} of the present state is ${status}, expected READY. Nothing was stopped.${wait} To end this: kda restore --give-up ${application}. To go back to the state of before the deployment: kda rollback ${application} --state before.`,
  );
}

/** Takes a snapshot, and says how long that may take. @returns its last status, with the time of one that takes too long. */
async function takeBeforeStop(
  { application, snapshotLimitSeconds }: Recovery['plan'],
  name: string,
  ports: ApplicationPorts,
): Promise<string> {
  const limitMs = snapshotLimitSeconds === undefined ? snapshotLimitMs(0) : snapshotLimitSeconds * 1000;
  const limit = duration(limitMs / 1000);
  ports.say(`Snapshot ${name} is being taken, for ${limit} at most ...`);
  const status = await takeSnapshot(application, name, limitMs, ports);
  return status === CREATING ? `${CREATING} after ${limit}` : status;
}

/** Stops the application by force, unless it is stopped. */
export async function stop({ plan }: Pick<Recovery, 'plan'>, ports: ApplicationPorts): Promise<StepEnd> {
  const { application } = plan;
  if ((await describe(application, ports)).status === 'READY') return { said: `${application} is stopped.` };
  await stopApplication(ports.client, application, { force: true }, waiting(application, ports));
  return { said: `${application} is stopped.` };
}

/**
 * Starts the application from the target, unless a process that died had done it.
 *
 * @throws Error when it runs from something else: then somebody else started it.
 */
export async function start({ plan }: Recovery, before: StepState, ports: ApplicationPorts): Promise<StepEnd> {
  const { application, target, allowNonRestoredState } = plan;
  const said = `${application} was started ${target ? `from ${target.name}` : 'with empty state'}.`;
  if (before.state === 'begun' && (await isStartedFrom(application, target?.name, ports))) return { said };
  const restore = target
    ? ({ from: 'snapshot', snapshotName: target.name, allowNonRestoredState } as const)
    : ({ from: 'none' } as const);
  try {
    await startApplication(ports.client, application, restore, waiting(application, ports));
  } catch (error) {
    // The call may have had its effect although its answer was lost, and the SDK sent it again.
    if (!isAnswerOfService(error)) throw error;
    if (!STARTED.includes((await describe(application, ports)).status)) throw error;
    if (!(await isStartedFrom(application, target?.name, ports))) throw error;
  }
  return { said };
}

/** Statuses of an application whose start was asked for. */
const STARTED = ['STARTING', 'RUNNING'];

/** True for an error that the service itself answered. */
export function isAnswerOfService(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error;
}

async function isStartedFrom(
  application: string,
  target: string | undefined,
  ports: ApplicationPorts,
): Promise<boolean> {
  for (;;) {
    const { status, startedFrom, isFromLatest } = await describe(application, ports);
    if (status === 'READY') return false;
    if (status === 'RUNNING') {
      if (startedFrom === target && !(target === undefined && isFromLatest)) return true;
      throw new Error(
        `${application} is RUNNING, started from ${startedFrom ?? (isFromLatest ? 'its latest snapshot' : 'no snapshot')} instead of ${target ?? 'empty state'}: somebody else started it. Nothing was changed. Agree with them; then restore again.`,
      );
    }
    await ports.beat();
    await ports.clock.sleep(POLL_MS);
  }
}

/** Status of the snapshot of after; asks for it the first time. */
export async function lookAtFresh(
  application: string,
  name: string,
  before: string | undefined,
  ports: Pick<ApplicationPorts, 'client'>,
): Promise<string> {
  if (before === 'READY' || before === 'FAILED' || before?.startsWith(NOT_TAKEN)) return before;
  try {
    const status = await snapshotStatus(application, name, ports);
    if (status !== undefined) return status;
  } catch (error) {
    if (isPassing(error)) return before ?? 'CREATING';
    throw error;
  }
  try {
    await ports.client.send(new CreateApplicationSnapshotCommand({ ApplicationName: application, SnapshotName: name }));
    return 'CREATING';
  } catch (error) {
    // Busy for a moment: asked again at the next look. Else (a full quota, snapshots that are off) the job itself proves.
    if (error instanceof ResourceInUseException || isPassing(error)) return 'CREATING';
    // The call may have had its effect although its answer was lost, and the SDK sent it again.
    const taken = await snapshotStatus(application, name, ports);
    if (taken !== undefined) return taken;
    return `${NOT_TAKEN} (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Takes a snapshot under its name once, and waits for its end, so long at most. @returns its last status. */
export async function takeSnapshot(
  application: string,
  name: string,
  limitMs: number,
  ports: SnapshotPorts,
): Promise<string> {
  const until = ports.clock.now().getTime() + limitMs;
  let status: string | undefined;
  do {
    await ports.beat();
    status = await lookAtFresh(application, name, status, ports);
    if (status !== CREATING) return status;
    await ports.clock.sleep(POLL_MS);
  } while (ports.clock.now().getTime() < until);
  return status;
}

async function snapshotStatus(
  application: string,
  name: string,
  ports: Pick<ApplicationPorts, 'client'>,
): Promise<string | undefined> {
  try {
    const { SnapshotDetails } = await ports.client.send(
      new DescribeApplicationSnapshotCommand({ ApplicationName: application, SnapshotName: name }),
    );
    return SnapshotDetails?.SnapshotStatus;
  } catch (error) {
    // Some versions of the service answer InvalidArgumentException "… does not exist" (provider's source).
    if (error instanceof ResourceNotFoundException) return undefined;
    if (error instanceof Error && error.name === 'InvalidArgumentException') return undefined;
    throw error;
  }
}

/** Application as the service describes it, with what the run was started from. */
export interface Described {
  readonly status: string;
  readonly createdAt: Date | undefined;
  /** Snapshot that the service names; missing for an empty state, and for `latest` where the service names none. */
  readonly startedFrom: string | undefined;
  /** True: it was started from the latest snapshot, whichever that was. */
  readonly isFromLatest: boolean;
}

/** Status, and what the service says the run was started from. */
export async function describe(application: string, { client }: Pick<ApplicationPorts, 'client'>): Promise<Described> {
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: application }));
  const run =
    ApplicationDetail?.ApplicationConfigurationDescription?.RunConfigurationDescription
      ?.ApplicationRestoreConfigurationDescription;
  return {
    status: ApplicationDetail?.ApplicationStatus ?? 'unknown',
    createdAt: ApplicationDetail?.CreateTimestamp,
    startedFrom: run?.SnapshotName,
    isFromLatest: run?.ApplicationRestoreType === 'RESTORE_FROM_LATEST_SNAPSHOT',
  };
}

function waiting(application: string, { beat, say, timeoutMs }: ApplicationPorts): Waiting {
  return {
    timeoutMs,
    onLook: beat,
    onStatus: (status, waitedMs) => say(`${application}: ${status} (${(waitedMs / 1000).toFixed(0)} s)`),
  };
}
