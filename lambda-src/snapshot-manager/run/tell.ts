import { NO_APPLICATION } from '../../contract';
import { digest } from '../domain/digest';
import { type Notification, notification, type Situation } from '../domain/messages';
import type { MailKind } from '../domain/notification-policy';
import type { RunRecord } from '../domain/record';
import { decideRecording, recordingMail } from '../domain/recording-notice';
import { jsonLog } from '../log';
import type { AuditSession, Known } from './audit-session';
import type { RunContext } from './run-context';

/** Result to mail. */
export interface News {
  readonly kind: MailKind;
  /** Record as in the audit table. */
  readonly record: RunRecord;
  readonly situation: Situation;
  /** True: a mail of its own, because the policy sends one for every run. */
  readonly isAlone: boolean;
  /** Facts reported once the mail was sent; `undefined`: nothing new. */
  readonly known: Known | undefined;
  /** Dead runs that the mail reports. */
  readonly deaths: readonly RunRecord[];
  readonly audit: AuditSession;
}

/**
 * Mails the news of one invocation: one application's as a mail of its own, those of several as one digest. The reports
 * are recorded after the topic accepted the message, so that the next run makes up for a run that dies in between.
 * Failures are only logged.
 */
export async function tell(news: readonly News[], context: RunContext): Promise<void> {
  const alone = news.filter(({ isAlone }) => isAlone);
  const together = news.filter(({ isAlone }) => !isAlone);
  const mails = alone.map((each) => ({ about: [each], mail: mailOf(each, context) }));
  const [first, ...others] = together;
  if (first) {
    const mail = others.length === 0 ? mailOf(first, context) : digest(together, context.settings.deployment);
    mails.push({ about: together, mail });
  }
  await Promise.all(mails.map(({ about, mail }) => send(mail, about, context)));
}

function mailOf({ record, situation, kind }: News, { settings }: RunContext): Notification {
  return notification(record, situation, settings.deployment, kind);
}

async function send(
  mail: Notification,
  about: readonly News[],
  { ports: { notifier, clock, writeLine } }: RunContext,
): Promise<void> {
  try {
    await notifier.publish(mail);
  } catch (error) {
    // No mail was sent and nothing is recorded, so the next run has the same news.
    const [only] = about.length === 1 ? about : [];
    const application = only?.record.application ?? NO_APPLICATION;
    jsonLog(writeLine, () => clock.now(), { application })('notification.error', { error });
    return;
  }
  await Promise.all(about.map((each) => remember(each, clock.now())));
}

async function remember({ audit, record, known, deaths }: News, now: Date): Promise<void> {
  if (known) await audit.addTold(record, known);
  for (const death of deaths) await audit.addTold(death, { deathToldAt: now });
}

const HOUR_MS = 3_600_000;
const AUDIT = 'audit';

/**
 * Mails once about an audit table that rejects records, whatever the number of applications and runs, and once about
 * its end. The notices are kept in the holds table. If that does not answer either, nothing can be mailed without
 * mailing it at every run: the run then gives no sign of life, and the alarm on a silent manager tells people.
 *
 * @param trouble error of the audit table; `undefined` if it accepted the records.
 * @param isOfAll false when other applications have records, too: the records of some do not end the problem.
 * @returns false for a trouble that could not be told.
 */
export async function tellOfRecording(
  trouble: string | undefined,
  isOfAll: boolean,
  { settings, ports: { notices, notifier, clock, writeLine } }: RunContext,
): Promise<boolean> {
  if (trouble === undefined && !isOfAll) return true;
  try {
    const notice = await notices.findNotice(AUDIT);
    const now = clock.now();
    const { mail, remember, afterMail } = decideRecording(
      notice,
      trouble !== undefined,
      now,
      settings.notifications.reminderHours * HOUR_MS,
    );
    if (remember) await notices.putNotice(AUDIT, remember);
    if (mail) await notifier.publish(recordingMail(mail, settings, notice?.since ?? now, trouble));
    if (afterMail === 'none') await notices.removeNotice(AUDIT);
    else if (afterMail) await notices.putNotice(AUDIT, afterMail);
    return true;
  } catch (error) {
    jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION })('notification.error', { error });
    return trouble === undefined;
  }
}
