import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { parameterName, readParameter } from '../../config/model/deployment-parameter';
import type { Deployment } from '../deployment';
import { openParameters } from '../deployment-parameters';
import type { Caller } from '../identity';
import type { Clients } from '../safety/gather/clients';
import { readDelivery } from '../safety/gather/read-delivery';
import { readPast } from '../safety/gather/read-past';
import { readPart } from '../safety/gather/trouble';
import { endedRuns } from '../safety/past';
import type { Part } from './check';
import type { DeploymentFacts } from './deployment-checks';

/** Applications whose rows are read: a run is one for all of them. */
const MOST_APPLICATIONS = 5;
/** Time in which a run is looked for, in intervals of the schedule, and at least a day. */
const INTERVALS = 10;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Reads the parts of a deployment, each for itself and all at once. */
export async function readDeployment(
  deployment: Deployment,
  identity: Promise<Pick<Caller, 'account' | 'partition'>>,
  applications: readonly string[],
  clients: Clients,
  now: Date,
): Promise<DeploymentFacts> {
  const { auditTable, holdsTable, queues } = deployment;
  const since = new Date(now.getTime() - Math.max(DAY_MS, INTERVALS * deployment.scheduleMinutes * MINUTE_MS));
  const [delivery, deployedVersion, lastRun, tables] = await Promise.all([
    readDelivery(deployment, clients, identity, since),
    readVersion(deployment),
    readPart(() => readLastRun(deployment, applications, clients, since)),
    Promise.all([auditTable, holdsTable].map(async (table) => ({ table, status: await readTable(table, clients) }))),
  ]);
  const { rule, manager, subscriptions, alarms, failedRuns, undeliveredEvents } = delivery;
  const depths = [
    { queue: queues.failedRuns, messages: failedRuns },
    { queue: queues.undeliveredEvents, messages: undeliveredEvents },
  ];
  return { manager, deployedVersion, rule, lastRun, subscriptions, alarms, tables, queues: depths };
}

async function readVersion({ name, region }: Deployment): Promise<Part<string | undefined>> {
  const read = await readPart(async () => {
    const found = await (await openParameters(region)).of(name);
    return found && readParameter(parameterName(name), found.text, found.accountId);
  });
  if (!('value' in read)) return read;
  if (read.value === undefined) return { because: `There is no parameter ${parameterName(name)}.`, isMissing: true };
  return { value: read.value.productVersion };
}

/** Newest run of the schedule: one that somebody asked for says nothing about it. */
async function readLastRun(
  { auditTable: table }: Deployment,
  applications: readonly string[],
  { dynamo: client }: Clients,
  since: Date,
): Promise<Date | undefined> {
  const some = applications.slice(0, MOST_APPLICATIONS);
  const rows = await Promise.all(some.map((name) => readPast({ client, table }, name, since)));
  const times = endedRuns(rows.flat()).flatMap(({ isOnDemand, time }) => (isOnDemand ? [] : [time.getTime()]));
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}

async function readTable(TableName: string, { dynamo }: Clients): Promise<Part<string>> {
  return readPart(async () => {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
    return Table?.TableStatus ?? 'unknown';
  });
}
