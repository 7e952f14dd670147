import type { Mail } from '../../local/cloud/mail';

/** A mail about a change of an alarm's state. */
export interface StateMail {
  readonly at: Date;
  readonly subject: string;
  /** Reason in one sentence: the line of the mail that begins with "Reason for State Change". */
  readonly reason: string;
  readonly mail: Mail;
}

export interface Search {
  readonly alarmName: string;
  readonly state: 'ALARM' | 'OK';
  readonly since: Date;
  /** Name of the topic of the alarm's deployment. */
  readonly topicName: string;
}

/** The first mail since then that told a person of an alarm's new state; undefined while there is none. */
export function findStateMail(
  mails: readonly Mail[],
  { alarmName, state, since, topicName }: Search,
): StateMail | undefined {
  const mail = mails.find(
    (each) => isAbout(each, alarmName, state) && each.date >= since && each.topicArn.endsWith(`:${topicName}`),
  );
  return mail && { at: mail.date, subject: mail.subject, reason: reasonIn(mail.body), mail };
}

/** Number of start and end mails of each alarm, by its name; alarms without mails are left out. */
export function countStateMails(
  mails: readonly Mail[],
  alarmNames: readonly string[],
): ReadonlyMap<string, { readonly begins: number; readonly ends: number }> {
  const counted = alarmNames.map((name) => {
    const of = (state: Search['state']) => mails.filter((mail) => isAbout(mail, name, state)).length;
    return [name, { begins: of('ALARM'), ends: of('OK') }] as const;
  });
  return new Map(counted.filter(([, { begins, ends }]) => begins + ends > 0));
}

/** The begin is CloudWatch's mail, with a subject; the end is the event that EventBridge makes a sentence of. */
function isAbout({ subject, body }: Mail, alarmName: string, state: Search['state']): boolean {
  return state === 'ALARM'
    ? subject.startsWith(`ALARM: "${alarmName}" in `)
    : body.replace(/^"/, '').startsWith(`OK: ${alarmName} is over.`);
}

function reasonIn(body: string): string {
  return /^- Reason for State Change:\s+(.+)$/m.exec(body)?.[1] ?? /^"?(OK: .*\.)"?$/m.exec(body)?.[1] ?? '';
}
