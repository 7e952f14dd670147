import { MANAGER_RUNS } from '../../config/alarm-catalog/manager-alarms';
import { mostFrequent } from '../../config/model/schedules';
import { expectedRun } from './expected-run';
import type { AlarmSeen, DeliveryFacts, PastRow, Read, Subscription } from './facts';
import { known } from './facts';
import { type Finding, type Judged, judged, note, notRead, unsafe } from './findings';
import { endedRuns, type LastRun, rowsThatCount, streakOf } from './past';
import {
  notesOf,
  type RuleWord,
  type RunsOfSchedule,
  type Scheduled,
  type ScheduleSafety,
  scheduleFindings,
  schedulesSafety,
  worstRule,
} from './schedule-safety';
import { type Words, words } from './words';

/** Expectations of the deployment towards its own chain. */
export interface Chain extends Scheduled {
  readonly queues: { readonly failedRuns: string; readonly undeliveredEvents: string };
  readonly topic: string;
  readonly mailAddresses: readonly string[];
  readonly pagerTopicArns: readonly string[];
}

export type ReachWord = 'confirmed' | 'unconfirmed' | 'none' | 'unknown';

/** Whether runs begin, and whether people hear of them. */
export interface DeliverySafety extends Judged {
  /** Word of the worst of its rules. */
  readonly rule: RuleWord;
  readonly rules: readonly ScheduleSafety[];
  readonly manager: 'active' | 'missing' | 'unknown' | (string & {});
  readonly queues: { readonly failedRuns: number | undefined; readonly undeliveredEvents: number | undefined };
  readonly mail: ReachWord;
  readonly pager: ReachWord;
  readonly alarms: AlarmsSafety | undefined;
}

export interface AlarmsSafety {
  readonly total: number;
  readonly inAlarm: readonly string[];
  /** Alarms whose actions are switched off. */
  readonly notWired: readonly string[];
}

const NEXT = 'kda doctor';

/**
 * Judges the chain from the schedule to the people.
 *
 * @param isOfAnApplication true for alarms that an application was judged by already.
 */
export function deliverySafety(
  facts: DeliveryFacts,
  chain: Chain,
  { lastRun, runs, isOfAnApplication, selectorsWithoutApplication, isHoldsTableMissing, now }: Seen,
): DeliverySafety {
  const alarms = known(facts.alarms);
  const rules = schedulesSafety(facts, chain, runs, now);
  const often = mostFrequent(chain.rules)?.expression;
  const isNew =
    lastRun === undefined &&
    often !== undefined &&
    expectedRun(often, undefined, notesOf(facts), now).state === 'awaited';
  const knowsBetter = (alarm: AlarmSeen) => alarm.id === MANAGER_RUNS && (isNew || isBehind(alarm, lastRun, now));
  const findings = [
    ...scheduleFindings(facts, chain, { runs, silentUntilThen: silentUntilThen(facts), now }),
    ...managerFindings(facts, chain),
    ...(isHoldsTableMissing
      ? [unsafe(words`there is no holds table: no hold counts, and nothing is deleted`, NEXT)]
      : []),
    ...queueFindings(facts, chain),
    ...mailFindings(facts, chain),
    ...pagerFindings(facts, chain),
    ...alarmFindings(facts.alarms, chain, (alarm) => isOfAnApplication(alarm) || knowsBetter(alarm)),
    ...behindFindings(facts, lastRun, now),
    ...deploymentRunFindings(facts.past, now),
    ...selectorsWithoutApplication.map((selector) =>
      unsafe(words`no application has ${selector}: nothing is taken for this entry of the settings`, NEXT),
    ),
  ];
  return {
    ...judged(findings),
    rule: worstRule(rules),
    rules,
    manager: managerWord(facts),
    queues: { failedRuns: known(facts.failedRuns), undeliveredEvents: known(facts.undeliveredEvents) },
    mail: mailWord(facts, chain),
    pager: pagerWord(facts),
    alarms: alarms && {
      total: alarms.length,
      inAlarm: alarms.filter(({ isInAlarm, isComposite }) => isInAlarm && !isComposite).map(({ name }) => name),
      notWired: alarms.filter(({ isEnabled }) => !isEnabled).map(({ name }) => name),
    },
  };
}

/** Facts from elsewhere that the chain is judged by. */
export interface Seen {
  readonly lastRun: LastRun | undefined;
  /** Runs of each schedule that an application of this look has. */
  readonly runs: readonly RunsOfSchedule[];
  readonly isOfAnApplication: (alarm: AlarmSeen) => boolean;
  /** Entries of the settings that fit no application, in words. */
  readonly selectorsWithoutApplication: readonly string[];
  readonly isHoldsTableMissing: boolean;
  readonly now: Date;
}

function managerWord({ manager }: DeliveryFacts): DeliverySafety['manager'] {
  if ('because' in manager) return manager.isMissing ? 'missing' : 'unknown';
  return manager.value.state.toLowerCase();
}

function managerFindings({ manager }: DeliveryFacts, { managerFunction }: Chain): Finding[] {
  if ('because' in manager) {
    return manager.isMissing
      ? [unsafe(words`there is no function ${managerFunction}: the snapshot manager is not deployed`, NEXT)]
      : [notRead(manager, words`the function ${managerFunction} is unknown: ${manager.because}`)];
  }
  const { state, isThrottledToZero } = manager.value;
  return [
    ...(state === 'Failed' ? [unsafe(words`the function ${managerFunction} is in state Failed`, NEXT)] : []),
    ...(isThrottledToZero
      ? [unsafe(words`the function ${managerFunction} may not run: its reserved concurrency is 0`, NEXT)]
      : []),
  ];
}

/** The alarm on runs fires in a new deployment: whoever counts alarms in ALARM looks for it. */
function silentUntilThen({ alarms }: DeliveryFacts): string {
  const isInAlarm = known(alarms)?.some((alarm) => alarm.id === MANAGER_RUNS && alarm.isInAlarm);
  return isInAlarm ? `, and alarm ${MANAGER_RUNS} is in ALARM until then` : '';
}

/** An alarm sees a run with the minute that follows it; a run that began just now may still have to report. */
function isBehind({ since }: AlarmSeen, lastRun: LastRun | undefined, now: Date): boolean {
  if (!lastRun?.isOk || since === undefined || since >= lastRun.at) return false;
  return now.getTime() - lastRun.at.getTime() < ALARM_SEES_MS;
}

function behindFindings({ alarms }: DeliveryFacts, lastRun: LastRun | undefined, now: Date): Finding[] {
  const behind = known(alarms)?.find(
    (alarm) => alarm.id === MANAGER_RUNS && alarm.isInAlarm && isBehind(alarm, lastRun, now),
  );
  if (!behind || !lastRun) return [];
  return [note(words`alarm ${MANAGER_RUNS} is in ALARM: it has not seen the run of ${lastRun.at} yet`)];
}

const MINUTE_MS = 60_000;
/** A period of a minute, the time until it is over, and the delay of the metric. */
const ALARM_SEES_MS = 3 * MINUTE_MS;

function queueFindings({ failedRuns, undeliveredEvents }: DeliveryFacts, { queues }: Chain): Finding[] {
  return [
    ...queue(failedRuns, queues.failedRuns, {
      one: 'run failed after all retries, and waits',
      many: 'runs failed after all retries, and wait',
    }),
    ...queue(undeliveredEvents, queues.undeliveredEvents, {
      one: 'event never reached the function, and waits',
      many: 'events never reached the function, and wait',
    }),
  ];
}

function queue(depth: Read<number>, name: string, { one, many }: Readonly<Record<'one' | 'many', string>>): Finding[] {
  if ('because' in depth) {
    return depth.isMissing
      ? [unsafe(words`there is no queue ${name}: what fails would be lost`, NEXT)]
      : [notRead(depth, words`the queue ${name} is unknown: ${depth.because}`)];
  }
  return depth.value > 0
    ? [unsafe(words`${depth.value} ${depth.value === 1 ? one : many} in the queue ${name}`, NEXT)]
    : [];
}

function unconfirmed(subscriptions: readonly Subscription[], addresses: readonly string[]): readonly string[] {
  const confirmed = new Set(subscriptions.filter(({ isConfirmed }) => isConfirmed).map(({ endpoint }) => endpoint));
  return addresses.filter((address) => !confirmed.has(address));
}

function mailWord({ subscriptions }: DeliveryFacts, { mailAddresses }: Chain): ReachWord {
  if (mailAddresses.length === 0) return 'none';
  if ('because' in subscriptions) return 'unknown';
  return unconfirmed(subscriptions.value, mailAddresses).length === 0 ? 'confirmed' : 'unconfirmed';
}

function mailFindings({ subscriptions }: DeliveryFacts, { mailAddresses, topic }: Chain): Finding[] {
  if (mailAddresses.length === 0) return [note(words`nobody gets mails: notifications.mailAddresses is empty`)];
  if ('because' in subscriptions) {
    return [notRead(subscriptions, words`nobody knows whether mails arrive: ${subscriptions.because}`)];
  }
  return unconfirmed(subscriptions.value, mailAddresses).map((address) =>
    unsafe(words`${address} has not confirmed the mails of topic ${topic}, and gets none`, NEXT),
  );
}

function pagerWord({ pagers }: DeliveryFacts): ReachWord {
  if (pagers.length === 0) return 'none';
  const words = pagers.map(({ subscriptions }): ReachWord => {
    if ('because' in subscriptions) return 'unknown';
    return subscriptions.value.some(({ isConfirmed }) => isConfirmed) ? 'confirmed' : 'unconfirmed';
  });
  return words.find((word) => word === 'unconfirmed') ?? words.find((word) => word === 'unknown') ?? 'confirmed';
}

function pagerFindings({ pagers, alarms }: DeliveryFacts, { pagerTopicArns }: Chain): Finding[] {
  const actions = new Set((known(alarms) ?? []).flatMap((alarm) => alarm.actions));
  return [
    ...pagers.flatMap(({ arn, subscriptions }): Finding[] => {
      // The topic may be in another account, whose owner alone may look.
      if ('because' in subscriptions)
        return [note(words`nobody knows who listens to ${arn}: ${subscriptions.because}`)];
      return subscriptions.value.some(({ isConfirmed }) => isConfirmed)
        ? []
        : [unsafe(words`nobody listens to the pager topic ${arn}`, NEXT)];
    }),
    ...(known(alarms) === undefined
      ? []
      : pagerTopicArns
          .filter((arn) => !actions.has(arn))
          .map((arn) => unsafe(words`no alarm notifies the pager topic ${arn}`, NEXT))),
  ];
}

function alarmFindings(
  alarms: DeliveryFacts['alarms'],
  { topic }: Chain,
  isOfAnApplication: (alarm: AlarmSeen) => boolean,
): Finding[] {
  if ('because' in alarms) return [notRead(alarms, words`the alarms are unknown: ${alarms.because}`)];
  const all = alarms.value;
  if (all.length === 0) return [unsafe(words`the deployment has no alarm at all: nobody is notified by one`, NEXT)];
  const off = all.filter(({ isEnabled }) => !isEnabled);
  const own = all.filter((alarm) => alarm.isInAlarm && !alarm.isComposite && !isOfAnApplication(alarm));
  return [
    ...own.map(({ name, isUrgent, since }) => alarmWords(name, isUrgent, since)),
    ...(off.length === 0
      ? []
      : [
          unsafe(
            words`the actions of ${off.length} alarms are switched off: ${shown(off.map(({ name }) => name))}`,
            NEXT,
          ),
        ]),
    ...(all.some(({ actions }) => actions.some((arn) => arn.endsWith(`:${topic}`)))
      ? []
      : [unsafe(words`no alarm notifies the topic ${topic}`, NEXT)]),
  ];
}

function alarmWords(name: string, isUrgent: boolean, since: Date | undefined): Finding {
  const says: Words = since ? words`${name} is in ALARM since ${since}` : words`${name} is in ALARM`;
  return isUrgent ? unsafe(says, NEXT) : note(says);
}

/** Runs that failed before they reached an application. */
function deploymentRunFindings(past: Read<readonly PastRow[]>, now: Date): Finding[] {
  if ('because' in past) {
    return past.isMissing
      ? [unsafe(words`there is no audit table: no run is recorded, and nothing is deleted`, NEXT)]
      : [notRead(past, words`the runs of the deployment are unknown: ${past.because}`)];
  }
  const rows = rowsThatCount(past.value, now);
  const [newest] = endedRuns(rows);
  const streak = newest?.isOnDemand || newest?.reason === 'request-refused' ? undefined : streakOf(rows);
  if (streak === undefined) return [];
  return [note(words`${streak.reason} ×${streak.count}, last for the run of ${newest?.time ?? streak.since}`)];
}

function shown(names: readonly string[]): string {
  const first = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${first} and ${names.length - 3} more` : first;
}
