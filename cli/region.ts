import type { Settings } from '../config/schema/settings';

/** In the order in which AWS's own command line and the SDK look at them. */
const VARIABLES = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

interface ShellRegion {
  readonly variable: (typeof VARIABLES)[number];
  readonly region: string;
}

/** The region that the shell names, if it does. */
export function shellRegion(environment: NodeJS.ProcessEnv = process.env): ShellRegion | undefined {
  const variable = VARIABLES.find((each) => environment[each]);
  const region = variable && environment[variable];
  return variable && region ? { variable, region } : undefined;
}

/**
 * Where a command looks: the shell's region before that of the settings. Says so, and warns when the deployment is in
 * another one.
 */
export function commandRegion(
  { region: deployed, environment }: Pick<Settings, 'region' | 'environment'>,
  shell: ShellRegion | undefined = shellRegion(),
  say: (line: string) => void = (line) => console.error(line),
): string {
  const file = `config/${environment}.json`;
  if (!shell) {
    say(`Region: ${deployed}, of ${file}.`);
    return deployed;
  }
  say(`Region: ${shell.region}, of ${shell.variable}.`);
  if (shell.region !== deployed) {
    say(
      `Warning: ${shell.variable} is ${shell.region}, but ${file} deploys to ${deployed}. What is there is not seen from here: unset ${shell.variable}, or set it to ${deployed}.`,
    );
  }
  return shell.region;
}

/**
 * The same for a command that works on any application, of a deployment or not: where the shell names a region, settings
 * that cannot be loaded do not matter.
 *
 * @throws what `load` throws when the shell names no region.
 */
export function applicationRegion(
  load: () => Pick<Settings, 'region' | 'environment'>,
  shell: ShellRegion | undefined = shellRegion(),
  say: (line: string) => void = (line) => console.error(line),
): string {
  try {
    return commandRegion(load(), shell, say);
  } catch (error) {
    if (!shell) throw error;
    say(`Region: ${shell.region}, of ${shell.variable}.`);
    return shell.region;
  }
}
