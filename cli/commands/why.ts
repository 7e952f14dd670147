import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';
import { readTimeOption } from '../time-option';

const DECLARATION = declareCommand({
  command: 'kda why',
  summary:
    'Explains a run: what happened step by step, what the job logged meanwhile, who was told, how long there was no good snapshot, and what to do.',
  details: [
    'Without TIME: the newest run that did not go well, else the newest. With TIME: the run of that minute, else the one\nbefore. What can’t be read is said, and the rest is shown.',
    'TIME: 14:00 (local time, the last one that has passed), -2h, -2h30m, -7d, or 2026-11-28T14:00Z.',
  ],
  arguments: [
    { name: 'NAME', summary: 'the application' },
    { name: 'TIME', summary: 'time of the run', isOptional: true },
  ],
  onlyReads: true,
  options: { ...DEPLOYMENT_OPTIONS, json: { summary: 'explanation as JSON' } },
  examples: [
    { line: 'orders', summary: 'what went wrong last?' },
    { line: 'orders 01:20', summary: 'the run of 01:20 in local time' },
    { line: 'orders 2026-11-28T01:20Z --json', summary: 'as JSON' },
  ],
  exitCodes: '0 explained, 2 wrong usage, 3 no run is known.',
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, or a time that can't be read.
 */
export function parseWhy(argv: string[], now = new Date()) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const [name, time, ...others] = positionals;
  const application = readApplication(name === undefined ? [] : [name]);
  if (others.length > 0)
    throw new UsageError(`Only one application and one time are allowed: ${others.join(' ')} is too much.`);
  const asked = time === undefined ? undefined : readTimeOption('TIME', time, now);
  return { application, asked, now, choice: readChoice(values) };
}

async function run({ choice, ...request }: ReturnType<typeof parseWhy>): Promise<Result> {
  const { openApplication } = await import('../known-deployment');
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { lookingIn } = await import('../answer-time');
  const { LogReader } = await import('../logs/log-reader');
  const { hasInsights } = await import('../logs/run-logs');
  const { why: explain } = await import('../why/why');
  const { client, deployment: known } = await openApplication(choice);
  const region = await client.config.region();
  return explain(request, {
    ...{ client, known, hasPatterns: hasInsights(process.env) },
    dynamo: new DynamoDBClient(lookingIn(region)),
    cloudWatch: new CloudWatchClient(lookingIn(region)),
    reader: new LogReader(new CloudWatchLogsClient(lookingIn(region))),
  });
}

export const why = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseWhy(argv),
  run,
  schema: async () => (await import('../documents/why')).whyDocument,
});
