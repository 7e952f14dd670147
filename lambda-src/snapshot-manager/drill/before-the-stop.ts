import type { ApplicationState } from '../domain/application-state';
import { frozenText } from '../domain/drill/admission';
import type { Drill } from '../domain/drill/drill';
import { decideJobBefore } from '../domain/drill/job-before';
import type { Decision } from '../domain/drill/rules';
import { boundedView, ended, type StepEnd, type StepWorld } from './step-end';

/**
 * Decision not to stop the application, for reasons that are not its own: the drill was found dead by a run, has lost its
 * consent, or somebody froze the application since it began; `undefined` for none.
 */
export async function notToBeStopped(
  { plan: { application } }: Drill,
  { createdAt }: ApplicationState,
  { ports: { marks, clock }, isTakeOver, hasConsent }: StepWorld,
): Promise<Decision | undefined> {
  if (!hasConsent) return { kind: 'refused', why: 'The settings no longer consent to drills.' };
  if (isTakeOver) return { kind: 'refused', why: 'Whoever drove the drill was gone before anything was stopped.' };
  const frozen = frozenText(application, await marks.marksOf(application), clock.now(), createdAt);
  return frozen === undefined ? undefined : { kind: 'refused', why: frozen };
}

/** The drill after a look at its job, and its end or the wait for another look; no end where the job may be stopped. */
export async function lookBeforeTheStop(
  drill: Drill,
  seen: ApplicationState,
  { ports: { recovery, clock } }: StepWorld,
): Promise<{ readonly drill: Drill; readonly end?: StepEnd }> {
  const { application } = drill.plan;
  const look = await recovery.look(application);
  const looks = drill.jobBefore ?? [];
  const views = 'view' in look ? [...looks, boundedView(look.view)] : looks;
  const looked: Drill = views.length === 0 ? drill : { ...drill, jobBefore: views.slice(-MOST_LOOKS) };
  const decision = decideJobBefore(views, application, clock.now());
  if (decision.kind === 'done') return { drill: looked };
  if (decision.kind === 'wait') return { drill: looked, end: { drill: looked, wait: true } };
  return { drill: looked, end: ended(looked, decision, clock.now(), seen) };
}

/** Looks that a journal keeps; a minute of them. */
const MOST_LOOKS = 40;
