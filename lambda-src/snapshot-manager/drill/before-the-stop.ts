import type { ApplicationState } from '../domain/application-state';
import { frozenText } from '../domain/drill/admission';
import type { Drill } from '../domain/drill/drill';
import type { Decision } from '../domain/drill/rules';
import type { StepWorld } from './step-end';

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
