import { nextDue } from '../../lambda-src/snapshot-manager/domain/schedule/due';
import { type QuietHours, quietPeriodAt } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { type ApplicationFacts, known, type Limits } from './facts';
import { type Finding, note } from './findings';
import { lastScheduledEvent } from './past';
import { words } from './words';

/** Quiet hours that are looked past for a run; those of a schedule that is always in them are refused by the settings. */
const MOST_PERIODS = 10;

/** Next snapshot of an application whose schedule is not the deployment's, which has a place of its own. */
export function scheduleFindings(facts: ApplicationFacts, limits: Pick<Limits, 'schedule'>, now: Date): Finding[] {
  const { schedule } = facts;
  if (schedule === limits.schedule) return [];
  const due = nextSnapshot(facts, limits, now);
  return due ? [note(words`next snapshot due ${due}, by its own schedule ${schedule}`)] : [];
}

/** Next scheduled run of an application that takes a snapshot; undefined where none is due. */
export function nextSnapshot(
  { past, schedule, quietHours, stoppedOnPurpose }: ApplicationFacts,
  limits: Pick<Limits, 'schedule'>,
  now: Date,
): Date | undefined {
  if (limits.schedule === undefined || stoppedOnPurpose !== undefined) return undefined;
  return nextSnapshotDue(schedule, quietHours, lastScheduledEvent(known(past) ?? []), now);
}

/**
 * Next time of a schedule outside of quiet hours.
 *
 * @param lastRun event of the last scheduled run, from which a rate counts; undefined: none is known.
 */
export function nextSnapshotDue(
  schedule: string,
  quietHours: QuietHours | undefined,
  lastRun: Date | undefined,
  now: Date,
): Date | undefined {
  let from = now;
  for (let period = 0; period < MOST_PERIODS; period += 1) {
    const due = nextDue(schedule, lastRun, from);
    const quiet = due && quietHours && quietPeriodAt(quietHours, due);
    if (!quiet) return due;
    // A run at the very end of quiet hours takes one.
    from = new Date(quiet.end.getTime() - 1);
  }
  return undefined;
}
