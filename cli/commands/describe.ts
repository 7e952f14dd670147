import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';

const DECLARATION = declareCommand({
  command: 'kda describe',
  summary: 'Shows everything known about an application, or about one of its snapshots, with the run that made it.',
  details: [
    'SNAPSHOT is a whole name, a part that only one name has, latest, proven, or @TIME such as @14:00 or @-2h (the newest at\nor before it). The Managed Flink API alone is enough; what it does not tell is then "unknown".',
  ],
  arguments: [
    { name: 'NAME', summary: 'the application' },
    { name: 'SNAPSHOT', summary: 'one of its snapshots', isOptional: true },
  ],
  onlyReads: true,
  options: { ...DEPLOYMENT_OPTIONS, json: { summary: 'answer as JSON; null is "unknown"' } },
  examples: [
    { line: 'orders', summary: 'status, restore configuration, schedule, marks, last runs' },
    { line: 'orders latest', summary: 'the newest good snapshot: what made it, what keeps it, how to go back' },
    { line: 'orders @14:00 --json', summary: 'the newest snapshot of 14:00 or before as JSON' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, or more than one snapshot.
 */
export function parseDescribe(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const [application, snapshot, ...others] = positionals;
  if (!application) throw new UsageError('The name of the application is missing.');
  if (others.length > 0) throw new UsageError(`Only one snapshot is allowed: ${others.join(' ')} is too much.`);
  return { application, snapshot, choice: readChoice(values) };
}

async function run({ application, snapshot, choice }: ReturnType<typeof parseDescribe>): Promise<Result> {
  const { openApplication } = await import('../known-deployment');
  const { describe: answer } = await import('../views/describe');
  const { client, deployment } = await openApplication(choice);
  return answer(application, snapshot, client, deployment, { say: (line) => console.error(line) });
}

export const describe = defineCommand({
  declaration: DECLARATION,
  read: parseDescribe,
  run,
  schema: async () => (await import('../documents/describe')).describeDocument,
});
