import type { DrillAnswer, RunSummary } from '../../contract';
import type { Hold } from '../domain/hold';
import type { RunRecord } from '../domain/record';
import { RequestRefusedError } from '../domain/request';
import { boundedText } from '../domain/texts';
import type { ApplicationMarks } from './marks-now';
import type { ApplicationPlan } from './plan';

/**
 * Maximum answer in bytes of UTF-8. Lambda returns at most 6 MB, and replaces larger answers by an error without
 * advice.
 */
export const MOST_ANSWER_BYTES = 5_000_000;

/** Record as answered: without its lists and with a short message if it would be too large. */
export type AnsweredRecord = RunRecord & {
  /** Sentence about what was left out, and where it is. */
  readonly truncated?: string;
};

/**
 * Result of a request, in full: records of a scheduled run, records of what was done on demand, plans, holds, or marks.
 */
export type Result =
  | { readonly scheduled: readonly RunRecord[] }
  | { readonly done: readonly RunRecord[] }
  | { readonly plans: readonly ApplicationPlan[] }
  | { readonly holds: readonly Hold[] }
  | { readonly marks: readonly ApplicationMarks[] }
  | { readonly drill: DrillAnswer };

/** Answer to a request on demand. */
export type ListAnswer =
  | readonly AnsweredRecord[]
  | readonly ApplicationPlan[]
  | readonly Hold[]
  | readonly ApplicationMarks[];

/** Answer of the invocation: that to a request, the counts of a scheduled run, or how far a drill has come. */
export type Answer = ListAnswer | RunSummary | DrillAnswer;

/**
 * Answer that never exceeds what Lambda returns. Completed work is never refused afterwards.
 *
 * @throws RequestRefusedError when there are too many holds or marks.
 */
export function boundedAnswer(result: Result): Answer {
  if ('drill' in result) return result.drill;
  if ('scheduled' in result) return summaryOf(result.scheduled);
  if ('done' in result) return boundedRecords(result.done);
  if ('plans' in result) return boundedPlans(result.plans);
  if ('marks' in result) return allOrRefused(result.marks, shortMarks, 'marks');
  return boundedHolds(result.holds);
}

/** Maximum characters of a text in the short form of an answer. */
const SHORT_TEXT = 200;

/** Scheduled run in counts: nobody reads its answer, and the records of a fleet are larger than an answer may be. */
function summaryOf(records: readonly RunRecord[]): RunSummary {
  const outcomes: Record<string, number> = {};
  for (const { state } of records) outcomes[state] = (outcomes[state] ?? 0) + 1;
  return { applications: records.length, outcomes };
}

/** Records of what was done, all of them: the answer must say for each whether it was done. */
export function boundedRecords(
  records: readonly RunRecord[],
  mostBytes = MOST_ANSWER_BYTES,
): readonly AnsweredRecord[] {
  return fitting<AnsweredRecord>(records, shortRecord, mostBytes);
}

/** Plans, each complete or with the reason why it is missing. */
export function boundedPlans(
  plans: readonly ApplicationPlan[],
  mostBytes = MOST_ANSWER_BYTES,
): readonly ApplicationPlan[] {
  return fitting(plans, shortPlan, mostBytes);
}

/**
 * Holds, all of them, with shorter texts if necessary.
 *
 * @throws RequestRefusedError when there are too many even so.
 */
export function boundedHolds(holds: readonly Hold[], mostBytes = MOST_ANSWER_BYTES): readonly Hold[] {
  return allOrRefused(holds, shortHold, 'holds', mostBytes);
}

function allOrRefused<T>(
  entries: readonly T[],
  shorten: (entry: T) => T,
  what: string,
  mostBytes = MOST_ANSWER_BYTES,
): readonly T[] {
  const bounded = fitting(entries, shorten, mostBytes);
  if (bytesOf(bounded) <= mostBytes) return bounded;
  throw new RequestRefusedError(
    `The answer of ${entries.length} ${what} would be larger than Lambda returns. Ask for fewer applications at once.`,
  );
}

/** Entries in full while there is room for the short forms of those after them. */
function fitting<T>(entries: readonly T[], shorten: (entry: T) => T, mostBytes: number): readonly T[] {
  const short = entries.map(shorten);
  // JSON adds two brackets, and a comma per entry.
  let spare = short.reduce((left, entry) => left - bytesOf(entry) - 1, mostBytes - 2);
  return entries.map((entry, index) => {
    const instead = short[index] ?? entry;
    const more = bytesOf(entry) - bytesOf(instead);
    if (more > Math.max(0, spare)) return instead;
    spare -= more;
    return entry;
  });
}

function shortRecord({ deletionReasons, ...record }: RunRecord): AnsweredRecord {
  return {
    ...record,
    requestReason: record.requestReason && shortText(record.requestReason),
    message: record.message && shortText(record.message),
    deleted: [],
    failedToDelete: [],
    kept: [],
    truncated: `The lists of ${record.deleted.length} deleted and ${record.kept.length} kept snapshots are in the audit table.`,
  };
}

function shortPlan({ application, kept, dropped, problem }: ApplicationPlan): ApplicationPlan {
  const instead = `The plan (${kept.length} to keep, ${dropped.length} to delete) does not fit into the answer. Request this application alone.`;
  return { application, kept: [], dropped: [], problem: problem === undefined ? instead : shortText(problem) };
}

function shortHold(hold: Hold): Hold {
  return { ...hold, who: shortText(hold.who), why: shortText(hold.why) };
}

function shortMarks({ suspects, freezes, ...marks }: ApplicationMarks): ApplicationMarks {
  const short = <T extends { readonly who: string; readonly why: string }>(mark: T): T => ({
    ...mark,
    who: shortText(mark.who),
    why: shortText(mark.why),
  });
  return { ...marks, suspects: suspects.map(short), freezes: freezes.map(short) };
}

function shortText(text: string): string {
  return boundedText(text, SHORT_TEXT);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
