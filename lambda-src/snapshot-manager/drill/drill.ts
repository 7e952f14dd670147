import type { DrillAnswer, DrillRequest, DrillVerdict } from '../../contract';
import { isOfThisApplication } from '../domain/application-state';
import {
  type Drill,
  isDrillOf,
  isInTheWay,
  isTooOld,
  livenessOf,
  takenUp,
  tellsStop,
  toldStoppedAt,
} from '../domain/drill/drill';
import { endedText, stepText } from '../domain/drill/texts';
import { RequestRefusedError } from '../domain/request';
import { type ManagerSettings, settingsFor } from '../domain/settings';
import { describeError, jsonLog } from '../log';
import { RESERVE_AT_THE_END_MS, type RequestKey } from '../ports';
import { requireRow } from '../run/audit-session';
import { findApplication } from '../run/find-application';
import type { RunContext } from '../run/run-context';
import type { SeenDrill } from '../run/run-in-progress';
import type { SelectedApplication } from '../run/select-applications';
import { beginning } from './begin';
import { finish, recordDrill } from './record';
import { DrillSession, DrillTakenError } from './session';
import type { StepWorld } from './step-end';
import { performStep } from './steps';

/** Manner in which a request goes on with a drill. */
type Driving = Pick<StepWorld, 'isTakeOver' | 'hasConsent'>;

/** Milliseconds in which one request begins further steps. */
const REQUEST_MS = 4_000;
/** Seconds until the next request makes sense. */
const WAIT_SECONDS = 5;
/** The same in the first seconds of a step: a small application is stopped, started and proven within some seconds. */
const FIRST_WAIT_SECONDS = 2;
const FIRST_SECONDS_MS = 10_000;
/** The same in a step that takes long: a drill has a limited number of requests. */
const LATER_WAIT_SECONDS = 15;
const LATER_MS = 600_000;
/** The same while the service changes an application that is to be drilled. */
const PASSING_WAIT_SECONDS = 30;
/** The same after an error of a table or of the service. */
const WAIT_AFTER_TROUBLE_SECONDS = 15;

/**
 * Does the next steps of a drill, as far as they can be done within some seconds.
 *
 * @throws Error when it can't be known whether the drill has begun: nothing was changed; RequestRefusedError for a drill
 *   to go on with that is not known.
 */
export async function drillInPlace(
  request: DrillRequest,
  selected: SelectedApplication,
  context: RunContext,
): Promise<DrillAnswer> {
  const { drills } = context.ports;
  const settings = settingsFor(selected.entry, context.settings);
  const found = await drills.read(request.application);
  if (found?.drill.plan.id === request.drill && !(await isOfEarlierApplication(found.drill, context)))
    return goOn(found, settings, context, { isTakeOver: false, hasConsent: selected.entry.drill !== undefined });
  if (request.isContinued) throw unknownDrill(request, found?.drill);
  return begin(request, selected, found, settings, context);
}

/** True for a drill that has ended, and whose application was made anew since: its id is new for that one. */
async function isOfEarlierApplication(drill: Drill, context: RunContext): Promise<boolean> {
  return (
    drill.isEnded && !isDrillOf(drill, (await findApplication(drill.plan.application, context.ports.api))?.createdAt)
  );
}

/** Refusal of a drill to go on with: it never began, its id is mistyped, or a later one took its place. */
function unknownDrill({ application, drill }: DrillRequest, last: Drill | undefined): RequestRefusedError {
  const others = last
    ? `Its last drill is ${last.plan.id}, which ${last.isEnded ? 'has ended' : 'is under way'}.`
    : 'It has no drill so far.';
  return new RequestRefusedError(
    `Drill ${drill} of ${application} is not known: there is nothing to continue, and nothing was done. ${others} kda history ${application} --outcome drilled lists those that have ended. To begin a new one, leave --continue out.`,
  );
}

/** Refusal of an id from long ago: its snapshots may be there, its freeze would be over, and runs would not wait for it. */
function usedId({ application, drill }: DrillRequest, begunAt: Date): RequestRefusedError {
  return new RequestRefusedError(
    `Drill ${drill} of ${application} was first asked for at ${begunAt.toISOString()}, and there is no record of its end: nothing was done. A drill begins within four hours after that. Ask again with another id.`,
  );
}

/**
 * Finds the time of the first request for this drill, and the row that it left for the present application.
 *
 * @throws Error when a table does not answer: it may have ended, and would stop the application a second time.
 */
async function firstRequest({ application, drill: id }: DrillRequest, context: RunContext) {
  const { clock, requestTimes, audit } = context.ports;
  const look = async (key: Partial<RequestKey>) => {
    const first = await requestTimes.firstTime({ ...key, application, id: `drill.${id}` }, clock.now());
    const begunAt = new Date(Math.floor(first.getTime() / 1000) * 1000);
    return { begunAt, ...(await requireRow(application, { id, time: begunAt }, audit)) };
  };
  const first = await look({});
  if (!first.record?.drill) return first;
  const applicationCreatedAt = (await findApplication(application, context.ports.api))?.createdAt;
  const past = { at: first.begunAt, applicationCreatedAt: first.record.applicationCreatedAt };
  if (!applicationCreatedAt || isOfThisApplication(past, applicationCreatedAt)) return first;
  return look({ applicationCreatedAt });
}

async function begin(
  request: DrillRequest,
  selected: SelectedApplication,
  found: { readonly drill: Drill; readonly revision: number } | undefined,
  settings: ManagerSettings,
  context: RunContext,
): Promise<DrillAnswer> {
  const { application, drill: id } = request;
  const { drills, clock } = context.ports;
  const { begunAt, record } = await firstRequest(request, context);
  if (record?.drill) return ended(id, application, record.drill.verdict, record.message ?? '');
  if (isTooOld({ plan: { begunAt } }, clock.now())) throw usedId(request, begunAt);
  const begun = await beginning(request, selected, begunAt, found?.drill, settings, context);
  if ('waitsFor' in begun) {
    const waiting = { id, application, state: 'under-way', step: 'check', waitSeconds: PASSING_WAIT_SECONDS } as const;
    return { drill: { ...waiting, message: `${begun.waitsFor} The drill waits for it.` } };
  }
  if ('refused' in begun) {
    const outcome = { verdict: 'refused', because: [begun.refused], isRunning: true } as const;
    const { message = '' } = await recordDrill({ plan: begun.plan, outcome }, context);
    return ended(id, application, 'refused', message);
  }
  if (found && !found.drill.isEnded) {
    // It is of an earlier application, or this drill would be refused: it gets its row before its journal is replaced.
    const { drill } = await goOn(found, settings, context, { isTakeOver: true, hasConsent: true });
    if (drill.state !== 'ended') return underWay(begun.drill, drill.message, drill.waitSeconds);
    return begin(request, selected, await drills.read(application), settings, context);
  }
  try {
    const session = await DrillSession.begin(begun.drill, found?.revision, drills, () => clock.now());
    return await drive(session, settings, context, { isTakeOver: false, hasConsent: true });
  } catch (error) {
    if (!(error instanceof DrillTakenError)) throw error;
    return underWay(begun.drill, error.message, WAIT_SECONDS);
  }
}

async function goOn(
  found: { readonly drill: Drill; readonly revision: number },
  settings: ManagerSettings,
  context: RunContext,
  how: Driving,
): Promise<DrillAnswer> {
  const { drills, clock } = context.ports;
  if (found.drill.isEnded) return endedAnswer(found.drill);
  try {
    const left = { ...found, drill: takenUp(found.drill, clock.now(), how.isTakeOver) };
    const session = await DrillSession.take(left, context.invocationId, drills, () => clock.now());
    return await drive(session, settings, context, how);
  } catch (error) {
    if (!(error instanceof DrillTakenError)) throw error;
    return underWay(found.drill, error.message, WAIT_SECONDS);
  }
}

/** Does step after step until one must wait, or the time of a request is over. */
async function drive(
  session: DrillSession,
  settings: ManagerSettings,
  context: RunContext,
  how: Driving,
): Promise<DrillAnswer> {
  const { ports } = context;
  const until = ports.clock.now().getTime() + REQUEST_MS;
  const world = { ports, limits: settings, ...how };
  let waitSeconds = 1;
  try {
    while (isInTheWay(session.drill) && ports.clock.now().getTime() < until) {
      const { drill, wait } = await performStep(session, world);
      await session.write(drill);
      if (!wait) continue;
      waitSeconds = waitOf(drill, ports.clock.now());
      break;
    }
    if (!isInTheWay(session.drill)) await finish(session, settings, context);
    if (session.drill.isEnded) return endedAnswer(session.drill);
  } catch (error) {
    if (error instanceof DrillTakenError) throw error;
    const { application, id } = session.drill.plan;
    jsonLog(ports.writeLine, () => ports.clock.now(), { application, eventId: id })('drill.error', { error });
    await session.giveBack(WAIT_AFTER_TROUBLE_SECONDS);
    return underWay(session.drill, describeError(error), WAIT_AFTER_TROUBLE_SECONDS);
  }
  await session.giveBack(waitSeconds);
  return underWay(session.drill, '', waitSeconds);
}

function waitOf({ stepBegunAt }: Drill, now: Date): number {
  const ms = now.getTime() - stepBegunAt.getTime();
  if (ms < FIRST_SECONDS_MS) return FIRST_WAIT_SECONDS;
  return ms < LATER_MS ? WAIT_SECONDS : LATER_WAIT_SECONDS;
}

/**
 * Looks for a drill that keeps a run from its snapshot, and finishes one whose driver died: the application is brought
 * back first.
 */
export async function seenDrill(
  application: string,
  applicationCreatedAt: Date | undefined,
  settings: ManagerSettings,
  context: RunContext,
): Promise<SeenDrill> {
  const { drills, clock } = context.ports;
  const found = await drills.read(application);
  if (!found) return {};
  const { drill } = found;
  if (drill.isEnded) return { leftStoppedAt: toldStoppedAt(drill, applicationCreatedAt) };
  if (!isDrillOf(drill, applicationCreatedAt) && livenessOf(drill, clock.now()) === 'alive') return {};
  const since = drill.plan.begunAt;
  const left = (last: Drill): SeenDrill => ({
    leftStoppedAt: toldStoppedAt(last, applicationCreatedAt),
    tellsStop: tellsStop(last, applicationCreatedAt, clock.now()),
  });
  if (livenessOf(drill, clock.now()) === 'alive')
    return isInTheWay(drill) ? { underWay: { detail: byText(drill), since } } : left(drill);
  if (await takeOver(application, settings, context)) {
    const last = (await drills.read(application))?.drill;
    return last ? left(last) : {};
  }
  const { drill: open } = (await drills.read(application)) ?? found;
  const detail = `${byText(open)} Its driver is gone; this run and the next ones go on with it.`;
  return { unfinished: { detail, stoppedAt: open.stoppedAt, isTooOld: isTooOld(open, clock.now()) } };
}

/** Goes on with a dead drill while the time of the run lasts. @returns true once it is over. */
async function takeOver(application: string, settings: ManagerSettings, context: RunContext): Promise<boolean> {
  const { drills, clock } = context.ports;
  const until = context.deadline.getTime() - 2 * RESERVE_AT_THE_END_MS;
  for (let isFirst = true; ; isFirst = false) {
    const found = await drills.read(application);
    if (!found || found.drill.isEnded) return true;
    // What is left to record and report keeps no run waiting.
    if (!isFirst && !isInTheWay(found.drill)) return true;
    const { drill } = await goOn(found, settings, context, { isTakeOver: true, hasConsent: true });
    if (drill.state === 'ended') return true;
    if (clock.now().getTime() + drill.waitSeconds * 1000 >= until) return false;
    await clock.sleep(drill.waitSeconds * 1000);
  }
}

function byText({ plan, step }: Drill): string {
  return `Drill ${plan.id} by ${plan.who} is at the step "${step}".`;
}

function endedAnswer(drill: Drill): DrillAnswer {
  const { id, application } = drill.plan;
  return ended(id, application, drill.outcome?.verdict ?? 'given-up', endedText(drill));
}

function ended(id: string, application: string, verdict: DrillVerdict, message: string): DrillAnswer {
  return { drill: { id, application, state: 'ended', step: 'tell', waitSeconds: 0, verdict, message } };
}

function underWay({ plan: { id, application }, step }: Drill, trouble: string, waitSeconds: number): DrillAnswer {
  const message = `${stepText(step)} ${trouble}`.trim();
  return { drill: { id, application, state: 'under-way', step, waitSeconds, message } };
}
