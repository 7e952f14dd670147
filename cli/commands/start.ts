import '../../tools/node-version-warning';
import { readArguments, runCommand, UsageError } from '../../tools/command';
import { type RestorePoint, startApplication } from '../application-lifecycle';
import { managedFlinkClient } from '../managed-flink-client';
import { namingWhatIsMissing } from '../missing-name';
import { readTimeoutMs, TIMEOUT_USAGE } from '../timeout-option';

const USAGE = `Starts a stopped application on Managed Service for Apache Flink and waits until it runs.

  npm run start-application -- NAME [--latest | --none | --snapshot SNAPSHOT] [--allow-non-restored-state]
                               [--timeout MINUTES]

  --latest             from the newest READY snapshot; without one it starts empty (this is the default)
  --none               with empty state
  --snapshot SNAPSHOT  from this snapshot
  --allow-non-restored-state
                       start also where the snapshot has state that the code has no operator for; that state is lost
  ${TIMEOUT_USAGE}`;

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name or on two restore points.
 */
export function parseStart(argv: string[]): { name: string; restore: RestorePoint; timeoutMs: number } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: {
      latest: { type: 'boolean' },
      none: { type: 'boolean' },
      snapshot: { type: 'string' },
      timeout: { type: 'string' },
      'allow-non-restored-state': { type: 'boolean' },
    },
  });
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

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { name, restore, timeoutMs } = parseStart(argv);
    const client = managedFlinkClient();
    const snapshot = restore.from === 'snapshot' ? restore.snapshotName : undefined;
    await namingWhatIsMissing(client, { application: name, snapshot }, () =>
      startApplication(client, name, restore, {
        timeoutMs,
        onStatus: (status, waitedMs) => console.error(`${name}: ${status} (${(waitedMs / 1000).toFixed(0)} s)`),
      }),
    );
    console.log(`${name} is RUNNING.`);
  });
}
