import type { DrillVerdict } from '../../../contract';
import type { StartPoint } from './drill';

/** Facts of a drill in its record. */
export interface DrillFacts {
  readonly who: string;
  readonly verdict: DrillVerdict;
  /** Facts of the verdict. */
  readonly proof: readonly string[];
  /** Snapshot of the stop, from which the application was started. */
  readonly restoredFrom?: StartPoint;
  /** Seconds from the stop until it was judged. */
  readonly rtoSeconds?: number;
}
