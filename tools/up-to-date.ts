import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const STAMPS = '.build/inputs';

/**
 * True if `output` was built from these inputs (files or folders). Compares contents, because a checkout changes file
 * times. Skips folders named `target` or `node_modules`.
 */
export function isUpToDate(project: string, output: string, inputs: readonly string[]): boolean {
  const stamp = stampFile(project, output);
  return (
    existsSync(join(project, output)) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === fingerprint(project, output, inputs)
  );
}

/** Records a successful build. */
export function markUpToDate(project: string, output: string, inputs: readonly string[]): void {
  mkdirSync(join(project, STAMPS), { recursive: true });
  writeFileSync(stampFile(project, output), fingerprint(project, output, inputs));
}

function stampFile(project: string, output: string): string {
  return join(project, STAMPS, `${basename(output)}.sha256`);
}

/** Fingerprint of inputs and output; a replaced output counts as not built. */
function fingerprint(project: string, output: string, inputs: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(resolve(project, output)));
  for (const file of inputs.flatMap((input) => files(project, input)).sort()) {
    hash.update(file).update(readFileSync(join(project, file)));
  }
  return hash.digest('hex');
}

function files(project: string, path: string): string[] {
  if (!statSync(join(project, path)).isDirectory()) return [path];
  return readdirSync(join(project, path))
    .filter((name) => name !== 'target' && name !== 'node_modules')
    .flatMap((name) => files(project, `${path}/${name}`));
}
