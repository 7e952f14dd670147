import type { Notification } from './messages';
import { nextLine } from './next-command';
import { utcTime } from './texts';

/** Decision about an audit table that rejects records, or accepts them again. */
export interface RecordingDecision {
  readonly mail?: 'trouble' | 'reminder' | 'resolved';
  /** Notice to store before a mail is sent: the start of the problem. */
  readonly remember?: Notice;
  /** Notice to store after the mail, if any; `none`: everything works. */
  readonly afterMail?: Notice | 'none';
}

/**
 * Duration of Lambda's retries: the last begins three minutes after the first attempt, and what it still finds has
 * lasted.
 */
const RETRIES_MS = 150_000;

/** Time in which a problem that comes and goes causes only one pair of mails. */
const QUIET_MS = 60 * 60_000;

/**
 * Decides on mails about the audit table: one when the problem has lasted, reminders, and one at its end. A problem
 * that returns within the hour is mailed when the hour is over.
 */
export function decideRecording(
  notice: Notice | undefined,
  isInTrouble: boolean,
  now: Date,
  reminderMs: number,
): RecordingDecision {
  const isQuiet = (last: Date | undefined) => last !== undefined && now.getTime() - last.getTime() < QUIET_MS;
  const lastToldAt = notice?.toldAt ?? notice?.lastToldAt;
  if (!isInTrouble) {
    if (!notice || (notice.endedAt && isQuiet(lastToldAt))) return {};
    const afterMail = isQuiet(lastToldAt) ? { since: notice.since, lastToldAt, endedAt: now } : 'none';
    return notice.toldAt ? { mail: 'resolved', afterMail } : { afterMail };
  }
  if (!notice || notice.endedAt) return { remember: { since: now, lastToldAt } };
  const { since, toldAt } = notice;
  const told: Notice = { since, toldAt: now };
  if (toldAt) return now.getTime() - toldAt.getTime() >= reminderMs ? { mail: 'reminder', afterMail: told } : {};
  const hasLasted = now.getTime() - since.getTime() >= RETRIES_MS;
  return hasLasted && !isQuiet(lastToldAt) ? { mail: 'trouble', afterMail: told } : {};
}

/** Mail about the audit table. */
export function recordingMail(
  kind: NonNullable<RecordingDecision['mail']>,
  { deployment, auditTable }: { readonly deployment: string; readonly auditTable: string },
  since: Date,
  trouble: string | undefined,
): Notification {
  const at = utcTime(since);
  if (kind === 'resolved') {
    return {
      subject: `[${deployment}] audit table: resolved`,
      body: `Resolved: the audit table ${auditTable} accepts records again. Runs since ${at} may be missing in it.\n\n${nextLine('kda status')}\n`,
    };
  }
  const paragraphs = [
    `The audit table ${auditTable} has not accepted records of runs since ${at}. Snapshots are still taken. Nothing is deleted, and no mail is sent about single applications, because it is unknown what was reported before.`,
    `The table answered: ${trouble ?? 'nothing'}`,
    'What to do: check the table of audit.tableName, its key, and the rights of the snapshot manager: dynamodb:GetItem, PutItem and Query. Surplus snapshots stay until the table answers; once the quota of snapshots is reached, none can be taken.',
    nextLine('kda doctor'),
  ];
  return {
    subject: `[${deployment}] runs are not recorded${kind === 'reminder' ? ' (reminder)' : ''}`,
    body: `${paragraphs.join('\n\n')}\n`,
  };
}

/** A trouble of the deployment as a whole, and which mails it had. */
export interface Notice {
  readonly since: Date;
  /** Time of the last mail about this problem; missing if there was none. */
  readonly toldAt?: Date;
  /** Time of the last mail about an earlier problem of the same kind. */
  readonly lastToldAt?: Date;
  /** End of the problem; missing while it exists. */
  readonly endedAt?: Date;
}
