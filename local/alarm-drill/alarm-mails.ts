import type { Mail } from '../cloud/mail';

/** A mail about a change of an alarm's state. */
export interface StateMail {
  readonly at: Date;
  readonly subject: string;
  /** Why, in one sentence: the line of the mail that begins with "Reason for State Change". */
  readonly reason: string;
  readonly mail: Mail;
}

export interface Search {
  readonly alarmName: string;
  readonly state: 'ALARM' | 'OK';
  readonly since: Date;
  /** Of the topic of the alarm's deployment. */
  readonly topicName: string;
}

/** The first mail since then that told a person of an alarm's new state; undefined while there is none. */
export function findStateMail(
  mails: readonly Mail[],
  { alarmName, state, since, topicName }: Search,
): StateMail | undefined {
  const mail = mails.find(
    ({ subject, date, topicArn }) =>
      subject.startsWith(`${state}: "${alarmName}" in `) && date >= since && topicArn.endsWith(`:${topicName}`),
  );
  return mail && { at: mail.date, subject: mail.subject, reason: reasonIn(mail.body), mail };
}

function reasonIn(body: string): string {
  return /^- Reason for State Change:\s+(.+)$/m.exec(body)?.[1] ?? '';
}
