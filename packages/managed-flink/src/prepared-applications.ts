import type { Application } from './model/application';
import { newConfiguration } from './model/configuration';
import { SnapshotSet } from './model/snapshot-set';

export interface PreparedApplications {
  readonly applications: number;
  readonly snapshotsPerApplication: number;
  /** Prefix of the prepared snapshots' names; a UTC time such as `20261123T101500Z` follows. */
  readonly snapshotNamePrefix: string;
}

const SNAPSHOT_INTERVAL_MS = 10 * 60 * 1000;

/**
 * RUNNING applications `app-0001`, `app-0002`, … each with READY snapshots ten minutes apart, the newest ten minutes
 * before `now`.
 */
export function* preparedApplications(
  { applications, snapshotsPerApplication, snapshotNamePrefix }: PreparedApplications,
  now: Date,
  arnOf: (name: string) => string,
): Generator<Application> {
  const madeBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const createdAt = new Date(madeBefore.getTime() - (snapshotsPerApplication + 1) * SNAPSHOT_INTERVAL_MS);
  const configuration = newConfiguration({
    ApplicationCodeConfiguration: {
      CodeContentType: 'ZIPFILE',
      CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::simulated', FileKey: 'simulated.jar' } },
    },
  });
  for (let number = 1; number <= applications; number++) {
    const name = `app-${String(number).padStart(4, '0')}`;
    yield {
      name,
      arn: arnOf(name),
      runtimeEnvironment: 'FLINK-1_20',
      serviceExecutionRole: 'arn:aws:iam::000000000000:role/simulated',
      status: 'RUNNING',
      versionId: 1,
      conditionalToken: `prepared-${number}`,
      createdAt,
      updatedAt: createdAt,
      configuration,
      runConfiguration: { restoreType: 'RESTORE_FROM_LATEST_SNAPSHOT', allowNonRestoredState: false },
      loggingOptions: [],
      versions: [],
      tags: [],
      operations: [],
      snapshots: SnapshotSet.withPrepared({
        count: snapshotsPerApplication,
        namePrefix: snapshotNamePrefix,
        madeBefore,
        intervalMs: SNAPSHOT_INTERVAL_MS,
        applicationVersionId: 1,
        runtimeEnvironment: 'FLINK-1_20',
        gone: [],
      }),
    };
  }
}
