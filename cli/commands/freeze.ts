import type { FreezeRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import { ACTING_OPTIONS, readDryRun } from '../acting-options';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import { recordsSchema, requestRecords } from '../request-records';
import { readUntil } from '../until-option';

const DECLARATION = declareCommand({
  command: 'kda freeze',
  summary: 'Freezes an application: the snapshot manager deletes none of its snapshots until the freeze ends.',
  details: [
    'A freeze ends after a day, or earlier if the snapshots of the schedule would nearly fill the quota before; a later end\nis refused with the sum. Freezes of different people stand side by side; your own earlier one is replaced.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    why: { value: 'REASON', summary: 'stored in the audit table (required)', isRequired: true },
    until: {
      value: 'TIME',
      summary: 'in UTC, such as 2026-12-24 (its first moment) or 2026-12-24T18:00:00Z; default: after a day',
    },
    who: { value: 'PERSON', summary: 'who you are; default: the user of this machine' },
    ...ACTING_OPTIONS,
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'whole answer of the snapshot manager as JSON' },
  },
  examples: [
    { line: 'orders --why "corrupt since 14:00, looking for the cause"', summary: 'for a day' },
    { line: 'orders --why "corrupt since 14:00" --until 2026-12-24', summary: 'until a day' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, reason or person, or an invalid time.
 */
export function parseFreeze(
  argv: string[],
  user: string | undefined,
  now: Date,
): { request: FreezeRequest; choice: DeploymentChoice; json: boolean; isDryRun?: true } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  const { why } = values;
  if (!why) throw new UsageError('--why is missing. The audit table needs the reason.');
  const until = values.until === undefined ? {} : { until: readUntil(values.until, now) };
  return {
    request: { ...{ action: 'freeze', application, who: readPerson(values.who, user), why }, ...until },
    choice: readChoice(values),
    json: values.json ?? false,
    ...readDryRun(values),
  };
}

export const freeze = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseFreeze(argv, thisUser(), new Date()),
  run: requestRecords,
  schema: recordsSchema,
});
