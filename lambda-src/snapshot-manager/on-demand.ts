import type { ApplicationEntry } from './application-entries';
import { snapshotAll } from './fleet';
import { holdSnapshot, releaseSnapshot } from './hold-snapshot';
import { holdsInForce } from './holds-in-force';
import { type ApplicationPlan, planApplication } from './plan-application';
import type { Hold } from './ports';
import type { RunRecord } from './record';
import type { Request } from './request';
import { requireManaged } from './request-refused';
import { RequestRefusedError } from './request-refused-error';
import type { RunContext } from './run-context';
import { type SelectedApplication, selectApplications } from './select-applications';
import { settingsFor } from './settings';

/** What the invocation returns: records of what was done, plans, or holds. */
export type Answer = readonly RunRecord[] | readonly ApplicationPlan[] | readonly Hold[];

/** Lambda returns 6 MB at most, and would put an error without advice in the place of more. */
const LARGEST_ANSWER_CHARACTERS = 5_000_000;

/**
 * Does what an invocation asks for.
 *
 * @throws RequestRefusedError when it cannot be fulfilled; RunFailedError as `snapshotAll` does.
 */
export async function fulfil(request: Request, context: RunContext): Promise<Answer> {
  const answer = await doWhatIsAsked(request, context);
  if (JSON.stringify(answer).length > LARGEST_ANSWER_CHARACTERS) {
    throw new RequestRefusedError(
      'The answer would be larger than Lambda returns. Ask for fewer applications at once.',
    );
  }
  return answer;
}

async function doWhatIsAsked(request: Request, context: RunContext): Promise<Answer> {
  switch (request.action) {
    case 'schedule':
      return snapshotAll(request.event, context);
    case 'snapshot': {
      const applications = await chosen(request.applications, context);
      const { requestTimes, clock } = context.ports;
      const time = wholeSecond(await requestTimes.firstTime(request.requestId, clock.now()));
      return snapshotAll(
        { id: request.requestId, time, requestReason: request.reason },
        restrictedTo(applications, context),
      );
    }
    case 'plan': {
      const plans: ApplicationPlan[] = [];
      const { adoptReferenceSnapshots: adoptsReferenceSnapshots = context.settings.adoptsReferenceSnapshots } = request;
      for (const { name, entry } of await chosen(request.applications, context)) {
        const settings = { ...settingsFor(entry, context.settings), adoptsReferenceSnapshots };
        plans.push(await planApplication(name, { ...context, settings }));
      }
      return plans;
    }
    case 'holds': {
      const holds: Hold[] = [];
      for (const application of await chosen(request.applications, context))
        holds.push(...(await context.ports.holds.list(application.name)));
      return holdsInForce(holds, context.ports.clock.now());
    }
    case 'hold':
      await chosen([request.application], context);
      return [await holdSnapshot(request, context)];
    case 'release':
      await chosen([request.application], context);
      return [await releaseSnapshot(request, context)];
  }
}

/**
 * The applications that are asked for, or all.
 *
 * @throws RequestRefusedError for one that is not managed; Error when the service did not tell which are.
 */
async function chosen(
  asked: readonly string[] | undefined,
  { settings, ports }: RunContext,
): Promise<readonly SelectedApplication[]> {
  const { applications, troubles } = await selectApplications(settings.applications, ports.directory);
  const known = applications.map(({ name }) => name);
  const isUnknown = (asked ?? []).some((name) => !known.includes(name));
  if (troubles.length > 0 && (asked === undefined || isUnknown)) {
    throw new Error(`It is not known which applications this deployment manages: ${troubles.join(' ')} Ask again.`);
  }
  requireManaged(asked ?? [], known);
  return asked ? applications.filter(({ name }) => asked.includes(name)) : applications;
}

/** The same run, for these applications alone, each with what its entry says. */
function restrictedTo(chosenOnes: readonly SelectedApplication[], context: RunContext): RunContext {
  const applications = chosenOnes.map(
    ({ name, entry }): ApplicationEntry => ({ ...entry, selector: { kind: 'name', name } }),
  );
  return { ...context, settings: { ...context.settings, applications } };
}

function wholeSecond(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
