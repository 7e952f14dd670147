import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import type { RestorePoint } from '../application-lifecycle';
import { readTimeoutMs, TIMEOUT_OPTION } from '../timeout-option';

const DECLARATION = declareCommand({
  command: 'kda start',
  summary: 'Starts a stopped application on Managed Service for Apache Flink and waits until it runs.',
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    latest: { summary: 'from the newest READY snapshot; without one it starts empty (this is the default)' },
    none: { summary: 'with empty state' },
    snapshot: { value: 'SNAPSHOT', summary: 'from this snapshot' },
    'allow-non-restored-state': {
      summary: 'start also where the snapshot has state that the code has no operator for; that state is lost',
    },
    timeout: TIMEOUT_OPTION,
    json: { summary: 'name, status and what it was started from, as JSON' },
  },
  examples: [
    { line: 'orders', summary: 'from the newest snapshot' },
    { line: 'orders --snapshot kda.20261123T102000Z --timeout 120', summary: 'from this one' },
    { line: 'orders --none', summary: 'without state' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name or on two restore points.
 */
export function parseStart(argv: string[]): { name: string; restore: RestorePoint; timeoutMs: number } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const [name, ...others] = positionals;
  if (!name) throw new UsageError('The name of the application is missing.');
  if (others.length > 0) throw new UsageError(`Only one application is allowed: ${others.join(' ')} is too much.`);
  if ([values.latest, values.none, values.snapshot].filter((given) => given !== undefined).length > 1) {
    throw new UsageError('--latest, --none and --snapshot exclude each other.');
  }
  const timeoutMs = readTimeoutMs(values.timeout);
  const restore = restorePoint(values.none ?? false, values.snapshot, values['allow-non-restored-state'] ?? false);
  return { name, restore, timeoutMs };
}

function restorePoint(none: boolean, snapshotName: string | undefined, allowNonRestoredState: boolean): RestorePoint {
  if (none && allowNonRestoredState) {
    throw new UsageError('--allow-non-restored-state needs a snapshot and cannot be used with --none.');
  }
  if (none) return { from: 'none' };
  const handling = allowNonRestoredState ? { allowNonRestoredState } : {};
  return snapshotName === undefined ? { from: 'latest', ...handling } : { from: 'snapshot', snapshotName, ...handling };
}

async function run({ name, restore, timeoutMs }: ReturnType<typeof parseStart>): Promise<Result> {
  const { startApplication } = await import('../application-lifecycle');
  const { managedFlinkClient } = await import('../managed-flink-client');
  const { namingWhatIsMissing } = await import('../missing-name');
  const client = await managedFlinkClient();
  const snapshot = restore.from === 'snapshot' ? restore.snapshotName : undefined;
  await namingWhatIsMissing(client, { application: name, snapshot }, () =>
    startApplication(client, name, restore, {
      timeoutMs,
      onStatus: (status, waitedMs) => console.error(`${name}: ${status} (${(waitedMs / 1000).toFixed(0)} s)`),
    }),
  );
  return { document: { application: name, status: 'RUNNING', restore }, text: `${name} is RUNNING.` };
}

export const start = defineCommand({
  declaration: DECLARATION,
  read: parseStart,
  run,
  schema: async () => (await import('../documents/lifecycle')).startDocument,
});
