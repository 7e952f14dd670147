import type { Notice } from './notice';
import type { Notification } from './notification';

/** What to do about a table that takes no records, or takes them again. */
export interface RecordingDecision {
  readonly mail?: 'trouble' | 'reminder' | 'resolved';
  /** What is remembered before a mail is sent: since when the trouble is there. */
  readonly remember?: Notice;
  /** What is remembered once the mail, if any, was sent; `none`: that all is well. */
  readonly afterMail?: Notice | 'none';
}

/** Lambda's last retry begins three minutes after the first attempt: what that one still finds has lasted. */
const RETRIES_MS = 150_000;

/** A trouble that comes and goes is one pair of mails in this time. */
const QUIET_MS = 60 * 60_000;

/**
 * Decides on the trouble of the audit table: one mail when it has lasted, reminders, and one at its end. One that comes
 * back within the hour is mailed when the hour is over.
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

/** The mail about it. */
export function recordingMail(
  kind: NonNullable<RecordingDecision['mail']>,
  { deployment, auditTable }: { readonly deployment: string; readonly auditTable: string },
  since: Date,
  trouble: string | undefined,
): Notification {
  const at = since.toISOString().replace(/\.\d+Z$/, 'Z');
  if (kind === 'resolved') {
    return {
      subject: `[${deployment}] audit table: resolved`,
      body: `Resolved: the audit table ${auditTable} takes records again. Runs since ${at} may be missing in it.\n`,
    };
  }
  const paragraphs = [
    `The audit table ${auditTable} has not taken the records of runs since ${at}. Snapshots are still taken. Nothing is deleted, and no mail is sent about single applications, because it is not known what was reported before.`,
    `The table answered: ${trouble ?? 'nothing'}`,
    'What to do: check the table of audit.tableName, its key, and the rights of the snapshot manager: dynamodb:GetItem, PutItem and Query. Surplus snapshots stay until the table answers; at the quota of snapshots none can be taken.',
  ];
  return {
    subject: `[${deployment}] runs are not recorded${kind === 'reminder' ? ' (reminder)' : ''}`,
    body: `${paragraphs.join('\n\n')}\n`,
  };
}
