import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { S3Client } from '@aws-sdk/client-s3';

/** S3 of the application's region. */
export async function codeStore(client: KinesisAnalyticsV2Client): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  // An emulator has no host name for each bucket.
  return new Client({
    region: await client.config.region(),
    forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
  });
}
