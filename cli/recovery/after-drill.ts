import type { Drill } from '../../lambda-src/snapshot-manager/domain/drill/drill';
import { errorText } from '../../tools/error-text';
import type { PersonsAct } from './go-first';
import type { RecoveryWorld } from './world';

/** Parts of the world that this needs. */
type AfterDrillWorld = { readonly api: Pick<RecoveryWorld['api'], 'describeApplication'> };

/** Sentence that is untrue once a drill gave way: it may have stopped the application. */
const UNTRUE = ' Nothing was changed.';

/**
 * Does what follows after a drill was told to give way. If it ends with an error, the drill may have left the application
 * stopped, and nobody starts it: `say` is told how the application is, and how to start it.
 *
 * @throws the error, without the sentence that nothing was changed.
 */
export async function afterDrill<T>(
  drill: Drill,
  act: Pick<PersonsAct, 'application' | 'what'>,
  { api }: AfterDrillWorld,
  say: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    say(await leftByDrillText(drill, act, api));
    if (error instanceof Error) error.message = error.message.replace(UNTRUE, '');
    throw error;
  }
}

/** Sentences about an application whose drill gave way to a command that then did not begin. */
export async function leftByDrillText(
  { plan: { id } }: Drill,
  { application, what }: Pick<PersonsAct, 'application' | 'what'>,
  api: AfterDrillWorld['api'],
): Promise<string> {
  const gaveWay = `Drill ${id} of ${application} was told to give way to this ${what}, which did not begin: the drill does nothing more to ${application}.`;
  const start = `kda start ${application} --latest`;
  try {
    const { status } = await api.describeApplication(application);
    if (status === 'READY') return `${gaveWay} ${application} is READY (stopped) now. To start it: ${start}`;
    if (status === 'RUNNING') return `${gaveWay} ${application} is RUNNING now.`;
    return `${gaveWay} ${application} is ${status} now. kda status ${application} shows how that ends; if it is READY (stopped) then, start it: ${start}`;
  } catch (error) {
    const why = errorText(error);
    const because = why instanceof Error ? why.message : String(why);
    return `${gaveWay} Its status can’t be read (${because}). kda status ${application} shows it; if it is READY (stopped), start it: ${start}`;
  }
}
