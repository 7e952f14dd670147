import type { EnvironmentStatus } from '../documents/status';
import { deploymentSafety } from '../safety/deployment-safety';
import { Gathering } from '../safety/gather/gathering';
import { statusDocumentOf } from '../safety/status-document';
import { SHARE_OF_THE_RATE } from '../status/status';
import { everyMs, type PageContext } from './context';
import type { Route } from './server/routes';

/** Interval of a look at the local cloud: one costs it about 0.3 s of a core for one application. */
const LOCAL_MS = 10_000;

/** Time after which a page that has nothing yet shows what is known, without the parts that are still being read. */
const FIRST_MS = 300;

/** Safety of the deployment, as `kda status` answers it. */
export function statusRoutes(context: PageContext): Route[] {
  const reading = context.watch.add({
    topic: 'status',
    everyMs: everyMs(context, LOCAL_MS),
    read: (partly) => readStatus(context, partly),
  });
  return [{ method: 'GET', path: /\/api\/status/, answer: reading }];
}

async function readStatus(
  { deployment, clients, clock }: PageContext,
  partly: (known: EnvironmentStatus) => void,
): Promise<EnvironmentStatus> {
  const gathering = new Gathering(deployment, [], clients, clock, deployment.callsPerSecond * SHARE_OF_THE_RATE);
  const first = setInterval(() => {
    if (gathering.progress().of === 0) return;
    clearInterval(first);
    partly(statusDocumentOf(deploymentSafety(gathering.facts(), gathering.now())));
  }, FIRST_MS);
  try {
    return statusDocumentOf(deploymentSafety(await gathering.all(), gathering.now()));
  } finally {
    clearInterval(first);
  }
}
