import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';

const DECLARATION = declareCommand({
  command: 'kda status',
  summary:
    'Answers whether everything is safe right now: applications, their snapshots, and what delivers runs and mails.',
  details: [
    'An application is safe if it is RUNNING and its newest READY snapshot that is not suspect is no older than its\nobjective. "stopped on purpose" comes from the settings. With NAME only these applications are judged.',
    'With --all-environments each environment is read in the region and with the profile of its own settings; without\na profile with the credentials of the shell. One that can’t be read, or is in another account, is shown with a sentence,\nand the others are judged all the same.',
  ],
  arguments: [
    { name: 'NAME', summary: 'applications; without one: all of the deployment', isOptional: true, isRepeatable: true },
  ],
  onlyReads: true,
  options: {
    'all-environments': { summary: 'every environment of the checkout, config/*.json' },
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'answer as JSON; with --all-environments a list' },
  },
  examples: [
    { line: '', summary: 'the whole deployment' },
    { line: 'orders payments', summary: 'these two alone' },
    { line: '--all-environments --json', summary: 'all environments of the checkout, for a script' },
  ],
  exitCodes: '0 all is safe, 1 something is not safe, 2 wrong usage, 3 something could not be found out.',
});

/**
 * Parses the arguments.
 *
 * @throws UsageError when several ways to name a deployment are mixed.
 */
export function parseStatus(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const choice = readChoice(values);
  const ofAll = values['all-environments'] ?? false;
  if (ofAll && (choice.environment !== undefined || choice.deployment !== undefined)) {
    throw new UsageError('--all-environments excludes --env and --deployment: it reads every environment.');
  }
  if (ofAll && positionals.length > 0) {
    throw new UsageError(`--all-environments takes no application: ${positionals.join(' ')} is too much.`);
  }
  return { names: positionals, ofAll, choice };
}

async function run({ names, ofAll, choice }: ReturnType<typeof parseStatus>): Promise<Result> {
  const say = (line: string) => console.error(line);
  if (ofAll) {
    const { requireCheckout } = await import('../checkout');
    requireCheckout('kda status --all-environments');
    const { statusOfAll } = await import('../status/environments');
    return statusOfAll(say);
  }
  const { findDeployment } = await import('../find-deployment');
  const { status: answer } = await import('../status/status');
  return answer(await findDeployment(choice), names, say);
}

export const status = defineCommand({
  declaration: DECLARATION,
  read: parseStatus,
  run,
  schema: async () => (await import('../documents/status')).statusDocument,
});
