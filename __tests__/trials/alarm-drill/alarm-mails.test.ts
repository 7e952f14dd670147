import { countStateMails, findStateMail } from '../../../trials/alarm-drill/alarm-mails';

const mail = (subject: string, minute: number, topic = 'alerts') => ({
  to: 'ops@example.com',
  subject,
  date: new Date(Date.UTC(2026, 10, 24, 10, minute)),
  topicArn: `arn:aws:sns:us-east-1:000000000000:${topic}`,
  body: `Alarm Details:\n- Name:                       x\n- Reason for State Change:    Threshold Crossed: ${minute}.\n- Timestamp: …`,
});
const end = (minute: number) => ({
  ...mail('AWS Notification Message', minute),
  body: '"OK: d/orders/cpu is over. It fired at one time and ended at another."',
});
const mails = [
  end(0),
  mail('ALARM: "d/orders/cpu" in US East (N. Virginia)', 1, 'others'),
  mail('ALARM: "d/orders/cpu-not" in US East (N. Virginia)', 2),
  mail('ALARM: "d/orders/cpu" in US East (N. Virginia)', 3),
  end(5),
  mail('ALARM: "d/orders/cpu" in US East (N. Virginia)', 7),
];
const find = (state: 'ALARM' | 'OK', sinceMinute: number) =>
  findStateMail(mails, {
    alarmName: 'd/orders/cpu',
    state,
    since: new Date(Date.UTC(2026, 10, 24, 10, sinceMinute)),
    topicName: 'alerts',
  });

test('the first mail of the alarm, the state and the topic since a time is found, with its reason', () => {
  expect(find('ALARM', 0)).toMatchObject({
    at: new Date(Date.UTC(2026, 10, 24, 10, 3)),
    subject: 'ALARM: "d/orders/cpu" in US East (N. Virginia)',
    reason: 'Threshold Crossed: 3.',
  });
  expect(find('ALARM', 4)?.at.getUTCMinutes()).toBe(7);
});

test('a mail from before counts for nothing', () => {
  expect(find('OK', 1)?.at.getUTCMinutes()).toBe(5);
  expect(find('OK', 6)).toBeUndefined();
});

test('begins and ends are counted for each alarm', () => {
  expect([...countStateMails(mails, ['d/orders/cpu', 'd/orders/cpu-not', 'd/orders/heap'])]).toEqual([
    ['d/orders/cpu', { begins: 3, ends: 2 }],
    ['d/orders/cpu-not', { begins: 1, ends: 0 }],
  ]);
});
