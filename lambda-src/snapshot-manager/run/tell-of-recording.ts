import { decideRecording, recordingMail } from '../domain/recording-notice';
import { jsonLog } from '../log';
import { NO_APPLICATION } from './record-without-application';
import type { RunContext } from './run-context';

const HOUR_MS = 3_600_000;
const AUDIT = 'audit';

/**
 * Mails once about an audit table that rejects records, whatever the number of applications and runs, and once about
 * its end. The notices are kept in the holds table. If that does not answer either, nothing is mailed, and only the
 * alarm on the function's errors is left.
 *
 * @param trouble error of the audit table; `undefined` if it accepted the records.
 * @param isOfAll false when other applications have records, too: the records of some do not end the problem.
 */
export async function tellOfRecording(
  trouble: string | undefined,
  isOfAll: boolean,
  { settings, ports: { notices, notifier, clock, writeLine } }: RunContext,
): Promise<void> {
  if (trouble === undefined && !isOfAll) return;
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
  } catch (error) {
    jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION })('notification.error', { error });
  }
}
