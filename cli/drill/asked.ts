import type { DrillRequest } from '../../lambda-src/contract';
import type { DeploymentChoice } from '../deployment-options';

/** Drill in place as it was asked for. */
export interface AskedInPlace {
  readonly way: 'in-place';
  readonly request: DrillRequest;
  readonly choice: DeploymentChoice;
  readonly isAgreed: boolean;
  readonly isDryRun: boolean;
}

/** Drill on a Flink of this machine as it was asked for. */
export interface AskedLocally {
  readonly way: 'local';
  readonly application: string;
  /** Folder of a savepoint, or snapshot of the local cloud. */
  readonly state: string;
  /** Undefined: that of the settings. */
  readonly jar: string | undefined;
  readonly properties: string | undefined;
  readonly environment: string | undefined;
  readonly timeoutMs: number;
  readonly isDryRun: boolean;
}
