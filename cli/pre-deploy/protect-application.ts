import {
  type ApplicationState,
  isManagedMode,
  unmanagedModeText,
} from '../../lambda-src/snapshot-manager/domain/application-state';
import { statusAdvice } from '../../lambda-src/snapshot-manager/domain/application-status';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import type { Clock, SnapshotApi } from '../../lambda-src/snapshot-manager/ports';
import { findApplication } from '../../lambda-src/snapshot-manager/run/find-application';
import { type RestorePointPorts, restorePoints, restorePointText, suspectText, wayBackText } from './restore-points';

/** Error that stops the deployment; the message says why and what to do. */
export class PreDeployError extends Error {
  override readonly name = 'PreDeployError';
}

export interface ProtectOptions {
  /** True: accepts that the service's snapshots are, or will be with this deployment, switched off. */
  readonly allowStateLoss: boolean;
  /** Reason why no snapshot is taken first; undefined: one is taken. */
  readonly noSnapshotBecause: string | undefined;
  /** Value of `application.snapshotsEnabled` in the deployment. */
  readonly snapshotsEnabledByDeployment: boolean;
  /** True if the plan shows that the deployment does not change it, so nothing restarts it. */
  readonly isLeftAsItIs: boolean;
  /** Seconds to wait for a transient status to end. */
  readonly waitSeconds: number;
}

/** Text on overriding a refusal in the workflow. */
export const inTheWorkflow = (input: 'no-snapshot' | 'allow-state-loss') =>
  `(in GitHub Actions: run the workflow deploy by hand, with its input ${input})`;

/** Holder of the hold on the fresh snapshot; only a release that names this holder ends it. */
export const HOLDER = 'pre-deploy';

/** Fresh snapshot that is READY. */
export interface FreshSnapshot {
  readonly name: string;
  readonly takenBy: 'snapshot manager' | 'this command';
  /** End of the hold, which keeps the retention from deleting it. */
  readonly heldUntil?: Date;
}

export interface ProtectPorts extends RestorePointPorts {
  readonly api: Pick<SnapshotApi, 'describeApplication' | 'listSnapshots'>;
  /**
   * Takes a snapshot.
   *
   * @throws PreDeployError when none is READY at the end.
   */
  readonly takeSnapshot: (application: string) => Promise<FreshSnapshot>;
  readonly clock: Clock;
}

/** Source of the application's state at its next start. */
export type RestartSource =
  | { readonly kind: 'nothing-to-restart' }
  | { readonly kind: 'snapshot-of-the-update' }
  | { readonly kind: 'snapshot'; readonly name: string; readonly createdAt: Date | undefined }
  | { readonly kind: 'empty' }
  /** Source in a snapshot mode that this version cannot read. */
  | { readonly kind: 'unknown' };

/** Protection of one application against the loss of its state. */
export interface ApplicationReport {
  readonly application: string;
  /** Status as the service names it; `absent` when the application does not exist yet. */
  readonly status: string;
  readonly freshSnapshot?: FreshSnapshot;
  readonly restart: RestartSource;
  /** Whole sentences for a person. */
  readonly says: readonly string[];
}

const POLL_MS = 2_000;

/**
 * Protects an application's state during a deployment: a RUNNING one that may be restarted gets a fresh snapshot; for
 * each it reports the source of the next start.
 *
 * @throws PreDeployError when the deployment must not continue; SnapshotApiError when the service does not answer.
 */
export async function protectApplication(
  application: string,
  options: ProtectOptions,
  ports: ProtectPorts,
): Promise<ApplicationReport> {
  if (options.isLeftAsItIs) {
    const untouched = await findApplication(application, ports.api);
    if (untouched !== undefined) return describeUntouched(untouched);
  }
  const state = await settledState(application, options.waitSeconds, ports);
  if (state === undefined) {
    return {
      application,
      status: 'absent',
      restart: { kind: 'nothing-to-restart' },
      says: [`${application} does not exist yet: this deployment creates it, stopped.`],
    };
  }
  if (!isManagedMode(state.snapshotMode)) return describeUnmanaged(state, options);
  return state.status === 'RUNNING' ? protectRunning(state, options, ports) : describeStopped(state, ports);
}

/** Report for a snapshot mode that this version does not manage: only a person can take a snapshot first. */
function describeUnmanaged(
  { name: application, status, snapshotMode }: ApplicationState,
  { noSnapshotBecause }: ProtectOptions,
): ApplicationReport {
  const mode = unmanagedModeText(application, snapshotMode);
  if (status === 'RUNNING' && noSnapshotBecause === undefined) {
    throw new PreDeployError(
      `There is no fresh snapshot of ${application}, so nothing is deployed. ${mode} Take one by hand: aws kinesisanalyticsv2 create-snapshot --application-name ${application} --snapshot-name NAME. Then repeat this with --no-snapshot "why" ${inTheWorkflow('no-snapshot')}.`,
    );
  }
  return {
    application,
    status,
    restart: { kind: 'unknown' },
    says: [
      `${application} is ${status}; no snapshot was taken${noSnapshotBecause === undefined ? '' : ` (${noSnapshotBecause})`}. ${mode}`,
      'This version cannot read which snapshot its next start restores. Before you start it, check: aws kinesisanalyticsv2 list-snapshots.',
    ],
  };
}

/** Report for an application in any status that Terraform does not change. */
function describeUntouched({ name: application, status }: ApplicationState): ApplicationReport {
  return {
    application,
    status,
    restart: { kind: 'nothing-to-restart' },
    says: [
      `${application} is ${status}, and the plan does not change it: nothing restarts it, so no snapshot is needed.`,
    ],
  };
}

async function protectRunning(
  state: ApplicationState,
  options: ProtectOptions,
  ports: ProtectPorts,
): Promise<ApplicationReport> {
  const { name: application, status } = state;
  const isLosing = !state.snapshotsEnabled || !options.snapshotsEnabledByDeployment;
  if (isLosing && !options.allowStateLoss) {
    throw new PreDeployError(
      `${application} is RUNNING, and its snapshots ${state.snapshotsEnabled ? 'would be switched off by this deployment (application.snapshotsEnabled is false)' : 'are switched off'}: an update restarts it without the state since ${restorePointText((await restorePoints(application, ports)).newest)}. ${state.snapshotsEnabled ? 'Set application.snapshotsEnabled to true' : 'Stop it at a time when that is no loss, and deploy with application.snapshotsEnabled true'}, or repeat this with --allow-state-loss ${inTheWorkflow('allow-state-loss')}.`,
    );
  }
  const fresh = options.noSnapshotBecause === undefined ? await freshSnapshot(state, isLosing, ports) : undefined;
  const points = await restorePoints(application, ports);
  const { newest } = points;
  const says = [
    fresh
      ? `${application} is RUNNING; snapshot ${fresh.name} was just taken by ${fresh.takenBy === 'this command' ? fresh.takenBy : `the ${fresh.takenBy}`} and is READY.`
      : `${application} is RUNNING; no snapshot was taken${options.noSnapshotBecause === undefined ? '' : ` (${options.noSnapshotBecause})`}.`,
  ];
  if (fresh?.heldUntil) {
    says.push(
      `It is on hold until ${fresh.heldUntil.toISOString()}; npx kda release ${application} ${fresh.name} --holder ${HOLDER} ends that earlier.`,
    );
  } else if (fresh?.takenBy === 'snapshot manager') {
    says.push(
      `It is not on hold, so the retention decides how long it stays. To keep it: npx kda hold ${application} ${fresh.name} --why "before deployment".`,
    );
  }
  says.push(wayBackText(points.trusted), ...suspectText(points));
  if (isLosing) {
    says.push(`Its snapshots are switched off: an update that restarts it returns to ${restorePointText(newest)}.`);
    return {
      application,
      status,
      says,
      ...(fresh ? { freshSnapshot: fresh } : {}),
      restart: newest ? { kind: 'snapshot', name: newest.name, createdAt: newest.createdAt } : { kind: 'empty' },
    };
  }
  says.push(
    `An update that restarts it first takes a snapshot of its own (UPDATEAPPLICATION-…) and continues from that. The newest one until then is ${restorePointText(newest)}.`,
    ...startedFrom(state, newest),
  );
  return {
    application,
    status,
    says,
    ...(fresh ? { freshSnapshot: fresh } : {}),
    restart: { kind: 'snapshot-of-the-update' },
  };
}

/**
 * Takes a snapshot even if snapshots are switched off, when the service may refuse it: the loss was already accepted.
 */
async function freshSnapshot(
  { name, snapshotsEnabled }: ApplicationState,
  isLosing: boolean,
  ports: ProtectPorts,
): Promise<FreshSnapshot | undefined> {
  if (!snapshotsEnabled) return undefined;
  ports.report(`Taking a snapshot of ${name}${isLosing ? ', the last one before they are switched off' : ''} …`);
  return ports.takeSnapshot(name);
}

async function describeStopped(state: ApplicationState, ports: ProtectPorts): Promise<ApplicationReport> {
  const { name: application, status } = state;
  const points = await restorePoints(application, ports);
  const { newest } = points;
  return {
    application,
    status,
    restart: newest ? { kind: 'snapshot', name: newest.name, createdAt: newest.createdAt } : { kind: 'empty' },
    says: [
      `${application} is READY, that is stopped: an update changes it and does not start it.`,
      newest
        ? `npx kda start ${application} continues from ${restorePointText(newest)}.`
        : `It has no READY snapshot${points.newerSuspect ? ' that is not suspect' : ''}: npx kda start ${application} begins with ${restorePointText(newest)}.`,
      ...suspectText(points),
      ...namedRestorePoint(state, newest),
    ],
  };
}

/**
 * Sentence on the snapshot from which a running application was started, which the service forgets when it is stopped.
 */
function startedFrom({ restoresFrom }: ApplicationState, newest: Snapshot | undefined): string[] {
  if (restoresFrom.kind !== 'snapshot' || restoresFrom.name === newest?.name) return [];
  return [
    `It was started from ${restoresFrom.name}; a stop forgets that, and a start without a restore point takes the newest one.`,
  ];
}

/**
 * Sentence on a restore point in the configuration, which a start in the console without a choice uses instead of the
 * newest.
 */
function namedRestorePoint({ restoresFrom }: ApplicationState, newest: Snapshot | undefined): string[] {
  if (restoresFrom.kind === 'none') {
    return ['Its run configuration restores nothing: a start without a restore point begins empty.'];
  }
  if (restoresFrom.kind !== 'snapshot' || restoresFrom.name === newest?.name) return [];
  return [`Its run configuration names ${restoresFrom.name}: a start without a restore point returns to that one.`];
}

/**
 * State once RUNNING or READY, the two in which the provider can work; undefined when the application does not exist.
 */
async function settledState(
  application: string,
  waitSeconds: number,
  { api, clock, report }: ProtectPorts,
): Promise<ApplicationState | undefined> {
  const deadline = clock.now().getTime() + waitSeconds * 1000;
  let seen: string | undefined;
  for (;;) {
    const state = await findApplication(application, api);
    if (state === undefined || state.status === 'RUNNING' || state.status === 'READY') return state;
    if (clock.now().getTime() >= deadline) {
      throw new PreDeployError(
        `${application} is still ${state.status} after ${waitSeconds} s, expected RUNNING or READY: Terraform's provider would fail with "unexpected state". ${statusAdvice(application, state.status, true)} Repeat this when it is RUNNING or READY.`,
      );
    }
    if (state.status !== seen) report(`${application} is ${state.status}; waiting until it is RUNNING or READY …`);
    seen = state.status;
    await clock.sleep(POLL_MS);
  }
}
