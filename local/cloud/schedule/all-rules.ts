import { type EventBridgeClient, ListRulesCommand, type Rule } from '@aws-sdk/client-eventbridge';

/** Every rule of the default event bus, page by page. */
export async function* allRules(client: EventBridgeClient): AsyncGenerator<Rule> {
  let token: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ NextToken: token }));
    yield* page.Rules ?? [];
    token = page.NextToken;
  } while (token !== undefined);
}
