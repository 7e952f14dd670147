import { type ApplicationSafety, applicationSafety } from './application-safety';
import { type Chain, type DeliverySafety, deliverySafety } from './delivery-safety';
import { type AlarmSeen, type ApplicationFacts, type DeliveryFacts, known, type Limits, type Read } from './facts';
import { type LastRun, lastRunOf, rowsThatCount } from './past';
import type { RunsOfSchedule } from './schedule-safety';
import { type Words, words } from './words';

/** Deployment whose safety is asked for, as its settings or its parameter describe it. */
export interface DeploymentFacts {
  readonly environment: string;
  readonly deployment: string;
  readonly region: string;
  readonly account: string | undefined;
  /** Person or role that asked. */
  readonly identity: string | undefined;
  readonly limits: Limits;
  readonly chain: Chain;
  readonly applications: readonly ApplicationFacts[];
  /** Questions without which the list of applications may have gaps. */
  readonly gapsInApplications: readonly string[];
  /** Entries of the settings that fit no application of the region, in words. */
  readonly selectorsWithoutApplication: readonly string[];
  readonly delivery: DeliveryFacts;
  /** True: these applications alone are judged, and the delivery is only shown. */
  readonly isOfNamedOnly: boolean;
  /** Seconds that this machine's clock is behind AWS; negative: ahead. */
  readonly clockSkewSeconds: number;
}

export type Overall = 'safe' | 'unsafe' | 'unknown';

/** Answer to the question whether everything of a deployment is safe right now. */
export interface DeploymentSafety
  extends Pick<DeploymentFacts, 'environment' | 'deployment' | 'region' | 'account' | 'identity' | 'isOfNamedOnly'> {
  /** Time of the answer, by the clock of AWS where that of the machine is wrong. */
  readonly at: Date;
  readonly overall: Overall;
  readonly lastRun: LastRun | undefined;
  readonly nextRun: Date | undefined;
  readonly applications: readonly ApplicationSafety[];
  readonly delivery: DeliverySafety;
  /** Sentences about what could not be read. */
  readonly unread: readonly Words[];
  /** Seconds that this machine's clock is behind AWS, if that is more than a minute. */
  readonly clockSkewSeconds: number | undefined;
}

/** Difference of clocks that is not worth a word. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** Judges a deployment. It reads no clock: `now` is the time by which everything is judged. */
export function deploymentSafety(facts: DeploymentFacts, now: Date): DeploymentSafety {
  const applications = facts.applications.map((each) => applicationSafety(each, facts.limits, now));
  const rows = facts.applications.map(({ past }) => rowsThatCount(known(past) ?? [], now));
  const lastRun = lastRunOf(rows);
  const names = new Set(facts.applications.map(({ name }) => name));
  const delivery = deliverySafety(facts.delivery, facts.chain, {
    lastRun,
    runs: runsOfSchedules(facts, now),
    isOfAnApplication: (alarm) => isOfAnApplication(alarm, facts, names),
    selectorsWithoutApplication: facts.selectorsWithoutApplication,
    isHoldsTableMissing: facts.applications.some(({ marks }) => 'because' in marks && marks.isMissing === true),
    now,
  });
  const { environment, deployment, region, account, identity, isOfNamedOnly, clockSkewSeconds } = facts;
  const unread = unreadOf(facts);
  const overall = overallOf([
    ...applications.map(({ verdict }) => verdict),
    ...(isOfNamedOnly ? [] : [delivery.verdict]),
    ...(unread.length > 0 ? ['unknown' as const] : []),
  ]);
  return {
    ...{ environment, deployment, region, account, identity, isOfNamedOnly },
    at: now,
    overall,
    lastRun,
    nextRun: soonest(delivery.rules.flatMap((rule) => rule.nextRun ?? [])),
    applications,
    delivery,
    unread,
    clockSkewSeconds: Math.abs(clockSkewSeconds) > CLOCK_TOLERANCE_SECONDS ? clockSkewSeconds : undefined,
  };
}

/** True for an alarm of an application; where only some are looked at, also of the others. */
function isOfAnApplication(
  alarm: AlarmSeen,
  { deployment, chain, isOfNamedOnly }: DeploymentFacts,
  names: ReadonlySet<string>,
): boolean {
  const subject = applicationOf(alarm, deployment);
  if (subject === undefined) return false;
  const ofTheChain = [chain.managerFunction, chain.queues.failedRuns, chain.queues.undeliveredEvents];
  return names.has(subject) || (isOfNamedOnly && !ofTheChain.includes(subject));
}

/** One unsafe part makes all unsafe; one unknown part leaves all unknown. */
export function overallOf(verdicts: readonly (ApplicationSafety['verdict'] | Overall)[]): Overall {
  if (verdicts.includes('unsafe')) return 'unsafe';
  return verdicts.includes('unknown') ? 'unknown' : 'safe';
}

/** Application in the name of an alarm, `deployment/application/id`; undefined for one of the whole deployment. */
export function applicationOf({ name }: Pick<AlarmSeen, 'name'>, deployment: string): string | undefined {
  const [first, subject, id] = name.split('/');
  return first === deployment && id !== undefined ? subject : undefined;
}

/** Runs by the schedules that these applications have. */
function runsOfSchedules({ applications }: DeploymentFacts, now: Date): readonly RunsOfSchedule[] {
  const schedules = [...new Set(applications.map(({ schedule }) => schedule))];
  return schedules.map((schedule) => {
    const pasts = applications.filter((each) => each.schedule === schedule).map(({ past }) => known(past));
    const read = pasts.filter((past) => past !== undefined);
    return {
      schedule,
      lastRun: lastRunOf(read.map((rows) => rowsThatCount(rows, now)))?.at,
      areRowsRead: read.length > 0,
    };
  });
}

function soonest(times: readonly Date[]): Date | undefined {
  return times.toSorted((one, other) => one.getTime() - other.getTime())[0];
}

/** Parts of each application's facts, as a sentence about them names them. */
const PARTS = [
  ['the runs of the audit table', ({ past }) => past],
  ['the newest proof', ({ proven }) => proven],
  ['the journal of restores', ({ recovery }) => recovery],
  ['the suspects and freezes', ({ marks }) => marks],
] as const satisfies readonly (readonly [string, (facts: ApplicationFacts) => Read<unknown>])[];

/**
 * Sentences about what could not be read: one for each cause, however many parts and applications it concerns, because
 * one trouble is told once.
 */
function unreadOf({ applications, gapsInApplications }: DeploymentFacts): readonly Words[] {
  const byCause = new Map<string, Set<string>>();
  for (const [what, partOf] of PARTS) {
    for (const facts of applications) {
      const read = partOf(facts);
      if (!('because' in read) || read.isPending) continue;
      byCause.set(read.because, (byCause.get(read.because) ?? new Set()).add(what));
    }
  }
  return [
    ...gapsInApplications.map((gap) => words`Not every application could be found: ${gap}`),
    ...[...byCause].map(([because, parts]) => words`${asBeginning([...parts])} could not be read: ${because}`),
  ];
}

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function asBeginning(parts: readonly string[]): string {
  const text = LIST.format(parts);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
