import type { DrillRequest } from '../../lambda-src/contract';
import type { DeploymentChoice } from '../deployment-options';

/** Drill in place as it was asked for. */
export interface AskedInPlace {
  readonly request: DrillRequest;
  readonly choice: DeploymentChoice;
  readonly isAgreed: boolean;
  readonly isDryRun: boolean;
}
