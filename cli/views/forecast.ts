import {
  isUnderRetention,
  planRetention,
  type RetentionFacts,
} from '../../lambda-src/snapshot-manager/domain/retention/retention';
import type { RetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../lambda-src/snapshot-manager/domain/snapshot-name';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Widths of the steps into the future: a deletion of tomorrow is told to the hour, one of next year to the week. */
const STEPS: readonly { readonly untilMs: number; readonly widthMs: number }[] = [
  { untilMs: 2 * DAY_MS, widthMs: HOUR_MS },
  { untilMs: 60 * DAY_MS, widthMs: DAY_MS },
  { untilMs: 400 * DAY_MS, widthMs: 7 * DAY_MS },
];
/** First runs that are looked at one by one. */
const SINGLE_RUNS = 12;
/** Snapshots that are imagined in one step; more would take time, and change no answer by more than a step. */
const MOST_IN_A_STEP = 200;

export interface Future {
  readonly now: Date;
  readonly policy: RetentionPolicy;
  /** Facts of the retention at a later time: holds and freezes end. */
  readonly factsAt: (at: Date) => RetentionFacts;
  /** Time between two runs in milliseconds; undefined: no snapshot is taken, and only time passes. */
  readonly everyMs: number | undefined;
}

/**
 * Times at which the retention will delete snapshots, if every run from now on takes one that becomes READY. The
 * retention itself is asked, step by step into the future. A snapshot without a time stays for a year or longer.
 */
export function forecastDeletions(
  snapshots: readonly Snapshot[],
  { now, policy, factsAt, everyMs }: Future,
): ReadonlyMap<string, Date> {
  const goesAt = new Map<string, Date>();
  const open = new Set(
    snapshots.filter((each) => isUnderRetention(each, policy, factsAt(now))).map(({ name }) => name),
  );
  let present = snapshots;
  let before = now;
  for (const at of stepsFrom(now, everyMs)) {
    if (open.size === 0) break;
    const facts = factsAt(at);
    const { kept, dropped } = planRetention([...present, ...takenBetween(before, at, everyMs, facts)], policy, facts);
    for (const { snapshot } of dropped) if (open.delete(snapshot.name)) goesAt.set(snapshot.name, at);
    present = kept.map(({ snapshot }) => snapshot);
    before = at;
  }
  return goesAt;
}

function* stepsFrom(now: Date, everyMs: number | undefined): Generator<Date> {
  let ms = 0;
  yield now;
  for (let run = 1; everyMs !== undefined && run <= SINGLE_RUNS; run += 1) {
    ms = run * everyMs;
    yield new Date(now.getTime() + ms);
  }
  for (const { untilMs, widthMs } of STEPS) {
    for (ms += widthMs; ms <= untilMs; ms += widthMs) yield new Date(now.getTime() + ms);
    ms -= widthMs;
  }
}

function takenBetween(
  after: Date,
  until: Date,
  everyMs: number | undefined,
  { ownPrefix }: RetentionFacts,
): readonly Snapshot[] {
  if (everyMs === undefined) return [];
  const spanMs = until.getTime() - after.getTime();
  const runs = Math.floor(spanMs / everyMs);
  const count = Math.min(runs, MOST_IN_A_STEP);
  return Array.from({ length: count }, (_, index) => {
    const createdAt = new Date(after.getTime() + Math.round((spanMs / count) * (index + 1)));
    const name = snapshotName(ownPrefix, createdAt);
    return { name, status: 'READY', createdAt, applicationVersion: 0, runtimeEnvironment: undefined };
  });
}
