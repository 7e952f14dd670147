import type { RunSchedule } from '../../config/model/schedules';
import { nextDue } from '../../lambda-src/snapshot-manager/domain/schedule/due';
import { intervalText } from '../../lambda-src/snapshot-manager/domain/schedule/written-schedule';
import { duration } from '../times';
import { expectedRun, type ScheduleNotes } from './expected-run';
import { type DeliveryFacts, known, type Read, type RuleState } from './facts';
import { type Finding, note, notRead, unsafe } from './findings';
import { words } from './words';

/** Rule of a schedule, as the deployment has it. */
export interface ScheduleRule extends RunSchedule {
  readonly name: string;
}

/** Runs of the applications of one schedule. */
export interface RunsOfSchedule {
  readonly schedule: string;
  /** Event of its last run that has ended; undefined: none has. */
  readonly lastRun: Date | undefined;
  /** True if the rows of at least one of its applications were read. */
  readonly areRowsRead: boolean;
}

export type RuleWord = 'enabled' | 'disabled' | 'missing' | 'unknown';

/** Whether the events of a schedule come. */
export interface ScheduleSafety {
  readonly rule: string;
  readonly schedule: string;
  readonly state: RuleWord;
  /** Event of the last run that has ended; undefined: none has, or no application of it was looked at. */
  readonly lastRun: Date | undefined;
  /** Next event; undefined where none is due, or the last two did not come. */
  readonly nextRun: Date | undefined;
}

/** Expectations towards the schedules. */
export interface Scheduled {
  readonly rules: readonly ScheduleRule[];
  readonly managerFunction: string;
  readonly isScheduled: boolean;
}

const NEXT = 'kda doctor';
const DAY_MINUTES = 1440;
/** Longest time in which runs are looked for: the audit of a yearly schedule is not read whole. */
const MOST_MINUTES = 100 * DAY_MINUTES;

/** Time in which runs of a schedule are looked for: a day, or three intervals of a rare one. */
export function lookBackMinutes(longestMinutes: number): number {
  return Math.max(DAY_MINUTES, Math.min(3 * longestMinutes, MOST_MINUTES));
}

/** Judged rules of all schedules, in the order of the deployment. */
export function schedulesSafety(
  facts: DeliveryFacts,
  { rules, isScheduled }: Scheduled,
  runs: readonly RunsOfSchedule[],
  now: Date,
): readonly ScheduleSafety[] {
  return rules.map((rule) => {
    const state = ruleWord(seenOf(facts, rule, rules));
    const found = runs.find(({ schedule }) => schedule === rule.expression);
    const expected = expectedRun(rule.expression, found?.lastRun, notesOf(facts), now);
    const isMissed = found?.lastRun !== undefined && expected.state === 'silent';
    const isDue = isScheduled && found?.areRowsRead && !isMissed && state !== 'disabled' && state !== 'missing';
    return {
      rule: rule.name,
      schedule: rule.expression,
      state,
      lastRun: found?.lastRun,
      nextRun: isDue ? nextDue(rule.expression, found?.lastRun, now) : undefined,
    };
  });
}

/** Word for all rules: the one of the worst. */
export function worstRule(rules: readonly Pick<ScheduleSafety, 'state'>[]): RuleWord {
  const order: readonly RuleWord[] = ['missing', 'disabled', 'unknown'];
  return order.find((word) => rules.some(({ state }) => state === word)) ?? 'enabled';
}

/** Findings on the rules: whether each exists, is enabled and invokes the manager, and whether its runs come. */
export function scheduleFindings(
  facts: DeliveryFacts,
  scheduled: Scheduled,
  { runs, silentUntilThen, now }: Expectation,
): Finding[] {
  const { rules, isScheduled } = scheduled;
  const isOff = !isScheduled && rules.some((rule) => ruleWord(seenOf(facts, rule, rules)) === 'disabled');
  return [
    ...(isOff ? [note(words`snapshots are taken only on request: the schedule is off in the settings`)] : []),
    ...rules.flatMap((rule) => ruleFindings(seenOf(facts, rule, rules), rule, scheduled)),
    ...rules.flatMap((rule) => silenceFindings(facts, rule, scheduled, { runs, silentUntilThen, now })),
  ];
}

interface Expectation {
  readonly runs: readonly RunsOfSchedule[];
  /** Words about an alarm that is in ALARM until the first run, or none. */
  readonly silentUntilThen: string;
  readonly now: Date;
}

function seenOf(facts: DeliveryFacts, { name }: ScheduleRule, [first]: readonly ScheduleRule[]): Read<RuleState> {
  if (name === first?.name) return facts.rule;
  return facts.otherRules.find((each) => each.name === name)?.seen ?? { because: 'it is being read', isPending: true };
}

function ruleWord(rule: Read<RuleState>): RuleWord {
  if ('because' in rule) return rule.isMissing ? 'missing' : 'unknown';
  return rule.value.isEnabled ? 'enabled' : 'disabled';
}

/** Schedule in words: its expression where there are several. */
function nameOf({ expression }: ScheduleRule, { rules }: Scheduled): string {
  return rules.length > 1 ? `the schedule ${expression}` : 'the schedule';
}

function ruleFindings(seen: Read<RuleState>, rule: ScheduleRule, scheduled: Scheduled): Finding[] {
  const { name } = rule;
  const none = scheduled.rules.length > 1 ? `no run of ${nameOf(rule, scheduled)}` : 'no run';
  if ('because' in seen) {
    return seen.isMissing
      ? [unsafe(words`there is no rule ${name}: ${none} begins by itself`, NEXT)]
      : [notRead(seen, words`the rule ${name} is unknown: ${seen.because}`)];
  }
  const { isEnabled, invokesManager } = seen.value;
  if (!isEnabled && scheduled.isScheduled) {
    return [unsafe(words`the rule ${name} is disabled: ${none} begins by itself`, NEXT)];
  }
  if (!isEnabled || invokesManager) return [];
  return [unsafe(words`the rule ${name} does not invoke ${scheduled.managerFunction}`, NEXT)];
}

/** Runs of a schedule that should have come and did not. Two may be missing: a run takes time, and an event may be late. */
function silenceFindings(
  facts: DeliveryFacts,
  rule: ScheduleRule,
  scheduled: Scheduled,
  { runs, silentUntilThen, now }: Expectation,
): Finding[] {
  const { expression, longestMinutes } = rule;
  const found = runs.find(({ schedule }) => schedule === expression);
  const isEnabled = ruleWord(seenOf(facts, rule, scheduled.rules)) === 'enabled';
  if (!scheduled.isScheduled || !found?.areRowsRead || !isEnabled) return [];
  const of = nameOf(rule, scheduled);
  const { lastRun, state, awaited } = expectedRun(expression, found.lastRun, notesOf(facts), now);
  if (state === 'on-time') return [];
  if (lastRun === undefined) {
    const minutes = lookBackMinutes(longestMinutes);
    const span = minutes === DAY_MINUTES ? '24 hours' : duration(minutes * 60);
    return awaited
      ? [note(words`no run of ${of} yet: the first one is due by ${awaited.due}${silentUntilThen}`)]
      : [unsafe(words`no run of ${of} has ended in the last ${span}`, NEXT)];
  }
  const none = scheduled.rules.length > 1 ? `no run of ${of}` : 'no run';
  if (!awaited) {
    return [unsafe(words`${none} since ${lastRun}, although one is due ${intervalText(expression)}`, NEXT)];
  }
  const { due, since, by } = awaited;
  if (by === 'runs') {
    const notes = 'by the notes of the runs one is expected since';
    return [note(words`${none} since ${lastRun}: ${notes} ${since}, and due by ${due}`)];
  }
  // What ran before belongs to what was deployed before: an application may have come from a rarer schedule.
  return [note(words`${none} since the deployment at ${since}: the first one is due by ${due}`)];
}

/** Facts of the delivery by which runs are expected. */
export function notesOf({ schedules, manager }: Pick<DeliveryFacts, 'schedules' | 'manager'>): ScheduleNotes {
  return { schedules: known(schedules) ?? [], deployedAt: known(manager)?.deployedAt };
}
