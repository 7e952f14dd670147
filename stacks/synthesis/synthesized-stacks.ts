import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_ENVIRONMENT } from '../../config/load-settings';

/** Stack as written by `cdktf synth`: plain Terraform JSON in a folder of its own. */
export interface SynthesizedStack {
  readonly id: string;
  readonly folder: string;
}

/** Output folder of `cdktf synth`. */
export const SYNTHESIZED = 'cdktf.out';

/** List of the stacks that cdktf's CLI reads in `cdktf.out`: that of the environment synthesized last. */
export const MANIFEST = 'manifest.json';

/** Manifest of the default environment while the CLI's manifest is another environment's. */
export const KEPT_MANIFEST = 'manifest.default.json';

/** Folder of the environments other than the default one, so that no environment's name collides with a file. */
const ENVIRONMENTS = 'environments';

/**
 * Folder of an environment's stacks. Each environment has its own, because Terraform stores the location of the state
 * in it. Those of the default environment are in `cdktf.out` itself.
 */
export function outputFolder(environment = DEFAULT_ENVIRONMENT, top = SYNTHESIZED): string {
  return environment === DEFAULT_ENVIRONMENT ? top : join(top, ENVIRONMENTS, environment);
}

/** Plan file that `kda plan-stacks` writes to a stack's folder for `kda apply-stacks`. */
export const PLAN_FILE = 'plan.tfplan';

export class NotSynthesizedError extends Error {
  override readonly name = 'NotSynthesizedError';
}

const manifestSchema = z.object({
  stacks: z.record(z.string(), z.object({ workingDirectory: z.string(), dependencies: z.array(z.string()) })),
});

/**
 * Stacks in the order of their dependencies.
 *
 * @throws NotSynthesizedError when they are not synthesized.
 */
export function synthesizedStacks(folder = SYNTHESIZED): SynthesizedStack[] {
  const file = manifestIn(folder);
  if (!existsSync(file)) throw new NotSynthesizedError(`${file} does not exist. Run "npx cdktf synth" first.`);
  const stacks = inOrder(readManifest(file)).map(([id, { workingDirectory }]) => ({
    id,
    folder: join(folder, workingDirectory),
  }));
  // cdktf's CLI deletes the stacks in `cdktf.out/stacks` that the last synthesized environment does not have.
  const gone = stacks.find((stack) => !existsSync(stack.folder));
  if (gone) {
    throw new NotSynthesizedError(
      `${gone.folder} does not exist: another environment without a stack ${gone.id} was synthesized since. Run "npx cdktf synth" again.`,
    );
  }
  return stacks;
}

/** Folder of one stack: as in the manifest, or without one where cdktf puts it. */
export function stackFolder(folder: string, id: string): string {
  const found = existsSync(join(folder, MANIFEST)) && synthesizedStacks(folder).find((stack) => stack.id === id);
  return found ? found.folder : join(folder, 'stacks', id);
}

/** Manifest of the stacks in this folder, not of those synthesized last for the CLI. */
function manifestIn(folder: string): string {
  const [own, kept] = [join(folder, MANIFEST), join(folder, KEPT_MANIFEST)];
  return existsSync(kept) && !isOwnManifest(own) ? kept : own;
}

/** True if the manifest exists and names the stacks beside it, not those of an environment below it. */
export function isOwnManifest(file: string): boolean {
  if (!existsSync(file)) return false;
  return Object.values(readManifest(file)).every(
    ({ workingDirectory }) => workingDirectory.split(/[\\/]/, 1)[0] !== ENVIRONMENTS,
  );
}

function readManifest(file: string): Readonly<Record<string, Entry>> {
  return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).stacks;
}

interface Entry {
  readonly workingDirectory: string;
  readonly dependencies: readonly string[];
}

function inOrder(stacks: Readonly<Record<string, Entry>>): [string, Entry][] {
  const ordered: [string, Entry][] = [];
  const visit = (id: string, from: readonly string[]) => {
    const stack = stacks[id];
    if (from.includes(id) || stack === undefined) {
      throw new NotSynthesizedError(`The manifest's dependencies are circular: ${[...from, id].join(' needs ')}.`);
    }
    if (ordered.some(([known]) => known === id)) return;
    for (const needed of stack.dependencies) visit(needed, [...from, id]);
    ordered.push([id, stack]);
  };
  for (const id of Object.keys(stacks).sort()) visit(id, []);
  return ordered;
}
