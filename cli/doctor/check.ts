import type { Read } from '../safety/facts';

/**
 * Result of a check. `unknown`: it could not be made. `skipped`: there was nothing to check, or no right to check it
 * that these credentials need for anything else.
 */
export type CheckState = 'well' | 'problem' | 'unknown' | 'skipped';

/** One check, with what was found and what to do about it. */
export interface Check {
  readonly id: string;
  readonly state: CheckState;
  readonly says: string;
  /** Next step of a person; missing where nothing has to be done. */
  readonly remedy?: string;
}

/** Part of the facts: its value, or the sentence why it could not be read. */
export type Part<T> = Read<T>;

export const well = (id: string, says: string): Check => ({ id, state: 'well', says });
export const problem = (id: string, says: string, remedy: string): Check => ({ id, state: 'problem', says, remedy });
export const skipped = (id: string, says: string): Check => ({ id, state: 'skipped', says });
export const unknown = (id: string, says: string, remedy?: string): Check => ({
  ...{ id, state: 'unknown', says },
  ...(remedy === undefined ? {} : { remedy }),
});

/** Exit code of all checks: 1 with a problem, 3 if one could not be made, else 0. */
export function exitCodeOf(checks: readonly Check[]): 0 | 1 | 3 {
  if (checks.some(({ state }) => state === 'problem')) return 1;
  return checks.some(({ state }) => state === 'unknown') ? 3 : 0;
}

const MARKS: Readonly<Record<CheckState, string>> = { well: '✔', problem: '✖', unknown: '–', skipped: '–' };
const WORDS: Readonly<Record<CheckState, string>> = {
  well: '',
  problem: '',
  unknown: 'not known: ',
  skipped: 'not checked: ',
};

/** Checks for people: a line each, its remedy below it, and the sum. */
export function checksText(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ id }) => id.length));
  const lines = checks.flatMap(({ id, state, says, remedy }) => [
    `${MARKS[state]} ${id.padEnd(width)}  ${WORDS[state]}${says}`,
    ...(remedy === undefined ? [] : [`  ${' '.repeat(width)}  → ${remedy}`]),
  ]);
  return [...lines, '', sumText(checks)].join('\n');
}

function sumText(checks: readonly Check[]): string {
  const idsOf = (wanted: CheckState) => [
    ...new Set(checks.filter(({ state }) => state === wanted).map(({ id }) => id)),
  ];
  const [problems, unknowns] = [idsOf('problem'), idsOf('unknown')];
  const open = unknowns.length === 0 ? '' : ` Not known: ${unknowns.join(', ')}.`;
  if (problems.length > 0) {
    const count = checks.filter(({ state }) => state === 'problem').length;
    return `${count} ${count === 1 ? 'problem' : 'problems'}: ${problems.join(', ')}.${open}`;
  }
  return unknowns.length === 0 ? 'All is well.' : `No problem was found, but not everything could be checked.${open}`;
}
