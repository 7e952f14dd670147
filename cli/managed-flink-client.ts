import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { loadSettings } from '../config/load-settings';
import { applicationRegion } from './region';

/**
 * Creates a client for the shell's region, else that of the settings, and prints which one. The SDK honours
 * AWS_ENDPOINT_URL.
 */
export function managedFlinkClient(): KinesisAnalyticsV2Client {
  return new KinesisAnalyticsV2Client({ region: applicationRegion(loadSettings) });
}
