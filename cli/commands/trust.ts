import type { TrustRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { ACTING_OPTIONS, readDryRun } from '../acting-options';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import { readSnapshots } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import { recordsSchema, requestRecords } from '../request-records';

const DECLARATION = declareCommand({
  command: 'kda trust',
  summary: 'Ends the mark of suspect snapshots: from the next run on the retention decides about them.',
  arguments: [
    { name: 'NAME', summary: 'the application' },
    { name: 'SNAPSHOT', summary: 'the snapshots; kda holds lists the suspect ones', isRepeatable: true },
  ],
  options: {
    why: { value: 'REASON', summary: 'stored in the audit table' },
    who: { value: 'PERSON', summary: 'who you are; default: the user of this machine' },
    ...ACTING_OPTIONS,
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'whole answer of the snapshot manager as JSON' },
  },
  examples: [{ line: 'orders kda.20261123T102000Z --why "the source was wrong"', summary: 'one snapshot' }],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, snapshot or person.
 */
export function parseTrust(
  argv: string[],
  user: string | undefined,
): { request: TrustRequest; choice: DeploymentChoice; json: boolean; isDryRun?: true } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  return {
    request: {
      ...{ action: 'trust', ...readSnapshots(positionals), who: readPerson(values.who, user) },
      ...(values.why === undefined ? {} : { why: values.why }),
    },
    choice: readChoice(values),
    json: values.json ?? false,
    ...readDryRun(values),
  };
}

export const trust = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseTrust(argv, thisUser()),
  run: requestRecords,
  schema: recordsSchema,
});
