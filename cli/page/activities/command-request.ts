import { z } from 'zod';
import type { CommandRequest } from '../api/activities';
import { RefusedRequestError } from '../server/routes';

/** Names of the service; none can be read as an option. */
const application = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, 'is no name of an application');
const snapshot = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,255}$/, 'is no name of a snapshot');
/** Reason in one line: it goes into the audit table and into mails. */
const why = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u, 'is no reason: one line of 1 to 200 characters');
const before = z.iso.datetime();
const dryRun = z.boolean().optional();
const reason = why.optional();

/** The closed list of commands that the page may run. */
const schema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('snapshot'), application, why }),
  z.strictObject({
    command: z.literal('restore'),
    application,
    to: z.union([z.strictObject({ before }), z.strictObject({ snapshot }), z.literal('latest')]),
    why: reason,
    dryRun,
  }),
  z.strictObject({ command: z.literal('continue-restore'), application }),
  z.strictObject({ command: z.literal('rollback'), application, why: reason, dryRun }),
  z.strictObject({
    command: z.literal('start'),
    application,
    snapshot: snapshot.optional(),
    isEmpty: z.boolean().optional(),
    why: reason,
    dryRun,
  }),
  z.strictObject({ command: z.literal('stop'), application, isForced: z.boolean().optional(), why: reason }),
  z.strictObject({ command: z.enum(['hold', 'suspect', 'trust']), application, snapshot, why }),
  z.strictObject({ command: z.literal('release'), application, snapshot, holder: why.optional() }),
  z.strictObject({ command: z.literal('freeze'), application, why }),
  z.strictObject({ command: z.literal('thaw'), application }),
  z.strictObject({ command: z.literal('verify'), application, seconds: z.int().min(5).max(3600).optional() }),
  z.strictObject({ command: z.enum(['why', 'next', 'snapshots', 'history', 'status']), application }),
]);

/** Names of the commands that the page may run. */
export const COMMANDS: readonly CommandRequest['command'][] = schema.options.flatMap(({ shape }) =>
  'options' in shape.command ? shape.command.options : [...shape.command.values],
);

/**
 * Reads the request for a command.
 *
 * @throws RefusedRequestError for a command that is not in the list, and for an argument that is missing or wrong.
 */
export function readCommandRequest(body: unknown): CommandRequest {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data as CommandRequest;
  const named = typeof body === 'object' && body !== null && 'command' in body ? String(body.command) : '';
  if (!COMMANDS.some((each) => each === named)) {
    throw new RefusedRequestError(`command is "${named}", expected ${COMMANDS.join(', ')}.`);
  }
  throw new RefusedRequestError(`The request for ${named} is wrong:\n${z.prettifyError(parsed.error)}`);
}
