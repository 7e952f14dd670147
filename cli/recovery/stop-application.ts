import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { Drill } from '../../lambda-src/snapshot-manager/domain/drill/drill';
import { type Marks, trustedOnes } from '../../lambda-src/snapshot-manager/domain/marks';
import { snapshotOfStop } from '../../lambda-src/snapshot-manager/domain/recovery/stop-snapshot';
import { newestReady, type Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import type { Result } from '../../tools/command';
import { onEndSignal } from '../../tools/end-signals';
import { talk } from '../../tools/talk';
import { stopApplication } from '../application-lifecycle';
import type { KnownDeployment } from '../known-deployment';
import { namingWhatIsMissing } from '../missing-name';
import { localTime } from '../times';
import { drillText, drillUnderWay, goBeforeDrill, untilSettled } from './go-first';
import { marksOf } from './marks-of';
import { recordAction } from './record-action';
import { hasEnded, isPlannedFor, nextStep } from './recovery';
import { type RecoveryWorld, recoveryWorld } from './world';

export interface StopRequest {
  readonly application: string;
  /** True: no snapshot is taken first. */
  readonly force: boolean;
  readonly who: string;
  readonly why: string;
  readonly timeoutMs: number;
  /** Given: nothing is changed. */
  readonly isDryRun?: true;
}

/** Stops an application, names the snapshot that holds its state now, and records it. */
export async function stopAndRecord(
  { application, force, who, why, timeoutMs, isDryRun }: StopRequest,
  client: KinesisAnalyticsV2Client,
  deployment: KnownDeployment,
): Promise<Result> {
  const world = await recoveryWorld(client, application, deployment);
  const { api, recorder, clock } = world;
  // Without tables the record says what is missing.
  if (world.tables && world.warning) console.error(world.warning);
  if (isDryRun) return plannedStop(application, force, world);
  const before = await namingWhatIsMissing(client, { application }, async () => {
    const { createdAt } = await api.describeApplication(application);
    await warnOfRecovery(world, application, createdAt);
    const act = { application, applicationCreatedAt: createdAt, what: 'stop', who };
    const ports = { drills: world.tables?.drills, clock, say: talk };
    const drill = await goBeforeDrill(act, ports);
    const status = drill && (await untilSettled(application, !force, timeoutMs, { ...ports, api }));
    const known = new Set((await api.listSnapshots(application)).map(({ name }) => name));
    // By the clock of AWS, which its first answer tells.
    const startedAt = clock.now();
    // The drill stopped it, with a snapshot: nothing is left to ask for.
    if (drill?.stoppedAt && status === 'READY') {
      return { known: new Set(drill.known), createdAt, startedAt, stoppedAt: drill.stoppedAt, drill };
    }
    const onStatus = (status: string, waitedMs: number) =>
      talk(`${application}: ${status} (${(waitedMs / 1000).toFixed(0)} s)`);
    await tellingCtrlC(application, () => stopApplication(client, application, { force }, { timeoutMs, onStatus }));
    return { known, createdAt, startedAt, stoppedAt: force ? undefined : startedAt };
  });
  const { startedAt, stoppedAt } = before;
  const snapshots = await api.listSnapshots(application);
  // A start from the newest one passes the suspects over.
  const trusted = trustedOnes(snapshots, await marksNow(world, application, snapshots), before.createdAt);
  const taken = stoppedAt && takenByStop(trusted, before.known, stoppedAt, before.drill);
  const text = stopText(application, force, taken, newestReady(trusted), before.drill);
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

/** Result of a stop that was only asked about. */
async function plannedStop(application: string, force: boolean, world: RecoveryWorld): Promise<Result> {
  const { api, client, tables } = world;
  const { status, createdAt } = await namingWhatIsMissing(client, { application }, () =>
    api.describeApplication(application),
  );
  const drill = await drillUnderWay({ application, applicationCreatedAt: createdAt }, tables?.drills);
  if (drill) console.error(`${drillText(drill)}: it would give way first.`);
  const how = force ? 'by force, without a snapshot' : 'and the service would take a snapshot first';
  const would = status === 'READY' ? 'nothing would be done' : `it would be stopped ${how}`;
  return {
    document: { application, status, force, snapshot: null, dryRun: true },
    text: `${application} is ${status}: ${would}. Nothing was changed.`,
  };
}

/**
 * Snapshot that holds the state now. That of a drill's stop does only while the drill was in that stop, or in the start
 * after it: later a job ran, or the state could not be started.
 */
function takenByStop(trusted: readonly Snapshot[], known: ReadonlySet<string>, stoppedAt: Date, drill?: Drill) {
  const hasRunSince = drill && drill.step !== 'stop' && drill.step !== 'start';
  return hasRunSince ? undefined : snapshotOfStop(trusted, known, stoppedAt);
}

/** Marks of now; those of the beginning where the table no longer answers, because the stop must be recorded. */
async function marksNow(world: RecoveryWorld, application: string, snapshots: readonly Snapshot[]): Promise<Marks> {
  return marksOf(world, application, snapshots).catch(() => world.marksAtBegin);
}

/** Somebody who stops in the middle of a restore may have to; they are told of it. */
async function warnOfRecovery({ journal }: RecoveryWorld, application: string, createdAt?: Date): Promise<void> {
  const recovery = (await journal.read(application).catch(() => undefined))?.recovery;
  if (!recovery || hasEnded(recovery) || !isPlannedFor(recovery.plan, createdAt)) return;
  const { kind, who } = recovery.plan;
  console.error(
    `Warning: a ${kind} of ${application} by ${who} is under way at the step "${nextStep(recovery)?.step ?? 'record'}". kda restore --continue ${application} goes on with it, kda restore --give-up ${application} ends it.`,
  );
}

/** Leaves on Ctrl-C, after it said what goes on. */
async function tellingCtrlC(application: string, work: () => Promise<void>): Promise<void> {
  const leave = () => {
    console.error(
      `Left: the service goes on stopping ${application}, and the audit table has no row about it. When it is READY: kda status ${application}`,
    );
    process.exit(130);
  };
  const endListening = onEndSignal(leave);
  try {
    await work();
  } finally {
    endListening();
  }
}

/** Text about what holds the state now. */
export function stopText(
  application: string,
  force: boolean,
  taken: Snapshot | undefined,
  newest: Snapshot | undefined,
  drill?: Drill,
): string {
  if (taken) return `${application} is READY (stopped). Snapshot ${taken.name} has its state.`;
  const rest = newest?.createdAt
    ? `The newest one is ${newest.name} of ${localTime(newest.createdAt)}: what was processed since then is lost, or processed again.`
    : 'It has none at all: its state is lost.';
  if (drill) {
    return `${application} is READY (stopped) by drill ${drill.plan.id}, which gave way at the step "${drill.step}": no snapshot that can be trusted has its state. ${rest}`;
  }
  return `${application} is READY (stopped${force ? ', no snapshot was taken' : ', and the service took no snapshot'}). ${rest}`;
}
