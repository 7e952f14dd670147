import { MANAGER_RUNS } from '../../config/alarm-catalog/manager-alarms';
import type { AlarmSeen, DeliveryFacts, PastRow, Read, Subscription } from './facts';
import { known } from './facts';
import { type Finding, type Judged, judged, note, notRead, unsafe } from './findings';
import { firstRunDue } from './first-run';
import { endedRuns, type LastRun, rowsThatCount, streakOf } from './past';
import { type Words, words } from './words';

/** Expectations of the deployment towards its own chain. */
export interface Chain {
  readonly rule: string;
  readonly managerFunction: string;
  readonly queues: { readonly failedRuns: string; readonly undeliveredEvents: string };
  readonly topic: string;
  readonly mailAddresses: readonly string[];
  readonly pagerTopicArns: readonly string[];
  readonly isScheduled: boolean;
  readonly scheduleMinutes: number;
}

export type RuleWord = 'enabled' | 'disabled' | 'missing' | 'unknown';
export type ReachWord = 'confirmed' | 'unconfirmed' | 'none' | 'unknown';

/** Whether runs begin, and whether people hear of them. */
export interface DeliverySafety extends Judged {
  readonly rule: RuleWord;
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
  { lastRun, areRowsRead, isOfAnApplication, selectorsWithoutApplication, isHoldsTableMissing, now }: Seen,
): DeliverySafety {
  const alarms = known(facts.alarms);
  const isNew =
    lastRun === undefined && firstRunDue(known(facts.manager)?.deployedAt, chain.scheduleMinutes, now) !== undefined;
  const knowsBetter = (alarm: AlarmSeen) => alarm.id === MANAGER_RUNS && (isNew || isBehind(alarm, lastRun, now));
  const findings = [
    ...ruleFindings(facts, chain),
    ...managerFindings(facts, chain),
    ...(isHoldsTableMissing
      ? [unsafe(words`there is no holds table: no hold counts, and nothing is deleted`, NEXT)]
      : []),
    ...silenceFindings(facts, chain, { lastRun, areRowsRead, now }),
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
    rule: ruleWord(facts),
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
  /** True if the rows of at least one application were read. */
  readonly areRowsRead: boolean;
  readonly isOfAnApplication: (alarm: AlarmSeen) => boolean;
  /** Entries of the settings that fit no application, in words. */
  readonly selectorsWithoutApplication: readonly string[];
  readonly isHoldsTableMissing: boolean;
  readonly now: Date;
}

function ruleWord({ rule }: DeliveryFacts): RuleWord {
  if ('because' in rule) return rule.isMissing ? 'missing' : 'unknown';
  return rule.value.isEnabled ? 'enabled' : 'disabled';
}

function ruleFindings({ rule }: DeliveryFacts, chain: Chain): Finding[] {
  if ('because' in rule) {
    return rule.isMissing
      ? [unsafe(words`there is no rule ${chain.rule}: no run begins by itself`, NEXT)]
      : [notRead(rule, words`the rule ${chain.rule} is unknown: ${rule.because}`)];
  }
  const { isEnabled, invokesManager } = rule.value;
  if (!isEnabled && chain.isScheduled) {
    return [unsafe(words`the rule ${chain.rule} is disabled: no run begins by itself`, NEXT)];
  }
  if (!isEnabled) return [note(words`snapshots are taken only on request: the schedule is off in the settings`)];
  return invokesManager ? [] : [unsafe(words`the rule ${chain.rule} does not invoke ${chain.managerFunction}`, NEXT)];
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

/** A manager that should have run and did not. Two intervals may pass: a run takes time, and an event may be late. */
function silenceFindings(
  facts: DeliveryFacts,
  { isScheduled, scheduleMinutes }: Chain,
  { lastRun, areRowsRead, now }: Pick<Seen, 'lastRun' | 'areRowsRead' | 'now'>,
): Finding[] {
  if (!isScheduled || !areRowsRead || ruleWord(facts) !== 'enabled') return [];
  if (lastRun === undefined) {
    const due = firstRunDue(known(facts.manager)?.deployedAt, scheduleMinutes, now);
    return due
      ? [note(words`no run of the schedule yet: the first one is due by ${due}${silentUntilThen(facts)}`)]
      : [unsafe(words`no run of the schedule has ended in the last 24 hours`, NEXT)];
  }
  const limit = now.getTime() - 2 * scheduleMinutes * 60_000 - MINUTE_MS;
  if (lastRun.at.getTime() >= limit) return [];
  return [unsafe(words`no run since ${lastRun.at}, although one is due every ${scheduleMinutes} min`, NEXT)];
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
