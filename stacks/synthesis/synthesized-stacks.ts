import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_ENVIRONMENT } from '../../config/load-settings';

/** One stack as `cdktf synth` wrote it: plain Terraform JSON in a folder of its own. */
export interface SynthesizedStack {
  readonly id: string;
  readonly folder: string;
}

/** Where `cdktf synth` writes. */
export const SYNTHESIZED = 'cdktf.out';

/** cdktf's list of the stacks, which its CLI reads in `cdktf.out`: there it is that of the environment synthesized last. */
export const MANIFEST = 'manifest.json';

/** The manifest of the default environment while the CLI's is that of another one. */
export const KEPT_MANIFEST = 'manifest.default.json';

/** Holds a folder for each environment but the default one, so that no environment's name can be that of another file. */
const ENVIRONMENTS = 'environments';

/**
 * Where the stacks of an environment are: each has a folder of its own, since Terraform remembers in it where the state is.
 * Those of the default environment are in `cdktf.out` itself.
 */
export function outputFolder(environment = DEFAULT_ENVIRONMENT, top = SYNTHESIZED): string {
  return environment === DEFAULT_ENVIRONMENT ? top : join(top, ENVIRONMENTS, environment);
}

/** The plan that `npm run plan-stacks` leaves in a stack's folder, for `npm run apply-stacks`. */
export const PLAN_FILE = 'plan.tfplan';

export class NotSynthesizedError extends Error {
  override readonly name = 'NotSynthesizedError';
}

const manifestSchema = z.object({
  stacks: z.record(z.string(), z.object({ workingDirectory: z.string(), dependencies: z.array(z.string()) })),
});

/** All stacks, each after those that it depends on. @throws NotSynthesizedError */
export function synthesizedStacks(folder = SYNTHESIZED): SynthesizedStack[] {
  const file = manifestIn(folder);
  if (!existsSync(file)) throw new NotSynthesizedError(`${file} is not there. Run "npx cdktf synth" first.`);
  const stacks = inOrder(readManifest(file)).map(([id, { workingDirectory }]) => ({
    id,
    folder: join(folder, workingDirectory),
  }));
  // cdktf's CLI deletes the stacks in `cdktf.out/stacks` that the environment synthesized last does not have.
  const gone = stacks.find((stack) => !existsSync(stack.folder));
  if (gone) {
    throw new NotSynthesizedError(
      `${gone.folder} is not there: another environment, which has no stack ${gone.id}, was synthesized since. Run "npx cdktf synth" again.`,
    );
  }
  return stacks;
}

/** The folder of one stack: where the manifest leads to, and without one where cdktf puts it. */
export function stackFolder(folder: string, id: string): string {
  const found = existsSync(join(folder, MANIFEST)) && synthesizedStacks(folder).find((stack) => stack.id === id);
  return found ? found.folder : join(folder, 'stacks', id);
}

/** Of the stacks in this very folder, not of those that the CLI was led to last. */
function manifestIn(folder: string): string {
  const [own, kept] = [join(folder, MANIFEST), join(folder, KEPT_MANIFEST)];
  return existsSync(kept) && !isOwnManifest(own) ? kept : own;
}

/** Whether a manifest is there, and names the stacks beside it, not those of an environment below it. */
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
      throw new NotSynthesizedError(`The manifest's dependencies make no order: ${[...from, id].join(' needs ')}.`);
    }
    if (ordered.some(([known]) => known === id)) return;
    for (const needed of stack.dependencies) visit(needed, [...from, id]);
    ordered.push([id, stack]);
  };
  for (const id of Object.keys(stacks).sort()) visit(id, []);
  return ordered;
}
