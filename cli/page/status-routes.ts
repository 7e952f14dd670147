import { type DeploymentSafety, deploymentSafety } from '../safety/deployment-safety';
import { Gathering } from '../safety/gather/gathering';
import { statusDocumentOf } from '../safety/status-document';
import { SHARE_OF_THE_RATE } from '../status/status';
import { everyMs, type PageContext } from './context';
import type { Route } from './server/routes';

/** Interval of a look at the local cloud: one costs it about 0.3 s of a core for one application. */
const LOCAL_MS = 10_000;

/** Safety of the deployment, as `kda status` answers it. */
export function statusRoutes(context: PageContext): Route[] {
  const reading = context.watch.add({
    topic: 'status',
    everyMs: everyMs(context, LOCAL_MS),
    read: async () => statusDocumentOf(await safetyNow(context)),
  });
  return [{ method: 'GET', path: /\/api\/status/, answer: reading }];
}

async function safetyNow({ deployment, clients, clock }: PageContext): Promise<DeploymentSafety> {
  const gathering = new Gathering(deployment, [], clients, clock, deployment.callsPerSecond * SHARE_OF_THE_RATE);
  return deploymentSafety(await gathering.all(), gathering.now());
}
