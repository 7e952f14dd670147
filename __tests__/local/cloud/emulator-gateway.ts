import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmulatorClients, emulatorClients, LOCAL_CREDENTIALS } from '../../../local/cloud/emulator-clients';
import { type Interceptor, startGateway } from '../../../local/cloud/gateway';
import { startMiniStack } from '../../../local/cloud/ministack';
import { ensureMiniStack } from '../../../local/cloud/ministack-installation';

const REGION = 'eu-west-1';

/** The emulator behind a gateway with some of the local cloud's own parts: seconds, where a whole cloud is a minute. */
export async function startEmulatorGateway(
  parts: (clients: EmulatorClients) => readonly Interceptor[] | Promise<readonly Interceptor[]>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-gateway-'));
  const report = () => undefined;
  const miniStack = await startMiniStack(await ensureMiniStack(report), {
    folder,
    region: REGION,
    accountId: '000000000000',
    endpointForFunctions: 'http://127.0.0.1:1',
    onUnexpectedEnd: report,
  });
  const clients = emulatorClients(miniStack.endpoint, REGION);
  const gateway = await startGateway({
    region: REGION,
    emulator: () => miniStack.endpoint,
    managedFlink: () => undefined,
    interceptors: await parts(clients),
  });
  return {
    /** Settings of an SDK client that calls through the gateway. */
    client: { endpoint: gateway.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS },
    /** Clients that go past it. */
    emulator: clients,
    close: async () => {
      await gateway.close();
      clients.close();
      await miniStack.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
