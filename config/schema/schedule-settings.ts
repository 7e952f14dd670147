import { z } from 'zod';
import {
  isQuiet,
  parseQuietHours,
  type QuietHours,
  quietPeriodAt,
  WEEKDAYS,
} from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { ScheduleExpressionError } from '../../lambda-src/snapshot-manager/domain/schedule/schedule';
import { cronExpression, parseSchedule } from '../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';
import { isTimeZone } from '../../lambda-src/snapshot-manager/domain/time-zone';

/** Minutes between two runs where the settings name no schedule. */
export const DEFAULT_SCHEDULE_MINUTES = 10;

/** Start of a cycle in which every date falls on every weekday; gaps of schedules are counted from here. */
export const CALENDAR_START = new Date('2028-01-01T00:00:00Z');

export const scheduleMinutes = z.int().min(1).max(1440);

/** The six fields of EventBridge's cron, without `cron()`. */
export const scheduleCron = z.string().superRefine((text, context) => {
  const fault = cronFault(text);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

const SIX_FIELDS = 'six fields in UTC (minutes hours day-of-month month day-of-week year), such as "0 2 ? * MON-FRI *"';

/** Reason why a cron is refused, as the words after "expected". */
function cronFault(text: string): string | undefined {
  const fields = text.trim().split(/\s+/);
  const year = fields[5];
  if (fields.length !== 6) return `${SIX_FIELDS}; found ${fields.length} (there are no seconds)`;
  try {
    const schedule = parseSchedule(cronExpression(text));
    if (year !== '*') return `${SIX_FIELDS}: the year must be "*", because no snapshot is taken outside of years`;
    const isFiring = schedule.gaps(CALENDAR_START) !== undefined;
    return isFiring ? undefined : 'a cron that fires: no date of the calendar fits these fields';
  } catch (error) {
    if (error instanceof ScheduleExpressionError) return `${SIX_FIELDS}: ${error.reason}`;
    throw error;
  }
}

/** Refuses two schedules in one place. */
export const ONE_SCHEDULE = 'one of scheduleMinutes and scheduleCron';

export function hasOneSchedule(written: {
  readonly scheduleMinutes?: number;
  readonly scheduleCron?: string;
}): boolean {
  return written.scheduleMinutes === undefined || written.scheduleCron === undefined;
}

const time = (pattern: RegExp, most: string) =>
  z.string().regex(pattern, `must be a time from "00:00" to "${most}", of hours and minutes`);

export const quietHoursSchema = z
  .strictObject({
    from: time(/^([01]\d|2[0-3]):[0-5]\d$/, '23:59').describe('Local time at which they begin, such as "22:00".'),
    until: time(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, '24:00').describe(
      'Local time at which they end, such as "06:00": on the next day if it is before `from`.',
    ),
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .optional()
      .describe('Days on which they begin, such as ["SAT", "SUN"]. Default: every day.'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'the name of an IANA time zone such as "Europe/Berlin"')
      .optional()
      .describe('IANA time zone of the times and days. Default: UTC.'),
    why: z.string().min(1).max(200).describe('Reason, shown wherever a run is skipped because of them.'),
  })
  .superRefine((hours, context) => {
    const fault = quietHoursFault(hours);
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['until'], message: fault });
  });

/** Reason why quiet hours are refused, as the words after "expected". */
function quietHoursFault(hours: QuietHours): string | undefined {
  // The setting that can't be read is reported by itself.
  if (parseQuietHours(hours) === undefined) return undefined;
  if (hours.from === hours.until) return `another time than from (${hours.from}): such quiet hours have no length`;
  const period = isQuiet(hours, CALENDAR_START) ? quietPeriodAt(hours, CALENDAR_START) : undefined;
  const days = period === undefined ? 0 : (period.end.getTime() - period.begin.getTime()) / 86_400_000;
  return days > MOST_QUIET_DAYS
    ? 'hours or days without quiet in each week: with these no snapshot would ever be taken; to pause, set snapshots.scheduleEnabled to false'
    : undefined;
}

const MOST_QUIET_DAYS = 7;
