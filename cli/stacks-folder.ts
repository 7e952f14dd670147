import { join, relative } from 'node:path';
import { outputFolder, SYNTHESIZED } from '../stacks/synthesis/synthesized-stacks';
import { PROJECT } from './checkout';

/**
 * Folder of an environment's synthesized stacks: in the checkout whose settings are read, wherever the command was
 * started. Relative to the current folder if it lies below, as it is typed.
 */
export function stacksFolder(environment: string, project = PROJECT): string {
  const absolute = outputFolder(environment, join(project, SYNTHESIZED));
  const fromHere = relative(process.cwd(), absolute);
  return fromHere.startsWith('..') ? absolute : fromHere;
}
