import { createInterface } from 'node:readline/promises';
import { loadSettings } from '../../config/load-settings';
import type { Settings } from '../../config/schema/settings';
import { ensureSynthesizedFrom } from '../../stacks/synthesis/synthesized-from';
import { outputFolder, synthesizedStacks } from '../../stacks/synthesis/synthesized-stacks';
import { UsageError } from '../../tools/command';
import { ensureCredentials } from '../aws-credentials';
import { type DeployedStack, DestroyError, destroyStacks, inspectStacks } from './destroy-stacks';
import { protectionText } from './protection';

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

/**
 * Deletes the deployment of the environment in use.
 *
 * @param yes name of the deployment, if it was given with the command; else it is asked for.
 */
export async function destroyDeployment(yes: string | undefined): Promise<void> {
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
}
