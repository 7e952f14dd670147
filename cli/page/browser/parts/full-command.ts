import { useContext } from 'preact/hooks';
import { PlaceContext } from '../shell/place-context';

const NAMES_A_DEPLOYMENT = / --(env|deployment)[ =]/;
const HERE = '--local';

/**
 * Command that names the deployment in the way in which the page was started, and the local cloud: pasted elsewhere, it
 * does the same.
 *
 * @param options `--local`, if the page is of a local cloud, and those that name a deployment.
 */
export function fullCommand(line: string, options: string): string {
  if (options === '' || !/^(npx )?kda /.test(line)) return line;
  const [here, named] = options.startsWith(HERE) ? [HERE, options.slice(HERE.length).trim()] : ['', options];
  const more = [
    ...(here === '' || line.includes(` ${HERE}`) ? [] : [here]),
    ...(named === '' || NAMES_A_DEPLOYMENT.test(line) ? [] : [named]),
  ];
  // After " -- " all words are names.
  const [command = '', ...names] = line.split(' -- ');
  return [[command, ...more].join(' '), ...names].join(' -- ');
}

/** Options that the commands of the page need. */
export function useCommandOptions(): string {
  return useContext(PlaceContext)?.commandOptions ?? '';
}
