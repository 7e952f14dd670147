import type { ManagerSettings } from '../domain/settings';
import type { Ports } from '../ports';
import type { SentEvents } from './sent-events';

/** Context of each run of an invocation. */
export interface RunContext {
  readonly settings: ManagerSettings;
  readonly ports: Ports;
  /** Time at which Lambda ends the invocation. */
  readonly deadline: Date;
  /** Id of this invocation; a retry by Lambda has the same. */
  readonly invocationId: string;
  /** Events that this instance of the function has sent. */
  readonly sentEvents: SentEvents;
}
