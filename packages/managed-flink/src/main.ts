import '../../../tools/node-version-warning';
import { messageOf } from './errors';
import { ensureFlink } from './launcher';
import { parseCommandLine, USAGE, UsageError } from './options';
import { startManagedFlink } from './server';

void main(process.argv.slice(2));

/** Exit codes: 0 ended by a signal, 1 could not start, 2 the command line cannot be understood. */
async function main(args: readonly string[]): Promise<void> {
  try {
    const commandLine = parseCommandLine(args);
    if (commandLine === 'help') {
      process.stdout.write(USAGE);
      return;
    }
    const { options, verbose } = commandLine;
    const ended = nextSignal();
    const log = (line: string) => process.stderr.write(`${line}\n`);
    const server = await startManagedFlink({
      ...options,
      engine:
        options.engine.kind === 'flink' ? { ...options.engine, java: (await ensureFlink(log)).binary } : options.engine,
      log,
      onCall: verbose
        ? (call) =>
            process.stderr.write(
              `${call.operation} ${call.errorType ?? call.httpStatus} ${call.durationMs.toFixed(1)} ms\n`,
            )
        : undefined,
    });
    process.stdout.write(`Managed Flink API (${options.engine.kind}) listening on ${server.endpoint}\n`);
    await ended;
    await server.close();
    process.exit(0);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n\n${USAGE}`);
      process.exit(2);
    }
    process.stderr.write(`${startFailure(error, args)}\n`);
    process.exit(1);
  }
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    // Kept for the second Ctrl-C too: the first one must come to its end, or state would be lost.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
}

function startFailure(error: unknown, args: readonly string[]): string {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE') {
    const port = args[args.indexOf('--port') + 1];
    return `Port ${port} is in use by another process. Choose another with --port N, or --port 0 for a free one`;
  }
  return `The Managed Flink API cannot start: ${messageOf(error)}`;
}
