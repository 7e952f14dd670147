import { ServiceError } from '../errors';

/** Kinds of snapshots that an application can have; it has the first unless its owner chose the other. */
export const SNAPSHOT_MODES = ['APPLICATION_SNAPSHOTS_LEGACY', 'ENHANCED_SNAPSHOTS'] as const;
export type SnapshotMode = (typeof SNAPSHOT_MODES)[number];

/** Runtimes that the service documents as too old for enhanced snapshots: Flink up to 1.19. */
const TOO_OLD = /^FLINK-1_(\d|1\d)$/;

/**
 * Checks a change of the mode. Enhanced snapshots need Flink 1.20, by the present runtime and not by one that the same
 * request sets; an update never returns to legacy snapshots.
 * Source: developer guide, snapshots-setup and snapshots-upgrade (November 2026).
 *
 * @throws ServiceError InvalidArgumentException.
 */
export function checkSnapshotMode(
  asked: SnapshotMode | undefined,
  { mode, runtime }: { readonly mode: SnapshotMode | undefined; readonly runtime: string },
): void {
  if (asked === 'ENHANCED_SNAPSHOTS' && TOO_OLD.test(runtime)) {
    throw new ServiceError(
      'InvalidArgumentException',
      `SnapshotMode ENHANCED_SNAPSHOTS needs RuntimeEnvironment FLINK-1_20 or later; the application has ${runtime}`,
    );
  }
  if (asked === 'APPLICATION_SNAPSHOTS_LEGACY' && mode === 'ENHANCED_SNAPSHOTS') {
    throw new ServiceError(
      'InvalidArgumentException',
      'SnapshotMode cannot be changed from ENHANCED_SNAPSHOTS to APPLICATION_SNAPSHOTS_LEGACY',
    );
  }
}
