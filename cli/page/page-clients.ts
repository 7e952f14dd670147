import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { lookingIn } from '../answer-time';
import type { AwsClock } from '../safety/gather/aws-clock';
import { clientsOf } from '../safety/gather/clients';
import type { PageClients } from './context';
import type { CallCounter } from './reading/call-counter';
import type { SharedAnswers } from './reading/share-answers';

/** Creates the clients of a page: equal reads are shared, then counted. */
export function pageClients(
  region: string,
  clock: AwsClock,
  { counter, shared }: { readonly counter: CallCounter; readonly shared: SharedAnswers },
): PageClients {
  const clients = { ...clientsOf(region, clock), logs: new CloudWatchLogsClient(lookingIn(region)) };
  for (const client of Object.values(clients)) {
    counter.watch(client);
    shared.share(client);
  }
  return clients;
}
