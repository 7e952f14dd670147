import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { EmulatorClients } from './emulator-clients';
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

/**
 * Hands an event to the targets of all enabled rules of the default bus whose pattern fits it. PutEvents can't: it
 * refuses a source that begins with "aws.", on AWS and in the emulator. Topics are served; another target is reported.
 *
 * @throws when the emulator does not answer. A target that fails keeps no other from the event, and is reported.
 */
export async function deliverToRules(
  event: AwsEvent,
  clients: Pick<EmulatorClients, 'eventBridge' | 'sns'>,
  report: (line: string) => void,
): Promise<void> {
  for await (const { Name: name = '', Arn: arn = '', EventPattern: pattern, State: state } of allRules(
    clients.eventBridge,
  )) {
    if (pattern === undefined || state !== 'ENABLED' || !(await fits(event, pattern, clients.eventBridge))) continue;
    const { Targets: targets = [] } = await clients.eventBridge.send(new ListTargetsByRuleCommand({ Rule: name }));
    for (const target of targets) {
      await deliverTo(target, event, { name, arn }, clients).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        report(`Rule ${name}: event ${event.id} was not delivered to ${target.Arn}: ${reason}`);
      });
    }
  }
}

async function* allRules(client: EventBridgeClient): AsyncGenerator<Rule> {
  let token: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ NextToken: token }));
    yield* page.Rules ?? [];
    token = page.NextToken;
  } while (token !== undefined);
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
  rule: { readonly name: string; readonly arn: string },
  { sns }: Pick<EmulatorClients, 'sns'>,
): Promise<void> {
  if (!target.includes(':sns:')) throw new Error('the local cloud hands events of AWS to SNS topics only');
  const message = targetInput({ Input, InputPath, InputTransformer }, event, rule, new Date());
  await sns.send(new PublishCommand({ TopicArn: target, Message: message }));
}
