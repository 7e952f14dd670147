import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT } from '../../checkout';
import type { RunbookPage } from '../api/alarms';

const FILE = join(PROJECT, 'docs', 'runbook.md');

/** Page of the runbook for an alarm, from the checkout. */
export async function runbookPage(id: string, file: string = FILE): Promise<RunbookPage> {
  const runbook = await readFile(file, 'utf8').catch(() => '');
  const lines = runbook.split('\n');
  const start = lines.indexOf(`### ${id}`);
  if (start < 0) return { id, text: null };
  const length = lines.slice(start + 1).findIndex((line) => /^#{1,3} /.test(line));
  const section = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  return { id, text: section.join('\n').trim() };
}
