import type { NotificationPolicy } from '../contract';
import { type Condition, conditionOf, kindOf } from './conditions';
import type { Reason } from './outcomes';
import type { RunRecord, Told } from './record';

export interface NotificationFacts {
  readonly policy: NotificationPolicy;
  readonly reminderMs: number;
  readonly now: Date;
  readonly eventTime: Date;
  readonly reason: Reason;
  /** As the run found the application; none when it could not be read. */
  readonly applicationStatus: string | undefined;
  /** From when on a status that passes by itself is a trouble. */
  readonly passingStatusMs: number;
  /** The newest record of the application before this one, or of this run's earlier attempt; none: its first run. */
  readonly previous:
    | Pick<RunRecord, 'reason' | 'applicationStatus' | 'eventTime' | 'conditionSince' | 'told'>
    | undefined;
  /** True when `previous` is an earlier attempt of this very run. */
  readonly isRetry: boolean;
  /** Earlier runs that this run closed: one that died is news. */
  readonly settled: readonly Pick<RunRecord, 'reason'>[];
  /** True when the run saw something for the first time that people have to know, however it ended. */
  readonly hasNotice?: boolean;
}

export interface NotificationDecision {
  /** Why a mail is sent; none: it is not. */
  readonly mail?: 'result' | 'reminder' | 'all-clear';
  /** Since which event the application has been in this condition. */
  readonly since: Date;
  /** What people know when that mail has been sent. */
  readonly told: Told | undefined;
}

/**
 * Whether people are told of a result. They are taken to know what they were last told, and that all is well before
 * that: they are told when that is no longer true, reminded while it stays bad, and told when it is well again.
 */
export function decideNotification(facts: NotificationFacts): NotificationDecision {
  const { reason, previous, now } = facts;
  const condition = conditionOf(reason, facts.applicationStatus);
  const before = previous?.reason && conditionOf(previous.reason, previous.applicationStatus);
  const since = (before === condition && (previous?.conditionSince ?? previous?.eventTime)) || facts.eventTime;
  const mail = mailFor(facts, condition, before, since);
  if (mail === undefined) return { since, told: previous?.told };
  return { mail, since, told: kindOf(condition) === 'well' ? undefined : { condition, at: now } };
}

function mailFor(
  { policy, reminderMs, passingStatusMs, now, reason, previous, isRetry, settled, hasNotice }: NotificationFacts,
  condition: Condition,
  before: Condition | undefined,
  since: Date,
): NotificationDecision['mail'] {
  const known = previous?.told?.condition ?? 'well';
  const kind = kindOf(condition);
  if (kind === 'well' && known !== 'well') return 'all-clear';
  // A retry that ends as its first attempt did has nothing new to tell.
  if (policy === 'always') return isRetry && previous?.reason === reason ? undefined : 'result';
  if (hasNotice) return 'result';
  if (settled.some((earlier) => earlier.reason === 'run-died') || reason === 'run-died') return 'result';
  if (kind === 'well' || (policy === 'failures' && kind !== 'failure')) return undefined;
  if (known === condition) {
    return now.getTime() - (previous?.told?.at.getTime() ?? 0) >= reminderMs ? 'reminder' : undefined;
  }
  if (condition === 'passing-status') return now.getTime() - since.getTime() >= passingStatusMs ? 'result' : undefined;
  return kind === 'passing' && before !== condition ? undefined : 'result';
}
