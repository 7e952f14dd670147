import { z } from 'zod';
import { DURATION_PATTERN, isTimeZone, RETENTION_CAP, RETENTION_COUNTS, RETENTION_SPANS } from '../lambda-src/contract';

function count(name: keyof typeof RETENTION_COUNTS, what: string) {
  const { least, most } = RETENTION_COUNTS[name];
  return z
    .union([z.literal(-1), z.int().min(least).max(most)])
    .optional()
    .describe(what);
}

const duration = z
  .string()
  .regex(
    DURATION_PATTERN,
    'must be a duration such as "14d" or "1y6m" (y, m for months, d, h; each once, not all zero)',
  );

/**
 * Which snapshots stay, for all applications or for one. Every rule is optional, but there must be one: a policy that
 * keeps nothing is refused. The Lambda checks the same again (`parseRetentionPolicy`).
 */
export const retentionSchema = z
  .strictObject({
    keepLast: count(
      'keepLast',
      'So many of this manager’s READY snapshots are kept (the reference’s RetentionCount); -1: all.',
    ),
    keepHourly: count('keepHourly', 'The newest of each of so many hours that have a snapshot; -1: of all.'),
    keepDaily: count('keepDaily', 'The newest of each of so many days that have a snapshot; -1: of all.'),
    keepWeekly: count('keepWeekly', 'The newest of each of so many ISO weeks that have a snapshot; -1: of all.'),
    keepMonthly: count('keepMonthly', 'The newest of each of so many months that have a snapshot; -1: of all.'),
    keepYearly: count('keepYearly', 'The newest of each of so many years that have a snapshot; -1: of all.'),
    keepWithin: duration.optional().describe('All that are less than so much older than the newest one: "2d12h".'),
    keepWithinHourly: duration.optional().describe('The newest of each hour within so much of the newest one.'),
    keepWithinDaily: duration.optional().describe('The newest of each day within so much of the newest one.'),
    keepWithinWeekly: duration.optional().describe('The newest of each ISO week within so much of the newest one.'),
    keepWithinMonthly: duration.optional().describe('The newest of each month within so much of the newest one.'),
    keepWithinYearly: duration.optional().describe('The newest of each year within so much of the newest one.'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'the name of an IANA time zone such as "Europe/Berlin"')
      .optional()
      .describe('Where days, weeks and months begin; none: UTC.'),
    keepFailed: duration.optional().describe('FAILED ones stay for so long, to be looked at; none: they go at once.'),
    keepAtMost: z
      .int()
      .min(RETENTION_CAP.least)
      .max(RETENTION_CAP.most)
      .optional()
      .describe('So many of this manager’s snapshots are kept at most, whatever the rules say; the oldest go first.'),
    deleteSurplus: z.boolean().optional().describe('false: nothing is ever deleted; none: true.'),
  } satisfies Record<RetentionSetting, z.ZodType>)
  .refine(
    (policy) => policy.deleteSurplus === false || RULES.some((rule) => policy[rule] !== undefined),
    'at least one rule, such as "keepLast": 10 or "keepDaily": 7: this policy would keep nothing',
  );

type Rule = keyof typeof RETENTION_COUNTS | (typeof RETENTION_SPANS)[number];
type RetentionSetting = Rule | 'timeZone' | 'keepFailed' | 'keepAtMost' | 'deleteSurplus';

const RULES: readonly Rule[] = [
  'keepLast',
  'keepHourly',
  'keepDaily',
  'keepWeekly',
  'keepMonthly',
  'keepYearly',
  ...RETENTION_SPANS,
];
