import type { SuspectRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import { ACTING_OPTIONS, readDryRun } from '../acting-options';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import { readSnapshots } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import { recordsSchema, requestRecords } from '../request-records';

const DECLARATION = declareCommand({
  command: 'kda suspect',
  summary: 'Marks snapshots as suspect: restores, mails, metrics and the check before a deployment pass them over.',
  details: [
    'Suspect snapshots take no slot of the retention. They go suspectKeepDays (14) after the mark, never while no newer\ntrusted one is READY. All of the named ones are marked, or none.',
  ],
  arguments: [
    { name: 'NAME', summary: 'the application' },
    { name: 'SNAPSHOT', summary: 'whole names, parts of them, @14:00, @-2h, latest or proven', isRepeatable: true },
  ],
  options: {
    why: { value: 'REASON', summary: 'stored in the audit table (required)', isRequired: true },
    who: { value: 'PERSON', summary: 'who you are; default: the user of this machine' },
    ...ACTING_OPTIONS,
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'whole answer of the snapshot manager as JSON' },
  },
  examples: [
    { line: 'orders kda.20261123T102000Z --why "corrupt since 10:15"', summary: 'one snapshot' },
    {
      line: 'orders kda.20261123T102000Z kda.20261123T103000Z --why "corrupt since 10:15"',
      summary: 'several at once',
    },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, snapshot, reason or person.
 */
export function parseSuspect(
  argv: string[],
  user: string | undefined,
): { request: SuspectRequest; choice: DeploymentChoice; json: boolean; isDryRun?: true } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const { why } = values;
  const chosen = readSnapshots(positionals);
  if (!why) throw new UsageError('--why is missing. The audit table needs the reason.');
  return {
    request: { action: 'suspect', ...chosen, who: readPerson(values.who, user), why },
    choice: readChoice(values),
    json: values.json ?? false,
    ...readDryRun(values),
  };
}

export const suspect = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseSuspect(argv, thisUser()),
  run: requestRecords,
  schema: recordsSchema,
});
