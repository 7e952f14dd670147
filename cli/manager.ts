import { InvokeCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { DRILL_VERDICTS, type OnDemandRequest } from '../lambda-src/contract';
import { UndeterminedError } from '../tools/undetermined-error';
import { ANSWER_TIME } from './answer-time';
import type { Deployment } from './deployment';

/** Error for a request that the snapshot manager refused or that failed in it; the message is the manager's. */
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

/** Error for a deployment whose snapshot manager does not exist. */
export class ManagerMissingError extends UndeterminedError {
  override readonly name = 'ManagerMissingError';
}

/** Fields of a record that the commands show; the audit table has the rest. */
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
  suspect: z.boolean().optional(),
  /** Seconds of input after it that the source no longer has; missing: none, or not known. */
  missingInputSeconds: z.number().optional(),
});

export const plansAnswer = z.array(
  z.object({
    application: z.string(),
    kept: z.array(plannedSnapshot),
    dropped: z.array(plannedSnapshot),
    problem: z.string().optional(),
    /** Duration for which the source can be replayed; missing: not known. */
    sourceHorizon: z.string().optional(),
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

/** State of a drill after one of its requests. */
export const drillAnswer = z.object({
  drill: z.object({
    id: z.string(),
    application: z.string(),
    state: z.enum(['under-way', 'ended']),
    step: z.string(),
    waitSeconds: z.number(),
    verdict: z.enum(DRILL_VERDICTS).optional(),
    message: z.string(),
  }),
});

/** Marks of the applications that have any. */
export const marksAnswer = z.array(
  z.object({
    application: z.string(),
    suspects: z.array(z.object({ snapshotName: z.string(), who: z.string(), why: z.string(), markedAt: z.string() })),
    freezes: z.array(z.object({ who: z.string(), why: z.string(), since: z.string(), until: z.string() })),
    frozenSnapshots: z.number().optional(),
  }),
);

const refused = z.object({ refused: z.string() });
const failure = z.object({ errorType: z.string().optional(), errorMessage: z.string() });

/**
 * Sends a request to the snapshot manager of a deployment, and waits for its answer.
 *
 * @param abortSignal ends the waiting; the manager goes on with the request.
 * @throws ManagerError with its message when it refuses or fails.
 * @throws ManagerMissingError when it does not exist.
 */
export async function askManager(
  { managerFunction: functionName, region }: Pick<Deployment, 'managerFunction' | 'region'>,
  request: OnDemandRequest,
  client: LambdaClient = lambdaClient(region),
  abortSignal: AbortSignal | undefined = undefined,
): Promise<unknown> {
  const invocation = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(request)) });
  const { FunctionError, Payload } = await client
    .send(invocation, abortSignal ? { abortSignal } : {})
    .catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new ManagerMissingError(
        `Region ${region} has no function ${functionName}: the snapshot manager is not deployed there. Deploy the snapshots stack, or name another deployment or region.`,
        { cause: error },
      );
    });
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
  const refusal = refused.safeParse(answer);
  if (refusal.success) throw new ManagerError(withoutProtocol(refusal.data.refused), true);
  if (FunctionError === undefined) return answer;
  const said = failure.safeParse(answer);
  throw new ManagerError(
    said.success ? said.data.errorMessage : `${functionName} failed (${FunctionError}): ${JSON.stringify(answer)}`,
  );
}

/** Refusal without its list of valid requests: people who type a command write none by hand. */
export function withoutProtocol(refusal: string): string {
  return refusal.split(' Valid requests: ')[0] ?? refusal;
}

const LONGEST_RUN_MS = 16 * 60_000;

/**
 * Lambda client without retries, because the caller decides about them. It waits longer than the longest run, which takes
 * 15 minutes.
 */
function lambdaClient(region: string): LambdaClient {
  const { requestHandler } = ANSWER_TIME;
  return new LambdaClient({
    region,
    maxAttempts: 1,
    requestHandler: { ...requestHandler, requestTimeout: LONGEST_RUN_MS },
  });
}
