import type { KnownSchedule } from '../../lambda-src/snapshot-manager/domain/schedule/silence';
import { intervalText } from '../../lambda-src/snapshot-manager/domain/schedule/written-schedule';
import { type ExpectedRun, expectedRun, type ScheduleNotes } from '../safety/expected-run';
import { notesOf } from '../safety/schedule-safety';
import { spanText } from '../safety/words';
import { type Check, type Part, problem, skipped, unknown, well } from './check';

/** Facts about the parts of a deployment. */
export interface DeploymentFacts {
  readonly manager: Part<{
    readonly state: string;
    readonly isThrottledToZero: boolean;
    readonly deployedAt?: Date | undefined;
  }>;
  /** Version that deployed it, by its parameter; `undefined` of an earlier version. */
  readonly deployedVersion: Part<string | undefined>;
  readonly rule: RulePart;
  /** Rules of the other schedules. */
  readonly otherRules: readonly { readonly name: string; readonly seen: RulePart }[];
  /** Newest run of each schedule that an application has. */
  readonly lastRuns: Part<readonly RunOfSchedule[]>;
  /** Schedules as the runs have noted them; empty in a deployment with one. */
  readonly schedules: Part<readonly KnownSchedule[]>;
  readonly tables: readonly { readonly table: string; readonly status: Part<string> }[];
  readonly queues: readonly { readonly queue: string; readonly messages: Part<number> }[];
  readonly subscriptions: Part<readonly { readonly endpoint: string; readonly isConfirmed: boolean }[]>;
  readonly alarms: Part<
    readonly { readonly name: string; readonly isEnabled: boolean; readonly actions: readonly string[] }[]
  >;
}

type RulePart = Part<{ readonly isEnabled: boolean; readonly invokesManager: boolean }>;

/** Newest run of a schedule; `at` undefined: none. */
export interface RunOfSchedule {
  readonly schedule: string;
  readonly at: Date | undefined;
}

/** Expectations of the deployment. */
export interface Expected {
  readonly managerFunction: string;
  /** Name of its first rule. */
  readonly rule: string;
  readonly isScheduled: boolean;
  readonly topic: string;
  readonly mailAddresses: readonly string[];
  readonly pagerTopicArns: readonly string[];
  readonly ownVersion: string;
  readonly now: Date;
}

const DEPLOY = 'Deploy the snapshots stack: kda plan-stacks, then kda apply-stacks.';

/** Judges manager, version, rule, last run, tables, queues, mail, pager and alarms. */
export function deploymentChecks(facts: DeploymentFacts, expected: Expected): Check[] {
  return [
    managerCheck(facts, expected),
    versionCheck(facts, expected),
    ruleCheck(expected.rule, facts.rule, expected),
    ...facts.otherRules.map(({ name, seen }) => ruleCheck(name, seen, expected)),
    ...lastRunChecks(facts, expected),
    ...facts.tables.map(tableCheck),
    ...facts.queues.map(queueCheck),
    mailCheck(facts, expected),
    alarmsCheck(facts, expected),
    pagerCheck(facts, expected),
  ];
}

function managerCheck({ manager }: DeploymentFacts, { managerFunction }: Expected): Check {
  if (!('value' in manager)) {
    return manager.isMissing
      ? problem('manager', `there is no function ${managerFunction}`, DEPLOY)
      : unknown('manager', manager.because);
  }
  const { state, isThrottledToZero } = manager.value;
  if (state !== 'Active' && state !== 'Inactive') return problem('manager', `${managerFunction} is ${state}`, DEPLOY);
  if (isThrottledToZero) {
    const remedy = `Give it back its concurrency: aws lambda put-function-concurrency --function-name ${managerFunction} --reserved-concurrent-executions 1`;
    return problem('manager', `${managerFunction} may not run: its reserved concurrency is 0`, remedy);
  }
  return well('manager', `${managerFunction} is ${state}`);
}

function versionCheck({ deployedVersion }: DeploymentFacts, { ownVersion }: Expected): Check {
  if (!('value' in deployedVersion)) {
    return deployedVersion.isMissing
      ? problem('version', 'the deployment has no parameter: an earlier version deployed it', DEPLOY)
      : unknown('version', deployedVersion.because);
  }
  const { value } = deployedVersion;
  if (value === ownVersion) return well('version', `${ownVersion}, here and there`);
  const remedy = `Use kda of version ${value ?? 'the deployment'}, or deploy the snapshots stack by this one.`;
  return problem('version', `the deployment is of version ${value ?? 'unknown'}, this kda of ${ownVersion}`, remedy);
}

function ruleCheck(name: string, rule: RulePart, { isScheduled, managerFunction }: Expected): Check {
  if (!('value' in rule)) {
    return rule.isMissing ? problem('rule', `there is no rule ${name}`, DEPLOY) : unknown('rule', rule.because);
  }
  const { isEnabled, invokesManager } = rule.value;
  if (!isEnabled && !isScheduled)
    return skipped('rule', 'snapshots.scheduleEnabled is false: runs begin only on request');
  if (!isEnabled)
    return problem('rule', `${name} is disabled: no run begins by itself`, `aws events enable-rule --name ${name}`);
  if (!invokesManager) return problem('rule', `${name} does not invoke ${managerFunction}`, DEPLOY);
  return well('rule', `${name} is enabled and invokes the manager`);
}

function lastRunChecks(facts: DeploymentFacts, { isScheduled, now }: Expected): Check[] {
  const { lastRuns } = facts;
  if (!('value' in lastRuns)) return [unknown('last run', lastRuns.because)];
  if (!isScheduled) return [skipped('last run', 'snapshots.scheduleEnabled is false')];
  return lastRuns.value.map((run) => lastRunCheck(run, notesOf(facts), now));
}

function lastRunCheck({ schedule, at }: RunOfSchedule, notes: ScheduleNotes, now: Date): Check {
  const remedy = 'See the log of the manager: kda logs NAME --from -1h. If it has nothing, check the rule.';
  const isDue = `one is due ${intervalText(schedule)}`;
  const { lastRun, state, awaited } = expectedRun(schedule, at, notes, now);
  if (awaited) return skipped('last run', awaitedText(lastRun, awaited, now));
  if (lastRun === undefined) {
    return problem('last run', `none that the schedule began is in the audit table, although ${isDue}`, remedy);
  }
  const says = `${spanText(lastRun, now)} ago, ${isDue}`;
  return state === 'silent' ? problem('last run', says, remedy) : well('last run', says);
}

function awaitedText(
  lastRun: Date | undefined,
  { due, since, by }: NonNullable<ExpectedRun['awaited']>,
  now: Date,
): string {
  const [left, ago] = [spanText(now, due), spanText(since, now)];
  if (lastRun === undefined) {
    const why = by === 'runs' ? 'none yet' : 'the manager was just deployed';
    return `${why}; its first run is due within ${left}`;
  }
  const expected =
    by === 'runs'
      ? `by the notes of the runs one is expected since ${ago} ago, and due within`
      : `since the deployment ${ago} ago one is due within`;
  return `${spanText(lastRun, now)} ago; ${expected} ${left}`;
}

function tableCheck({ table, status }: DeploymentFacts['tables'][number]): Check {
  const id = 'table';
  if (!('value' in status)) {
    return status.isMissing
      ? problem(id, `there is no table ${table}`, DEPLOY)
      : unknown(id, `${table}: ${status.because}`);
  }
  if (status.value === 'ACTIVE' || status.value === 'UPDATING') return well(id, `${table} is ${status.value}`);
  return problem(id, `${table} is ${status.value}`, DEPLOY);
}

function queueCheck({ queue, messages }: DeploymentFacts['queues'][number]): Check {
  if (!('value' in messages)) {
    return messages.isMissing
      ? problem('queue', `there is no queue ${queue}`, DEPLOY)
      : unknown('queue', `${queue}: ${messages.because}`);
  }
  if (messages.value === 0) return well('queue', `${queue} is empty`);
  const remedy = 'docs/runbook.md, the alarms on queues: find the cause, then redrive or purge them.';
  return problem(
    'queue',
    messages.value === 1
      ? `1 event that failed waits in ${queue}`
      : `${messages.value} events that failed wait in ${queue}`,
    remedy,
  );
}

function mailCheck({ subscriptions }: DeploymentFacts, { mailAddresses, topic }: Expected): Check {
  if (mailAddresses.length === 0) return skipped('mail', 'notifications.mailAddresses is empty: nobody gets mails');
  if (!('value' in subscriptions)) return unknown('mail', subscriptions.because);
  const confirmed = new Set(
    subscriptions.value.flatMap(({ isConfirmed, endpoint }) => (isConfirmed ? [endpoint] : [])),
  );
  const missing = mailAddresses.filter((address) => !confirmed.has(address));
  if (missing.length === 0) return well('mail', `${mailAddresses.join(', ')} confirmed`);
  return problem(
    'mail',
    `${missing.join(', ')} ${missing.length === 1 ? 'has' : 'have'} not confirmed, and get${missing.length === 1 ? 's' : ''} nothing from ${topic}`,
    'Click the link in the mail "AWS Notification - Subscription Confirmation"; a new one comes with the next apply after three days.',
  );
}

function alarmsCheck({ alarms }: DeploymentFacts, { topic }: Expected): Check {
  if (!('value' in alarms)) return unknown('alarms', alarms.because);
  const all = alarms.value;
  if (all.length === 0) return problem('alarms', 'the deployment has none: nobody is called', DEPLOY);
  const off = all.filter(({ isEnabled }) => !isEnabled).map(({ name }) => name);
  if (off.length > 0) {
    const remedy = `aws cloudwatch enable-alarm-actions --alarm-names ${off.slice(0, 3).join(' ')}`;
    return problem('alarms', `the actions of ${off.length} of ${all.length} are switched off`, remedy);
  }
  const isWired = all.some(({ actions }) => actions.some((arn) => arn.endsWith(`:${topic}`)));
  return isWired
    ? well('alarms', `${all.length}, which notify ${topic}`)
    : problem('alarms', `none notifies the topic ${topic}`, DEPLOY);
}

function pagerCheck({ alarms }: DeploymentFacts, { pagerTopicArns }: Expected): Check {
  if (pagerTopicArns.length === 0) return skipped('pager', 'alarms.pagerTopicArns is empty');
  if (!('value' in alarms)) return unknown('pager', alarms.because);
  const actions = new Set(alarms.value.flatMap((alarm) => alarm.actions));
  const missing = pagerTopicArns.filter((arn) => !actions.has(arn));
  return missing.length === 0
    ? well('pager', `alarms notify ${pagerTopicArns.join(', ')}`)
    : problem('pager', `no alarm notifies ${missing.join(', ')}`, DEPLOY);
}
