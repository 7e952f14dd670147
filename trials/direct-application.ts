import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateApplicationCommand,
  KinesisAnalyticsV2Client,
  type RuntimeEnvironment,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PROPERTY_GROUP } from '../config/model/names';
import { ACCOUNT_ID, type LocalSession } from '../local/local-session';

/** Place of an application's code in S3. */
export interface UploadedCode {
  readonly bucket: string;
  readonly key: string;
}

export interface DirectApplication {
  readonly name: string;
  readonly runtime: RuntimeEnvironment;
  readonly code: UploadedCode;
  readonly role: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly properties: Readonly<Record<string, string>>;
  /** None: the service's default, a minute. */
  readonly checkpointIntervalMs?: number;
}

/** Long enough that a slow checkpoint is followed by some work. */
const MIN_PAUSE_MS = 1_000;

/** Makes the bucket and puts the JAR into it, as an artifacts stack does. */
export async function uploadCode(
  bucket: string,
  jar: string,
  configuration: LocalSession['clientConfiguration'],
): Promise<UploadedCode> {
  const s3 = new S3Client({ ...configuration, forcePathStyle: true });
  const key = basename(jar);
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: readFileSync(jar) }));
  return { bucket, key };
}

/** A Flink application with its log, by calls of the SDK: stopped, with snapshots enabled. */
export async function createApplication(
  application: DirectApplication,
  configuration: LocalSession['clientConfiguration'],
): Promise<void> {
  const { name, code, logGroup: logGroupName, logStream: logStreamName, checkpointIntervalMs } = application;
  const logs = new CloudWatchLogsClient(configuration);
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  await new KinesisAnalyticsV2Client(configuration).send(
    new CreateApplicationCommand({
      ApplicationName: name,
      RuntimeEnvironment: application.runtime,
      ServiceExecutionRole: `arn:aws:iam::${ACCOUNT_ID}:role/${application.role}`,
      CloudWatchLoggingOptions: [
        {
          LogStreamARN: `arn:aws:logs:${configuration.region}:${ACCOUNT_ID}:log-group:${logGroupName}:log-stream:${logStreamName}`,
        },
      ],
      ApplicationConfiguration: {
        ApplicationCodeConfiguration: {
          CodeContentType: 'ZIPFILE',
          CodeContent: { S3ContentLocation: { BucketARN: `arn:aws:s3:::${code.bucket}`, FileKey: code.key } },
        },
        ApplicationSnapshotConfiguration: { SnapshotsEnabled: true },
        EnvironmentProperties: {
          PropertyGroups: [{ PropertyGroupId: PROPERTY_GROUP, PropertyMap: { ...application.properties } }],
        },
        FlinkApplicationConfiguration: {
          CheckpointConfiguration:
            checkpointIntervalMs === undefined
              ? { ConfigurationType: 'DEFAULT' }
              : {
                  ConfigurationType: 'CUSTOM',
                  CheckpointingEnabled: true,
                  CheckpointInterval: checkpointIntervalMs,
                  MinPauseBetweenCheckpoints: MIN_PAUSE_MS,
                },
        },
      },
    }),
  );
}
