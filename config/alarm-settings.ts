import { z } from 'zod';
import { ALARM_CATALOG, NEEDS_A_PERSON } from '../stacks/alarms/alarm-catalog';
import type { AlarmDefinition } from '../stacks/alarms/alarm-definition';
import { inWords } from '../stacks/alarms/in-words';

/** What is different about one alarm; `false`: there is none. A figure by the name that its definition gives it. */
export type AlarmTuning = false | Readonly<Partial<Record<string, number | { breaching: number; of: number }>>>;

/** Beside the figures of an alarm itself. */
export const PERIOD_SETTINGS = ['periodMinutes', 'periods'] as const;

/** CloudWatch: a period is a multiple of 60 s up to a day. */
const periodMinutes = z.int().min(1).max(1440);

const count = z.int().min(1).max(100);
const periods = z
  .strictObject({ breaching: count, of: count })
  .refine(({ breaching, of }) => breaching <= of, 'as many periods in "of" as in "breaching", or more');

function tuningOf({ threshold, options = {}, ...definition }: AlarmDefinition) {
  const { setting, least, most } = threshold;
  const figures = Object.entries({
    ...(setting !== undefined && least !== undefined && most !== undefined ? { [setting]: { least, most } } : {}),
    ...options,
  }).map(([name, range]) => [name, z.number().min(range.least).max(range.most).optional()]);
  return z
    .union([
      z.literal(false),
      z.strictObject({
        ...Object.fromEntries(figures),
        periodMinutes: periodMinutes.optional(),
        periods: periods.optional(),
      }),
    ])
    .optional()
    .describe(inWords({ threshold, options, ...definition }));
}

type Tuning = z.ZodType<Partial<Record<string, AlarmTuning>>>;

/** Under each alarm's id: what is different about it, or `false` for none. */
function tuningOfAll(definitions: readonly AlarmDefinition[], ofNeedsAPerson: string): Tuning {
  return z.strictObject({
    ...Object.fromEntries(definitions.map((definition) => [definition.id, tuningOf(definition)])),
    [NEEDS_A_PERSON]: z.literal(false).optional().describe(ofNeedsAPerson),
  });
}

/** Of every alarm. */
export const alarmTuningSchema = tuningOfAll(
  Object.values(ALARM_CATALOG).flat(),
  'Any of those that are urgent, for each application and over all.',
);

/** Of the alarms that each application has. */
export const applicationTuningSchema = tuningOfAll(
  ALARM_CATALOG.application,
  'Any of its urgent ones; false: the one over all is over these itself.',
);
