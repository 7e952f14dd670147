import { Argument, Command, CommanderError, Option } from 'commander';
import type {
  ArgumentDeclaration,
  CommandDeclaration,
  OptionDeclaration,
  OptionDeclarations,
  OptionValues,
} from './declaration';
import { EVERYWHERE } from './talk';

/** Wrong arguments: the command's usage line is printed and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Columns of a usage, whatever terminal shows it: docs hold the same text. */
const WIDTH = 110;

/** Option under the name that is typed: Commander reads `--no-lock` as the opposite of an option `lock`. */
class NamedOption extends Option {
  constructor(
    private readonly key: string,
    { value, summary, choices, isRepeatable }: OptionDeclaration,
  ) {
    super(value === undefined ? `--${key}` : `--${key} <${value}>`, summary);
    this.negate = false;
    if (choices) this.argChoices = [...choices];
    if (isRepeatable) {
      this.argParser((given, before: readonly string[] | undefined) => [...(before ?? []), given]);
    }
  }

  override attributeName(): string {
    return this.key;
  }
}

/** Commander's form of a command. Missing arguments are left to the command, which says what they are for. */
export function commanderOf(declaration: CommandDeclaration, name = declaration.command): Command {
  const commander = new Command(name)
    .usage(usageLine(declaration))
    .summary(firstSentence(declaration.summary))
    .description(declaration.summary)
    .helpOption('-h, --help', 'show this text')
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .configureHelp({ helpWidth: WIDTH });
  for (const argument of declaration.arguments ?? []) commander.addArgument(commanderArgument(argument));
  for (const [key, option] of Object.entries(declaration.options)) commander.addOption(new NamedOption(key, option));
  return commander.addHelpText('after', afterOptions(declaration));
}

/** Sentence that the list of all commands shows. */
function firstSentence(text: string): string {
  return text.split(/(?<=\.) /)[0] ?? text;
}

function commanderArgument({ name, summary, choices, isRepeatable }: ArgumentDeclaration): Argument {
  const argument = new Argument(`[${name}${isRepeatable ? '...' : ''}]`, summary);
  if (choices) argument.argChoices = [...choices];
  return argument;
}

/** Usage after the command's name: `NAME SNAPSHOT --why REASON [options]`. */
export function usageLine({ arguments: positionals = [], options }: CommandDeclaration): string {
  const shown = positionals.map(({ name, isOptional, isRepeatable }) => {
    const each = isRepeatable ? `${name}...` : name;
    return isOptional ? `[${each}]` : each;
  });
  const required = Object.entries(options).filter(([, { isRequired }]) => isRequired);
  return [
    ...shown,
    ...required.map(([key, { value }]) => (value === undefined ? `--${key}` : `--${key} ${value}`)),
    ...(Object.keys(options).length > required.length ? ['[options]'] : []),
  ].join(' ');
}

function afterOptions({ command, details = [], examples, exitCodes, onlyReads }: CommandDeclaration): string {
  const width = Math.max(0, ...examples.map(({ line }) => line.length));
  return [
    ...details.map((paragraph) => `\n${paragraph}`),
    ...(examples.length > 0 ? ['\nExamples:'] : []),
    ...examples.map(({ line, summary }) => `  ${`${command} ${line}`.padEnd(command.length + 1 + width)}  ${summary}`),
    ...(command.startsWith('kda ') ? [`\n${EVERYWHERE_TEXT}`] : []),
    `\nExit codes: ${exitCodes ?? `0 done, 1 failed, 2 wrong usage${onlyReads ? OPEN : ''}.`}`,
  ].join('\n');
}

/** Switches of every command of the program, in a line: they are the same everywhere. */
const EVERYWHERE_TEXT = `Every command also takes ${Object.entries(EVERYWHERE)
  .map(([name, { summary }]) => `--${name} (${summary})`)
  .join(', ')}.`;

/** Exit code of a command that only reads, when it could not find out what was asked. */
const OPEN = ', 3 could not be determined (no access, or nothing deployed)';

/** Full usage: what `--help` prints. */
export function usageOf(declaration: CommandDeclaration): string {
  const lines: string[] = [];
  const commander = commanderOf(declaration).configureOutput({ writeOut: (text) => lines.push(text) });
  commander.outputHelp();
  return lines.join('').trimEnd();
}

/** Usage line, and where the rest is: what a wrong argument gets after its sentence. */
export function usageHint(declaration: CommandDeclaration): string {
  const { command } = declaration;
  const usage = `Usage: ${command} ${usageLine(declaration)}`.trimEnd();
  return `${usage}\n${command} --help shows the options, with examples.`;
}

/**
 * Options and positional arguments that were given.
 *
 * @throws UsageError for an unknown option with the nearest one, or an option without its value. Another option is not
 *   taken for the value: `--reason --json` would record "--json" as the reason.
 */
export function readArguments<Options extends OptionDeclarations>(
  declaration: CommandDeclaration<Options>,
  argv: readonly string[],
): { readonly values: OptionValues<Options>; readonly positionals: string[] } {
  refuseSwallowedOption(declaration.options, argv);
  const commander = commanderOf(declaration);
  try {
    commander.parse(withTimesLast(declaration.options, argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new UsageError(`${sentence(error.message)}${nameAdvice(declaration, error)}`);
  }
  const [unexpected] = declaration.arguments?.length ? [] : commander.args;
  if (unexpected !== undefined) throw new UsageError(`Unexpected argument '${unexpected}'.`);
  return { values: commander.opts(), positionals: commander.args };
}

/** Sentence about a word that may be a name: AWS lets names begin with a hyphen. */
function nameAdvice({ command, arguments: names = [] }: CommandDeclaration, { code, message }: CommanderError): string {
  const [, word] = / '(-[^-]\S+)'/.exec(message) ?? [];
  if (code !== 'commander.unknownOption' || word === undefined || names.length === 0) return '';
  return ` If it is a name, write it behind all options, after --: ${command} -- ${word}.`;
}

/** Arguments with times such as `-2h` after a `--`: no option begins with a digit, and Commander takes them for some. */
function withTimesLast(options: OptionDeclarations, argv: readonly string[]): readonly string[] {
  if (argv.includes('--')) return argv;
  const isTime = (word: string, at: number) =>
    /^-\d/.test(word) && options[(argv[at - 1] ?? '').replace(/^--/, '')]?.value === undefined;
  const times = argv.filter(isTime);
  return times.length === 0 ? argv : [...argv.filter((word, at) => !isTime(word, at)), '--', ...times];
}

/** Checks that each option's separate value is a value. `-2h` and `-` are. */
function refuseSwallowedOption(options: OptionDeclarations, argv: readonly string[]): void {
  for (let at = 0; at < argv.length && argv[at] !== '--'; at += 1) {
    const option = argv[at] ?? '';
    const isSeparate = option.startsWith('--') && options[option.slice(2)]?.value !== undefined;
    const value = argv[at + 1];
    if (!isSeparate || value === undefined) continue;
    if (/^-[^\d]/.test(value)) {
      throw new UsageError(
        `Option '${option}' needs a value, and '${value}' looks like an option. If it is the value, write ${option}=${value}.`,
      );
    }
    at += 1;
  }
}

/** Commander's words as our sentences: "error: unknown option '--x'\n(Did you mean --y?)". */
export function sentence(message: string): string {
  const [first = '', ...others] = message
    .replace(/^error: /, '')
    .replace(/^option '(?:-\w, )?(--\S+) <(.*)>' argument missing$/, '$1 has no value, expected $2')
    .split('\n');
  const said = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  return [said.endsWith('.') ? said : `${said}.`, ...others.map((line) => line.replace(/^\((.*)\)$/, '$1'))].join(' ');
}

/** True if the arguments ask for the usage. */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).some((argument) => argument === '--help' || argument === '-h');
}
