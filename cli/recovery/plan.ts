import type { ApplicationState } from '../../lambda-src/snapshot-manager/domain/application-state';
import type { Marks } from '../../lambda-src/snapshot-manager/domain/marks';
import { suspectNamesAmong } from '../../lambda-src/snapshot-manager/domain/marks';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../lambda-src/snapshot-manager/domain/snapshot-name';
import { missingInputSeconds } from '../source-horizon';
import type { PlannedCode } from './planned-code';
import type { RecoveryKind, RecoveryPlan } from './recovery';
import {
  findSnapshot,
  latestTrusted,
  newestBefore,
  SnapshotReferenceError,
  trustedSnapshots,
} from './snapshot-reference';
import { newerThan, type PlannedStep, stepsFor } from './steps';
import { readTime } from './time-input';

/** State to start from, in the person's words. */
export type Wish =
  | { readonly kind: 'latest' }
  | { readonly kind: 'none' }
  | { readonly kind: 'before'; readonly time: string }
  | { readonly kind: 'snapshot'; readonly reference: string }
  /** Newest good one that the version of the code, or an earlier one, took. */
  | { readonly kind: 'of-the-code' }
  /** State of now: a snapshot that is taken first, or the newest good one of a stopped application. */
  | { readonly kind: 'now' };

export interface RecoveryRequest {
  readonly kind: RecoveryKind;
  readonly application: string;
  readonly wish: Wish;
  readonly allowNonRestoredState: boolean;
  /** True: a snapshot of the present state is taken before the stop. */
  readonly evidence: boolean;
  readonly who: string;
  readonly why: string;
}

/** World as it is before anything is changed. */
export interface BeforeRecovery {
  readonly state: ApplicationState;
  readonly snapshots: readonly Snapshot[];
  readonly marks: Marks;
  /** Names of proven snapshots, the newest proof first; needed for the word `proven` only. */
  readonly proven?: readonly string[] | undefined;
  /** False where there is no table for freeze, holds, marks and audit. */
  readonly hasTables: boolean;
  /** Version whose code and settings are to run, with its runtime; missing: those of now. */
  readonly code?: PlannedCode & { readonly runtimeEnvironment: string };
  /** Prefix of the snapshots that the manager prunes; the snapshot of after is one of them. */
  readonly ownPrefix: string;
  /** Duration for which the source can be replayed; missing: not known. */
  readonly sourceHorizon?: string | undefined;
  /** Seconds after which a snapshot before the stop counts as not taken; missing: none is taken. */
  readonly snapshotLimitSeconds?: number | undefined;
  readonly now: Date;
}

/** Statuses in which the service stops an application by force (API reference of StopApplication), and READY. */
const CAN_BE_STOPPED = ['RUNNING', 'STARTING', 'UPDATING', 'STOPPING', 'AUTOSCALING'];

/** Error for an application or snapshot that can't be used as it is; nothing was changed. */
export class RecoveryRefusedError extends Error {
  override readonly name = 'RecoveryRefusedError';
}

/**
 * Plan of a restore or start, with the sentence of each step.
 *
 * @throws SnapshotReferenceError, TimeInputError, RecoveryRefusedError: the message has what to do.
 */
export function planRecovery(
  request: RecoveryRequest,
  before: BeforeRecovery,
): { readonly plan: RecoveryPlan; readonly steps: readonly PlannedStep[] } {
  const { application, kind, wish, allowNonRestoredState, who, why } = request;
  const { state, snapshots, marks, proven, now, ownPrefix, hasTables, snapshotLimitSeconds } = before;
  refuseStatus(kind, application, state.status, wish);
  const suspectsBefore = suspectNamesAmong(snapshots, marks, state.createdAt);
  const takesTarget = wish.kind === 'now' && state.status !== 'READY';
  const choice = { application, snapshots, suspects: suspectsBefore, proven };
  const target = takesTarget ? snapshotOfNow(before) : targetOf(wish, choice, now, before.code);
  if (target) refuseNewerRuntime(application, before.code?.runtimeEnvironment ?? state.runtimeEnvironment, target);
  // Whoever asks for the latest, for that of now or for none says nothing against the newer ones.
  const isOlder = target !== undefined && !isNewest(wish);
  const newer = isOlder ? newerThan(target, snapshots, suspectsBefore) : [];
  // Nothing comes before the stop of an application that is stopped.
  const isGoingBack = isOlder && (kind !== 'start' || newer.length > 0);
  // Without a table the plan is the only place that remembers earlier ones.
  const suspects = hasTables ? newer : [...newer, ...suspectsBefore];
  const id = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
  const evidence = request.evidence ? snapshotName(ownPrefix, now, 'evidence') : undefined;
  const fresh = snapshotName(ownPrefix, now, `after-${kind}`);
  const code = before.code && withoutRuntime(before.code);
  const steps = stepsFor({
    application,
    status: state.status,
    target,
    takesTarget,
    code,
    isGoingBack,
    suspects,
    evidence,
    snapshotLimitSeconds,
    fresh,
    hasTables,
  });
  const plan: RecoveryPlan = {
    id,
    kind,
    application,
    applicationCreatedAt: state.createdAt,
    who,
    why,
    plannedAt: now,
    target: target?.createdAt && {
      name: target.name,
      createdAt: target.createdAt,
      applicationVersion: target.applicationVersion,
    },
    allowNonRestoredState,
    isGoingBack,
    suspects,
    suspectBefore: [...suspectsBefore],
    status: state.status,
    evidence,
    ...(code ? { code } : {}),
    ...(takesTarget ? { takesTarget } : {}),
    ...(snapshotLimitSeconds === undefined ? {} : { snapshotLimitSeconds }),
    ...missingInputOf(target, before),
    fresh,
    steps: steps.map(({ step }) => step),
  };
  return { plan, steps };
}

function missingInputOf(
  target: Snapshot | undefined,
  { sourceHorizon: horizon, now }: BeforeRecovery,
): Pick<RecoveryPlan, 'missingInput'> {
  const seconds = target?.createdAt && missingInputSeconds(target.createdAt, horizon, now);
  return seconds === undefined || horizon === undefined ? {} : { missingInput: { horizon, seconds } };
}

function isNewest(wish: Wish): boolean {
  return ['latest', 'now'].includes(wish.kind) || (wish.kind === 'snapshot' && wish.reference === 'latest');
}

type Choice = Parameters<typeof latestTrusted>[0];

function withoutRuntime({ runtimeEnvironment: _runtime, ...code }: NonNullable<BeforeRecovery['code']>): PlannedCode {
  return code;
}

/** Snapshot that the recovery itself takes. */
function snapshotOfNow({ state, ownPrefix, now }: BeforeRecovery): Snapshot {
  return {
    name: snapshotName(ownPrefix, now, 'state-of-now'),
    status: 'READY',
    createdAt: now,
    applicationVersion: state.version,
    runtimeEnvironment: state.runtimeEnvironment,
  };
}

function targetOf(wish: Wish, choice: Choice, now: Date, code: PlannedCode | undefined): Snapshot | undefined {
  switch (wish.kind) {
    case 'none':
      return undefined;
    case 'latest':
    case 'now':
      return latestTrusted(choice);
    case 'of-the-code':
      return newestOfVersion(choice, code?.version ?? 0);
    case 'before':
      return newestBefore(choice, readTime(wish.time, now));
    case 'snapshot': {
      const found = findSnapshot(choice, wish.reference, now);
      if (found.createdAt) return found;
      throw new SnapshotReferenceError(
        `The service told no time of snapshot ${found.name}: nothing can be said about it.`,
      );
    }
  }
}

/**
 * Newest good snapshot of a version or an earlier one: the state of before the version that is left.
 *
 * @throws RecoveryRefusedError when there is none.
 */
function newestOfVersion(choice: Choice, version: number): Snapshot {
  const [found] = trustedSnapshots(choice).filter(({ applicationVersion }) => applicationVersion <= version);
  if (found) return found;
  throw new RecoveryRefusedError(
    `${choice.application} has no READY snapshot of version ${version} or before that is not suspect: its state of before the deployment is gone. To roll back with the state of now: --state now. To choose a snapshot: kda restore ${choice.application} --code ${version} --snapshot SNAPSHOT. Nothing was changed.`,
  );
}

function refuseStatus(kind: RecoveryKind, application: string, status: string, wish: Wish): void {
  if (status === 'READY') return;
  if (wish.kind === 'now' && status !== 'RUNNING') {
    throw new RecoveryRefusedError(
      `${application} is ${status}, expected RUNNING: no snapshot of its present state can be taken. Wait until it is RUNNING, or go back to the state of before the deployment: --state before. Nothing was changed.`,
    );
  }
  if (kind === 'start') {
    throw new RecoveryRefusedError(
      status === 'RUNNING'
        ? `${application} is RUNNING, expected READY (stopped). Stop it first: kda stop ${application}. To go back to an older snapshot: kda restore ${application} --before TIME.`
        : `${application} is ${status}, expected READY (stopped). Wait until it is READY, then start it again.`,
    );
  }
  if (CAN_BE_STOPPED.includes(status)) return;
  throw new RecoveryRefusedError(
    `${application} is ${status}, expected READY or one of ${CAN_BE_STOPPED.join(', ')}: the service does not stop it now. Wait until that is over, then restore again. Nothing was changed.`,
  );
}

function refuseNewerRuntime(application: string, runtimeEnvironment: string, snapshot: Snapshot): void {
  if (canRead(runtimeEnvironment, snapshot)) return;
  throw new RecoveryRefusedError(
    `Snapshot ${snapshot.name} was taken on ${snapshot.runtimeEnvironment}, and ${application} runs on ${runtimeEnvironment}: an earlier Flink does not read it. Choose an older snapshot, or update the application's runtime first.`,
  );
}

/** True for a snapshot that this runtime can read: Flink reads the state of earlier versions, not of later ones. */
export function canRead(runtimeEnvironment: string, snapshot: Pick<Snapshot, 'runtimeEnvironment'>): boolean {
  return !snapshot.runtimeEnvironment || versionOf(snapshot.runtimeEnvironment) <= versionOf(runtimeEnvironment);
}

/** `FLINK-1_20` as 1020, which orders versions. */
function versionOf(runtime: string): number {
  const [, major = '0', minor = '0'] = /^FLINK-(\d+)_(\d+)$/.exec(runtime) ?? [];
  return Number(major) * 1000 + Number(minor);
}
