import '../../tools/node-version-warning';
import { createInterface } from 'node:readline/promises';
import { loadSettings } from '../../config/load-settings';
import type { Settings } from '../../config/schema/settings';
import { ensureSynthesizedFrom } from '../../stacks/synthesis/synthesized-from';
import { outputFolder, synthesizedStacks } from '../../stacks/synthesis/synthesized-stacks';
import { readArguments, runCommand, UsageError } from '../../tools/command';
import { ensureCredentials } from '../aws-credentials';
import { type DeployedStack, DestroyError, destroyStacks, inspectStacks } from '../destroy/destroy-stacks';
import { protectionText } from '../destroy/protection';

const USAGE = `Deletes a deployment: every synthesized stack of the environment in use (KDA_ENVIRONMENT), those that need another one first.

  npm run destroy [-- --yes NAME]

It looks at what is deployed before it takes any lock. When a resource is protected (application.preventDestroy,
security.preventKeyDestroy, a table's deletion protection), it names it, says what to do, and deletes nothing. Then it plans
the deletion of all stacks, and deletes them one after the other; after one that fails no other is begun. Ctrl-C ends it
after the stack that is being deleted, so that no lock is left behind.

  --yes NAME  the name of the deployment (the setting "name"), for where nobody can type it

Exit code 0: all of it is deleted. 1: it is protected, or a stack was not deleted. 2: wrong usage, or another name.`;

/**
 * Parses the name of the deployment to delete.
 *
 * @throws UsageError on invalid arguments.
 */
export function parseDestroy(argv: string[]): { yes: string | undefined } {
  const { values } = readArguments({ args: argv, options: { yes: { type: 'string' } } });
  return { yes: values.yes };
}

/** Text about what is to be deleted, shown before the question. */
export function announcement({ name, environment, region }: Settings, stacks: readonly DeployedStack[]): string {
  const lines = stacks.flatMap(({ id, resources }) => [
    `  ${id}: ${resources.length} ${resources.length === 1 ? 'resource' : 'resources'}`,
    ...resources.map((resource) => `    ${resource.address}${lossOf(resource)}`),
  ]);
  return [`The deployment ${name} of config/${environment}.json in ${region} is about to be deleted:`, ...lines].join(
    '\n',
  );
}

function lossOf({ type, values }: DeployedStack['resources'][number]): string {
  return type === 'aws_kinesisanalyticsv2_application' ? ` (${String(values.name)}, with all its snapshots)` : '';
}

/**
 * Checks the typed name.
 *
 * @throws UsageError unless it is the deployment's.
 */
export function ensureAgreed(typed: string, { name }: Pick<Settings, 'name'>): void {
  if (typed.trim() === name) return;
  throw new UsageError(
    `Nothing was deleted: ${JSON.stringify(typed.trim())} is not the name of this deployment, which is ${JSON.stringify(name)}.`,
  );
}

async function askForName({ name }: Settings): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UsageError(`Nothing was deleted: there is no terminal for the question. Use --yes ${name} to confirm.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question('Type the name of the deployment to delete it: ');
  } finally {
    terminal.close();
  }
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { yes } = parseDestroy(argv);
    const settings = loadSettings();
    if (yes !== undefined) ensureAgreed(yes, settings);
    // Those that need another one go before it.
    const output = outputFolder(settings.environment);
    const synthesized = synthesizedStacks(output).toReversed();
    ensureSynthesizedFrom(settings, output);
    await ensureCredentials(synthesized, settings);
    const stacks = await inspectStacks(
      synthesized,
      { application: settings.application?.preventDestroy, keys: settings.security.preventKeyDestroy },
      process.env,
    );
    const protections = stacks.flatMap((stack) => stack.protections);
    if (protections.length > 0) throw new DestroyError(protectionText(settings.name, protections));
    console.error(announcement(settings, stacks));
    if (yes === undefined) ensureAgreed(await askForName(settings), settings);

    let isStopped = false;
    // Terraform is in a process group of its own, so the terminal's signal does not reach it.
    process.on('SIGINT', () => {
      isStopped = true;
      console.error(
        'Stopping after this stack. Terraform continues until then: killed now, it would leave a lock behind.',
      );
    });
    await destroyStacks(stacks, process.env, console.log, () => isStopped);
    console.log(`${settings.name} was deleted: ${stacks.map(({ id }) => id).join(', ')}.`);
  });
}
