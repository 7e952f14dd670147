import type { ApplicationDetail } from '@aws-sdk/client-kinesis-analytics-v2';
import { differences, updateTo } from '../../../cli/recovery/code-update';

interface Wanted {
  readonly key?: string;
  readonly objectVersion?: string;
  readonly runtime?: 'FLINK-1_19' | 'FLINK-1_20';
  readonly role?: string;
  readonly groups?: Readonly<Record<string, Record<string, string>>>;
  readonly parallelism?: number;
  readonly currentParallelism?: number;
  readonly snapshotsEnabled?: boolean;
}

function version(change: Wanted = {}): ApplicationDetail {
  const { key = 'a.jar', groups = { job: { mode: 'old' } }, parallelism, snapshotsEnabled = true } = change;
  return {
    ApplicationARN: 'arn:aws:kinesisanalytics:eu-west-1:111122223333:application/orders',
    ApplicationName: 'orders',
    ApplicationStatus: 'READY',
    ApplicationVersionId: 1,
    RuntimeEnvironment: change.runtime ?? 'FLINK-1_20',
    ServiceExecutionRole: change.role ?? 'arn:aws:iam::111122223333:role/orders',
    ApplicationConfigurationDescription: {
      ApplicationCodeConfigurationDescription: {
        CodeContentType: 'ZIPFILE',
        CodeContentDescription: {
          CodeMD5: 'changes with the code',
          S3ApplicationCodeLocationDescription: {
            BucketARN: 'arn:aws:s3:::code',
            FileKey: key,
            ...(change.objectVersion ? { ObjectVersion: change.objectVersion } : {}),
          },
        },
      },
      ApplicationSnapshotConfigurationDescription: { SnapshotsEnabled: snapshotsEnabled },
      EnvironmentPropertyDescriptions: {
        PropertyGroupDescriptions: Object.entries(groups).map(([PropertyGroupId, PropertyMap]) => ({
          PropertyGroupId,
          PropertyMap,
        })),
      },
      FlinkApplicationConfigurationDescription: {
        CheckpointConfigurationDescription: {
          ConfigurationType: 'DEFAULT',
          CheckpointingEnabled: true,
          CheckpointInterval: 60_000,
        },
        ParallelismConfigurationDescription: {
          ConfigurationType: parallelism === undefined ? 'DEFAULT' : 'CUSTOM',
          Parallelism: parallelism ?? 1,
          CurrentParallelism: change.currentParallelism ?? 1,
          AutoScalingEnabled: true,
        },
      },
    },
  };
}

test('equal versions need no update, whatever auto scaling, the order of properties and the service say', () => {
  const wanted = version({ groups: { a: { x: '1', y: '2' }, b: {} } });
  const now = version({ groups: { b: {}, a: { y: '2', x: '1' } }, currentParallelism: 8 });
  expect(differences(wanted, now)).toEqual([]);
  expect(updateTo(wanted, now)).toBeUndefined();
});

test('a rollback never switches snapshots off', () => {
  expect(updateTo(version({ snapshotsEnabled: false }), version())).toBeUndefined();
});

test('only what differs is sent, each part whole', () => {
  expect(updateTo(version({ groups: { job: { mode: 'old', rate: '1' } } }), version({ groups: {} }))).toEqual({
    ApplicationConfigurationUpdate: {
      EnvironmentPropertyUpdates: {
        PropertyGroups: [{ PropertyGroupId: 'job', PropertyMap: { mode: 'old', rate: '1' } }],
      },
    },
  });
  expect(updateTo(version({ groups: {} }), version())).toEqual({
    ApplicationConfigurationUpdate: { EnvironmentPropertyUpdates: { PropertyGroups: [] } },
  });
  expect(updateTo(version({ runtime: 'FLINK-1_19', role: 'arn:aws:iam::111122223333:role/old' }), version())).toEqual({
    RuntimeEnvironmentUpdate: 'FLINK-1_19',
    ServiceExecutionRoleUpdate: 'arn:aws:iam::111122223333:role/old',
    ApplicationConfigurationUpdate: {},
  });
});

test('code comes with its bucket, key and object version', () => {
  const codeIn = (location: object) => ({
    ApplicationConfigurationUpdate: {
      ApplicationCodeConfigurationUpdate: {
        CodeContentTypeUpdate: 'ZIPFILE',
        CodeContentUpdate: { S3ContentLocationUpdate: location },
      },
    },
  });
  const location = { BucketARNUpdate: 'arn:aws:s3:::code', FileKeyUpdate: 'a.jar' };
  expect(updateTo(version(), version({ key: 'b.jar' }))).toEqual(codeIn(location));
  expect(updateTo(version({ objectVersion: 'v7' }), version())).toEqual(
    codeIn({ ...location, ObjectVersionUpdate: 'v7' }),
  );
});

test('a default is asked for by its type alone, custom values by themselves', () => {
  const parallelismIn = (update: object) => ({
    ApplicationConfigurationUpdate: { FlinkApplicationConfigurationUpdate: { ParallelismConfigurationUpdate: update } },
  });
  expect(updateTo(version(), version({ parallelism: 4 }))).toEqual(
    parallelismIn({ ConfigurationTypeUpdate: 'DEFAULT' }),
  );
  expect(updateTo(version({ parallelism: 4 }), version())).toEqual(
    parallelismIn({ ConfigurationTypeUpdate: 'CUSTOM', ParallelismUpdate: 4, AutoScalingEnabledUpdate: true }),
  );
});
