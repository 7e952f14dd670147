import { snapshotName } from '../../lambda-src/snapshot-manager/domain/snapshot-name';
import { type Clock, type SnapshotApi, SnapshotApiError } from '../../lambda-src/snapshot-manager/ports';
import { waitForSnapshot } from '../../lambda-src/snapshot-manager/run/wait';
import { type FreshSnapshot, HOLDER, inTheWorkflow, PreDeployError } from './protect-application';

/** Result of the deployed snapshot manager for one application. */
export type ManagerResult =
  | { readonly kind: 'answered'; readonly state: string; readonly snapshotName?: string; readonly message: string }
  /** No manager exists, or it does not manage the application: nothing was done. */
  | { readonly kind: 'not-its-concern'; readonly because: string };

/** Holder and end of a hold. */
export interface PlacedHold {
  readonly who: string;
  readonly until: Date;
}

export interface FreshSnapshotPorts {
  /**
   * Asks the manager for a snapshot.
   *
   * @throws the error of an existing manager that fails.
   */
  readonly askManager: (application: string, requestId: string) => Promise<ManagerResult>;
  /**
   * Asks the manager to hold a snapshot that it just took.
   *
   * @throws when it does not.
   */
  readonly hold: (application: string, snapshotName: string, placed: PlacedHold) => Promise<void>;
  /**
   * Puts a snapshot that the command took on hold in the holds table, where a manager finds it later.
   *
   * @throws when there is no table.
   */
  readonly holdInTable: (application: string, snapshotName: string, placed: PlacedHold) => Promise<void>;
  readonly api: Pick<SnapshotApi, 'createSnapshot' | 'describeApplication' | 'describeSnapshot'>;
  readonly clock: Clock;
  readonly report: (line: string) => void;
}

export interface FreshSnapshotOptions {
  /** Prefix of this deployment's snapshots, by which the retention owns a snapshot taken here. */
  readonly ownPrefix: string;
  /** Part of the snapshot's name. */
  readonly requestId: string;
  readonly waitSeconds: number;
  /** Milliseconds for which the retention must not delete the snapshot; 0: no hold. */
  readonly holdMs: number;
}

/**
 * Takes a snapshot and waits until it is READY: through the deployed manager, which records it; without one for this
 * application, by the service's own call with a name of the same form. An existing manager that fails stops the
 * deployment: bypassing it would hide that there are no snapshots. The snapshot is held for some days, because a bad
 * deployment is often noticed later than a short retention reaches back; a hold that fails is only reported.
 *
 * @throws PreDeployError when there is no READY snapshot at the end.
 */
export async function takeFreshSnapshot(
  application: string,
  options: FreshSnapshotOptions,
  ports: FreshSnapshotPorts,
): Promise<FreshSnapshot> {
  const result = await askManager(application, options.requestId, ports);
  if (result.kind === 'not-its-concern') {
    ports.report(`${result.because} This command takes the snapshot.`);
    const taken = { name: await takeDirectly(application, options, ports), takenBy: 'this command' } as const;
    const heldUntil = await hold(application, taken.name, options.holdMs, ports, ports.holdInTable);
    return heldUntil ? { ...taken, heldUntil } : taken;
  }
  if (result.state === 'taken' && result.snapshotName !== undefined) {
    const taken = { name: result.snapshotName, takenBy: 'snapshot manager' } as const;
    const heldUntil = await hold(application, taken.name, options.holdMs, ports, ports.hold);
    return heldUntil ? { ...taken, heldUntil } : taken;
  }
  throw withoutSnapshot(application, `The snapshot manager ended with "${result.state}": ${result.message}`);
}

async function hold(
  application: string,
  snapshotName: string,
  holdMs: number,
  { clock, report }: FreshSnapshotPorts,
  place: FreshSnapshotPorts['hold'],
): Promise<Date | undefined> {
  if (holdMs === 0) return undefined;
  const until = new Date(clock.now().getTime() + holdMs);
  try {
    await place(application, snapshotName, { who: HOLDER, until });
    return until;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    report(`Snapshot ${snapshotName} could not be put on hold, so the retention decides how long it stays: ${said}`);
    return undefined;
  }
}

async function askManager(application: string, requestId: string, ports: FreshSnapshotPorts): Promise<ManagerResult> {
  try {
    return await ports.askManager(application, requestId);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw withoutSnapshot(application, `The snapshot manager failed: ${said}`, error);
  }
}

async function takeDirectly(
  application: string,
  { ownPrefix, requestId, waitSeconds }: FreshSnapshotOptions,
  { api, clock }: FreshSnapshotPorts,
): Promise<string> {
  const since = clock.now();
  const name = snapshotName(ownPrefix, since, requestId);
  try {
    await api.createSnapshot(application, name);
  } catch (error) {
    if (!(error instanceof SnapshotApiError)) throw error;
    throw withoutSnapshot(application, error.message, error);
  }
  const until = new Date(since.getTime() + waitSeconds * 1000);
  const ended = await waitForSnapshot({
    application,
    snapshotName: name,
    since,
    until,
    usualMs: undefined,
    api,
    clock,
    log: () => {},
  });
  if (ended.kind === 'settled' && ended.snapshot.status === 'READY') return name;
  const what: Record<typeof ended.kind, string> = {
    settled: 'ended FAILED; check the application’s log for failed checkpoints',
    late: `is still CREATING after ${waitSeconds} s; increase --wait-seconds`,
    'application-stopped': 'was cut off: the application no longer runs',
    gone: 'is gone: somebody deleted it, or the service dropped it',
    unobservable: 'can’t be checked: the service does not answer',
  };
  throw withoutSnapshot(application, `Snapshot ${name} ${what[ended.kind]}.`);
}

function withoutSnapshot(application: string, why: string, cause?: unknown): PreDeployError {
  return new PreDeployError(
    `There is no fresh snapshot of ${application}, so nothing is deployed. ${why} To deploy nevertheless: --no-snapshot "why" ${inTheWorkflow('no-snapshot')}.`,
    { cause },
  );
}
