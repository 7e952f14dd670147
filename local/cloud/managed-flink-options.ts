import { join } from 'node:path';
import type { ManagedFlinkOptions } from '../../packages/managed-flink/src/server';
import { LOCAL_CREDENTIALS } from './emulator-clients';
import type { LocalCloudOptions } from './local-cloud-options';

/** Options of the Managed Flink API behind the gateway. @param java that of the jobs; default: the machine's. */
export function managedFlinkOptions(
  options: LocalCloudOptions,
  gatewayEndpoint: string,
  java: string | undefined,
): ManagedFlinkOptions {
  return {
    engine:
      options.engine === 'flink'
        ? { kind: 'flink', s3Endpoint: gatewayEndpoint, s3Credentials: LOCAL_CREDENTIALS, java }
        : { kind: 'simulated' },
    region: options.region,
    accountId: options.accountId,
    dataDirectory: join(options.folder, 'managed-flink'),
    log: options.report,
    ...options.managedFlink,
  };
}
