import type { Deployment } from '../deployment';
import type { AwsClock } from '../safety/gather/aws-clock';
import type { Clients } from '../safety/gather/clients';
import type { Topic } from './api/common';
import type { Watch } from './watch/watch';

/** Surroundings of everything that the page reads. */
export interface PageContext {
  readonly deployment: Deployment;
  readonly clients: Clients;
  readonly clock: AwsClock;
  readonly watch: Watch;
  /** Tells the visible pages that documents of a topic changed. */
  readonly changed: (topic: Topic) => void;
  /** True: a local cloud, where reading costs nothing and the page may change things. */
  readonly isLocal: boolean;
}

/** Interval between two reads of a list or a metric of AWS: at most one a minute. */
const REAL_MS = 60_000;

/** Interval of a reading in a real account, or in the local cloud. */
export function everyMs({ isLocal }: Pick<PageContext, 'isLocal'>, localMs: number): number {
  return isLocal ? localMs : REAL_MS;
}
