import '../../tools/node-version-warning';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { loadSettings } from '../../config/load-settings';
import { namesOf } from '../../config/model/names';
import { ManagedFlinkDirectory } from '../../lambda-src/snapshot-manager/aws/application-directory';
import { readArguments, runCommand, UsageError } from '../../tools/command';
import { table } from '../../tools/text-table';
import { type AuditRow, readAuditRows } from '../audit-rows';
import { ensureManaged } from '../managed-applications';
import { commandRegion } from '../region';

const USAGE = `Shows what the snapshot manager recorded about an application, newest run first. Rows of the reference system are shown alike.

  npm run audit -- NAME [--last N] [--json]

NAME is an application; "*" shows what concerned none, such as a refused request. --last: so many rows, 20 by default.`;

const MOST_ROWS = 10_000;

/** Parses the arguments. */
export function parseAudit(argv: string[]): { application: string; last: number; json: boolean } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, last: { type: 'string', default: '20' } },
  });
  const [application, ...others] = positionals;
  if (application === undefined) throw new UsageError('The name of the application is missing.');
  if (others.length > 0) throw new UsageError(`Only one application is allowed: ${others.join(', ')} is too much.`);
  const last = Number(values.last);
  if (!/^\d+$/.test(values.last) || last < 1 || last > MOST_ROWS) {
    throw new UsageError(`--last is ${values.last}, expected a whole number from 1 to ${MOST_ROWS}.`);
  }
  return { application, last, json: values.json ?? false };
}

/** Text with a line for each row, followed by its problems. */
export function showRows(rows: readonly AuditRow[]): string {
  const lines = table(
    ['run', 'outcome', 'reason', 'snapshot', 'took', 'deleted'],
    rows.map((row) => [
      row.time.toISOString(),
      row.outcome,
      row.reason ?? (row.writtenBy === 'reference' ? '(reference)' : '-'),
      row.snapshotName ?? '-',
      row.snapshotDurationMs === undefined ? '-' : `${(row.snapshotDurationMs / 1000).toFixed(1)} s`,
      row.deleted.join(', ') || '-',
    ]),
  );
  const troubles = rows.flatMap(({ time, failedToDelete, writtenBy, message = '' }) => {
    const said = [
      ...(failedToDelete.length > 0 ? [`could not be deleted: ${failedToDelete.join(', ')}`] : []),
      ...(writtenBy === 'unknown' ? [message] : []),
    ];
    return said.map((text) => `  ${time.toISOString()}  ${text}`);
  });
  return [...lines, ...(troubles.length > 0 ? ['', ...troubles] : [])].join('\n');
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { application, last, json } = parseAudit(argv);
    const settings = loadSettings();
    const { auditTable, applicationEntries } = namesOf(settings);
    const region = commandRegion(settings);
    const rows = await readAuditRows(new DynamoDBClient({ region }), auditTable, application, last);
    if (rows.length === 0) {
      const directory = new ManagedFlinkDirectory(new KinesisAnalyticsV2Client({ region }));
      await ensureManaged(application, applicationEntries, directory);
    }
    if (json) console.log(JSON.stringify(rows, null, 2));
    else console.log(rows.length > 0 ? showRows(rows) : `The table ${auditTable} has no row for ${application}.`);
  });
}
