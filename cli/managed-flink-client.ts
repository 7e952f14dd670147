import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { talk } from '../tools/talk';
import { lookingIn } from './answer-time';
import { isCheckout } from './checkout';
import { applicationRegion } from './region';

/**
 * Creates a client for the shell's region, else that of the settings, and prints which one. The SDK honours
 * AWS_ENDPOINT_URL.
 *
 * @throws Error when neither is there.
 */
export async function managedFlinkClient(say: (line: string) => void = talk): Promise<KinesisAnalyticsV2Client> {
  // Without a checkout there are no settings, and nothing that reads them could be loaded.
  const load = isCheckout() ? (await import('../config/load-settings')).loadSettings : noSettings;
  return new KinesisAnalyticsV2Client(lookingIn(applicationRegion(load, undefined, say)));
}

function noSettings(): never {
  throw new Error('No region is set, and there are no settings here that name one. Set AWS_REGION.');
}
