import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MavenOutput } from './maven';
import { isUpToDate, markUpToDate } from './up-to-date';

/** Product that is built from sources of this project, and rebuilt only when one of them changed. */
export interface Product {
  readonly output: string;
  readonly inputs: readonly string[];
  readonly build: (output: MavenOutput) => Promise<void>;
}

/** Builds the product below `project` when it is missing or older than its sources, with a message on stderr. */
export async function ensureBuilt(
  project: string,
  { output, inputs, build }: Product,
  mavenOutput: MavenOutput,
): Promise<void> {
  if (isUpToDate(project, output, inputs)) return;
  const startedAt = Date.now();
  console.error(`Building ${output} (${existsSync(join(project, output)) ? 'its sources changed' : 'missing'}) ...`);
  await build(mavenOutput);
  markUpToDate(project, output, inputs);
  console.error(`Built ${output} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}
