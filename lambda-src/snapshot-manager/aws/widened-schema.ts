import { ApplicationSnapshotConfigurationDescription$ } from '@aws-sdk/client-kinesis-analytics-v2';

const SNAPSHOT_MODE = 'SnapshotMode';
/** A string, in the numbers by which the SDK's schemas name types. */
const STRING = 0;

/**
 * Adds `SnapshotMode` (November 2026) to what the SDK reads of a described application. Its newest release drops members
 * that its model does not have, so an application with enhanced snapshots would look like any other. It must run before
 * the first answer is read; a release that knows the member is left as it is.
 */
export function readSnapshotMode(): void {
  const names: string[] = ApplicationSnapshotConfigurationDescription$[4];
  if (names.includes(SNAPSHOT_MODE)) return;
  names.push(SNAPSHOT_MODE);
  ApplicationSnapshotConfigurationDescription$[5].push(STRING);
}

/** The mode in a described snapshot configuration; the SDK's types do not have it. */
export function snapshotModeOf(description: object | undefined): string | undefined {
  const mode: unknown = description && SNAPSHOT_MODE in description ? description[SNAPSHOT_MODE] : undefined;
  return typeof mode === 'string' ? mode : undefined;
}
