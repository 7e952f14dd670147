import { z } from 'zod';
import { ALARM_CATALOG, MANAGER_SILENT, NEEDS_A_PERSON } from '../alarm-catalog/alarm-catalog';
import type { AlarmDefinition } from '../alarm-catalog/alarm-definition';
import { inWords } from '../alarm-catalog/in-words';

/** Tuning of one alarm: its figures by their setting's name, or `false` to leave the alarm out. */
export type AlarmTuning = false | Readonly<Partial<Record<string, number | { breaching: number; of: number }>>>;

/** Sets of alarms, before any alarm is tuned. */
export const alarmSet = z.enum(['essential', 'full']);

/** Period of an alarm in minutes: CloudWatch allows multiples of 60 s up to one day. */
const periodMinutes = z.int().min(1).max(1440);

const count = z.int().min(1).max(100);
const periods = z
  .strictObject({ breaching: count, of: count })
  .refine(({ breaching, of }) => breaching <= of, '"of" equal to or greater than "breaching"');

function tuningOf({ threshold, options = {}, ...definition }: AlarmDefinition): z.ZodType<AlarmTuning | undefined> {
  const { setting, least, most } = threshold;
  const ranges = Object.entries({
    ...(setting !== undefined && least !== undefined && most !== undefined ? { [setting]: { least, most } } : {}),
    ...options,
  });
  const figures: Record<string, z.ZodType<number | { breaching: number; of: number } | undefined>> = {
    ...Object.fromEntries(
      ranges.map(([name, range]) => [name, z.number().min(range.least).max(range.most).optional()]),
    ),
    periodMinutes: periodMinutes.optional(),
    periods: periods.optional(),
  };
  return z
    .union([z.literal(false), z.strictObject(figures)])
    .optional()
    .describe(inWords({ threshold, options, ...definition }));
}

/** Switch for a composite alarm, which has no figures to tune. */
function switchOf(what: string): z.ZodType<AlarmTuning | undefined> {
  return z.literal(false).optional().describe(what);
}

type Tuning = z.ZodType<Partial<Record<string, AlarmTuning>>>;

/** Tuning of a group of alarms, each under its id. */
function tuningOfAll(definitions: readonly AlarmDefinition[], ofComposites: Readonly<Record<string, string>>): Tuning {
  return z.strictObject({
    ...Object.fromEntries(definitions.map((definition) => [definition.id, tuningOf(definition)])),
    ...Object.fromEntries(Object.entries(ofComposites).map(([id, what]) => [id, switchOf(what)])),
  });
}

/** Tuning of every alarm (`alarms.tune`). */
export const alarmTuningSchema = tuningOfAll(Object.values(ALARM_CATALOG).flat(), {
  [NEEDS_A_PERSON]:
    'Composite of all urgent alarms of one application; only it notifies. `false`: each urgent alarm notifies.',
  [MANAGER_SILENT]:
    'Composite that reports `manager-runs` from the second run on; only it notifies. `false`: `manager-runs` notifies, even before the first run.',
});

/** Tuning of the alarms that each application has. */
export const applicationTuningSchema = tuningOfAll(ALARM_CATALOG.application, {
  [NEEDS_A_PERSON]: 'Composite of its urgent alarms; only it notifies. `false`: each urgent alarm notifies.',
});
