import { isUp, type JobView, tasksText, viewsAgainst } from '../recovery/proof';
import type { Decision } from './rules';

/** Least time between the first look and the last one. */
const LEAST_WATCHED_MS = 5_000;
/** The same for a job that has restarted before, or is not up: between two crashes it looks well. */
const LONGER_WATCHED_MS = 60_000;

/**
 * Decision on the job before the stop: one that fails already is not stopped, because its drill would prove nothing, and
 * blame its state. Where nobody may look, nothing speaks against it.
 *
 * @param views looks since the drill began.
 */
export function decideJobBefore(views: readonly JobView[], application: string, now: Date): Decision {
  const [first, last] = [views[0], views.at(-1)];
  if (!first || !last) return { kind: 'done' };
  const against = viewsAgainst(views);
  if (against.length > 0) return failsAlready(application, against.join(' '));
  const watchedMs = now.getTime() - first.at.getTime();
  if (!isUp(last)) {
    if (watchedMs < LONGER_WATCHED_MS) return { kind: 'wait' };
    return failsAlready(application, `${tasksText(last)}; the job is ${last.state}.`);
  }
  return { kind: watchedMs < ((last.restarts ?? 0) > 0 ? LONGER_WATCHED_MS : LEAST_WATCHED_MS) ? 'wait' : 'done' };
}

function failsAlready(application: string, why: string): Decision {
  return {
    kind: 'refused',
    why: `The job does not work already, before any stop. ${why} A drill would prove nothing: kda logs ${application} --query errors.`,
  };
}
