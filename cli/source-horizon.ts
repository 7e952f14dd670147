import { fitsName } from '../config/checks/selection-checks';
import { parseDuration } from '../lambda-src/snapshot-manager/domain/duration';
import { subtract } from '../lambda-src/snapshot-manager/domain/time-zone';
import type { Deployment } from './deployment';
import { duration } from './times';

/** Duration for which the source of an application can be replayed, as the settings write it; undefined: not known. */
export type SourceHorizon = string | undefined;

/**
 * Seconds of input after a time that the source no longer has: a restore from a snapshot of then leaves them out.
 *
 * @returns undefined without a horizon, and for a time within it; a time exactly at it misses nothing.
 */
export function missingInputSeconds(createdAt: Date, horizon: SourceHorizon, now: Date): number | undefined {
  const span = horizon === undefined ? undefined : parseDuration(horizon);
  if (!span) return undefined;
  const missingMs = subtract(now, span, 'UTC').getTime() - createdAt.getTime();
  return missingMs > 0 ? Math.ceil(missingMs / 1000) : undefined;
}

/**
 * Horizon of an application by its name. Tags are not asked for, so an entry by tag is passed over.
 *
 * @param deployment undefined: none is known.
 */
export function horizonOf(application: string, deployment: Deployment | undefined): SourceHorizon {
  const entry = deployment?.applications.find((each) => each.tag === undefined && fitsName(each, application));
  return entry ? entry.sourceHorizon : deployment?.sourceHorizon;
}

/** Sentence part on what a restore would miss. */
export function missingInputText(seconds: number, horizon: string): string {
  return `the source can be replayed for ${horizon} only: ${duration(seconds)} of input after it are gone`;
}
