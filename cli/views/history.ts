import type { QuietHours } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import type { Result } from '../../tools/command';
import { table } from '../../tools/text-table';
import { type AuditRow, newestFirst } from '../audit-rows';
import { duration, shortTime, zoneOf } from '../times';
import { type Gap, gapsOf } from './history-gaps';
import { type Strip, stripOf } from './history-strip';
import { wordOf } from './history-words';
import { pausesOf } from './row-pauses';
import { whatHappened } from './what-happened';

/** Rows of an application, and what was asked about them. */
export interface History {
  readonly application: string;
  readonly now: Date;
  readonly from: Date;
  readonly to: Date;
  /** All rows of the period, newest first, and older ones if they are shown. */
  readonly rows: readonly AuditRow[];
  /** True: the table has no older row. */
  readonly isWhole: boolean;
  /** Rows to show; undefined: all of the period. */
  readonly last: number | undefined;
  /** Words to show; empty: all. */
  readonly outcomes: readonly string[];
  readonly scheduleMinutes: number;
  /** False: snapshots are taken only on request, so nothing is missing between them. */
  readonly isScheduled: boolean;
  /** Hours in which nothing is missing. */
  readonly quietHours?: QuietHours | undefined;
  readonly objectiveMinutes: number;
}

/** Answer of `kda history`. */
export function showHistory(history: History): Result {
  const { application, from, to, now, isScheduled } = history;
  const shown = shownRows(history);
  const ofThePeriod = history.rows.filter(({ time }) => time >= from && time <= to);
  const isBeginning = history.isWhole && history.rows.length === ofThePeriod.length;
  const strip = stripOf(ofThePeriod, history);
  const pauses = pausesOf(history, history.rows.toReversed(), from);
  const gaps = isScheduled ? gapsOf(ofThePeriod, { ...history, isBeginning, pauses }) : [];
  return {
    document: {
      ...{ application, at: now, from, to },
      rows: shown.map((row) => ({ ...row, outcome: wordOf(row, now) })),
      strip,
      gaps,
    },
    text: [
      ...rowLines(history, shown),
      '',
      ...stripLines(strip, now),
      ...gapLines(gaps, isBeginning ? ofThePeriod.at(-1)?.time : from, history),
    ].join('\n'),
  };
}

/** Rows that are asked for, newest first. */
export function shownRows({ rows, from, to, now, last, outcomes }: History): readonly AuditRow[] {
  return newestFirst(rows)
    .filter(({ time }) => time <= to && (last !== undefined || time >= from))
    .filter((row) => outcomes.length === 0 || outcomes.includes(wordOf(row, now)))
    .slice(0, last);
}

function rowLines({ application, now, outcomes }: History, rows: readonly AuditRow[]): string[] {
  if (rows.length === 0) {
    return [`The audit has no such row of ${application}${outcomes.length > 0 ? ` (${outcomes.join(', ')})` : ''}.`];
  }
  const cells = rows.map((row) => [
    shortTime(row.time, now),
    whatHappened({ ...row, outcome: wordOf(row, now) }),
    row.restoredFrom ?? row.snapshotName ?? '-',
    detailsOf(row),
  ]);
  const [header = '', ...lines] = table([`time (${zoneOf(now)})`, 'what', 'snapshot', 'details'], cells);
  return [header, ...lines.flatMap((line, index) => [line, ...messageBelow(rows[index])])];
}

/** Message of a row that does not say all by itself, on a line of its own: beside the columns no screen is wide enough. */
function messageBelow(row: AuditRow | undefined): string[] {
  if (row?.message === undefined || repeatsColumns(row)) return [];
  return [`    ${row.message}`];
}

/** True for a row whose message only repeats its columns. */
function repeatsColumns({ outcome, reason, failedToDelete }: AuditRow): boolean {
  return outcome === 'taken' && reason === 'ready' && failedToDelete.length === 0;
}

/** Details of a row: of a restore RPO, RTO, verdict and who; of a run its reason, duration and deletions. */
export function detailsOf(row: AuditRow): string {
  const {
    rpoSeconds,
    rtoSeconds,
    verdict,
    who,
    requestReason,
    codeVersion,
    commit,
    reason,
    snapshotDurationMs,
    deleted,
    failedToDelete,
  } = row;
  const details = [
    ...(rpoSeconds === undefined ? [] : [`RPO ${duration(rpoSeconds)}`]),
    ...(rtoSeconds === undefined ? [] : [`RTO ${duration(rtoSeconds)}`]),
    ...(verdict === undefined ? [] : [verdict]),
    ...(who === undefined ? [] : [`by ${who}`]),
    ...(requestReason ? [`"${requestReason}"`] : []),
    ...(codeVersion === undefined ? [] : [`code version ${codeVersion}`]),
    ...(commit === undefined ? [] : [`commit ${commit.slice(0, 12)}`]),
    ...(reason === undefined ? [] : [reason]),
    ...(snapshotDurationMs === undefined ? [] : [`${(snapshotDurationMs / 1000).toFixed(1)} s`]),
    ...(deleted.length > 0 ? [`${deleted.length} deleted`] : []),
    ...(failedToDelete.length > 0 ? [`${failedToDelete.length} not deleted`] : []),
    ...(row.writtenBy === 'reference' ? ['reference system'] : []),
  ];
  return details.join(', ') || '-';
}

function stripLines({ from, to, text, intervalSeconds, legend }: Strip, now: Date): string[] {
  return [
    `${shortTime(from, now)} ${text} ${shortTime(to, now)}`,
    `One character is ${duration(intervalSeconds)}: ${legend.map(({ character, word }) => `${character} ${word}`).join(', ')}.`,
  ];
}

/**
 * Sentences on the gaps, for those who see no strip.
 *
 * @param since time from which snapshots were expected; undefined: there is no row at all.
 */
function gapLines(
  gaps: readonly Gap[],
  since: Date | undefined,
  { now, objectiveMinutes, isScheduled }: History,
): string[] {
  if (!isScheduled) return ['Nothing is scheduled: snapshots are taken on request only.'];
  if (since === undefined) return ['No run has been recorded yet.'];
  if (gaps.length === 0) {
    const objective = duration(objectiveMinutes * 60);
    return [`No gap since ${shortTime(since, now)}: no time longer than ${objective} without a new snapshot.`];
  }
  return gaps.map(({ from, to, seconds, outcomes }) => {
    const counts = Object.entries(outcomes).map(([word, count]) => `${count} ${word}`);
    const isWhole = Math.round((to.getTime() - from.getTime()) / 1000) === seconds;
    const length = `${duration(seconds)}${isWhole ? '' : ' without quiet hours and drills'}`;
    return `Gap: no new snapshot from ${shortTime(from, now)} to ${shortTime(to, now)} (${length}): ${counts.join(', ') || 'nothing recorded'}.`;
  });
}
