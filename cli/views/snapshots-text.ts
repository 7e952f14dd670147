import { table } from '../../tools/text-table';
import { duration, shortTime, zoneOf } from '../times';
import type { ApplicationFacts } from './application-facts';
import type { SnapshotView } from './snapshot-list';

const UNKNOWN = 'unknown';
const NONE = '-';

/**
 * Text with a line about the application, then one for each snapshot, newest first, with its hold, mark and proof below
 * it: beside the columns they would be too wide for a screen.
 */
export function snapshotsText(facts: ApplicationFacts, views: readonly SnapshotView[]): string {
  const { now } = facts;
  if (views.length === 0) return `${headOf(facts, views)}\nThere is no snapshot to go back to.`;
  const rows = views.map((view) => [
    view.name,
    view.createdAt ? shortTime(view.createdAt, now) : UNKNOWN,
    view.ageSeconds === null ? UNKNOWN : duration(view.ageSeconds),
    view.state,
    view.madeBy,
    String(view.codeVersion),
    staysText(view, now),
  ]);
  const header = [
    'snapshot',
    `created (${zoneOf(now)})`,
    'age',
    'state',
    'made by',
    'code',
    'why it stays, when it goes',
  ];
  const [first = '', ...lines] = table(header, rows);
  const shown = lines.flatMap((line, index) => [line, ...marksBelow(views[index], now)]);
  return [headOf(facts, views), first, ...shown, ...unknownText(views)].join('\n');
}

/** Line with the hold, the mark and the proof of a snapshot, if it has any. */
function marksBelow(view: SnapshotView | undefined, now: Date): string[] {
  if (view === undefined) return [];
  const marks = [
    ...(view.suspect ? [`${suspectText(view)}: ${view.suspect.why}`] : []),
    ...(view.holds?.length ? [`on hold by ${holdText(view, now)}`] : []),
    ...(view.missingInputSeconds === null ? [] : [beyondText(view.missingInputSeconds)]),
    ...(view.proven ? [`proven ${provenText(view, now)}`] : []),
  ];
  return marks.length === 0 ? [] : [`      ${marks.join(' · ')}`];
}

/** Words about a snapshot from before the horizon of the source. */
export function beyondText(missingSeconds: number): string {
  return `beyond the source: ${duration(missingSeconds)} of input after it are gone`;
}

/** Sentence on what is unknown of at least one snapshot. */
function unknownText(views: readonly SnapshotView[]): string[] {
  const unknown = [
    ...(views.some(({ holds }) => holds === null) ? ['holds'] : []),
    ...(views.some(({ suspect }) => suspect === null) ? ['suspects'] : []),
    ...(views.some(({ proven }) => proven === null) ? ['proofs'] : []),
  ];
  return unknown.length === 0 ? [] : [`Unknown: ${unknown.join(', ')}.`];
}

function headOf({ application, state, deployment }: ApplicationFacts, views: readonly SnapshotView[]): string {
  const quota = deployment ? ` of ${deployment.snapshotQuota}` : '';
  const suspects = views.filter(({ suspect }) => suspect).length;
  const marked = suspects === 0 ? '' : `, ${suspects} suspect`;
  const service = views.filter(({ madeBy }) => madeBy === 'service').length;
  const ofService = service === 0 ? '' : `, ${service} of the service`;
  return `${application} is ${state.status}. Snapshots: ${views.length}${quota}${ofService}${marked}.`;
}

/** Word about the holds on a snapshot. */
export function holdText({ holds }: SnapshotView, now: Date): string {
  if (holds === null) return UNKNOWN;
  if (holds.length === 0) return NONE;
  const [first] = holds.toSorted((a, b) => (b.until?.getTime() ?? Infinity) - (a.until?.getTime() ?? Infinity));
  const others = holds.length > 1 ? ` and ${holds.length - 1} more` : '';
  return `${first?.who}${others}, until ${first?.until ? shortTime(first.until, now) : 'released'}`;
}

/** Word about the mark of a snapshot. */
export function suspectText({ suspect }: SnapshotView): string {
  if (suspect === null) return UNKNOWN;
  return suspect ? `SUSPECT by ${suspect.who}` : NONE;
}

/** Word about the newest proof of a snapshot. */
export function provenText({ proven }: SnapshotView, now: Date): string {
  if (proven === null) return UNKNOWN;
  if (!proven) return NONE;
  const took = proven.restoreSeconds === null ? '' : `, ${duration(proven.restoreSeconds)}`;
  return `${shortTime(proven.at, now)}${took}`;
}

/** Reasons of the retention, and the time at which the snapshot goes. */
export function staysText({ retention }: SnapshotView, now: Date): string {
  if (retention === null) return UNKNOWN;
  const { verdict, reasons, goesAt } = retention;
  const because = reasons.join(', ');
  if (verdict === 'goes') return `${because}; goes in the next run`;
  if (goesAt) return `${because}; goes about ${shortTime(goesAt, now)}`;
  return `${because}; ${reasons.includes('foreign') ? 'never goes by itself' : 'not within a year'}`;
}
