import { OUTCOMES_OF_ACTIONS } from '../../../lambda-src/contract';
import type { AuditRow } from '../../audit-rows';
import { localTime } from '../../times';
import type { ApplicationFacts } from '../../views/application-facts';
import { describeSnapshot } from '../../views/describe-snapshot';
import { fieldLines } from '../../views/fields';
import { detailsOf } from '../../views/history';
import { RUNNING, wordOf } from '../../views/history-words';
import { whatHappened } from '../../views/what-happened';
import { type PointRecord, TIMELINE_FLAGS } from '../api/timeline';
import type { Point } from './points';

/** Point of a time line, and what is known about it now. */
export interface PointFacts {
  readonly point: Point;
  /** Row of the audit; `null`: there is none. */
  readonly row: AuditRow | null;
  /** Facts as `kda describe` reads them. */
  readonly facts: ApplicationFacts;
  /** Time at which the oldest of all this was asked for. */
  readonly readAt: Date;
}

/** Words of runs that `kda why` explains. */
const EXPLAINED: readonly string[] = ['late', 'failed', 'abandoned', 'skipped'];

/** Part of the document of `kda describe NAME SNAPSHOT`. */
interface Described {
  readonly snapshot: PointRecord['snapshot'];
  readonly restoreCommand: string | null;
}

/** Record of a point, in the words of `kda describe` where its snapshot is there, else in those of `kda history`. */
export function describePoint({ point, row, facts }: Omit<PointFacts, 'readAt'>): PointRecord {
  const { word, snapshotName, at } = point;
  const shownRow = row && { ...inJson<NonNullable<PointRecord['row']>>(row), outcome: wordOf(row, facts.now) };
  const isListed = facts.snapshots.some(({ name, createdAt }) => name === snapshotName && isOf(point, createdAt));
  if (isListed && snapshotName !== undefined) {
    const { document, text = '' } = describeSnapshot(facts, snapshotName, { madeBy: row });
    const { snapshot, restoreCommand } = inJson<Described>(document);
    return { word, text, row: shownRow, snapshot, command: restoreCommand ?? commandOf(word, row, facts) };
  }
  const isGone = (point.flags & TIMELINE_FLAGS.gone) !== 0;
  const lines = row ? linesOf(row, facts, snapshotName) : [];
  const end = isGone ? goneLine(facts.application, at) : [];
  const command = isGone ? beforeCommand(facts.application, at) : commandOf(word, row, facts);
  const title = `${whatHappened({ outcome: word, verdict: row?.verdict })} at ${localTime(new Date(at))}`;
  return { word, text: [title, ...lines, ...end].join('\n'), row: shownRow, snapshot: null, command };
}

/** False for a later snapshot that took the name. */
function isOf({ at, word }: Point, createdAt: Date | undefined): boolean {
  return createdAt === undefined || createdAt.getTime() === at || word === 'failed' || word === RUNNING;
}

function linesOf(row: AuditRow, { application }: ApplicationFacts, snapshotName: string | undefined): string[] {
  const isMark = OUTCOMES_OF_ACTIONS.some((each) => each === row.outcome);
  const name = row.restoredFrom ?? snapshotName ?? (isMark ? row.snapshotName : undefined);
  return fieldLines([
    ['application', application],
    ...(name === undefined ? [] : ([['snapshot', name]] as const)),
    ['details', detailsOf(row)],
    ...(row.message === undefined ? [] : ([['message', row.message]] as const)),
  ]);
}

function commandOf(word: string, row: AuditRow | null, facts: ApplicationFacts): string | null {
  if (word === 'drilled') return `kda history ${facts.application} --outcome drilled`;
  return row && EXPLAINED.includes(word) ? whyCommand(facts, row) : null;
}

function whyCommand({ application }: ApplicationFacts, { time }: AuditRow): string {
  return `kda why ${application} ${time.toISOString()}`;
}

function goneLine(application: string, at: number): string[] {
  return [`It is gone. To go back to the newest one before it: ${beforeCommand(application, at)}.`];
}

function beforeCommand(application: string, at: number): string {
  return `kda restore ${application} --before ${new Date(at).toISOString()}`;
}

/** The value as its receiver gets it, times as text. */
function inJson<Document>(value: unknown): Document {
  return JSON.parse(JSON.stringify(value));
}
