import type { RunSummary } from '../../contract';
import { boundedText } from '../domain/bounded-text';
import type { Hold } from '../domain/hold';
import type { RunRecord } from '../domain/record';
import { RequestRefusedError } from '../domain/request-refused-error';
import type { ApplicationPlan } from './plan';

/** Lambda returns 6 MB at most, counted in bytes of UTF-8, and puts an error without advice in the place of more. */
export const MOST_ANSWER_BYTES = 5_000_000;

/** A record as it is answered: without its lists and with a short message where all of it would be too much. */
export type AnsweredRecord = RunRecord & {
  /** What was left out, and where it stands. */
  readonly truncated?: string;
};

/** Characters that stay of a text in the short form of an answer. */
const SHORT_TEXT = 200;

/** The run of the schedule in counts: nobody reads its answer, and the records of a fleet are larger than an answer. */
export function summaryOf(records: readonly RunRecord[]): RunSummary {
  const outcomes: Record<string, number> = {};
  for (const { state } of records) outcomes[state] = (outcomes[state] ?? 0) + 1;
  return { applications: records.length, outcomes };
}

/** Records of what was done: none is left out, since the answer says whether each was. */
export function boundedRecords(
  records: readonly RunRecord[],
  mostBytes = MOST_ANSWER_BYTES,
): readonly AnsweredRecord[] {
  return fitting<AnsweredRecord>(records, shortRecord, mostBytes);
}

/** Plans, each of them whole or with the reason why it is not there. */
export function boundedPlans(
  plans: readonly ApplicationPlan[],
  mostBytes = MOST_ANSWER_BYTES,
): readonly ApplicationPlan[] {
  return fitting(plans, shortPlan, mostBytes);
}

/**
 * Holds, all of them, with shorter texts where that is necessary.
 *
 * @throws RequestRefusedError when there are too many even so.
 */
export function boundedHolds(holds: readonly Hold[], mostBytes = MOST_ANSWER_BYTES): readonly Hold[] {
  const bounded = fitting(holds, shortHold, mostBytes);
  if (bytesOf(bounded) <= mostBytes) return bounded;
  throw new RequestRefusedError(
    `The answer of ${holds.length} holds would be larger than Lambda returns. Ask for fewer applications at once.`,
  );
}

/** The entries whole as long as there is room for the short forms of those after them. */
function fitting<T>(entries: readonly T[], shorten: (entry: T) => T, mostBytes: number): readonly T[] {
  const short = entries.map(shorten);
  // Two brackets, and a comma each.
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
  const instead = `The plan (${kept.length} to keep, ${dropped.length} to delete) does not fit into the answer: ask for this application alone.`;
  return { application, kept: [], dropped: [], problem: problem === undefined ? instead : shortText(problem) };
}

function shortHold(hold: Hold): Hold {
  return { ...hold, who: shortText(hold.who), why: shortText(hold.why) };
}

function shortText(text: string): string {
  return boundedText(text, SHORT_TEXT);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
