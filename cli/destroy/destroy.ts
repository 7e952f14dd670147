import { createInterface } from 'node:readline/promises';
import { loadSettings } from '../../config/load-settings';
import type { Settings } from '../../config/schema/settings';
import { ensureSynthesizedFrom } from '../../stacks/synthesis/synthesized-from';
import { synthesizedStacks } from '../../stacks/synthesis/synthesized-stacks';
import { UsageError } from '../../tools/command';
import { ensureCredentials } from '../aws-credentials';
import { stacksFolder } from '../stacks-folder';
import { type StoppableTerraform, StoppedError, withStoppableTerraform } from '../stoppable-terraform';
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

async function askForName({ name }: Settings, terraform: StoppableTerraform): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UsageError(`Nothing was deleted: there is no terminal for the question. Use --yes ${name} to confirm.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    terminal.on('SIGINT', () => terraform.stop('SIGINT'));
    return await terminal.question('Type the name of the deployment to delete it: ', { signal: terraform.stopSignal });
  } catch (cause) {
    if (terraform.isStopped) throw new StoppedError('Stopped on request: nothing was deleted.', { cause });
    throw cause;
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
  const output = stacksFolder(settings.environment);
  const synthesized = synthesizedStacks(output).toReversed();
  ensureSynthesizedFrom(settings, output);
  await ensureCredentials(synthesized, settings);
  await withStoppableTerraform(process.env, async (terraform) => {
    const kept = { application: settings.application?.preventDestroy, keys: settings.security.preventKeyDestroy };
    const stacks = await inspectStacks(synthesized, kept, terraform);
    const protections = stacks.flatMap((stack) => stack.protections);
    if (protections.length > 0) throw new DestroyError(protectionText(settings.name, protections));
    console.error(announcement(settings, stacks));
    if (yes === undefined) ensureAgreed(await askForName(settings, terraform), settings);
    await destroyStacks(stacks, terraform, console.log);
    console.log(`${settings.name} was deleted: ${stacks.map(({ id }) => id).join(', ')}.`);
  });
}
