import { isUnprovenFailure } from './drill-findings';
import { type ApplicationFacts, known, type RecoverySeen } from './facts';
import { type Finding, note, unknown, unsafe } from './findings';
import { lastAction, type Streak, streakOf, tookAfter } from './past';
import { words } from './words';

/** Runs in a row that went wrong, from which the next snapshot is not to be counted on. */
const TWICE = 2;

/** Findings on runs, restores and alarms of an application. */
export function runFindings(facts: ApplicationFacts, now: Date): Finding[] {
  if ('isMissing' in facts.seen) return [];
  return [
    ...recoveryFindings(facts.name, known(facts.recovery), now),
    ...streakFindings(facts),
    ...startFindings(facts),
    ...alarmFindings(facts),
  ];
}

function streakFindings({ name, past }: ApplicationFacts): Finding[] {
  const streak = streakOf(known(past) ?? []);
  if (streak === undefined) return [];
  return streak.count >= TWICE || streak.lasts
    ? [unsafe(streakWords(streak), `kda why ${name}`)]
    : [note(streakWords(streak))];
}

function streakWords({ reason, count, since, message }: Streak) {
  const times = count === 1 ? words`${reason} at ${since}` : words`${reason} ×${count} since ${since}`;
  return message === undefined ? times : [...times, `: ${message}`];
}

/** Recovery that somebody works on; one whose lease is over was interrupted. */
export function underWayAt(recovery: RecoverySeen | undefined, now: Date): RecoverySeen | undefined {
  return recovery !== undefined && !recovery.hasEnded && recovery.leaseUntil > now ? recovery : undefined;
}

function recoveryFindings(name: string, recovery: RecoverySeen | undefined, now: Date): Finding[] {
  if (recovery === undefined || recovery.hasEnded) return [];
  const { kind, who, plannedAt, leaseUntil, nextStep } = recovery;
  const began = words`a ${kind} by ${who}, begun at ${plannedAt},`;
  if (underWayAt(recovery, now)) {
    const at = words` is under way at the step "${nextStep ?? 'record'}"`;
    const then = words`; if it died: kda restore --continue ${name} after ${leaseUntil}`;
    return [unknown([...began, ...at, ...then], `kda status ${name}`)];
  }
  return [
    unsafe([...began, ` was interrupted before the step "${nextStep ?? 'record'}"`], `kda restore --continue ${name}`),
  ];
}

/** A start that did not work, until a snapshot shows that the job works after all. */
function startFindings({ name, past }: ApplicationFacts): Finding[] {
  const rows = known(past) ?? [];
  const action = lastAction(rows);
  // A run may have begun before the stop, and taken the state that was left.
  if (action === undefined || tookAfter(rows, action.endedAt ?? action.time)) return [];
  if (action.verdict === 'not-proven') {
    return [
      unsafe(
        words`the ${startOf(action.outcome)} at ${action.time} did not work: ${action.message ?? 'it was not proven'}`,
        `kda logs ${name} --query errors`,
      ),
    ];
  }
  if (action.verdict !== 'started-not-proven') return [];
  return [
    unknown(
      words`the ${startOf(action.outcome)} at ${action.time} is not proven, and no snapshot was taken since`,
      `kda verify ${name}`,
    ),
  ];
}

function startOf(outcome: string): string {
  return outcome === 'restored' ? 'restore' : outcome === 'rolled-back' ? 'rollback' : 'start';
}

function alarmFindings(facts: ApplicationFacts): Finding[] {
  return facts.alarms
    .filter(({ isComposite }) => !isComposite)
    .map((alarm) => {
      const { id, isUrgent, since } = alarm;
      const says = since ? words`alarm ${id} is in ALARM since ${since}` : words`alarm ${id} is in ALARM`;
      return isUrgent || isUnprovenFailure(facts, alarm) ? unsafe(says, `kda why ${facts.name}`) : note(says);
    });
}
