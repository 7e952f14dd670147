import type { ManagerSettings } from '../domain/settings';
import type { Ports } from '../ports';

/** What each run of an invocation is given. */
export interface RunContext {
  readonly settings: ManagerSettings;
  readonly ports: Ports;
  /** When Lambda ends the invocation. */
  readonly deadline: Date;
  /** Of this invocation; a retry by Lambda has the same. */
  readonly invocationId: string;
}
