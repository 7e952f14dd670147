import {
  type ApplicationState,
  isManagedMode,
  unmanagedModeText,
} from '../../lambda-src/snapshot-manager/domain/application-state';
import { statusAdvice } from '../../lambda-src/snapshot-manager/domain/application-status';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { newestReady } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { type Clock, type SnapshotApi, SnapshotApiError } from '../../lambda-src/snapshot-manager/ports';

/** The deployment must not go on; the message says why and what to do. */
export class PreDeployError extends Error {
  override readonly name = 'PreDeployError';
}

export interface ProtectOptions {
  /** The service's snapshots are, or with this deployment will be, switched off, and that is accepted. */
  readonly allowStateLoss: boolean;
  /** Why no snapshot is taken first; undefined: one is. */
  readonly noSnapshotBecause: string | undefined;
  /** What the deployment sets `application.snapshotsEnabled` to. */
  readonly snapshotsEnabledByDeployment: boolean;
  /** The plan shows that the deployment does not touch it, so nothing restarts it. */
  readonly isLeftAsItIs: boolean;
  /** How long a status that passes by itself is waited for. */
  readonly waitSeconds: number;
}

/** How a way out of a refusal is taken in the workflow. */
export const inTheWorkflow = (input: 'no-snapshot' | 'allow-state-loss') =>
  `(in GitHub Actions: run the workflow deploy by hand, with its input ${input})`;

/** Whose hold it is that keeps the fresh snapshot; only a release that names this holder ends it. */
export const HOLDER = 'pre-deploy';

/** A fresh snapshot that is READY. */
export interface FreshSnapshot {
  readonly name: string;
  readonly takenBy: 'snapshot manager' | 'this command';
  /** Until then the retention does not delete it. */
  readonly heldUntil?: Date;
}

export interface ProtectPorts {
  readonly api: Pick<SnapshotApi, 'describeApplication' | 'listSnapshots'>;
  /** @throws PreDeployError when there is none that is READY at the end. */
  readonly takeSnapshot: (application: string) => Promise<FreshSnapshot>;
  readonly clock: Clock;
  /** Whole sentences on what is being done, as it is done. */
  readonly report: (line: string) => void;
}

/** Where the application's state comes from when it starts next. */
export type RestartSource =
  | { readonly kind: 'nothing-to-restart' }
  | { readonly kind: 'snapshot-of-the-update' }
  | { readonly kind: 'snapshot'; readonly name: string; readonly createdAt: Date | undefined }
  | { readonly kind: 'empty' }
  /** The application is in a snapshot mode that this version cannot read. */
  | { readonly kind: 'unknown' };

/** What stands between one application and the loss of its state. */
export interface ApplicationReport {
  readonly application: string;
  /** The service's own word; `absent` when there is none yet. */
  readonly status: string;
  readonly freshSnapshot?: FreshSnapshot;
  readonly restart: RestartSource;
  /** Whole sentences for a person. */
  readonly says: readonly string[];
}

const POLL_MS = 2_000;

/**
 * Makes sure that a deployment costs this application no state: a RUNNING one that it may restart gets a fresh snapshot;
 * of each it is told where its next start takes the state from.
 *
 * @throws PreDeployError when the deployment must not go on; SnapshotApiError when the service does not answer.
 */
export async function protectApplication(
  application: string,
  options: ProtectOptions,
  ports: ProtectPorts,
): Promise<ApplicationReport> {
  if (options.isLeftAsItIs) {
    const untouched = await describe(ports.api, application);
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

/** In a snapshot mode that this version does not manage, only a person can take a snapshot first. */
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
      'Which snapshot its next start restores cannot be read by this version. Before you start it, look: aws kinesisanalyticsv2 list-snapshots.',
    ],
  };
}

/** In whatever status it is: Terraform does not call the service for it. */
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
      `${application} is RUNNING, and its snapshots ${state.snapshotsEnabled ? 'would be switched off by this deployment (application.snapshotsEnabled is false)' : 'are switched off'}: an update restarts it without the state since ${restorePointText(await newestReadyOf(application, ports))}. ${state.snapshotsEnabled ? 'Set application.snapshotsEnabled to true' : 'Stop it at a time when that is no loss, and deploy with application.snapshotsEnabled true'}, or repeat this with --allow-state-loss ${inTheWorkflow('allow-state-loss')}.`,
    );
  }
  const fresh = options.noSnapshotBecause === undefined ? await freshSnapshot(state, isLosing, ports) : undefined;
  const snapshots = await ports.api.listSnapshots(application);
  const newest = newestReady(snapshots);
  const says = [
    fresh
      ? `${application} is RUNNING; snapshot ${fresh.name} was just taken by ${fresh.takenBy === 'this command' ? fresh.takenBy : `the ${fresh.takenBy}`} and is READY.`
      : `${application} is RUNNING; no snapshot was taken${options.noSnapshotBecause === undefined ? '' : ` (${options.noSnapshotBecause})`}.`,
  ];
  if (fresh?.heldUntil) {
    says.push(
      `It is on hold until ${fresh.heldUntil.toISOString()}; npm run release -- ${application} ${fresh.name} --holder ${HOLDER} ends that earlier.`,
    );
  } else if (fresh?.takenBy === 'snapshot manager') {
    says.push(
      `It is not on hold, so the retention decides how long it stays. To keep it: npm run hold -- ${application} ${fresh.name} --why "before deployment".`,
    );
  }
  says.push(wayBackText(snapshots));
  if (isLosing) {
    says.push(`Its snapshots are switched off: an update that restarts it goes back to ${restorePointText(newest)}.`);
    return {
      application,
      status,
      says,
      ...(fresh ? { freshSnapshot: fresh } : {}),
      restart: newest ? { kind: 'snapshot', name: newest.name, createdAt: newest.createdAt } : { kind: 'empty' },
    };
  }
  says.push(
    `An update that restarts it first takes a snapshot of its own (UPDATEAPPLICATION-…) and goes on from that. The newest one until then is ${restorePointText(newest)}.`,
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

/** With snapshots switched off it is not known whether one can be asked for; somebody accepted the loss already. */
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
  const newest = await newestReadyOf(application, ports);
  return {
    application,
    status,
    restart: newest ? { kind: 'snapshot', name: newest.name, createdAt: newest.createdAt } : { kind: 'empty' },
    says: [
      `${application} is READY, that is stopped: an update changes it and does not start it.`,
      newest
        ? `npm run start-application -- ${application} goes on from ${restorePointText(newest)}.`
        : `It has no READY snapshot: npm run start-application -- ${application} begins with ${restorePointText(newest)}.`,
      ...namedRestorePoint(state, newest),
    ],
  };
}

/** What a running application was started from is no promise for later: the service forgets it when it is stopped. */
function startedFrom({ restoresFrom }: ApplicationState, newest: Snapshot | undefined): string[] {
  if (restoresFrom.kind !== 'snapshot' || restoresFrom.name === newest?.name) return [];
  return [
    `It was started from ${restoresFrom.name}; a stop forgets that, and a start that names no restore point takes the newest one.`,
  ];
}

/** Whoever starts it in the console, without a choice, gets this one: not the newest, and for once that matters. */
function namedRestorePoint({ restoresFrom }: ApplicationState, newest: Snapshot | undefined): string[] {
  if (restoresFrom.kind === 'none') {
    return ['Its run configuration says to restore nothing: a start that names no restore point begins empty.'];
  }
  if (restoresFrom.kind !== 'snapshot' || restoresFrom.name === newest?.name) return [];
  return [
    `Its run configuration names ${restoresFrom.name}: a start that names no restore point goes back to that one.`,
  ];
}

function restorePointText(snapshot: Snapshot | undefined): string {
  return snapshot ? `${snapshot.name} of ${snapshot.createdAt?.toISOString() ?? 'an unknown time'}` : 'an empty state';
}

/** The oldest READY snapshot, whoever made it: an error that is older is in all of them. */
function wayBackText(snapshots: readonly Snapshot[]): string {
  const ready = snapshots.filter(({ status }) => status === 'READY');
  const oldest = ready.toSorted((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0))[0];
  if (!oldest) return 'There is no READY snapshot to restore.';
  return `It has ${ready.length} READY ${ready.length === 1 ? 'snapshot' : 'snapshots'}; one can go back to ${oldest.createdAt?.toISOString() ?? 'an unknown time'}.`;
}

async function newestReadyOf(application: string, { api }: ProtectPorts): Promise<Snapshot | undefined> {
  return newestReady(await api.listSnapshots(application));
}

/** RUNNING or READY, the two in which the provider can work; undefined when there is no such application. */
async function settledState(
  application: string,
  waitSeconds: number,
  { api, clock, report }: ProtectPorts,
): Promise<ApplicationState | undefined> {
  const deadline = clock.now().getTime() + waitSeconds * 1000;
  let seen: string | undefined;
  for (;;) {
    const state = await describe(api, application);
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

async function describe(
  api: Pick<SnapshotApi, 'describeApplication'>,
  application: string,
): Promise<ApplicationState | undefined> {
  try {
    return await api.describeApplication(application);
  } catch (error) {
    if (error instanceof SnapshotApiError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
