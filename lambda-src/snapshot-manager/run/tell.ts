import { digest } from '../domain/digest';
import { notification, type Situation } from '../domain/messages';
import type { Notification } from '../domain/notification';
import type { MailKind } from '../domain/notification-policy';
import type { RunRecord } from '../domain/record';
import { jsonLog } from '../log';
import type { AuditSession, Known } from './audit-session';
import { NO_APPLICATION } from './record-without-application';
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
    // Nobody was told: nothing is written down, so the next run has the same news.
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
