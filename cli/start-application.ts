import './node-version-warning';
import { type RestorePoint, startApplication } from './application-lifecycle';
import { managedFlinkClient, readArguments, runCommand, UsageError } from './command';
import { readTimeoutMs, TIMEOUT_USAGE } from './timeout-option';

const USAGE = `Starts a stopped application on Managed Service for Apache Flink and waits until it runs.

  npm run start-application -- NAME [--latest | --none | --snapshot SNAPSHOT] [--timeout MINUTES]

  --latest             from the newest READY snapshot; without one it starts empty (this is the default)
  --none               with empty state
  --snapshot SNAPSHOT  from this snapshot
  ${TIMEOUT_USAGE}`;

/** What the arguments ask for. @throws UsageError on a missing name or on two restore points. */
export function parseStart(argv: string[]): { name: string; restore: RestorePoint; timeoutMs: number } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: {
      latest: { type: 'boolean' },
      none: { type: 'boolean' },
      snapshot: { type: 'string' },
      timeout: { type: 'string' },
    },
  });
  const [name, ...others] = positionals;
  if (!name) throw new UsageError('The name of the application is missing.');
  if (others.length > 0) throw new UsageError(`One application at a time: ${others.join(' ')} is too much.`);
  if ([values.latest, values.none, values.snapshot].filter((given) => given !== undefined).length > 1) {
    throw new UsageError('--latest, --none and --snapshot exclude each other.');
  }
  const timeoutMs = readTimeoutMs(values.timeout);
  if (values.snapshot !== undefined) {
    return { name, restore: { from: 'snapshot', snapshotName: values.snapshot }, timeoutMs };
  }
  return { name, restore: { from: values.none ? 'none' : 'latest' }, timeoutMs };
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { name, restore, timeoutMs } = parseStart(argv);
    await startApplication(managedFlinkClient(), name, restore, {
      timeoutMs,
      onStatus: (status, waitedMs) => console.error(`${name}: ${status} (${(waitedMs / 1000).toFixed(0)} s)`),
    });
    console.log(`${name} is RUNNING.`);
  });
}
