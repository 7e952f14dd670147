import { z } from 'zod';
import { ALARM_CATALOG, MANAGER_SILENT, NEEDS_A_PERSON } from '../stacks/alarms/alarm-catalog';
import type { AlarmDefinition } from '../stacks/alarms/alarm-definition';
import { inWords } from '../stacks/alarms/in-words';

/** What is different about one alarm; `false`: there is none. A figure by the name that its definition gives it. */
export type AlarmTuning = false | Readonly<Partial<Record<string, number | { breaching: number; of: number }>>>;

/** Which alarms there are, before any of them is tuned. */
export const alarmSet = z.enum(['essential', 'full']);

/** CloudWatch: a period is a multiple of 60 s up to a day. */
const periodMinutes = z.int().min(1).max(1440);

const count = z.int().min(1).max(100);
const periods = z
  .strictObject({ breaching: count, of: count })
  .refine(({ breaching, of }) => breaching <= of, 'as many periods in "of" as in "breaching", or more');

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

/** A composite alarm has no figures: it can only be switched off. */
function switchOf(what: string): z.ZodType<AlarmTuning | undefined> {
  return z.literal(false).optional().describe(what);
}

type Tuning = z.ZodType<Partial<Record<string, AlarmTuning>>>;

/** Under each alarm's id: what is different about it, or `false` for none. */
function tuningOfAll(definitions: readonly AlarmDefinition[], ofComposites: Readonly<Record<string, string>>): Tuning {
  return z.strictObject({
    ...Object.fromEntries(definitions.map((definition) => [definition.id, tuningOf(definition)])),
    ...Object.fromEntries(Object.entries(ofComposites).map(([id, what]) => [id, switchOf(what)])),
  });
}

/** Of every alarm. */
export const alarmTuningSchema = tuningOfAll(Object.values(ALARM_CATALOG).flat(), {
  [NEEDS_A_PERSON]:
    'Any urgent alarm of an application, one for each: it notifies in their place. `false`: each notifies by itself.',
  [MANAGER_SILENT]:
    '`manager-runs` once there was a second run: it notifies in its place. `false`: `manager-runs` notifies by itself, also in a deployment that has not run yet.',
});

/** Of the alarms that each application has. */
export const applicationTuningSchema = tuningOfAll(ALARM_CATALOG.application, {
  [NEEDS_A_PERSON]: 'Any of its urgent alarms. `false`: each notifies by itself.',
});
