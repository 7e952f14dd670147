import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';
import { readTimeOption } from '../time-option';
import { HISTORY_WORDS, readWords, UnknownWordError } from '../views/history-words';

const DECLARATION = declareCommand({
  command: 'kda history',
  summary:
    'Shows what happened to an application, newest first: runs, restores, starts, stops, deployments, holds, marks and drills. Then a strip of the day, with its gaps.',
  details: [
    `Words of --outcome: ${HISTORY_WORDS.slice(0, 10).join(', ')},\n${HISTORY_WORDS.slice(10).join(', ')}. A run that has not ended is "running".`,
    'A gap is a time without a new READY snapshot that is longer than the objective of the application.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application; "*" shows what concerned none, such as a refused request' }],
  onlyReads: true,
  options: {
    from: { value: 'TIME', summary: 'begin, such as 14:00, -2h or 2026-11-28T14:00Z; default: a day before the end' },
    to: { value: 'TIME', summary: 'end in the same forms; default: now' },
    last: { value: 'N', summary: 'number of rows, 1 to 10000; default: 20, with --from all of the period' },
    outcome: { value: 'WORD', summary: 'rows with this word only; several by commas', isRepeatable: true },
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'rows, strip and gaps as JSON' },
  },
  examples: [
    { line: 'orders', summary: 'the last 20 rows, and the strip of the last day' },
    { line: 'orders --from 14:00 --outcome failed,late', summary: 'what went wrong since 14:00' },
    { line: 'orders --outcome restored --last 1 --json', summary: 'the last restore as JSON' },
  ],
});

const MOST_ROWS = 10_000;

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, a time that can't be read, a wrong number or an unknown word.
 */
export function parseHistory(argv: string[], now: Date) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  const from = readPoint('--from', values.from, now);
  const to = readPoint('--to', values.to, now);
  if (from && from >= (to ?? now)) {
    throw new UsageError(`--from (${from.toISOString()}) must be before --to (${(to ?? now).toISOString()}).`);
  }
  return {
    request: { application, from, to, last: readLast(values.last), outcomes: readOutcomes(values.outcome ?? []) },
    choice: readChoice(values),
    now,
  };
}

function readPoint(option: string, text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  return readTimeOption(option, text, now);
}

function readLast(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const last = Number(text);
  if (/^\d+$/.test(text) && last >= 1 && last <= MOST_ROWS) return last;
  throw new UsageError(`--last is ${text}, expected a whole number from 1 to ${MOST_ROWS}.`);
}

function readOutcomes(given: readonly string[]): readonly string[] {
  try {
    return readWords(given);
  } catch (error) {
    if (error instanceof UnknownWordError) throw new UsageError(error.message);
    throw error;
  }
}

async function run({ request, choice, now }: ReturnType<typeof parseHistory>): Promise<Result> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { lookingIn } = await import('../answer-time');
  const { findDeployment } = await import('../find-deployment');
  const { showHistory } = await import('../views/history');
  const { readHistory } = await import('../views/read-history');
  const deployment = await findDeployment(choice);
  const { region, applications } = deployment;
  const history = await readHistory(request, deployment, new DynamoDBClient(lookingIn(region)), now);
  if (history.rows.length === 0 && history.isWhole) {
    const { KinesisAnalyticsV2Client } = await import('@aws-sdk/client-kinesis-analytics-v2');
    const { ManagedFlinkDirectory } = await import('../../lambda-src/snapshot-manager/aws/application-directory');
    const { ensureManaged } = await import('../managed-applications');
    const directory = new ManagedFlinkDirectory(new KinesisAnalyticsV2Client(lookingIn(region)));
    await ensureManaged(request.application, applications, directory);
  }
  return showHistory(history);
}

export const history = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseHistory(argv, new Date()),
  run,
  schema: async () => (await import('../documents/history')).historyDocument,
});
