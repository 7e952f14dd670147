import { version } from '../../package.json';
import type { Deployment } from '../deployment';
import { AwsClock } from '../safety/gather/aws-clock';
import { clientsOf, closeClients } from '../safety/gather/clients';
import type { Place, Topic } from './api/common';
import type { PageContext } from './context';
import { localCloudAt } from './local-door';
import { EventStream } from './server/event-stream';
import { type PageServer, startPageServer } from './server/page-server';
import type { Route } from './server/routes';
import { statusRoutes } from './status-routes';
import { Watch } from './watch/watch';

export interface PageOptions {
  readonly deployment: Deployment;
  /** Port to listen on; 0: a free one. */
  readonly port: number;
  /** Endpoint of all services; undefined: AWS. */
  readonly endpoint: string | undefined;
}

/** Starts the page of a deployment. It reads nothing while no page is visible. */
export async function startPage({ deployment, port, endpoint }: PageOptions): Promise<PageServer> {
  const local = await localCloudAt(endpoint);
  const clock = new AwsClock();
  const clients = clientsOf(deployment.region, clock);
  const events = new EventStream((visible) => watch.looking(visible));
  const changed = (topic: Topic) => events.changed(topic);
  const watch: Watch = new Watch({ now: () => new Date(), changed });
  const context = { deployment, clients, clock, watch, changed, isLocal: local !== undefined };
  const server = await startPageServer({ routes: routesOf(context), events, port });
  return {
    url: server.url,
    close: async () => {
      watch.close();
      await server.close();
      closeClients(clients);
    },
  };
}

/** Everything that the page answers. */
function routesOf(context: PageContext): Route[] {
  const place = placeOf(context);
  return [{ method: 'GET', path: /\/api\/place/, answer: () => place }, ...statusRoutes(context)];
}

function placeOf({ deployment, isLocal }: PageContext): Place {
  const { environment, name, region } = deployment;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { environment, deployment: name, region, version, isLocal, timeZone };
}
