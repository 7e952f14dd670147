import { Command as Commander, CommanderError } from 'commander';
import { version } from '../package.json';
import { type Command, type Output, PROCESS_OUTPUT, runCommand, UsageError } from '../tools/command';
import { asksForHelp, commanderOf, sentence } from '../tools/command-line';
import { errorText } from '../tools/error-text';
import { obeyEverywhere } from '../tools/talk';
import { requireCheckout } from './checkout';
import { applyStacksCommand } from './commands/apply-stacks';
import { audit } from './commands/audit';
import { bootstrap } from './commands/bootstrap';
import { completionOf } from './commands/completion';
import { cost } from './commands/cost';
import { demo } from './commands/demo';
import { describe } from './commands/describe';
import { destroy } from './commands/destroy';
import { doctor } from './commands/doctor';
import { drill } from './commands/drill';
import { freeze } from './commands/freeze';
import { gate } from './commands/gate';
import { history } from './commands/history';
import { hold } from './commands/hold';
import { holds } from './commands/holds';
import { local } from './commands/local';
import { logs } from './commands/logs';
import { managedFlink } from './commands/managed-flink';
import { next } from './commands/next';
import { nextStepsCommand } from './commands/next-steps';
import { page } from './commands/page';
import { planStacksCommand } from './commands/plan-stacks';
import { preDeployCommand } from './commands/pre-deploy';
import { rehearse } from './commands/rehearse';
import { release } from './commands/release';
import { restore } from './commands/restore';
import { retention } from './commands/retention';
import { reviewPlan } from './commands/review-plan';
import { rollback } from './commands/rollback';
import { snapshot } from './commands/snapshot';
import { snapshots } from './commands/snapshots';
import { start } from './commands/start';
import { status } from './commands/status';
import { stop } from './commands/stop';
import { suspect } from './commands/suspect';
import { thaw } from './commands/thaw';
import { trust } from './commands/trust';
import { verify } from './commands/verify';
import { why } from './commands/why';
import { withDrillHere } from './drill/local-word';
import { useLocalCloud } from './local-environment';

/** Command in the table of the program. */
export interface Entry {
  /** Group in the list of commands. */
  readonly group: string;
  readonly command: Command;
  /** Needs besides Node: settings and stacks of a checkout, or nothing. */
  readonly needs: 'checkout' | 'nothing';
}

/** Groups of the list of commands. */
const TRY = 'See it, without an AWS account';
const DEPLOY = 'Deploy to AWS (KDA_ENVIRONMENT names the environment in use)';
/** Group of the commands of operators. */
export const OPERATE = 'Operate it (AWS or the local cloud, by the usual AWS_ variables)';

/** All commands, in the order of the help. */
export const ENTRIES: readonly Entry[] = [
  { group: TRY, command: demo, needs: 'checkout' },
  { group: TRY, command: local, needs: 'checkout' },
  { group: TRY, command: managedFlink, needs: 'nothing' },
  { group: DEPLOY, command: bootstrap, needs: 'checkout' },
  { group: DEPLOY, command: cost, needs: 'checkout' },
  { group: DEPLOY, command: preDeployCommand, needs: 'checkout' },
  { group: DEPLOY, command: nextStepsCommand, needs: 'checkout' },
  { group: DEPLOY, command: planStacksCommand, needs: 'checkout' },
  { group: DEPLOY, command: reviewPlan, needs: 'nothing' },
  { group: DEPLOY, command: rehearse, needs: 'nothing' },
  { group: DEPLOY, command: applyStacksCommand, needs: 'checkout' },
  { group: DEPLOY, command: destroy, needs: 'checkout' },
  { group: OPERATE, command: status, needs: 'nothing' },
  { group: OPERATE, command: page, needs: 'nothing' },
  { group: OPERATE, command: snapshots, needs: 'nothing' },
  { group: OPERATE, command: describe, needs: 'nothing' },
  { group: OPERATE, command: next, needs: 'nothing' },
  { group: OPERATE, command: history, needs: 'nothing' },
  { group: OPERATE, command: restore, needs: 'nothing' },
  { group: OPERATE, command: rollback, needs: 'nothing' },
  { group: OPERATE, command: start, needs: 'nothing' },
  { group: OPERATE, command: stop, needs: 'nothing' },
  { group: OPERATE, command: drill, needs: 'nothing' },
  { group: OPERATE, command: gate, needs: 'nothing' },
  { group: OPERATE, command: verify, needs: 'nothing' },
  { group: OPERATE, command: snapshot, needs: 'nothing' },
  { group: OPERATE, command: retention, needs: 'nothing' },
  { group: OPERATE, command: hold, needs: 'nothing' },
  { group: OPERATE, command: release, needs: 'nothing' },
  { group: OPERATE, command: holds, needs: 'nothing' },
  { group: OPERATE, command: suspect, needs: 'nothing' },
  { group: OPERATE, command: trust, needs: 'nothing' },
  { group: OPERATE, command: freeze, needs: 'nothing' },
  { group: OPERATE, command: thaw, needs: 'nothing' },
  { group: OPERATE, command: audit, needs: 'nothing' },
  { group: OPERATE, command: why, needs: 'nothing' },
  { group: OPERATE, command: logs, needs: 'nothing' },
  { group: OPERATE, command: doctor, needs: 'nothing' },
  { group: 'Shell', command: completionOf(() => programOf(WITHOUT_COMPLETION)), needs: 'nothing' },
];

/** The library of the completion brings a command of its own for it. */
const WITHOUT_COMPLETION = ENTRIES.slice(0, -1);

const IN_A_CHECKOUT = 'In the folder of a checkout type npx kda for kda, or see docs/commands.md.';

/** Commands under the names of their npm scripts. */
const BY_SCRIPT: Readonly<Record<string, string>> = {
  plan: 'retention',
  'start-application': 'start',
  'stop-application': 'stop',
};

/** Word that is typed after `kda`. */
export function nameOf({ command }: Entry): string {
  return command.declaration.command.replace(/^kda /, '');
}

/** Commander's form of the program, for its help, its completion and the nearest names. */
export function programOf(entries: readonly Entry[]): Commander {
  const program = new Commander('kda')
    .description('Snapshots of Apache Flink applications on Amazon Managed Service for Apache Flink.')
    .usage('COMMAND [arguments] [options]')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this text, or with a command its own')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .configureHelp({ helpWidth: 110, subcommandTerm: (command) => command.name() })
    .addHelpText('after', `\nkda COMMAND --help shows the options of a command, with examples.\n${IN_A_CHECKOUT}`);
  for (const entry of entries) {
    const command = commanderOf(entry.command.declaration, nameOf(entry)).helpGroup(`${entry.group}:`);
    program.addCommand(command);
  }
  return program;
}

/** List of all commands: what `kda --help` prints. */
export function programHelp(): string {
  const lines: string[] = [];
  const program = programOf(ENTRIES).configureOutput({ writeOut: (text) => lines.push(text) });
  program.outputHelp();
  return lines.join('').trimEnd();
}

/** Arguments without the switches that every command takes; undefined after one of them could not be obeyed. */
function withoutSwitches(argv: readonly string[], output: Output): string[] | undefined {
  try {
    return obeyEverywhere(withDrillHere(argv), process.env, useLocalCloud);
  } catch (error) {
    output.err(errorText(error));
    output.exitCode(error instanceof UsageError ? 2 : 1);
    return undefined;
  }
}

/** Runs what the arguments ask for. */
export async function runProgram(argv: readonly string[], output: Output = PROCESS_OUTPUT): Promise<void> {
  const obeyed = withoutSwitches(argv, output);
  if (obeyed === undefined) return;
  const asked = obeyed[0] === '--' ? obeyed.slice(1) : obeyed;
  const [first, ...rest] = asked[0] === 'help' ? [...asked.slice(1), '--help'] : asked;
  const entry = ENTRIES.find((each) => nameOf(each) === first);
  if (entry !== undefined) return runEntry(entry, rest, output);
  if (first === 'complete') return completed(rest, output);
  if (first === undefined || first === 'help') return output.out(programHelp());
  if (argv[0] !== '--' && asksForHelp([first])) return output.out(programHelp());
  if (first === '--version' || first === '-V') return output.out(version);
  output.err(`${unknown(first)} "kda --help" lists the commands.`);
  output.exitCode(2);
}

async function runEntry({ command, needs }: Entry, argv: string[], output: Output): Promise<void> {
  const { declaration, prepare } = command;
  const checked: Command = {
    ...command,
    prepare: (given) => {
      const start = prepare(given);
      if (needs === 'checkout') requireCheckout(declaration.command);
      return start;
    },
  };
  await runCommand(checked, argv, output);
}

/** Answers the scripts of `kda completion` at each Tab: `kda complete -- WORD…`. */
async function completed(argv: readonly string[], output: Output): Promise<void> {
  try {
    const { complete } = await import('./completion');
    complete(programOf(WITHOUT_COMPLETION), argv);
  } catch (error) {
    output.err(errorText(error));
    output.exitCode(1);
  }
}

/** Commander's sentence about a name that it does not know, with the nearest ones. */
function unknown(name: string): string {
  if (Object.hasOwn(BY_SCRIPT, name)) {
    return `Unknown command '${name}': that is the npm script, the command is kda ${BY_SCRIPT[name]}.`;
  }
  const program = programOf(ENTRIES);
  try {
    // Help is no mistake to Commander; as a name, after "--", it is.
    program.parse(asksForHelp([name]) ? ['--', name] : [name], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return sentence(error.message);
    throw error;
  }
  throw new UsageError(`Unknown command '${name}'.`);
}
