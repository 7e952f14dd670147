import type { ApplicationState } from '../../../lambda-src/snapshot-manager/domain/application-state';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';

/** Application that is running, with snapshots enabled. */
export const RUNNING: ApplicationState = {
  name: 'orders',
  status: 'RUNNING',
  version: 7,
  runtimeEnvironment: 'FLINK-1_20',
  snapshotsEnabled: true,
  createdAt: new Date('2026-11-01T00:00:00Z'),
  restoresFrom: { kind: 'latest' },
};

/** Snapshot of that application. */
export function snapshotOf(name: string, createdAt: Date, facts: Partial<Snapshot> = {}): Snapshot {
  return { name, status: 'READY', createdAt, applicationVersion: 7, runtimeEnvironment: 'FLINK-1_20', ...facts };
}

/** Record of a run of that application for an event at `at`, whose time was up at once, and that deleted nothing. */
export function recordOf(at: Date, facts: Pick<RunRecord, 'state'> & Partial<RunRecord>): RunRecord {
  return {
    application: 'orders',
    runId: at.getTime(),
    eventId: 'event',
    eventTime: at,
    startedAt: at,
    deadlineAt: at,
    deleted: [],
    failedToDelete: [],
    kept: [],
    ...facts,
  };
}
