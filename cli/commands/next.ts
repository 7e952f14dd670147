import { declareCommand, defineCommand, type Result, readArguments } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';

const DECLARATION = declareCommand({
  command: 'kda next',
  summary:
    'Shows which state the next start of an application would use, by each way of starting it. It warns where they differ.',
  details: [
    'The ways: a restart by Flink itself, kda start, Run in the console, an AWS start without a choice, a deployment, auto\nscaling. Only kda start passes over suspect snapshots. The Managed Flink API alone is enough; marks are read where the\ndeployment is known.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  onlyReads: true,
  options: { ...DEPLOYMENT_OPTIONS, json: { summary: 'answer as JSON' } },
  examples: [
    { line: 'orders', summary: 'what would it start from?' },
    { line: 'orders --json', summary: 'the same as JSON' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, or more than one.
 */
export function parseNext(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  return { application: readApplication(positionals), choice: readChoice(values) };
}

async function run({ application, choice }: ReturnType<typeof parseNext>): Promise<Result> {
  const { openApplication } = await import('../known-deployment');
  const { next: answer } = await import('../views/next');
  const { client, deployment } = await openApplication(choice);
  return answer(application, client, deployment, { say: (line) => console.error(line) });
}

export const next = defineCommand({
  declaration: DECLARATION,
  read: parseNext,
  run,
  schema: async () => (await import('../documents/next')).nextDocument,
});
