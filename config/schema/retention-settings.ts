import { z } from 'zod';
import { DURATION_PATTERN } from '../../lambda-src/snapshot-manager/domain/duration';
import {
  COUNT_RULES,
  type CountRule,
  RETENTION_CAP,
  RETENTION_COUNTS,
  RETENTION_SPANS,
  SERVICE_SNAPSHOTS,
  type SpanRule,
  SUSPECT_KEEP_DAYS,
} from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { isTimeZone } from '../../lambda-src/snapshot-manager/domain/time-zone';

function count(name: CountRule, what: string) {
  const { least, most } = RETENTION_COUNTS[name];
  return z
    .union([z.literal(-1), z.int().min(least).max(most)])
    .optional()
    .describe(what);
}

/** Duration in restic's form, such as `14d`. */
export const duration = z
  .string()
  .regex(
    DURATION_PATTERN,
    'must be a duration such as "14d" or "1y6m" (y, m for months, d, h; each once, not all zero)',
  );

/**
 * Retention of all applications or of one. Every rule is optional, but at least one is required, because a policy that
 * keeps nothing is refused. The Lambda checks the same again (`parseRetentionPolicy`).
 */
export const retentionSchema = z
  .strictObject({
    keepLast: count(
      'keepLast',
      'Number of this manager’s newest READY snapshots to keep, as RetentionCount of the reference system. -1: all.',
    ),
    keepHourly: count(
      'keepHourly',
      'Number of hours to keep one snapshot of: the newest of each hour that has any. -1: all hours.',
    ),
    keepDaily: count(
      'keepDaily',
      'Number of days to keep one snapshot of: the newest of each day that has any. -1: all days.',
    ),
    keepWeekly: count(
      'keepWeekly',
      'Number of ISO weeks to keep one snapshot of: the newest of each week that has any. -1: all weeks.',
    ),
    keepMonthly: count(
      'keepMonthly',
      'Number of months to keep one snapshot of: the newest of each month that has any. -1: all months.',
    ),
    keepYearly: count(
      'keepYearly',
      'Number of years to keep one snapshot of: the newest of each year that has any. -1: all years.',
    ),
    keepWithin: duration
      .optional()
      .describe('Keep every snapshot within this duration of the newest one, e.g. "2d12h".'),
    keepWithinHourly: duration
      .optional()
      .describe('Keep the newest snapshot of each hour within this duration of the newest one, e.g. "3d".'),
    keepWithinDaily: duration
      .optional()
      .describe('Keep the newest snapshot of each day within this duration of the newest one, e.g. "14d".'),
    keepWithinWeekly: duration
      .optional()
      .describe('Keep the newest snapshot of each ISO week within this duration of the newest one, e.g. "2m".'),
    keepWithinMonthly: duration
      .optional()
      .describe('Keep the newest snapshot of each month within this duration of the newest one, e.g. "1y".'),
    keepWithinYearly: duration
      .optional()
      .describe('Keep the newest snapshot of each year within this duration of the newest one, e.g. "5y".'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'the name of an IANA time zone such as "Europe/Berlin"')
      .optional()
      .describe('IANA time zone in which days, weeks and months begin. Default: UTC.'),
    keepFailed: duration
      .optional()
      .describe('Duration to keep FAILED snapshots for inspection, e.g. "2d". Default: they are deleted at once.'),
    suspectKeepDays: z
      .int()
      .min(SUSPECT_KEEP_DAYS.least)
      .max(SUSPECT_KEEP_DAYS.most)
      .optional()
      .describe(
        `Days to keep snapshots that somebody marked as suspect (\`kda suspect\`), from the mark. They take no slot, stay while no newer trusted one is READY, and go earlier when the quota is nearly full. Default: ${SUSPECT_KEEP_DAYS.usual}.`,
      ),
    keepAtMost: z
      .int()
      .min(RETENTION_CAP.least)
      .max(RETENTION_CAP.most)
      .optional()
      .describe(
        'Maximum number of this manager’s snapshots that are not suspect, whatever the rules keep; those of drills are deleted first, then the oldest. Default: no maximum.',
      ),
    serviceSnapshots: z
      .union([
        z.literal(false),
        z.strictObject({
          keepLast: z
            .int()
            .min(SERVICE_SNAPSHOTS.least)
            .max(SERVICE_SNAPSHOTS.most)
            .describe('Number of the newest ones to keep.'),
          keepWithin: duration
            .optional()
            .describe('Also keep every one within this duration of the newest one, e.g. "30d".'),
        }),
      ])
      .optional()
      .describe(
        'Retention of the snapshots that the service itself takes for a stop, an update or a scaling (`STOP-…`). Either rule keeps a snapshot; the newest one, and any that is suspect, always stays. `false`: none is deleted. Default: for an application that of `snapshots.retention`, else `false`.',
      ),
    deleteSurplus: z.boolean().optional().describe('`false`: no snapshot is ever deleted. Default: true.'),
  } satisfies Record<RetentionSetting, z.ZodType>)
  .refine(
    (policy) => policy.deleteSurplus === false || RULES.some((rule) => policy[rule] !== undefined),
    'at least one rule, such as "keepLast": 10 or "keepDaily": 7: this policy would keep nothing',
  );

type Rule = CountRule | SpanRule;
type RetentionSetting =
  | Rule
  | 'timeZone'
  | 'keepFailed'
  | 'suspectKeepDays'
  | 'keepAtMost'
  | 'serviceSnapshots'
  | 'deleteSurplus';

const RULES: readonly Rule[] = [...COUNT_RULES, ...RETENTION_SPANS];
