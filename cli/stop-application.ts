import './node-version-warning';
import { stopApplication } from './application-lifecycle';
import { managedFlinkClient, readArguments, runCommand, UsageError } from './command';

const USAGE = `Stops an application on Managed Service for Apache Flink and waits until it is READY.

  npm run stop-application -- NAME [--force]

  --force  take no snapshot first: what was processed since the newest one is lost`;

/** What the arguments ask for. @throws UsageError on a missing name. */
export function parseStop(argv: string[]): { name: string; force: boolean } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: { force: { type: 'boolean' } },
  });
  const [name, ...others] = positionals;
  if (!name) throw new UsageError('The name of the application is missing.');
  if (others.length > 0) throw new UsageError(`One application at a time: ${others.join(' ')} is too much.`);
  return { name, force: values.force ?? false };
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { name, force } = parseStop(argv);
    await stopApplication(
      managedFlinkClient(),
      name,
      { force },
      { onStatus: (status, waitedMs) => console.error(`${name}: ${status} (${(waitedMs / 1000).toFixed(0)} s)`) },
    );
    console.log(`${name} is READY (stopped${force ? ', no snapshot was taken' : ''}).`);
  });
}
