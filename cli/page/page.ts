import { version } from '../../package.json';
import { isCheckout } from '../checkout';
import type { Deployment } from '../deployment';
import type { DeploymentChoice } from '../deployment-options';
import { AwsClock } from '../safety/gather/aws-clock';
import { closeClients } from '../safety/gather/clients';
import { openActivities } from './activities/activity-routes';
import { type Naming, typedChoice } from './activities/command-line';
import { runKda } from './activities/run-kda';
import { alarmRoutes } from './alarms/alarm-routes';
import type { Place, Topic } from './api/common';
import type { PageContext } from './context';
import { dashboardRoutes } from './dashboard/dashboard-routes';
import { LocalDoor } from './local-door';
import { logRoutes } from './logs/log-routes';
import { machineZone } from './machine-zone';
import { mailRoutes } from './mails/mail-routes';
import { ensureOneEndpoint } from './one-endpoint';
import { pageClients } from './page-clients';
import { CallCounter } from './reading/call-counter';
import { readingRoutes } from './reading/reading-routes';
import { SharedAnswers } from './reading/share-answers';
import { runRoutes } from './runs/run-routes';
import { EventStream } from './server/event-stream';
import { type PageServer, startPageServer } from './server/page-server';
import type { Route } from './server/routes';
import { statusRoutes } from './status-routes';
import { throttled } from './throttled';
import { timelineRoutes } from './timeline/routes';
import { troubleRoutes } from './troubles/trouble-routes';
import { Watch } from './watch/watch';

export interface PageOptions {
  readonly deployment: Deployment;
  /** Port to listen on; 0: a free one. */
  readonly port: number;
  /** Endpoint of all services; undefined: AWS. */
  readonly endpoint: string | undefined;
  /** Way in which the deployment was named: the commands of the page name it in the same way. */
  readonly choice?: DeploymentChoice;
  /** Told what the end of the page leaves undone. */
  readonly say?: (line: string) => void;
}

/** Time for which an answer of AWS serves all parts of the page: a little less than a minute, so that each minute has one. */
const SHARED_MS = { real: 55_000, local: 500 };
/** Pause between two events about what was read. */
const READING_MS = 15_000;

/** Time that commands get to end after they were interrupted, so that the page itself ends within a second. */
const END_MS = 600;

/**
 * Starts the page of a deployment. It reads nothing while no page is visible.
 *
 * @throws LocalDoorError when some calls would not go to the local cloud that was found.
 */
export async function startPage(options: PageOptions): Promise<PageServer> {
  const { deployment, port, endpoint, choice = {}, say = () => {} } = options;
  const events = new EventStream((visible) => watch.looking(visible));
  const found = await LocalDoor.at(endpoint);
  if (found !== undefined) await ensureOneEndpoint(found.endpoint, deployment.region);
  const context = contextOf(deployment, found, events);
  const { watch, clients, door } = context;
  const naming = namingOf(choice, context);
  const local = door && openActivities(context, { naming, run: runKda });
  const routes = [
    ...routesOf(context, naming),
    // In a real account the page only reads: there nothing of this exists.
    ...(local === undefined || door === undefined ? [] : [...local.routes, ...troubleRoutes(context, door)]),
  ];
  const server = await startPageServer({ routes, events, port, opened: () => watch.expect('status') });
  return {
    url: server.url,
    close: async () => {
      watch.close();
      for (const line of (await local?.activities.close(END_MS)) ?? []) say(line);
      await server.close();
      closeClients(clients);
    },
  };
}

function contextOf(deployment: Deployment, door: LocalDoor | undefined, events: EventStream): PageContext {
  const isLocal = door !== undefined;
  const clock = new AwsClock();
  const counter = new CallCounter();
  const shared = new SharedAnswers(isLocal ? SHARED_MS.local : SHARED_MS.real, () => clock.now().getTime());
  const clients = pageClients(deployment.region, clock, { counter, shared });
  const tellReading = throttled(READING_MS, () => events.changed('reading'));
  const changed = (topic: Topic) => {
    events.changed(topic);
    tellReading();
  };
  const watch = new Watch({ now: () => new Date(), changed, counter });
  const readAgain = (...topics: readonly Topic[]) => {
    shared.forget();
    for (const topic of topics) watch.soon(topic);
  };
  return { deployment, clients, clock, watch, counter, dated: shared.dated, changed, readAgain, isLocal, door };
}

/** Answers of the page in every account: reads alone. */
function routesOf(context: PageContext, naming: Naming): Route[] {
  const place = placeOf(context, naming);
  return [
    { method: 'GET', path: /\/api\/place/, answer: () => place },
    ...statusRoutes(context),
    ...alarmRoutes(context),
    ...mailRoutes(context),
    ...runRoutes(context),
    ...logRoutes(context),
    ...dashboardRoutes(context),
    ...timelineRoutes(context),
    ...readingRoutes(context),
  ];
}

/** Naming that leads to the same deployment from a shell with other variables. */
function namingOf(choice: DeploymentChoice, { isLocal }: PageContext): Naming {
  // The file that --local reads has its environment, too.
  const environment = isLocal || !isCheckout() ? undefined : process.env.KDA_ENVIRONMENT;
  const isNamed = choice.environment !== undefined || choice.deployment !== undefined;
  return { ...choice, ...(isNamed || !environment ? {} : { environment }), isLocal };
}

function placeOf({ deployment, isLocal }: PageContext, naming: Naming): Place {
  const { environment, name, region } = deployment;
  const commandOptions = typedChoice(naming);
  return { environment, deployment: name, commandOptions, region, version, isLocal, timeZone: machineZone() };
}
