import type { ReleaseRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { ACTING_OPTIONS, readDryRun } from '../acting-options';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import { readSnapshot } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import { recordsSchema, requestRecords } from '../request-records';

const DECLARATION = declareCommand({
  command: 'kda release',
  summary:
    'Ends your hold on a snapshot. When nobody else holds it, the retention decides about it from the next run on.',
  arguments: [
    { name: 'NAME', summary: 'the application' },
    { name: 'SNAPSHOT', summary: 'the snapshot' },
  ],
  options: {
    holder: { value: 'PERSON', summary: 'whose hold ends, if not yours; kda holds lists them' },
    why: { value: 'REASON', summary: 'stored in the audit table' },
    who: { value: 'PERSON', summary: 'who you are; default: the user of this machine' },
    ...ACTING_OPTIONS,
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'whole answer of the snapshot manager as JSON' },
  },
  examples: [
    { line: 'orders kda.20261123T102000Z', summary: 'your own hold' },
    { line: 'orders kda.20261123T102000Z --holder ada --why "she has left"', summary: 'the hold of somebody else' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, snapshot or person.
 */
export function parseRelease(
  argv: string[],
  user: string | undefined,
): { request: ReleaseRequest; choice: DeploymentChoice; json: boolean; isDryRun?: true } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  return {
    request: {
      ...{ action: 'release', ...readSnapshot(positionals), who: readPerson(values.who, user) },
      ...(values.holder === undefined ? {} : { holder: values.holder }),
      ...(values.why === undefined ? {} : { why: values.why }),
    },
    choice: readChoice(values),
    json: values.json ?? false,
    ...readDryRun(values),
  };
}

export const release = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseRelease(argv, thisUser()),
  run: requestRecords,
  schema: recordsSchema,
});
