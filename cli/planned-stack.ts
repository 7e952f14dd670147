import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAN_FILE, type SynthesizedStack } from '../stacks/synthesis/synthesized-stacks';

/** File beside a plan with the hash of its synthesized JSON. */
const PLANNED = 'planned.sha256';

/** Records from which synthesized JSON the plan in a stack's folder was made. */
export function markPlanned({ folder }: SynthesizedStack): void {
  writeFileSync(join(folder, PLANNED), fingerprint(folder));
}

/** Removes an earlier plan, so that it is not taken for the next one. */
export function removePlan({ folder }: SynthesizedStack): void {
  for (const name of [PLAN_FILE, PLANNED]) rmSync(join(folder, name), { force: true });
}

/** State of a stack's plan: missing, outdated, or made from the present JSON. */
export function planState({ folder }: SynthesizedStack): 'missing' | 'outdated' | 'planned' {
  if (!existsSync(join(folder, PLAN_FILE))) return 'missing';
  const file = join(folder, PLANNED);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint(folder) ? 'planned' : 'outdated';
}

function fingerprint(folder: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'cdk.tf.json')))
    .digest('hex');
}
