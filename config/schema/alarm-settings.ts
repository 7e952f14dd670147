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

/** `alarms`: which alarms there are, and whom they notify. */
export const alarmsSchema = z
  .strictObject({
    snapshotAgeMinutes: z
      .int()
      .min(2)
      .max(100_000)
      .default(30)
      .describe(
        'Recovery point objective in minutes: alarm when the newest READY snapshot of a running application is older.',
      ),
    passingStatusMinutes: z
      .int()
      .min(5)
      .max(1440)
      .default(30)
      .describe(
        'Minutes after which a transient status (AUTOSCALING, UPDATING, MAINTENANCE, ROLLING_BACK, STARTING, STOPPING, …) counts as not running: alarm `not-running` and a mail. Scaling usually takes 10 to 15 minutes.',
      ),
    runbookUrl: z
      .string()
      .regex(/^[^\s<>#]{1,500}$/, 'must be a path or address without spaces and "#"')
      .regex(/^(?!(?!https:)[a-zA-Z][a-zA-Z0-9+.-]*:\/\/)/, 'must be a path, or an address that begins with "https://"')
      .default('docs/runbook.md')
      .describe(
        'Address of the runbook; each alarm’s mail links to its own section. Use an https address: the default is a file of the checkout, which a mail cannot open.',
      ),
    pagerTopicArns: z
      .array(
        z.string().regex(/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[a-zA-Z0-9_-]{1,256}$/, 'must be the ARN of an SNS topic'),
      )
      .max(4)
      .default([])
      .describe(
        'Existing SNS topics of this region, such as that of a pager. They are notified by `needs-a-person` of each application, by `manager-silent`, and by each urgent alarm that neither covers. A first deployment sends them one OK per alarm, without an incident.',
      ),
    set: alarmSet
      .default('full')
      .describe(
        'Alarms to create. `essential`: snapshot age, failed snapshots, not running, quota, and the manager’s own alarms. `full`: all of docs/runbook.md. An alarm with an object under `tune` exists in both. `kda cost` shows what `essential` saves.',
      ),
    tune: alarmTuningSchema
      .default({})
      .describe('Changes to single alarms, by alarm id. `false`: the alarm is not created.'),
  })
  .prefault({});
