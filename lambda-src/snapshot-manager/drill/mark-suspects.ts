import { suspectBy } from '../domain/drill/broken-states';
import type { BrokenState, Drill } from '../domain/drill/drill';
import { suspectOf } from '../domain/marks';
import type { Ports } from '../ports';

/** The drill after its marks were made. */
interface Marked {
  /** It notes which are made: they are not made again, because a person may have trusted a snapshot since. */
  readonly drill: Drill;
  /** Error of the first one that could not be made. */
  readonly trouble?: unknown;
}

/**
 * Marks the snapshots that the drill found broken, as far as they have no mark of it yet; a mark that is there stays, with
 * the words of whoever made it.
 */
export async function markSuspects(drill: Drill, ports: Pick<Ports, 'marks' | 'clock'>): Promise<Marked> {
  const { brokenStates = [] } = drill;
  const isMade = new Set<BrokenState>();
  let trouble: unknown;
  for (const state of brokenStates.filter(({ isMarked }) => !isMarked)) {
    try {
      await mark(drill, state, ports);
      isMade.add(state);
    } catch (error) {
      trouble ??= error;
    }
  }
  if (isMade.size === 0) return { drill, trouble };
  const noted = brokenStates.map((state) => (isMade.has(state) ? { ...state, isMarked: true as const } : state));
  return { drill: { ...drill, brokenStates: noted }, trouble };
}

async function mark(drill: Drill, state: BrokenState, { marks, clock }: Pick<Ports, 'marks' | 'clock'>): Promise<void> {
  const { application, applicationCreatedAt } = drill.plan;
  const known = await marks.marksOf(application);
  const { name, createdAt } = state;
  if (!suspectOf({ name, createdAt }, known, applicationCreatedAt))
    await marks.suspect(suspectBy(drill, state, clock.now()));
}
