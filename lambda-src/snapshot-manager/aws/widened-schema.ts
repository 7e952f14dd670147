import { ApplicationSnapshotConfigurationDescription$ } from '@aws-sdk/client-kinesis-analytics-v2';

const SNAPSHOT_MODE = 'SnapshotMode';
/** Number with which the SDK's schemas denote a string. */
const STRING = 0;

/**
 * Adds `SnapshotMode` (November 2026) to the description of an application. The SDK's newest release drops members that
 * its model lacks, so an application with enhanced snapshots would look like any other. Must run before the first
 * answer is read; a release that has the member is left unchanged.
 */
export function readSnapshotMode(): void {
  const names: string[] = ApplicationSnapshotConfigurationDescription$[4];
  if (names.includes(SNAPSHOT_MODE)) return;
  names.push(SNAPSHOT_MODE);
  ApplicationSnapshotConfigurationDescription$[5].push(STRING);
}

/** Mode in a described snapshot configuration; the SDK's types lack it. */
export function snapshotModeOf(description: object | undefined): string | undefined {
  const mode: unknown = description && SNAPSHOT_MODE in description ? description[SNAPSHOT_MODE] : undefined;
  return typeof mode === 'string' ? mode : undefined;
}
