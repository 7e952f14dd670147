import type { Settings } from '../config/schema/settings';
import { talk } from '../tools/talk';

/** Region variables in the order of AWS's own command line and SDK. */
const VARIABLES = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

interface ShellRegion {
  readonly variable: (typeof VARIABLES)[number];
  readonly region: string;
}

/** Region that the shell sets, if any. */
export function shellRegion(environment: NodeJS.ProcessEnv = process.env): ShellRegion | undefined {
  const variable = VARIABLES.find((each) => environment[each]);
  const region = variable && environment[variable];
  return variable && region ? { variable, region } : undefined;
}

/**
 * Region of a command: the shell's before that of the settings. Prints it, and warns if the deployment is in another
 * one.
 */
export function commandRegion(
  { region: deployed, environment }: Pick<Settings, 'region' | 'environment'>,
  shell: ShellRegion | undefined = shellRegion(),
  say: (line: string) => void = talk,
): string {
  if (!shell) {
    say(`Region: ${deployed} (from config/${environment}.json).`);
    return deployed;
  }
  say(`Region: ${shell.region} (from ${shell.variable}).`);
  const warning = otherRegionWarning({ region: deployed, environment }, shell);
  if (warning !== undefined) say(warning);
  return shell.region;
}

/** Warning for a shell whose region is not that of the deployment. */
export function otherRegionWarning(
  { region: deployed, environment }: Pick<Settings, 'region' | 'environment'>,
  shell: ShellRegion | undefined,
): string | undefined {
  if (shell === undefined || shell.region === deployed) return undefined;
  return `Warning: ${shell.variable} is ${shell.region}, but config/${environment}.json deploys to ${deployed}. This command does not see the deployment: unset ${shell.variable}, or set it to ${deployed}.`;
}

/**
 * Region of a command that works on any application, with or without a deployment: if the shell sets a region, invalid
 * settings do not matter.
 *
 * @throws the error of `load` when the shell sets no region.
 */
export function applicationRegion(
  load: () => Pick<Settings, 'region' | 'environment'>,
  shell: ShellRegion | undefined = shellRegion(),
  say: (line: string) => void = talk,
): string {
  try {
    return commandRegion(load(), shell, say);
  } catch (error) {
    if (!shell) throw error;
    say(`Region: ${shell.region} (from ${shell.variable}).`);
    return shell.region;
  }
}
