import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';
import { readTimeOption } from '../time-option';

const QUERIES = ['errors', 'restored', 'users'] as const;

const DECLARATION = declareCommand({
  command: 'kda logs',
  summary:
    'Shows what the log of an application says: its errors and failed checkpoints with those of the snapshot manager, what it restored, or the users of the demo.',
  details: [
    'CloudWatch Logs Insights is asked where it answers; else the log is read line by line. Insights has a charge for each GB\nthat it scans, so choose a short time for a large log.',
    'TIME: 14:00 (local time, the last one that has passed), -2h, -2h30m, -7d, or 2026-11-28T14:00Z.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  onlyReads: true,
  options: {
    query: {
      value: 'QUERY',
      summary: 'errors: of the job and of the manager; restored, users: lines of the demo; default: errors',
      choices: QUERIES,
    },
    from: { value: 'TIME', summary: 'default: -24h; with --follow: -10m' },
    to: { value: 'TIME', summary: 'default: now' },
    last: { value: 'N', summary: 'number of lines of each log, the newest, 1 to 5000; default: 100' },
    follow: { summary: 'print new lines as they arrive, until Ctrl-C' },
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'lines as JSON; not with --follow' },
  },
  examples: [
    { line: 'orders', summary: 'errors of the last 24 hours' },
    { line: 'orders --from 01:00 --to 02:00', summary: 'of an hour of this night' },
    { line: 'orders --query restored --from -7d', summary: 'from which state did it start?' },
    { line: 'orders --follow', summary: 'until Ctrl-C' },
  ],
  exitCodes: '0 shown, also if there was no such line; 2 wrong usage; 3 a log could not be read; 130 after --follow.',
});

const MOST_LINES = 5000;

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, an unknown query, or times that contradict each other.
 */
export function parseLogs(argv: string[], now = new Date()) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  const query = QUERIES.find((each) => each === (values.query ?? 'errors'));
  if (query === undefined) throw new UsageError(`--query is ${values.query}, expected ${QUERIES.join(', ')}.`);
  const follow = values.follow ?? false;
  if (follow && values.json) throw new UsageError('--follow has no end, and a document has one: leave out --json.');
  if (follow && values.to) throw new UsageError('--follow goes on until Ctrl-C: leave out --to.');
  const from = readTimeOption('--from', values.from ?? (follow ? '-10m' : '-24h'), now);
  const to = values.to === undefined ? now : readTimeOption('--to', values.to, now);
  if (from >= to) throw new UsageError(`--from (${from.toISOString()}) is not before --to (${to.toISOString()}).`);
  const { last: text = '100' } = values;
  const most = Number(text);
  if (!/^\d+$/.test(text) || most < 1 || most > MOST_LINES) {
    throw new UsageError(`--last is ${text}, expected a whole number from 1 to ${MOST_LINES}.`);
  }
  return { application, query, follow, range: { from, to }, most, choice: readChoice(values) };
}

async function run({ choice, ...request }: ReturnType<typeof parseLogs>): Promise<Result> {
  const { openApplication } = await import('../known-deployment');
  const { runLogs } = await import('../logs/run-logs');
  const { client, deployment } = await openApplication(choice);
  return runLogs(request, client, deployment);
}

export const logs = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseLogs(argv),
  run,
  schema: async () => (await import('../documents/logs')).logsDocument,
});
