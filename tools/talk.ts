/** Switches that every command takes. */
export const EVERYWHERE = {
  quiet: { summary: 'no talk on stderr: results, warnings and errors only' },
  'no-color': { summary: 'no colors, as with NO_COLOR' },
  local: { summary: 'the local cloud that kda local started in this checkout' },
} as const;

const shown = { quiet: false };

/** Prints a line about what a command is doing, on stderr; with --quiet only one that begins with `Warning`. */
export function talk(line: string): void {
  if (!shown.quiet || line.startsWith('Warning')) console.error(line);
}

/**
 * Takes the switches that every command has out of its arguments, and obeys them. What follows `--` is left as it is.
 *
 * @param useLocal makes the process work on the local cloud.
 */
export function obeyEverywhere(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
  useLocal: () => void = () => {},
): string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const has = (name: keyof typeof EVERYWHERE) => argv.slice(0, end).includes(`--${name}`);
  shown.quiet = has('quiet');
  if (has('no-color')) environment.NO_COLOR = '1';
  if (has('local')) useLocal();
  const switches = Object.keys(EVERYWHERE).map((name) => `--${name}`);
  return argv.filter((argument, at) => at >= end || !switches.includes(argument));
}

/** True if a stream shows colors: a terminal, unless NO_COLOR is set (https://no-color.org). */
export function showsColors(
  stream: { readonly isTTY?: boolean },
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  return stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
}
