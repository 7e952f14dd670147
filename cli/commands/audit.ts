import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { table } from '../../tools/text-table';
import type { AuditRow } from '../audit-rows';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';

const DECLARATION = declareCommand({
  command: 'kda audit',
  summary:
    'Shows what the snapshot manager recorded about an application, newest run first. Rows of the reference system are shown alike.',
  arguments: [{ name: 'NAME', summary: 'an application; "*" shows what concerned none, such as a refused request' }],
  onlyReads: true,
  options: {
    last: { value: 'N', summary: 'number of rows, 1 to 10000; default: 20' },
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'rows as JSON' },
  },
  examples: [
    { line: 'orders', summary: 'the last 20 runs' },
    { line: 'orders --last 5 --json', summary: 'the last five as JSON' },
  ],
});

const MOST_ROWS = 10_000;

/** Parses the arguments. */
export function parseAudit(argv: string[]): {
  application: string;
  last: number;
  choice: DeploymentChoice;
  json: boolean;
} {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const [application, ...others] = positionals;
  if (application === undefined) throw new UsageError('The name of the application is missing.');
  if (others.length > 0) throw new UsageError(`Only one application is allowed: ${others.join(', ')} is too much.`);
  const { last: text = '20' } = values;
  const last = Number(text);
  if (!/^\d+$/.test(text) || last < 1 || last > MOST_ROWS) {
    throw new UsageError(`--last is ${text}, expected a whole number from 1 to ${MOST_ROWS}.`);
  }
  return { application, last, choice: readChoice(values), json: values.json ?? false };
}

/** Text with a line for each row, followed by its problems. */
export function showRows(rows: readonly AuditRow[]): string {
  const lines = table(
    ['run', 'outcome', 'reason', 'snapshot', 'took', 'deleted'],
    rows.map((row) => [
      row.time.toISOString(),
      row.outcome,
      row.reason ?? row.verdict ?? (row.writtenBy === 'reference' ? '(reference)' : '-'),
      row.snapshotName ?? row.restoredFrom ?? '-',
      row.snapshotDurationMs === undefined ? '-' : `${(row.snapshotDurationMs / 1000).toFixed(1)} s`,
      row.deleted.join(', ') || '-',
    ]),
  );
  const troubles = rows.flatMap(({ time, failedToDelete, writtenBy, message = '' }) => {
    const said = [
      ...(failedToDelete.length > 0 ? [`could not be deleted: ${failedToDelete.join(', ')}`] : []),
      ...(writtenBy === 'unknown' || writtenBy === 'kda' ? [message] : []),
    ];
    return said.map((text) => `  ${time.toISOString()}  ${text}`);
  });
  return [...lines, ...(troubles.length > 0 ? ['', ...troubles] : [])].join('\n');
}

async function run({ application, last, choice }: ReturnType<typeof parseAudit>): Promise<Result> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { lookingIn } = await import('../answer-time');
  const { auditError, readAuditRows } = await import('../audit-rows');
  const { findDeployment } = await import('../find-deployment');
  const deployment = await findDeployment(choice);
  const { auditTable, applications, region } = deployment;
  const client = new DynamoDBClient(lookingIn(region));
  const rows = await readAuditRows(client, auditTable, application, last).catch((error: unknown) => {
    throw auditError(error, deployment);
  });
  if (rows.length === 0) {
    const { KinesisAnalyticsV2Client } = await import('@aws-sdk/client-kinesis-analytics-v2');
    const { ManagedFlinkDirectory } = await import('../../lambda-src/snapshot-manager/aws/application-directory');
    const { ensureManaged } = await import('../managed-applications');
    const directory = new ManagedFlinkDirectory(new KinesisAnalyticsV2Client(lookingIn(region)));
    await ensureManaged(application, applications, directory);
  }
  return {
    document: rows,
    text: rows.length > 0 ? showRows(rows) : `The table ${auditTable} has no row for ${application}.`,
  };
}

export const audit = defineCommand({
  declaration: DECLARATION,
  read: parseAudit,
  run,
  schema: async () => (await import('../documents/audit')).auditDocument,
});
