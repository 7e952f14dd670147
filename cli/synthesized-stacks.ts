import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** One stack as `cdktf synth` wrote it: plain Terraform JSON in a folder of its own. */
export interface SynthesizedStack {
  readonly id: string;
  readonly folder: string;
}

/** Where `cdktf synth` writes. */
export const SYNTHESIZED = 'cdktf.out';

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
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) throw new NotSynthesizedError(`${file} is not there. Run "npx cdktf synth" first.`);
  return inOrder(manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).stacks).map(
    ([id, { workingDirectory }]) => ({
      id,
      folder: join(folder, workingDirectory),
    }),
  );
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
