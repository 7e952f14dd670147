/** A mail as an SNS topic sends it. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly date: Date;
  readonly topicArn: string;
  readonly body: string;
}

/** The mail as a file that mail programs open (RFC 5322). */
export function messageFile(mail: Mail): string {
  return [
    'From: AWS Notifications <no-reply@sns.amazonaws.com>',
    `To: ${mail.to}`,
    `Date: ${mail.date.toUTCString().replace('GMT', '+0000')}`,
    `Subject: ${headerText(mail.subject)}`,
    `X-Topic-Arn: ${mail.topicArn}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    mail.body,
    '',
  ].join('\r\n');
}

/** Headers are ASCII; anything else is wrapped (RFC 2047). */
function headerText(text: string): string {
  return /^[ -~]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
