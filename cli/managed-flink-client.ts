import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { loadSettings } from '../config/load-settings';
import { applicationRegion } from './region';

/** A client for the region of the shell, else of the settings; says which one it is. AWS_ENDPOINT_URL is honoured by the SDK. */
export function managedFlinkClient(): KinesisAnalyticsV2Client {
  return new KinesisAnalyticsV2Client({ region: applicationRegion(loadSettings) });
}
