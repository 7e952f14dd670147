import { declareCommand, defineCommand, type Result, readArguments } from '../../tools/command';
import { ACTING_OPTIONS, readDryRun } from '../acting-options';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import { readTimeoutMs, TIMEOUT_OPTION } from '../timeout-option';

const DECLARATION = declareCommand({
  command: 'kda stop',
  summary: 'Stops an application on Managed Service for Apache Flink and waits until it is READY.',
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    force: { summary: 'take no snapshot first: what was processed since the newest one is lost' },
    why: { value: 'REASON', summary: 'stored in the audit table; default: stop' },
    who: { value: 'PERSON', summary: 'who you are; default: the user of this machine' },
    ...ACTING_OPTIONS,
    timeout: TIMEOUT_OPTION,
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'name, status, whether it was forced, and the snapshot of the stop, as JSON' },
  },
  examples: [
    { line: 'orders', summary: 'with a snapshot' },
    { line: 'orders --force', summary: 'at once, without one' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name.
 */
export function parseStop(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  return {
    application,
    force: values.force ?? false,
    who: values.who,
    why: values.why ?? 'stop',
    timeoutMs: readTimeoutMs(values.timeout),
    choice: readChoice(values),
    ...readDryRun(values),
  };
}

async function run({ who, ...asked }: ReturnType<typeof parseStop>): Promise<Result> {
  const { openApplication } = await import('../known-deployment');
  const { stopAndRecord } = await import('../recovery/stop-application');
  const { client, deployment } = await openApplication(asked.choice);
  return stopAndRecord({ ...asked, who: readPerson(who, thisUser()) }, client, deployment);
}

export const stop = defineCommand({
  declaration: DECLARATION,
  read: parseStop,
  run,
  schema: async () => (await import('../documents/lifecycle')).stopDocument,
});
