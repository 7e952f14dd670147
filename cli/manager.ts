import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { loadSettings } from '../config/load-settings';
import { namesOf } from '../config/model/names';
import type { Settings } from '../config/schema/settings';
import type { OnDemandRequest } from '../lambda-src/contract';
import { commandRegion } from './region';

/** The snapshot manager refused the request, or failed with it; the message is its own. */
export class ManagerError extends Error {
  override readonly name = 'ManagerError';

  constructor(
    message: string,
    /** True: it did nothing at all. */
    readonly isRefusal = false,
  ) {
    super(message);
  }
}

/** What the commands show of a record; the rest of it is in the audit table. */
export const recordsAnswer = z.array(
  z.object({
    application: z.string(),
    state: z.string(),
    reason: z.string().optional(),
    message: z.string().optional(),
    snapshot: z.object({ name: z.string() }).optional(),
  }),
);

const plannedSnapshot = z.object({
  name: z.string(),
  status: z.string(),
  createdAt: z.string().optional(),
  reasons: z.array(z.string()),
});

export const plansAnswer = z.array(
  z.object({
    application: z.string(),
    kept: z.array(plannedSnapshot),
    dropped: z.array(plannedSnapshot),
    problem: z.string().optional(),
  }),
);

export const holdsAnswer = z.array(
  z.object({
    application: z.string(),
    snapshotName: z.string(),
    who: z.string(),
    why: z.string(),
    heldAt: z.string(),
    until: z.string().optional(),
  }),
);

const refused = z.object({ refused: z.string() });
const failure = z.object({ errorType: z.string().optional(), errorMessage: z.string() });

/**
 * Asks the deployed snapshot manager of the environment in use, and waits for its answer.
 *
 * @throws ManagerError with what it said, when it refused or failed.
 */
export async function askManager(request: OnDemandRequest, client?: LambdaClient): Promise<unknown> {
  const settings = loadSettings();
  const functionName = namesOf(settings).managerFunction;
  const { FunctionError, Payload } = await (client ?? lambdaClient(settings)).send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(request)) }),
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
  const refusal = refused.safeParse(answer);
  if (refusal.success) throw new ManagerError(withoutProtocol(refusal.data.refused), true);
  if (FunctionError === undefined) return answer;
  const said = failure.safeParse(answer);
  throw new ManagerError(
    said.success ? said.data.errorMessage : `${functionName} failed (${FunctionError}): ${JSON.stringify(answer)}`,
  );
}

/** A refusal without the list of valid requests after it: whoever types a command sends none by hand. */
export function withoutProtocol(refusal: string): string {
  return refusal.split(' Valid requests: ')[0] ?? refusal;
}

/** Sent once: whoever asks decides whether to ask again. The longest run takes 15 minutes, so there is no time-out. */
function lambdaClient(settings: Settings): LambdaClient {
  return new LambdaClient({ region: commandRegion(settings), maxAttempts: 1 });
}
