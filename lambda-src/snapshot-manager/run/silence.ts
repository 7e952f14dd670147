import { NO_APPLICATION } from '../../contract';
import type { RunEvent } from '../domain/request';
import { isSilentAt, type KnownSchedule, knownAfter, latest } from '../domain/schedule/silence';
import { jsonLog, type Log } from '../log';
import type { KnownSchedules } from '../ports';
import type { RunContext } from './run-context';
import type { OtherApplication } from './schedules';

/**
 * Notes that the run of a schedule came to its end, and looks for other schedules that are silent: two runs that were
 * due did not come since the last event that is known of it, or since its runs are expected. Where the table does not
 * answer, the rows of the applications alone speak, and a schedule without a row is not silent.
 *
 * @param others applications of other schedules; without any there is nothing to note.
 * @returns true if another schedule is silent; the log names each.
 */
export async function isAnotherSilent(
  event: RunEvent,
  others: readonly OtherApplication[],
  { settings, ports: { knownSchedules, clock, writeLine } }: RunContext,
): Promise<boolean> {
  if (others.length === 0) return false;
  const log = jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION, eventId: event.id });
  const fired = event.schedule ?? settings.schedule;
  const ofRows = eventsOfRows(others, settings.schedule);
  const present = [...new Set([fired, ...ofRows.keys()])];
  const now = clock.now();
  const known = await noted(knownSchedules, { schedule: fired, eventTime: event.time, present }, now, log);
  const silent = [...ofRows].flatMap(([schedule, lastRow]): readonly KnownSchedule[] => {
    const { since = lastRow, lastEvent = lastRow } = known.find((each) => each.schedule === schedule) ?? {};
    if (since === undefined) return [];
    const found = { schedule, since, ...(lastEvent && { lastEvent: latest(lastRow, lastEvent) }) };
    return isSilentAt(found, now) ? [found] : [];
  });
  for (const { schedule, since, lastEvent } of silent) {
    log('schedule.silent', { schedule, since: since.toISOString(), lastEvent: lastEvent?.toISOString() });
  }
  return silent.length > 0;
}

/** Newest event of each schedule among the rows of its applications; undefined: no row has one. */
function eventsOfRows(others: readonly OtherApplication[], own: string): ReadonlyMap<string, Date | undefined> {
  const events = new Map<string, Date | undefined>();
  for (const { entry, newest } of others) {
    const schedule = entry.schedule ?? own;
    const times = newest.filter((run) => run.schedule === schedule).map(({ eventTime }) => eventTime);
    events.set(schedule, times.reduce<Date | undefined>(latest, events.get(schedule)));
  }
  return events;
}

/**
 * Writes the schedules as they are known after this run.
 *
 * @returns what is known for certain: what could not be written will be unknown to the next run.
 */
async function noted(
  table: KnownSchedules,
  run: Parameters<typeof knownAfter>[1],
  now: Date,
  log: Log,
): Promise<readonly KnownSchedule[]> {
  let earlier: readonly KnownSchedule[] = [];
  try {
    earlier = await table.listSchedules();
    const after = knownAfter(earlier, run, now);
    const isNew = (known: KnownSchedule) => !earlier.some((before) => isSame(before, known));
    for (const { schedule } of earlier) if (!run.present.includes(schedule)) await table.removeSchedule(schedule);
    // The run's own event comes last: without the others the next run must see the same pause.
    for (const known of after) if (isNew(known)) await table.putSchedule(known);
    return after;
  } catch (error) {
    log('schedule.error', { error });
    return earlier;
  }
}

function isSame(one: KnownSchedule, other: KnownSchedule): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
