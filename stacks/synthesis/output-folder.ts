import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { isOwnManifest, KEPT_MANIFEST, MANIFEST, outputFolder, SYNTHESIZED } from './synthesized-stacks';

const manifestSchema = z.looseObject({ stacks: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** Entries of cdktf's manifest that are paths. */
const PATHS: readonly string[] = ['workingDirectory', 'synthesizedStackPath', 'stackMetadataPath'];

/**
 * Folder for the stacks of an environment. In `cdktf.out` each environment has its own; any other folder was chosen by
 * the caller (`cdktf --output`) and is used as it is.
 *
 * @param top folder where the CLI expects the manifest afterwards (CDKTF_OUTDIR).
 */
export function prepareOutput(environment: string, top: string, shared = SYNTHESIZED): string {
  const folder = resolve(top) === resolve(shared) ? outputFolder(environment, top) : top;
  // cdktf's App creates only the last folder of a path.
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Writes the manifest that the CLI reads if the stacks were synthesized into a folder below it, so that it finds those
 * of this environment. The default environment's manifest, in the same place, is kept.
 */
export function showToCli(folder: string, top: string): void {
  if (folder === top) return;
  const { stacks, ...rest } = readManifest(folder);
  for (const orphan of foldersIn(join(folder, 'stacks'), Object.keys(stacks))) rmSync(orphan, { recursive: true });
  if (isOwnManifest(join(top, MANIFEST))) copyFileSync(join(top, MANIFEST), join(top, KEPT_MANIFEST));
  const below = relative(top, folder);
  const led = Object.entries(stacks).map(([id, stack]) => [
    id,
    Object.fromEntries(
      Object.entries(stack).map(([key, value]) => [key, PATHS.includes(key) ? join(below, String(value)) : value]),
    ),
  ]);
  writeFileSync(join(top, MANIFEST), JSON.stringify({ ...rest, stacks: Object.fromEntries(led) }, null, 2));
}

function readManifest(folder: string) {
  return manifestSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
}

function foldersIn(folder: string, except: readonly string[] = []): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !except.includes(entry.name))
    .map(({ name }) => join(folder, name));
}
