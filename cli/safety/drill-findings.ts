import { DRILL_FAILED } from '../../config/alarm-catalog/proof-alarms';
import { DRILL_SCHEDULE } from '../../config/model/drills/drill-rules';
import { lastWindow } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { type AlarmSeen, type ApplicationFacts, known, type Limits, type PastRow } from './facts';
import { type Finding, note, unsafe } from './findings';
import { words } from './words';

/** Longest time from the begin of a window to the row of its drill: a drill excuses no run after four hours. */
const LONGEST_MS = 4 * 3_600_000;

/** Findings on drills: the last one failed, or those on schedule prove nothing. */
export function drillFindings(facts: ApplicationFacts, limits: Limits, now: Date): Finding[] {
  const drills = drillsOf(facts);
  return [...failedDrill(facts, drills), ...refusedDrills(drills), ...missedDrill(facts, drills, limits, now)];
}

/** True for the alarm that the last drill failed, unless something was proven since. */
export function isUnprovenFailure({ proven }: ApplicationFacts, { id, since }: AlarmSeen): boolean {
  const proof = known(proven)?.proof;
  return id === DRILL_FAILED && !(proof && since && proof.at > since);
}

/** Rows of drills that have ended, the newest first. */
function drillsOf({ past, earlierDrills }: ApplicationFacts): readonly PastRow[] {
  const rows = [...(known(past) ?? []), ...(known(earlierDrills)?.rows ?? [])];
  return rows.filter(({ outcome, verdict }) => outcome === 'drilled' && verdict !== undefined);
}

/** The last drill that could tell, where its state did not work, until something is proven after it. */
function failedDrill({ name, proven }: ApplicationFacts, drills: readonly PastRow[]): Finding[] {
  const drill = drills.find(canTell);
  const proof = known(proven)?.proof;
  if (drill?.verdict !== 'not-proven' || (proof && proof.at > drill.time)) return [];
  return [
    unsafe(words`the drill at ${drill.time} did not work: ${drill.message ?? 'it was not proven'}`, `kda why ${name}`),
  ];
}

/** True for a drill that says whether the state works: others change nothing about that. */
export function canTell({ verdict }: Pick<PastRow, 'verdict'>): boolean {
  return verdict === 'proven' || verdict === 'not-proven';
}

/** Drills on schedule that were all refused since the last one that was not: nobody is asked, and nobody sees them. */
function refusedDrills(drills: readonly PastRow[]): Finding[] {
  const scheduled = drills.filter(isScheduled);
  const other = scheduled.findIndex(({ verdict }) => verdict !== 'refused');
  const refused = other < 0 ? scheduled : scheduled.slice(0, other);
  const [newest] = refused;
  const first = refused.at(-1);
  if (newest === undefined || first === undefined) return [];
  const because = newest.message ?? 'it was refused';
  if (refused.length === 1) return [note(words`the last drill on schedule proved nothing: ${because}`)];
  return [
    note(
      words`the last ${refused.length} drills on schedule, since ${first.time}, proved nothing; the newest one: ${because}`,
    ),
  ];
}

/** Window of the settings in which no drill began: its execution failed before the manager was asked, or its rule did. */
function missedDrill(
  { drillWindow, past, earlierDrills, seen }: ApplicationFacts,
  drills: readonly PastRow[],
  { schedule, deployedAt }: Limits,
  now: Date,
): Finding[] {
  // Paused schedules drill nothing either.
  if (drillWindow === undefined || schedule === undefined || deployedAt === undefined) return [];
  const earlier = known(earlierDrills);
  if (known(past) === undefined || earlier === undefined) return [];
  const { from } = lastWindow(drillWindow, new Date(now.getTime() - LONGEST_MS));
  const createdAt = known(seen)?.createdAt;
  const wasThere = from > deployedAt && (createdAt === undefined || from > createdAt);
  if (!wasThere || (earlier.searchedSince && earlier.searchedSince > from)) return [];
  if (drills.some((drill) => isScheduled(drill) && drill.time >= from)) return [];
  return [
    note(
      words`no drill ran in the window of ${from}, though the settings consent: its execution failed, or its rule did not start it`,
    ),
  ];
}

/** True for a drill that a rule began. */
function isScheduled({ who }: PastRow): boolean {
  return who?.startsWith(DRILL_SCHEDULE) === true;
}
