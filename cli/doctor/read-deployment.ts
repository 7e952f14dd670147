import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { parameterName, readParameter } from '../../config/model/deployment-parameter';
import { rulesOf } from '../../config/model/schedule-rules';
import type { Deployment } from '../deployment';
import { openParameters } from '../deployment-parameters';
import type { Caller } from '../identity';
import type { Clients } from '../safety/gather/clients';
import { readDelivery } from '../safety/gather/read-delivery';
import { readPast } from '../safety/gather/read-past';
import { readPart } from '../safety/gather/trouble';
import { endedRuns } from '../safety/past';
import { lookBackMinutes } from '../safety/schedule-safety';
import { scheduleOf } from '../views/read-history';
import type { Part } from './check';
import type { DeploymentFacts, RunOfSchedule } from './deployment-checks';

/** Applications of a schedule whose rows are read: a run is one for all of them. */
const MOST_APPLICATIONS = 5;
const MINUTE_MS = 60_000;

/** Reads the parts of a deployment, each for itself and all at once. */
export async function readDeployment(
  deployment: Deployment,
  identity: Promise<Pick<Caller, 'account' | 'partition'>>,
  applications: readonly string[],
  clients: Clients,
  now: Date,
): Promise<DeploymentFacts> {
  const { auditTable, holdsTable, queues } = deployment;
  const since = new Date(now.getTime() - lookBackMinutes(deployment.scheduleMinutes) * MINUTE_MS);
  const [delivery, deployedVersion, lastRuns, tables] = await Promise.all([
    readDelivery(deployment, clients, identity, since),
    readVersion(deployment),
    readPart(() => readLastRuns(deployment, applications, clients, now)),
    Promise.all([auditTable, holdsTable].map(async (table) => ({ table, status: await readTable(table, clients) }))),
  ]);
  const { rule, otherRules, manager, schedules, subscriptions, alarms, failedRuns, undeliveredEvents } = delivery;
  const depths = [
    { queue: queues.failedRuns, messages: failedRuns },
    { queue: queues.undeliveredEvents, messages: undeliveredEvents },
  ];
  return {
    ...{ manager, deployedVersion, rule, otherRules, lastRuns, schedules, subscriptions, alarms, tables },
    queues: depths,
  };
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

/** Newest run of each schedule: one that somebody asked for says nothing about it. */
async function readLastRuns(
  deployment: Deployment,
  applications: readonly string[],
  { dynamo: client }: Clients,
  now: Date,
): Promise<RunOfSchedule[]> {
  const rules = rulesOf(deployment);
  const table = deployment.auditTable;
  const runs = rules.map(async ({ expression: schedule, longestMinutes }): Promise<RunOfSchedule[]> => {
    const its = applications.filter((name) => scheduleOf(deployment, name) === schedule).slice(0, MOST_APPLICATIONS);
    if (its.length === 0 && rules.length > 1) return [];
    const since = new Date(now.getTime() - lookBackMinutes(longestMinutes) * MINUTE_MS);
    const rows = await Promise.all(its.map((name) => readPast({ client, table }, name, since)));
    const times = endedRuns(rows.flat()).flatMap(({ isOnDemand, time }) => (isOnDemand ? [] : [time.getTime()]));
    return [{ schedule, at: times.length === 0 ? undefined : new Date(Math.max(...times)) }];
  });
  return (await Promise.all(runs)).flat();
}

async function readTable(TableName: string, { dynamo }: Clients): Promise<Part<string>> {
  return readPart(async () => {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
    return Table?.TableStatus ?? 'unknown';
  });
}
