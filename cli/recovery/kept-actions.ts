import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ActionRow } from './action-row';
import { journalFile } from './journals';

/** Row of an action that no audit table has yet, in a file of this machine. */
export interface KeptAction {
  readonly file: string;
  readonly row: ActionRow;
}

const TIMES = new Set(['startedAt', 'endedAt', 'createdAt', 'applicationCreatedAt']);

/** Keeps a row beside the journals of this machine; kept again, it replaces itself. @returns the file. */
export function keepAction(region: string, row: ActionRow, environment = process.env): string {
  const file = join(folderOf(region, environment), `${row.application}.${row.startedAt.getTime()}.${row.action}.json`);
  mkdirSync(dirname(file), { recursive: true });
  // In one step: a process that is killed leaves no half of a row.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(row));
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

/**
 * Kept rows of an application, oldest first. Those of another application of the same name, recreated or of another
 * account, stay where they are; a file that can't be read is passed over.
 */
export function keptActions(
  region: string,
  application: string,
  createdAt: Date | undefined,
  environment = process.env,
): KeptAction[] {
  return filesIn(folderOf(region, environment))
    .filter((file) => file.endsWith('.json'))
    .flatMap((name) => {
      const file = join(folderOf(region, environment), name);
      const row = readRow(file);
      const isOurs = row?.application === application && row.applicationCreatedAt?.getTime() === createdAt?.getTime();
      return row && isOurs ? [{ file, row }] : [];
    })
    .toSorted((a, b) => a.row.startedAt.getTime() - b.row.startedAt.getTime());
}

/** True if any row is kept of an application of this name. */
export function hasKeptActions(region: string, application: string, environment = process.env): boolean {
  return filesIn(folderOf(region, environment)).some((name) => name.startsWith(`${application}.`));
}

/** Removes a row that is recorded by now. */
export function forgetAction({ file }: KeptAction): void {
  rmSync(file, { force: true });
}

function folderOf(region: string, environment: NodeJS.ProcessEnv): string {
  return join(dirname(journalFile(region, 'any', environment)), 'unrecorded');
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readRow(file: string): ActionRow | undefined {
  try {
    const row: ActionRow = JSON.parse(readFileSync(file, 'utf8'), (name, value) =>
      TIMES.has(name) && typeof value === 'string' ? new Date(value) : value,
    );
    return isTime(row.startedAt) && isTime(row.endedAt) ? row : undefined;
  } catch {
    return undefined;
  }
}

function isTime(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
