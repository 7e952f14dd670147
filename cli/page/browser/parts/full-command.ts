import { useContext } from 'preact/hooks';
import { PlaceContext } from '../shell/place-context';

const NAMES_A_DEPLOYMENT = / --(env|deployment)[ =]/;

/** Command that names the deployment in the way in which the page was started: pasted elsewhere, it does the same. */
export function fullCommand(line: string, options: string): string {
  const isOurs = /^(npx )?kda /.test(line);
  return options === '' || !isOurs || NAMES_A_DEPLOYMENT.test(line) ? line : `${line} ${options}`;
}

/** Options that the commands of the page need. */
export function useCommandOptions(): string {
  return useContext(PlaceContext)?.commandOptions ?? '';
}
