import { messageOf } from './errors';
import { ensureFlink } from './launcher';
import type { CommandLine } from './options';
import { startManagedFlink } from './server';

/** Serves the API until a signal, then ends the process. @throws Error when it cannot start. */
export async function serve({ options, verbose }: CommandLine): Promise<void> {
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
  }).catch((cause: unknown) => {
    throw startFailure(cause, options.port);
  });
  process.stdout.write(`Managed Flink API (${options.engine.kind}) listening on ${server.endpoint}\n`);
  await ended;
  await server.close();
  process.exit(0);
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    // Kept for the second Ctrl-C too: the first one must come to its end, or state would be lost.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
}

function startFailure(cause: unknown, port: number | undefined): Error {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} is in use by another process. Choose another with --port N, or --port 0 for a free one`,
      { cause },
    );
  }
  return new Error(`The Managed Flink API cannot start: ${messageOf(cause)}`, { cause });
}
