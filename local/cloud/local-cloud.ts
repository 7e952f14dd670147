import { join } from 'node:path';
import { LOCAL_CREDENTIALS } from './emulator-clients';
import { startGateway } from './gateway';
import { lockFolder } from './lock-file';
import { startMiniStack } from './ministack';
import { ensureMiniStack } from './ministack-installation';

/** The Managed Flink API that stands behind the gateway. */
export interface ManagedFlinkServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface LocalCloudOptions<Server extends ManagedFlinkServer> {
  /** Everything that is kept lies below it; two local clouds never share one. */
  readonly folder: string;
  readonly region: string;
  readonly accountId: string;
  readonly report: (line: string) => void;
  /** Starts the Managed Flink API; it is given the gateway's endpoint, over which it reads JARs from S3. */
  readonly startManagedFlink: (gateway: { readonly endpoint: string; readonly folder: string }) => Promise<Server>;
}

/** A running local cloud. */
export interface LocalCloud<Server extends ManagedFlinkServer> {
  /** The one endpoint for all services: `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** Variables that make any AWS SDK, the AWS CLI and Terraform use this local cloud. */
  readonly environment: Readonly<Record<string, string>>;
  readonly managedFlink: Server;
  /** Calls through the gateway so far, by `service.Operation`. */
  callCounts(): Record<string, number>;
  /** Ends everything that was started, in a few seconds. Safe to call twice. */
  close(): Promise<void>;
}

/** Starts all parts and resolves when they answer; when one fails, those already started are ended first. */
export async function startLocalCloud<Server extends ManagedFlinkServer>(
  options: LocalCloudOptions<Server>,
): Promise<LocalCloud<Server>> {
  const { folder, region, accountId, report } = options;
  const started: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closeAll(started, report);
    return closing;
  };

  try {
    let emulator: string | undefined;
    let managedFlinkEndpoint: string | undefined;
    const gateway = await startGateway({
      emulator: () => emulator,
      managedFlink: () => managedFlinkEndpoint,
      interceptors: [],
    });
    started.push(gateway.close);
    const lock = await lockFolder(folder, gateway.endpoint);
    started.push(lock.release);

    const ministackFolder = join(folder, 'ministack');
    const miniStack = await startMiniStack(await ensureMiniStack(ministackFolder, report), {
      folder: ministackFolder,
      region,
      accountId,
      endpointForFunctions: gateway.endpoint,
      onUnexpectedEnd: report,
    });
    emulator = miniStack.endpoint;
    started.push(miniStack.close);

    const managedFlink = await options.startManagedFlink({
      endpoint: gateway.endpoint,
      folder: join(folder, 'managed-flink'),
    });
    managedFlinkEndpoint = managedFlink.endpoint;
    started.push(() => managedFlink.close());

    return {
      endpoint: gateway.endpoint,
      environment: environmentFor(gateway.endpoint, region),
      managedFlink,
      callCounts: gateway.callCounts,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function environmentFor(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // A profile or a role of the person's own would win over, or mix with, the keys above.
    AWS_PROFILE: '',
    AWS_SESSION_TOKEN: '',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** In reverse order of their start; one that fails does not keep the others alive. */
async function closeAll(started: readonly (() => Promise<void>)[], report: (line: string) => void): Promise<void> {
  for (const closeOne of [...started].reverse()) {
    try {
      await closeOne();
    } catch (error) {
      report(`While ending the local cloud: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
