import {
  CreateApplicationCommand,
  type CreateApplicationCommandInput,
  DescribeApplicationCommand,
  DescribeApplicationOperationCommand,
  DescribeApplicationSnapshotCommand,
  KinesisAnalyticsV2Client,
} from '@aws-sdk/client-kinesis-analytics-v2';

/** An SDK client of a local server. */
export function clientOf(endpoint: string, maxAttempts = 1): KinesisAnalyticsV2Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new KinesisAnalyticsV2Client({ endpoint, region: 'us-east-1', credentials, maxAttempts });
}

/** A Flink application with the given name; more of the request can be given. */
export function applicationRequest(
  name: string,
  more: Partial<CreateApplicationCommandInput> = {},
): CreateApplicationCommandInput {
  return {
    ApplicationName: name,
    RuntimeEnvironment: 'FLINK-1_20',
    ServiceExecutionRole: 'arn:aws:iam::000000000000:role/flink',
    ApplicationConfiguration: {
      ApplicationCodeConfiguration: {
        CodeContentType: 'ZIPFILE',
        CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'user-service.jar' } },
      },
    },
    ...more,
  };
}

export async function createApplication(
  client: KinesisAnalyticsV2Client,
  name: string,
  more: Partial<CreateApplicationCommandInput> = {},
) {
  const { ApplicationDetail } = await client.send(new CreateApplicationCommand(applicationRequest(name, more)));
  return ApplicationDetail;
}

export async function statusOf(client: KinesisAnalyticsV2Client, name: string): Promise<string | undefined> {
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: name }));
  return ApplicationDetail?.ApplicationStatus;
}

export async function snapshotOf(client: KinesisAnalyticsV2Client, name: string, snapshotName: string) {
  const command = new DescribeApplicationSnapshotCommand({ ApplicationName: name, SnapshotName: snapshotName });
  return (await client.send(command)).SnapshotDetails;
}

export async function operationOf(client: KinesisAnalyticsV2Client, name: string, operationId: string | undefined) {
  const command = new DescribeApplicationOperationCommand({ ApplicationName: name, OperationId: operationId });
  return (await client.send(command)).ApplicationOperationInfoDetails;
}

/** Looks again until `look` answers something; fails after a while with what was waited for. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, timeoutMs = 90_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export async function untilStatus(client: KinesisAnalyticsV2Client, name: string, wanted: string): Promise<void> {
  await eventually(`${name} to be ${wanted}`, async () =>
    (await statusOf(client, name)) === wanted ? true : undefined,
  );
}
