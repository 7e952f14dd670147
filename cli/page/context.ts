import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Deployment } from '../deployment';
import type { AwsClock } from '../safety/gather/aws-clock';
import type { Clients } from '../safety/gather/clients';
import type { Topic } from './api/common';
import type { LocalDoor } from './local-door';
import type { CallCounter } from './reading/call-counter';
import type { DatesAnswers } from './reading/share-answers';
import type { Watch } from './watch/watch';

/** Clients of everything that the page reads; their answers are shared, and their calls counted. */
export interface PageClients extends Clients {
  readonly logs: CloudWatchLogsClient;
}

/** Surroundings of everything that the page reads. */
export interface PageContext {
  readonly deployment: Deployment;
  readonly clients: PageClients;
  readonly clock: AwsClock;
  readonly watch: Watch;
  readonly counter: CallCounter;
  /** Says how old shared answers are. */
  readonly dated: DatesAnswers;
  /** Tells the visible pages that documents of a topic changed. */
  readonly changed: (topic: Topic) => void;
  /** Reads the documents of topics again at once: something was changed from here. */
  readonly readAgain: (...topics: readonly Topic[]) => void;
  /** True: a local cloud, where reading costs nothing and the page may change things. */
  readonly isLocal: boolean;
  /** Own door of the local cloud; undefined: a real account. */
  readonly door: LocalDoor | undefined;
}

/** Interval between two reads of a list or a metric of AWS: at most one a minute. */
const REAL_MS = 60_000;

/** Interval of a reading in a real account, or in the local cloud. */
export function everyMs({ isLocal }: Pick<PageContext, 'isLocal'>, localMs: number): number {
  return isLocal ? localMs : REAL_MS;
}
