import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensureCheckov, runCheckov } from './checkov';
import type { ScannedSettings } from './scanned-settings';
import { synthesizeForScan } from './synthesized';
import { type Verdict, verdictOf } from './verdict';

export interface Scan {
  readonly name: string;
  /** Environment of the stacks. */
  readonly environment: string;
  readonly verdict: Verdict;
}

/** Checkov itself and what it writes; ignored by Git. */
export const SCAN_FOLDER = resolve(__dirname, '../../.local/scan');

/** Scans the stacks of each of these settings by themselves: ids are the same in all of them. */
export async function scan(list: readonly ScannedSettings[], report: (line: string) => void): Promise<Scan[]> {
  const checkov = await ensureCheckov(join(SCAN_FOLDER, 'checkov'), report);
  // One folder for each process, so that two scans at once share no files. It stays when Checkov fails.
  const folder = join(SCAN_FOLDER, `run-${process.pid}`);
  const scans: Scan[] = [];
  for (const { name, settings } of list) {
    const { stacks, exceptions } = synthesizeForScan(settings);
    const verdict = verdictOf(await runCheckov(checkov, stacks, folder), exceptions);
    scans.push({ name, environment: settings.environment, verdict });
  }
  await rm(folder, { recursive: true, force: true });
  return scans;
}
