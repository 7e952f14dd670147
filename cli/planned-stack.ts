import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAN_FILE, type SynthesizedStack } from '../stacks/synthesis/synthesized-stacks';

/** Says beside a plan which synthesized JSON it is of. */
const PLANNED = 'planned.sha256';

/** Keeps what the plan in a stack's folder is of. */
export function markPlanned({ folder }: SynthesizedStack): void {
  writeFileSync(join(folder, PLANNED), fingerprint(folder));
}

/** Takes away an earlier plan, which must not be taken for this one's. */
export function removePlan({ folder }: SynthesizedStack): void {
  for (const name of [PLAN_FILE, PLANNED]) rmSync(join(folder, name), { force: true });
}

/** Whether a stack has a plan, and that of what is synthesized now. */
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
