import '../../tools/node-version-warning';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { SnapshotRequest } from '../../lambda-src/contract';
import { readArguments, runCommand, UsageError } from '../../tools/command';
import { askManager, recordsAnswer } from '../manager';

const USAGE = `Takes a snapshot of applications now, by the deployed snapshot manager, and waits until it is READY.

  npm run snapshot -- NAME... --reason REASON [--request-id ID] [--json]

  --reason REASON   goes into the audit and the mail
  --request-id ID   part of the snapshot's name; the same id again returns the first result while that snapshot exists,
                    and is refused when it does not (default: a new id)
  --json            the manager's whole answer

The exit code is 0 when a snapshot of every application was taken.`;

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name or reason.
 */
export function parseSnapshot(argv: string[], newId: () => string): { request: SnapshotRequest; json: boolean } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: { reason: { type: 'string' }, 'request-id': { type: 'string' }, json: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw new UsageError('The name of the application is missing.');
  if (!values.reason) throw new UsageError('--reason is missing. The audit table needs it.');
  return {
    request: {
      action: 'snapshot',
      applications: positionals,
      reason: values.reason,
      requestId: values['request-id'] ?? newId(),
    },
    json: values.json ?? false,
  };
}

/** Text with a line for each application; `taken` only when all were. */
export function showRecords(records: z.infer<typeof recordsAnswer>): string {
  return records.map(({ state, message, application }) => `${state}: ${message ?? application}`).join('\n');
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { request, json } = parseSnapshot(argv, () => `cli-${randomUUID().slice(0, 8)}`);
    console.error(`Requesting a snapshot of ${request.applications.join(', ')} (request ${request.requestId}) …`);
    const answer = await askManager(request);
    const records = recordsAnswer.parse(answer);
    console.log(json ? JSON.stringify(answer, null, 2) : showRecords(records));
    if (!records.every(({ state }) => state === 'taken')) process.exitCode = 1;
  });
}
