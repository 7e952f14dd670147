import type { Refusal } from '../contract';
import { MalformedEventError, parseRequest, type Request, RequestRefusedError } from './domain/request';
import { settingsFor } from './domain/settings';
import { drillInPlace } from './drill/drill';
import { snapshotAll } from './fleet';
import { describeError } from './log';
import { type Answer, boundedAnswer, type Result } from './requests/bounded-answer';
import { freezeApplication, thawApplication } from './requests/freeze';
import { holdSnapshot, holdsNow, releaseSnapshot } from './requests/hold';
import { marksNow } from './requests/marks-now';
import { planApplications } from './requests/plan';
import { requireManaged } from './requests/refusal';
import { snapshotOnDemand } from './requests/snapshot-on-demand';
import { markSuspect, trustSnapshots } from './requests/suspect';
import { recordWithoutApplication } from './run/record-without-application';
import type { RunContext } from './run/run-context';
import { requireKnownSchedule, UnknownScheduleError } from './run/schedules';
import { type SelectedApplication, selectApplications } from './run/select-applications';

/**
 * Fulfils an event. A refused request is answered instead of failing: the answer reaches whoever asked, and a typing
 * error must not raise the alarm on the function's errors. So is an event of a schedule that the deployment no longer
 * has: a retry can't help, and the applications run by their present schedules.
 *
 * @returns the result of `fulfil` as an answer, or the recorded refusal.
 * @throws MalformedEventError, recorded, for a scheduled event that cannot be read; and everything that `fulfil`
 * throws.
 */
export async function answerEvent(event: unknown, context: RunContext): Promise<Answer | Refusal> {
  try {
    return boundedAnswer(await fulfil(parseRequest(event, context.ports.clock.now()), context));
  } catch (error) {
    if (error instanceof RequestRefusedError) {
      await recordWithoutApplication('request-refused', error.message, context);
      return { refused: error.message };
    }
    if (error instanceof UnknownScheduleError) {
      return { refused: await recordWithoutApplication('unknown-schedule', error.message, context, error.event) };
    }
    if (error instanceof MalformedEventError) {
      await recordWithoutApplication('malformed-event', describeError(error), context);
    }
    throw error;
  }
}

/**
 * Fulfils a request.
 *
 * @throws RequestRefusedError when it cannot be fulfilled; RunFailedError as `snapshotAll` does.
 */
async function fulfil(request: Request, context: RunContext): Promise<Result> {
  if (request.action === 'schedule') {
    requireKnownSchedule(request.event, context.settings);
    return { scheduled: await snapshotAll(request.event, context) };
  }
  const asked = 'application' in request ? [request.application] : request.applications;
  const applications = await chosen(asked, context);
  switch (request.action) {
    case 'snapshot':
      return { done: await snapshotOnDemand(request, applications, context) };
    case 'plan':
      return { plans: await planApplications(request, applications, context) };
    case 'holds':
      return { holds: await holdsNow(applications, context) };
    case 'hold':
      return { done: [await holdSnapshot(request, context)] };
    case 'release':
      return { done: [await releaseSnapshot(request, context)] };
    case 'suspect':
      return { done: [await markSuspect(request, context)] };
    case 'trust':
      return { done: [await trustSnapshots(request, context)] };
    case 'freeze':
      return { done: [await freezeApplication(request, withSettingsOf(applications, context))] };
    case 'thaw':
      return { done: [await thawApplication(request, context)] };
    case 'drill': {
      const [selected] = applications;
      if (!selected) throw new Error(`Application ${request.application} was not found.`);
      return { drill: await drillInPlace(request, selected, context) };
    }
    case 'marks':
      return { marks: await marksNow(applications, context) };
  }
}

/** Context with the settings of the only application of a request. */
function withSettingsOf([application]: readonly SelectedApplication[], context: RunContext): RunContext {
  return application ? { ...context, settings: settingsFor(application.entry, context.settings) } : context;
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
  if (asked) {
    const { applications } = await selectApplications(settings.applications, ports.directory, asked);
    if (asked.every((name) => applications.some((each) => each.name === name))) return applications;
  }
  // The refusal names all that are managed.
  const { applications, troubles } = await selectApplications(settings.applications, ports.directory);
  const known = applications.map(({ name }) => name);
  const isUnknown = (asked ?? []).some((name) => !known.includes(name));
  if (troubles.length > 0 && (asked === undefined || isUnknown)) {
    throw new Error(`The applications of this deployment could not be determined: ${troubles.join(' ')} Ask again.`);
  }
  requireManaged(asked ?? [], known);
  return asked ? applications.filter(({ name }) => asked.includes(name)) : applications;
}
