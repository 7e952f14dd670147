import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizedStacks } from '../../stacks/synthesis/synthesized-stacks';
import { run } from '../../tools/processes/run';
import { stackOfLine } from './deployment-news';
import { type ProtectedResource, writeLocalOverride } from './local-override';

export interface LocalDeployment {
  /** The checkout: where cdktf.json is. */
  readonly project: string;
  /**
   * Folder of the synthesized stacks. Never `cdktf.out`: the override files beside them would turn a later deployment
   * to AWS into a local one.
   */
  readonly output: string;
  readonly stateFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface Changes {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** `cdktf synth`, then the override file beside each stack. @returns the ids of the stacks. */
export async function synthesizeLocally(deployment: LocalDeployment): Promise<string[]> {
  await cdktf(deployment, ['synth', '--output', deployment.output]);
  const stacks = synthesizedStacks(deployment.output);
  for (const { id, folder } of stacks) {
    writeLocalOverride(folder, id, deployment.stateFolder, protectedResources(join(folder, 'cdk.tf.json')));
  }
  return stacks.map(({ id }) => id).sort();
}

/** A deployment that goes on while its stacks are used. */
export interface Deploying {
  /** Fulfilled when these stacks are applied. @throws what `done` throws when that comes first. */
  untilApplied(stacks: readonly string[]): Promise<void>;
  /** Everything is applied. @returns what Terraform changed. */
  readonly done: Promise<Changes>;
}

/** As `deployLocally`, and tells of each stack when it can be used. */
export function beginDeployment(deployment: LocalDeployment, stacks: readonly string[]): Deploying {
  const waits = new Map(stacks.map((stack) => [stack, promiseAndItsEnd()]));
  const stackOf = appliedStacks(stacks);
  const done = deployLocally({
    ...deployment,
    onLine: (line) => {
      deployment.onLine(line);
      waits.get(stackOf(line) ?? '')?.end();
    },
  });
  return {
    done,
    untilApplied: async (asked) => {
      const all = Promise.all(asked.map((stack) => waits.get(stack)?.promise));
      await Promise.race([all, done]);
    },
  };
}

function promiseAndItsEnd(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end = () => {};
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { promise, end };
}

/**
 * Reads the lines of one `cdktf deploy` in their order, and returns for each the stack that it says is applied.
 */
export function appliedStacks(stacks: readonly string[]): (line: string) => string | undefined {
  const stackOf = stackOfLine(stacks);
  return (line) => {
    const stack = stackOf(line);
    return line.includes('Apply complete!') ? stack : undefined;
  };
}

/** `cdktf deploy` of all stacks of the last synth, in the order of their dependencies. @returns what Terraform changed. */
export async function deployLocally(deployment: LocalDeployment): Promise<Changes> {
  const lines = await cdktf(deployment, [
    'deploy',
    '*',
    '--skip-synth', // deploys the synthesized stacks, with the override beside each
    '--skip-provider-lock', // would fetch the hashes of all platforms from the registry
    '--auto-approve',
    '--output',
    deployment.output,
  ]);
  return sumOfChanges(lines);
}

/** Adds up Terraform's closing lines, one a stack; a stack without changes prints none, or zeros. */
export function sumOfChanges(lines: readonly string[]): Changes {
  const total = { added: 0, changed: 0, destroyed: 0 };
  for (const line of lines) {
    const match = /Apply complete! Resources: (?:\d+ imported, )?(\d+) added, (\d+) changed, (\d+) destroyed/.exec(
      line,
    );
    if (!match) continue;
    total.added += Number(match[1]);
    total.changed += Number(match[2]);
    total.destroyed += Number(match[3]);
  }
  return total;
}

async function cdktf({ project, environment, onLine, signal }: LocalDeployment, args: string[]): Promise<string[]> {
  return run(process.execPath, [join(project, 'node_modules/cdktf-cli/bundle/bin/cdktf'), ...args], {
    cwd: project,
    // Colours and spinners are for a terminal; here each line is a line of progress.
    environment: { ...environment, CI: '1', NO_COLOR: '1', FORCE_COLOR: '0' },
    onLine,
    signal,
  });
}

/** Resources that Terraform refuses to destroy, as the synthesized JSON has them. */
function protectedResources(stackFile: string): ProtectedResource[] {
  const json: { resource?: Record<string, Record<string, { lifecycle?: { prevent_destroy?: boolean } }>> } = JSON.parse(
    readFileSync(stackFile, 'utf8'),
  );
  return Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName)
      .filter(([, resource]) => resource.lifecycle?.prevent_destroy)
      .map(([name]) => ({ type, name })),
  );
}
