import { declareCommand, defineCommand, type Result, readArguments } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';

const DECLARATION = declareCommand({
  command: 'kda snapshots',
  summary: 'Lists all snapshots of an application, newest first: who made each, what keeps it and when it goes.',
  details: [
    'The Managed Flink API alone is enough; what its tables or settings would tell is then "unknown". The time at which a\nsnapshot goes is that of the retention if the schedule goes on as now. Nobody’s snapshots are deleted but the manager’s.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  onlyReads: true,
  options: { ...DEPLOYMENT_OPTIONS, json: { summary: 'list as JSON; null is "unknown"' } },
  examples: [
    { line: 'orders', summary: 'all its snapshots' },
    { line: 'orders --json', summary: 'the same as JSON' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, or more than one.
 */
export function parseSnapshots(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  return { application: readApplication(positionals), choice: readChoice(values) };
}

async function run({ application, choice }: ReturnType<typeof parseSnapshots>): Promise<Result> {
  const { openApplication } = await import('../known-deployment');
  const { readFacts } = await import('../views/read-facts');
  const { showSnapshots } = await import('../views/snapshots');
  const { client, deployment } = await openApplication(choice);
  const facts = await readFacts(application, client, deployment);
  for (const sentence of facts.unread) console.error(sentence);
  return showSnapshots(facts);
}

export const snapshots = defineCommand({
  declaration: DECLARATION,
  read: parseSnapshots,
  run,
  schema: async () => (await import('../documents/snapshots')).snapshotsDocument,
});
