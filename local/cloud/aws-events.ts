import {
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { PublishCommand } from '@aws-sdk/client-sns';
import { messageOf } from '../../packages/managed-flink/src/errors';
import type { EmulatorClients } from './emulator-clients';
import { allRules } from './schedule/all-rules';
import { targetInput } from './schedule/target-input';

/** An event of an AWS service, as it reaches rules and targets. `time` has whole seconds. */
export interface AwsEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

type Clients = Pick<EmulatorClients, 'eventBridge' | 'sns'>;

/**
 * Hands an event to the targets of all enabled rules of the default bus whose pattern fits it. PutEvents can't: it
 * refuses a source that begins with "aws.", on AWS and in the emulator. Topics are served; another target is reported.
 *
 * @throws when the rules can't be listed. A rule or a target that fails keeps no other from the event, and is reported: a
 * rule can be deleted after it was listed.
 */
export async function deliverToRules(event: AwsEvent, clients: Clients, report: (line: string) => void): Promise<void> {
  const reportOf = (rule: Rule, to: string) => (error: unknown) => {
    const reason = messageOf(error);
    report(`Rule ${rule.Name}: event ${event.id} was not delivered${to}: ${reason}`);
  };
  for await (const rule of allRules(clients.eventBridge)) {
    const targets = await targetsFor(event, rule, clients.eventBridge).catch(reportOf(rule, ''));
    for (const target of targets ?? []) {
      await deliverTo(target, event, rule, clients).catch(reportOf(rule, ` to ${target.Arn}`));
    }
  }
}

/** Targets of a rule; none when the event is not for it. */
async function targetsFor(event: AwsEvent, rule: Rule, client: EventBridgeClient): Promise<readonly Target[]> {
  const { Name: name, EventPattern: pattern, State: state } = rule;
  if (pattern === undefined || state !== 'ENABLED' || !(await fits(event, pattern, client))) return [];
  const { Targets: targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: name }));
  return targets;
}

async function fits(event: AwsEvent, pattern: string, client: EventBridgeClient): Promise<boolean> {
  const { Result } = await client.send(
    new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(event) }),
  );
  return Result === true;
}

async function deliverTo(
  { Arn: target = '', Input, InputPath, InputTransformer }: Target,
  event: AwsEvent,
  { Name: name = '', Arn: arn = '' }: Rule,
  { sns }: Clients,
): Promise<void> {
  if (!target.includes(':sns:')) throw new Error('the local cloud hands events of AWS to SNS topics only');
  const message = targetInput({ Input, InputPath, InputTransformer }, event, { name, arn }, new Date());
  await sns.send(new PublishCommand({ TopicArn: target, Message: message }));
}
