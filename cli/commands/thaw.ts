import type { ThawRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { ACTING_OPTIONS, readDryRun } from '../acting-options';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import { recordsSchema, requestRecords } from '../request-records';

const DECLARATION = declareCommand({
  command: 'kda thaw',
  summary:
    'Ends your freeze of an application. When nobody else froze it, the retention deletes again from the next run on.',
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    holder: { value: 'PERSON', summary: 'whose freeze ends, if not yours; kda holds lists them' },
    why: { value: 'REASON', summary: 'stored in the audit table' },
    who: { value: 'PERSON', summary: 'who you are; default: the user of this machine' },
    ...ACTING_OPTIONS,
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'whole answer of the snapshot manager as JSON' },
  },
  examples: [
    { line: 'orders', summary: 'your own freeze' },
    { line: 'orders --holder ada --why "she has left"', summary: 'the freeze of somebody else' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name or person.
 */
export function parseThaw(
  argv: string[],
  user: string | undefined,
): { request: ThawRequest; choice: DeploymentChoice; json: boolean; isDryRun?: true } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  return {
    request: {
      ...{ action: 'thaw', application: readApplication(positionals), who: readPerson(values.who, user) },
      ...(values.holder === undefined ? {} : { holder: values.holder }),
      ...(values.why === undefined ? {} : { why: values.why }),
    },
    choice: readChoice(values),
    json: values.json ?? false,
    ...readDryRun(values),
  };
}

export const thaw = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseThaw(argv, thisUser()),
  run: requestRecords,
  schema: recordsSchema,
});
