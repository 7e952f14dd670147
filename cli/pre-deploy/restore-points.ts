import { newestReady, type Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import type { SnapshotApi } from '../../lambda-src/snapshot-manager/ports';
import type { SuspectNames } from './suspect-snapshots';

export interface RestorePointPorts {
  readonly api: Pick<SnapshotApi, 'listSnapshots'>;
  /** Suspect snapshots of the application, which are passed over. */
  readonly suspects: (application: string) => Promise<SuspectNames>;
  /** Reports progress in whole sentences. */
  readonly report: (line: string) => void;
}

/** Snapshots that a restore may use, without the suspect ones. */
export interface RestorePoints {
  readonly trusted: readonly Snapshot[];
  readonly newest: Snapshot | undefined;
  /** Suspect READY one that is newer than the newest trusted one. */
  readonly newerSuspect: Snapshot | undefined;
}

/** Restore points of the application. Reports when the suspect ones could not be read. */
export async function restorePoints(
  application: string,
  { api, suspects, report }: RestorePointPorts,
): Promise<RestorePoints> {
  const { names, problem } = await suspects(application);
  if (problem !== undefined) report(problem);
  const all = await api.listSnapshots(application);
  const trusted = all.filter(({ name }) => !names.has(name));
  const newest = newestReady(trusted);
  const newestOfAll = newestReady(all);
  return { trusted, newest, newerSuspect: newestOfAll === newest ? undefined : newestOfAll };
}

/** Sentence on a newer suspect snapshot, which a start that does not name its snapshot would use. */
export function suspectText({ newerSuspect }: RestorePoints): string[] {
  if (!newerSuspect) return [];
  return [
    `The newer ${restorePointText(newerSuspect)} is suspect: it is passed over here, but a start from "latest" in the console or by the API would use it.`,
  ];
}

/** Text of a restore point with its time. */
export function restorePointText(snapshot: Snapshot | undefined): string {
  return snapshot ? `${snapshot.name} of ${snapshot.createdAt?.toISOString() ?? 'an unknown time'}` : 'an empty state';
}

/** Sentence on the oldest READY snapshot, whoever took it: an older error is in all of them. */
export function wayBackText(snapshots: readonly Snapshot[]): string {
  const ready = snapshots.filter(({ status }) => status === 'READY');
  const oldest = ready.toSorted((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0))[0];
  if (!oldest) return 'There is no READY snapshot to restore.';
  return `It has ${ready.length} READY ${ready.length === 1 ? 'snapshot' : 'snapshots'}; a restore can go back to ${oldest.createdAt?.toISOString() ?? 'an unknown time'}.`;
}
