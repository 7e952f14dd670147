import type { EnvironmentStatus } from '../documents/status';
import type { ApplicationSafety } from './application-safety';
import type { DeliverySafety } from './delivery-safety';
import type { DeploymentSafety } from './deployment-safety';
import type { Judged } from './findings';
import { utcText, type Words, written } from './words';

type DocumentOfApplication = EnvironmentStatus['applications'][number];

/** Document of an answer: what `kda status --json` prints, with all times in UTC. */
export function statusDocumentOf(safety: DeploymentSafety): EnvironmentStatus {
  const { environment, deployment, region, account, identity, at, overall, lastRun, nextRun } = safety;
  return {
    environment,
    deployment,
    region,
    account: account ?? null,
    identity: identity ?? null,
    at: utcText(at),
    safe: overall === 'safe',
    overall,
    lastRun: timeOf(lastRun?.at),
    lastRunOk: lastRun?.isOk ?? null,
    nextRun: timeOf(nextRun),
    applications: safety.applications.map(documentOfApplication),
    delivery: documentOfDelivery(safety.delivery),
    unread: safety.unread.map(inUtc),
    clockSkewSeconds: safety.clockSkewSeconds ?? null,
  };
}

function documentOfApplication(safety: ApplicationSafety): DocumentOfApplication {
  const { name, status, verdict, newestGood, proven, freeze } = safety;
  return {
    name,
    status: status ?? null,
    verdict,
    ...judgedOf(safety),
    newestGood: newestGood ? { ...newestGood, createdAt: utcText(newestGood.createdAt) } : null,
    objectiveSeconds: safety.objectiveSeconds,
    schedule: safety.schedule ?? null,
    nextDue: timeOf(safety.nextDue),
    quiet: safety.quiet ? { until: utcText(safety.quiet.until), why: safety.quiet.why } : null,
    reachesBackSeconds: safety.reachesBackSeconds ?? null,
    last24h: safety.last24h ?? null,
    quota: safety.quota
      ? {
          used: safety.quota.used,
          of: safety.quota.of,
          ofTheService: safety.quota.ofTheService ?? null,
          fullInDays: safety.quota.fullInDays ?? null,
        }
      : null,
    sourceHorizon: safety.sourceHorizon ?? null,
    frozen: safety.isFreezeKnown ? freeze !== undefined : null,
    freezeUntil: timeOf(freeze?.until),
    suspects: safety.suspects ? [...safety.suspects] : null,
    proven: proven
      ? {
          at: utcText(proven.at),
          snapshot: proven.snapshot,
          restoreSeconds: proven.restoreSeconds ?? null,
          ...(proven.by === undefined ? {} : { by: proven.by }),
        }
      : null,
    provenSearchedSince: timeOf(safety.provenSearchedSince),
    isProvenKnown: safety.isProvenKnown,
    ...(safety.underWay === undefined ? {} : { underWay: safety.underWay }),
  };
}

function documentOfDelivery(safety: DeliverySafety): EnvironmentStatus['delivery'] {
  const { verdict, rule, rules, manager, queues, mail, pager, alarms } = safety;
  return {
    // Only an application can be stopped on purpose.
    verdict: verdict === 'on-purpose' ? 'safe' : verdict,
    ...judgedOf(safety),
    rule,
    rules: rules.map(({ lastRun, nextRun, ...others }) => ({
      ...others,
      lastRun: timeOf(lastRun),
      nextRun: timeOf(nextRun),
    })),
    manager,
    queues: { failedRuns: queues.failedRuns ?? null, undeliveredEvents: queues.undeliveredEvents ?? null },
    mail,
    pager,
    alarms: alarms ? { total: alarms.total, inAlarm: [...alarms.inAlarm], notWired: [...alarms.notWired] } : null,
  };
}

function judgedOf({ reasons, notes, nextCommand }: Judged) {
  return { reasons: reasons.map(inUtc), notes: notes.map(inUtc), nextCommand: nextCommand ?? null };
}

function inUtc(sentence: Words): string {
  return written(sentence, utcText);
}

function timeOf(time: Date | undefined): string | null {
  return time === undefined ? null : utcText(time);
}
