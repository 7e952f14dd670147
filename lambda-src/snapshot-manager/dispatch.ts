import type { Refusal, RunSummary } from '../contract';
import { type Hold, holdsInForce } from './domain/hold';
import { parseRequest, type Request, RequestRefusedError } from './domain/request';
import { settingsFor } from './domain/settings';
import { snapshotAll } from './fleet';
import { describeError } from './log';
import { type AnsweredRecord, boundedHolds, boundedPlans, boundedRecords, summaryOf } from './requests/bounded-answer';
import { holdSnapshot, releaseSnapshot } from './requests/hold';
import { type ApplicationPlan, planApplication } from './requests/plan';
import { requireManaged } from './requests/refusal';
import { snapshotOnDemand } from './requests/snapshot-on-demand';
import { recordWithoutApplication } from './run/record-without-application';
import type { RunContext } from './run/run-context';
import { type SelectedApplication, selectApplications } from './run/select-applications';

/** Result of a request: records of what was done, plans, or holds. */
export type ListAnswer = readonly AnsweredRecord[] | readonly ApplicationPlan[] | readonly Hold[];

/** Result of the invocation: that of a request, or the counts of a scheduled run. */
export type Answer = ListAnswer | RunSummary;

/**
 * Fulfils a request. An answer never exceeds what Lambda returns, and completed work is never refused afterwards.
 *
 * @throws RequestRefusedError when it cannot be fulfilled; RunFailedError as `snapshotAll` does.
 */
export async function fulfil(request: Request, context: RunContext): Promise<Answer> {
  switch (request.action) {
    case 'schedule':
      return summaryOf(await snapshotAll(request.event, context));
    case 'snapshot':
      return boundedRecords(await snapshotOnDemand(request, await chosen(request.applications, context), context));
    case 'plan': {
      const plans: ApplicationPlan[] = [];
      const { adoptReferenceSnapshots: adoptsReferenceSnapshots = context.settings.adoptsReferenceSnapshots } = request;
      for (const { name, entry } of await chosen(request.applications, context)) {
        const settings = { ...settingsFor(entry, context.settings), adoptsReferenceSnapshots };
        plans.push(await planApplication(name, { ...context, settings }));
      }
      return boundedPlans(plans);
    }
    case 'holds': {
      const holds: Hold[] = [];
      for (const { name } of await chosen(request.applications, context)) holds.push(...(await heldNow(name, context)));
      return boundedHolds(holds);
    }
    case 'hold':
      await chosen([request.application], context);
      return boundedRecords([await holdSnapshot(request, context)]);
    case 'release':
      await chosen([request.application], context);
      return boundedRecords([await releaseSnapshot(request, context)]);
  }
}

/** Holds in force of one application, those of all people. */
async function heldNow(application: string, { ports: { api, clock, holds } }: RunContext): Promise<readonly Hold[]> {
  const inForce = holdsInForce(await holds.list(application), clock.now());
  if (inForce.length === 0) return inForce;
  // An application that does not exist, or is not told of, keeps its holds in the list: they would apply to it.
  const createdAt = await api.describeApplication(application).then(
    (state) => state.createdAt,
    () => undefined,
  );
  return holdsInForce(inForce, clock.now(), createdAt);
}

/**
 * Applications that the request names, or all.
 *
 * @throws RequestRefusedError for one that is not managed; Error when the service did not list them.
 */
async function chosen(
  asked: readonly string[] | undefined,
  { settings, ports }: RunContext,
): Promise<readonly SelectedApplication[]> {
  const { applications, troubles } = await selectApplications(settings.applications, ports.directory);
  const known = applications.map(({ name }) => name);
  const isUnknown = (asked ?? []).some((name) => !known.includes(name));
  if (troubles.length > 0 && (asked === undefined || isUnknown)) {
    throw new Error(`The applications of this deployment could not be determined: ${troubles.join(' ')} Ask again.`);
  }
  requireManaged(asked ?? [], known);
  return asked ? applications.filter(({ name }) => asked.includes(name)) : applications;
}

/**
 * Fulfils an event. A refused request is answered instead of failing: the answer reaches whoever asked, and a typing
 * error must not raise the alarm on the function's errors.
 *
 * @returns the result of `fulfil`, or the recorded refusal.
 * @throws MalformedEventError, recorded, for a scheduled event that cannot be read; and everything that `fulfil`
 * throws.
 */
export async function answerEvent(event: unknown, context: RunContext): Promise<Answer | Refusal> {
  try {
    return await fulfil(await readRequest(event, context), context);
  } catch (error) {
    if (!(error instanceof RequestRefusedError)) throw error;
    await recordWithoutApplication('request-refused', error.message, context);
    return { refused: error.message };
  }
}

async function readRequest(event: unknown, context: RunContext): Promise<Request> {
  try {
    return parseRequest(event, context.ports.clock.now());
  } catch (error) {
    if (!(error instanceof RequestRefusedError)) {
      await recordWithoutApplication('malformed-event', describeError(error), context);
    }
    throw error;
  }
}
