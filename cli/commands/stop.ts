import '../../tools/node-version-warning';
import { readArguments, runCommand, UsageError } from '../../tools/command';
import { stopApplication } from '../application-lifecycle';
import { managedFlinkClient } from '../managed-flink-client';
import { namingWhatIsMissing } from '../missing-name';
import { readTimeoutMs, TIMEOUT_USAGE } from '../timeout-option';

const USAGE = `Stops an application on Managed Service for Apache Flink and waits until it is READY.

  npm run stop-application -- NAME [--force] [--timeout MINUTES]

  --force              take no snapshot first: what was processed since the newest one is lost
  ${TIMEOUT_USAGE}`;

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name.
 */
export function parseStop(argv: string[]): { name: string; force: boolean; timeoutMs: number } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: { force: { type: 'boolean' }, timeout: { type: 'string' } },
  });
  const [name, ...others] = positionals;
  if (!name) throw new UsageError('The name of the application is missing.');
  if (others.length > 0) throw new UsageError(`Only one application is allowed: ${others.join(' ')} is too much.`);
  return { name, force: values.force ?? false, timeoutMs: readTimeoutMs(values.timeout) };
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { name, force, timeoutMs } = parseStop(argv);
    const client = managedFlinkClient();
    const waiting = {
      timeoutMs,
      onStatus: (status: string, waitedMs: number) =>
        console.error(`${name}: ${status} (${(waitedMs / 1000).toFixed(0)} s)`),
    };
    await namingWhatIsMissing(client, { application: name }, () => stopApplication(client, name, { force }, waiting));
    console.log(`${name} is READY (stopped${force ? ', no snapshot was taken' : ''}).`);
  });
}
