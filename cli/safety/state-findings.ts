import { statusFacts } from '../../lambda-src/snapshot-manager/domain/application-status';
import { type Freeze, freezeInForce, latestEndOfFreeze } from '../../lambda-src/snapshot-manager/domain/marks';
import { quietPeriodAt } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { countedMsBetween } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-time';
import { missingInputSeconds, missingInputText } from '../source-horizon';
import { duration } from '../times';
import { type ApplicationFacts, known, type Limits } from './facts';
import { type Finding, note, notRead, unsafe } from './findings';
import { newestByAudit, statusSince } from './past';
import { scheduleFindings } from './schedule-findings';
import type { SnapshotsSeen } from './snapshots-seen';
import { spanText, words } from './words';

/** Share of the quota from which its use is worth a note. */
const NEARLY_FULL = 0.9;
/** Days to a full quota from which it is worth a note, and from which the next night is in danger. */
const FULL_SOON_DAYS = { note: 30, unsafe: 1 } as const;
/** Share of the quota that snapshots of the service may have before it is worth a note, if no rule deletes them. */
const MANY_OF_THE_SERVICE = 0.1;

/** Findings on the state that a restore could go back to. */
export function stateFindings(facts: ApplicationFacts, limits: Limits, now: Date): Finding[] {
  if ('isMissing' in facts.seen) return [];
  const snapshots = known(facts.snapshots);
  return [
    ...(snapshots === undefined ? byAudit(facts, now) : byList(facts, snapshots, limits, now)),
    ...markFindings(facts, limits, now),
    ...quietFindings(facts, now),
    ...scheduleFindings(facts, limits, now),
  ];
}

function byList(facts: ApplicationFacts, snapshots: SnapshotsSeen, limits: Limits, now: Date): Finding[] {
  return [
    ...ageFindings(facts, snapshots, now),
    ...quotaFindings(facts.name, snapshots.total, limits.snapshotQuota),
    ...forecastFindings(facts.name, snapshots, limits.snapshotQuota),
    ...serviceFindings(snapshots, limits.snapshotQuota),
    ...horizonFindings(facts, snapshots, now),
    ...(snapshots.ofTheFuture > 0
      ? [note(words`${snapshots.ofTheFuture} READY snapshots are dated after now: they count for nothing here`)]
      : []),
  ];
}

function ageFindings(facts: ApplicationFacts, { newestGood, ready, suspects }: SnapshotsSeen, now: Date): Finding[] {
  const { name } = facts;
  if (newestGood) return tooOld(facts, newestGood.createdAt, now);
  const take = `kda snapshot ${name} --reason "no snapshot"`;
  if (ready === 0) return [unsafe(words`there is no READY snapshot to go back to`, take)];
  if (suspects.length === 0) return [unsafe(words`no READY snapshot has a time that can be right`, take)];
  const which = ready === 1 ? 'its only READY snapshot is' : `all of its ${ready} READY snapshots are`;
  return [unsafe(words`${which} suspect: there is no state to trust`, `kda snapshots ${name}`)];
}

/** A stopped application loses nothing more: its age is no finding. */
function tooOld(facts: ApplicationFacts, createdAt: Date, now: Date): Finding[] {
  const status = known(facts.seen)?.status;
  const kind = status === undefined ? 'running' : statusFacts(status).kind;
  if (kind === 'stopped') return [];
  const until = kind === 'passing' && status ? (statusSince(known(facts.past) ?? [], status) ?? now) : now;
  const ageMs = countedMsBetween(facts.quietHours, createdAt, until);
  if (ageMs <= facts.objectiveMinutes * 60_000) return [];
  return [
    unsafe(
      words`the newest good snapshot is ${spanText(createdAt, until)} old${leftOut(createdAt, until, ageMs)}, at most ${duration(facts.objectiveMinutes * 60)} are allowed`,
      `kda why ${facts.name}`,
    ),
  ];
}

/** Words about quiet hours that an age leaves out. */
function leftOut(createdAt: Date, until: Date, countedMs: number): string {
  const isWhole = until.getTime() - createdAt.getTime() === countedMs;
  return isWhole ? '' : `, ${duration(Math.round(countedMs / 1000))} of it outside quiet hours`;
}

/** Quiet hours of now: no reason to act. */
function quietFindings(facts: ApplicationFacts, now: Date): Finding[] {
  const quiet = quietNow(facts, now);
  return quiet ? [note(words`quiet until ${quiet.until}: ${quiet.why}`)] : [];
}

/** End and reason of the quiet hours of this moment; undefined: there are none. */
export function quietNow(
  { quietHours }: Pick<ApplicationFacts, 'quietHours'>,
  now: Date,
): { readonly until: Date; readonly why: string } | undefined {
  const period = quietHours && quietPeriodAt(quietHours, now);
  return period && { until: period.end, why: quietHours.why };
}

function quotaFindings(name: string, used: number, quota: number): Finding[] {
  if (used >= quota) {
    return [
      unsafe(words`it has ${used} of ${quota} snapshots: the service refuses another one`, `kda retention ${name}`),
    ];
  }
  return used >= NEARLY_FULL * quota
    ? [note(words`it has ${used} of ${quota} snapshots: the quota is nearly full`)]
    : [];
}

/** A full quota has a finding of its own. */
function forecastFindings(name: string, { total, fullInDays }: SnapshotsSeen, quota: number): Finding[] {
  if (fullInDays === undefined || fullInDays > FULL_SOON_DAYS.note || total >= quota) return [];
  const [when, next] = [fullInDays <= 1 ? 'within a day' : `in about ${fullInDays} days`, `kda snapshots ${name}`];
  const says = words`its quota of ${quota} snapshots is full ${when} if all goes on as in the last weeks`;
  return [fullInDays <= FULL_SOON_DAYS.unsafe ? unsafe(says, next) : note(says)];
}

function serviceFindings({ total, ofTheService = 0, hasServiceRule }: SnapshotsSeen, quota: number): Finding[] {
  if (hasServiceRule || ofTheService < MANY_OF_THE_SERVICE * quota) return [];
  return [
    note(
      words`${ofTheService} of its ${total} snapshots are the service's own, of stops and updates, and nothing deletes them (retention.serviceSnapshots would)`,
    ),
  ];
}

/** The newest state that can be restored completely, and the reach beyond it. */
function horizonFindings(
  { name, sourceHorizon }: ApplicationFacts,
  { newestGood, oldestGoodAt }: SnapshotsSeen,
  now: Date,
): Finding[] {
  if (sourceHorizon === undefined) return [];
  const ofNewest = newestGood && missingInputSeconds(newestGood.createdAt, sourceHorizon, now);
  if (ofNewest !== undefined) {
    return [
      unsafe(
        words`no restore is complete: of the newest good snapshot, ${missingInputText(ofNewest, sourceHorizon)}`,
        `kda why ${name}`,
      ),
    ];
  }
  const ofOldest = oldestGoodAt && missingInputSeconds(oldestGoodAt, sourceHorizon, now);
  return ofOldest === undefined
    ? []
    : [
        note(
          words`it reaches back to ${oldestGoodAt ?? now}, and the source can be replayed for ${sourceHorizon}: a restore from before that leaves input out`,
        ),
      ];
}

/** Without the list the audit tells what the last run saw: too old is certain then, new enough is not. */
function byAudit(facts: ApplicationFacts, now: Date): Finding[] {
  const newest = newestByAudit(known(facts.past) ?? []);
  const old = newest ? tooOld(facts, newest.createdAt, now) : [];
  const said = newest ? words` The audit says: the newest one is of ${newest.createdAt}.` : [];
  if (!('because' in facts.snapshots)) return old;
  const { because } = facts.snapshots;
  return [...old, notRead(facts.snapshots, [...words`its snapshots are unknown: ${because}`, ...said])];
}

/** A freeze that is over before the snapshots of the schedule fill the quota does no harm. */
function freezeFinding(facts: ApplicationFacts, freeze: Freeze, { snapshotQuota }: Limits, now: Date): Finding {
  const { name, snapshots, schedule } = facts;
  const { who, until, why } = freeze;
  const used = known(snapshots)?.total;
  const says = words`frozen by ${who} until ${until}, nothing is deleted: ${why}`;
  const latest = used === undefined ? until : latestEndOfFreeze(now, { snapshotQuota, used, schedule });
  if (until <= latest) return note(says);
  const full = latest > now ? words`; by ${latest} the quota is nearly full` : words`; the quota is nearly full`;
  return unsafe([...says, ...full], `kda thaw ${name} --holder "${who}"`);
}

function markFindings(facts: ApplicationFacts, limits: Limits, now: Date): Finding[] {
  if ('because' in facts.marks) {
    return [notRead(facts.marks, words`nobody knows which snapshots are suspect: ${facts.marks.because}`)];
  }
  const freeze = freezeInForce(facts.marks.value, now, known(facts.seen)?.createdAt);
  const suspects = known(facts.snapshots)?.suspects.length ?? 0;
  return [
    ...(freeze ? [freezeFinding(facts, freeze, limits, now)] : []),
    ...(suspects > 0
      ? [note(words`${suspects} suspect ${suspects === 1 ? 'snapshot is' : 'snapshots are'} passed over`)]
      : []),
  ];
}
