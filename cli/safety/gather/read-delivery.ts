import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { paginateListSubscriptionsByTopic } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { rulesOf } from '../../../config/model/schedule-rules';
import { NO_APPLICATION } from '../../../lambda-src/contract';
import { DynamoSchedules } from '../../../lambda-src/snapshot-manager/aws/schedules-table';
import type { Deployment } from '../../deployment';
import type { Caller } from '../../identity';
import type { AlarmSeen, DeliveryFacts, Subscription } from '../facts';
import type { Clients } from './clients';
import { deployedAlarms } from './deployed-alarms';
import { readPast } from './read-past';
import { readPart } from './trouble';

/** Reads the chain from the schedule to the people, each part for itself and all at once. */
export async function readDelivery(
  deployment: Deployment,
  clients: Clients,
  identity: Promise<Pick<Caller, 'account' | 'partition'>>,
  since: Date,
): Promise<DeliveryFacts> {
  const { auditTable, holdsTable, queues, pagerTopicArns, topic, region } = deployment;
  const [first, ...others] = rulesOf(deployment);
  const [rule, otherRules, manager, failedRuns, undeliveredEvents, subscriptions, alarms, past, pagers, schedules] =
    await Promise.all([
      readPart(() => readRule(first?.name ?? deployment.rule, deployment, clients)),
      Promise.all(
        others.map(async ({ name }) => ({ name, seen: await readPart(() => readRule(name, deployment, clients)) })),
      ),
      readPart(() => readManager(deployment, clients)),
      readPart(() => depthOf(queues.failedRuns, clients)),
      readPart(() => depthOf(queues.undeliveredEvents, clients)),
      readPart(async () => {
        const { partition, account } = await identity;
        return subscriptionsOf(`arn:${partition}:sns:${region}:${account}:${topic}`, clients);
      }),
      readPart(() => readAlarms(deployment.alarmNamePrefix, clients)),
      readPart(() => readPast({ client: clients.dynamo, table: auditTable }, NO_APPLICATION, since)),
      Promise.all(
        pagerTopicArns.map(async (arn) => ({
          arn,
          subscriptions: await readPart(() => subscriptionsOf(arn, clients)),
        })),
      ),
      // Runs note their schedules only where there are several.
      readPart(async () => (others.length > 0 ? new DynamoSchedules(clients.dynamo, holdsTable).listSchedules() : [])),
    ]);
  return { rule, otherRules, manager, failedRuns, undeliveredEvents, subscriptions, alarms, past, pagers, schedules };
}

async function readRule(Name: string, { managerFunction }: Deployment, { events }: Clients) {
  const { State } = await events.send(new DescribeRuleCommand({ Name }));
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
  // Another function may begin with the same name; an alias or version follows after a colon.
  const invokesManager = Targets.some(({ Arn = '' }) => `${Arn}:`.includes(`:function:${managerFunction}:`));
  return { isEnabled: State?.startsWith('ENABLED') ?? false, invokesManager };
}

async function readManager({ managerFunction: FunctionName }: Deployment, { lambda }: Clients) {
  const [{ State = 'Active', LastModified = '' }, concurrency] = await Promise.all([
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    // Who may see the function need not have the right to see this.
    readPart(() => lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))),
  ]);
  const reserved = 'value' in concurrency ? concurrency.value.ReservedConcurrentExecutions : undefined;
  return { state: State, isThrottledToZero: reserved === 0, deployedAt: timeOf(LastModified) };
}

/** Time as Lambda writes it: `2026-11-28T01:20:00.000+0000`. */
function timeOf(text: string): Date | undefined {
  const time = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time.getTime()) ? undefined : time;
}

async function depthOf(QueueName: string, { queues }: Clients): Promise<number> {
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

async function subscriptionsOf(TopicArn: string, { topics }: Clients): Promise<Subscription[]> {
  const found: Subscription[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: topics }, { TopicArn })) {
    for (const { Protocol: protocol = '', Endpoint: endpoint = '', SubscriptionArn: arn = '' } of Subscriptions) {
      // Until it is confirmed a subscription has the word PendingConfirmation for an ARN.
      found.push({ protocol, endpoint, isConfirmed: arn.startsWith('arn:') });
    }
  }
  return found;
}

async function readAlarms(prefix: string, { alarms }: Clients): Promise<AlarmSeen[]> {
  return (await deployedAlarms(prefix, alarms)).map(({ alarm, name, id, isUrgent, isComposite }) => ({
    ...{ name, id, isUrgent, isComposite },
    isInAlarm: alarm.StateValue === 'ALARM',
    isEnabled: alarm.ActionsEnabled ?? true,
    actions: alarm.AlarmActions ?? [],
    since: alarm.StateTransitionedTimestamp,
  }));
}
