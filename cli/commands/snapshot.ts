import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { SnapshotRequest } from '../../lambda-src/contract';
import { reservedIdText } from '../../lambda-src/snapshot-manager/domain/snapshot-name';
import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import { talk } from '../../tools/talk';
import { ACTING_OPTIONS, readDryRun } from '../acting-options';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import type { recordsAnswer } from '../manager';
import { plannedResult } from '../planned-records';

const DECLARATION = declareCommand({
  command: 'kda snapshot',
  summary:
    'Takes a snapshot of applications now, and waits until it is READY. The deployed snapshot manager takes and records it.',
  arguments: [{ name: 'NAME', summary: 'applications', isRepeatable: true }],
  options: {
    reason: {
      value: 'REASON',
      summary: 'stored in the audit table and shown in the mail (required)',
      isRequired: true,
    },
    'request-id': {
      value: 'ID',
      summary:
        "part of the snapshot's name; the same id again returns the first result while that snapshot exists, and is refused when it does not (default: a new id)",
    },
    ...ACTING_OPTIONS,
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'whole answer of the snapshot manager as JSON' },
  },
  examples: [
    { line: 'orders --reason "before the migration"', summary: 'one application' },
    { line: 'orders payments --reason release --request-id release-42', summary: 'two, safe to repeat' },
  ],
  exitCodes: '0 a snapshot of every application was taken, 1 failed, 2 wrong usage.',
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name or reason, and on an id that belongs to drills.
 */
export function parseSnapshot(
  argv: string[],
  newId: () => string,
): { request: SnapshotRequest; choice: DeploymentChoice; json: boolean; isDryRun?: true } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  if (positionals.length === 0) throw new UsageError('The name of the application is missing.');
  if (!values.reason) throw new UsageError('--reason is missing. The audit table needs it.');
  const id = values['request-id'];
  const reserved = id === undefined ? undefined : reservedIdText(id);
  if (reserved !== undefined) throw new UsageError(`--request-id is ${id}, expected ${reserved}.`);
  return {
    request: {
      action: 'snapshot',
      applications: positionals,
      reason: values.reason,
      requestId: id ?? newId(),
    },
    choice: readChoice(values),
    json: values.json ?? false,
    ...readDryRun(values),
  };
}

/** Text with a line for each application; `taken` only when all were. */
export function showRecords(records: z.infer<typeof recordsAnswer>): string {
  return records.map(({ state, message, application }) => `${state}: ${message ?? application}`).join('\n');
}

export const snapshot = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseSnapshot(argv, () => `cli-${randomUUID().slice(0, 8)}`),
  run: async ({ request, choice, isDryRun }) => {
    const { findDeployment } = await import('../find-deployment');
    const { askManager, recordsAnswer } = await import('../manager');
    const deployment = await findDeployment(choice);
    if (isDryRun) return plannedResult(request);
    talk(`Requesting a snapshot of ${request.applications.join(', ')} (request ${request.requestId}) …`);
    const answer = await askManager(deployment, request);
    const records = recordsAnswer.parse(answer);
    const isTaken = records.every(({ state }) => state === 'taken');
    return { document: answer, text: showRecords(records), exitCode: isTaken ? 0 : 1 };
  },
  schema: async () => (await import('../manager')).recordsAnswer,
});
