import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { readTimeoutMs, TIMEOUT_OPTION } from '../timeout-option';

const DECLARATION = declareCommand({
  command: 'kda stop',
  summary: 'Stops an application on Managed Service for Apache Flink and waits until it is READY.',
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    force: { summary: 'take no snapshot first: what was processed since the newest one is lost' },
    timeout: TIMEOUT_OPTION,
    json: { summary: 'name, status and whether it was forced, as JSON' },
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
export function parseStop(argv: string[]): { name: string; force: boolean; timeoutMs: number } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const [name, ...others] = positionals;
  if (!name) throw new UsageError('The name of the application is missing.');
  if (others.length > 0) throw new UsageError(`Only one application is allowed: ${others.join(' ')} is too much.`);
  return { name, force: values.force ?? false, timeoutMs: readTimeoutMs(values.timeout) };
}

async function run({ name, force, timeoutMs }: ReturnType<typeof parseStop>): Promise<Result> {
  const { stopApplication } = await import('../application-lifecycle');
  const { managedFlinkClient } = await import('../managed-flink-client');
  const { namingWhatIsMissing } = await import('../missing-name');
  const client = await managedFlinkClient();
  const waiting = {
    timeoutMs,
    onStatus: (status: string, waitedMs: number) =>
      console.error(`${name}: ${status} (${(waitedMs / 1000).toFixed(0)} s)`),
  };
  await namingWhatIsMissing(client, { application: name }, () => stopApplication(client, name, { force }, waiting));
  return {
    document: { application: name, status: 'READY', force },
    text: `${name} is READY (stopped${force ? ', no snapshot was taken' : ''}).`,
  };
}

export const stop = defineCommand({
  declaration: DECLARATION,
  read: parseStop,
  run,
  schema: async () => (await import('../documents/lifecycle')).stopDocument,
});
