import type { HoldRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import { ACTING_OPTIONS, readDryRun } from '../acting-options';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import { readSnapshot } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import { recordsSchema, requestRecords } from '../request-records';
import { readUntil } from '../until-option';

const DECLARATION = declareCommand({
  command: 'kda hold',
  summary: 'Puts a snapshot on hold: the snapshot manager never deletes it until the hold ends.',
  details: [
    'Holds of different people stand side by side, and the longest counts; your own earlier hold on the same snapshot is\nreplaced.',
  ],
  arguments: [
    { name: 'NAME', summary: 'the application' },
    { name: 'SNAPSHOT', summary: 'whole name, a part of it, @14:00, @-2h, latest or proven' },
  ],
  options: {
    why: { value: 'REASON', summary: 'stored in the audit table (required)', isRequired: true },
    until: {
      value: 'TIME',
      summary:
        'in UTC, such as 2026-12-24 (its first moment) or 2026-12-24T18:00:00Z; without it the hold lasts until kda release',
    },
    who: { value: 'PERSON', summary: 'who you are; default: the user of this machine' },
    ...ACTING_OPTIONS,
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'whole answer of the snapshot manager as JSON' },
  },
  examples: [
    { line: 'orders kda.20261123T102000Z --why "audit of November"', summary: 'until it is released' },
    { line: 'orders kda.20261123T102000Z --why migration --until 2026-12-24', summary: 'until a day' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, snapshot, reason or person, or an invalid time.
 */
export function parseHold(
  argv: string[],
  user: string | undefined,
  now: Date,
): { request: HoldRequest; choice: DeploymentChoice; json: boolean; isDryRun?: true } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const snapshot = readSnapshot(positionals);
  const { why } = values;
  if (!why) throw new UsageError('--why is missing. The audit table needs the reason.');
  const until = values.until === undefined ? {} : { until: readUntil(values.until, now) };
  return {
    request: { ...{ action: 'hold', ...snapshot, who: readPerson(values.who, user), why }, ...until },
    choice: readChoice(values),
    json: values.json ?? false,
    ...readDryRun(values),
  };
}

export const hold = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseHold(argv, thisUser(), new Date()),
  run: requestRecords,
  schema: recordsSchema,
});
