import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALARM_IDS } from '../../stacks/alarms/alarm-catalog';

const page = readFileSync(join(__dirname, '../../docs/alarm-drill.md'), 'utf8');

/** Cells of the table's rows, without those that name and underline the columns. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '))
  .slice(2);

test('every alarm was drilled, and no alarm that there is not', () => {
  expect([...new Set(rows.map(([id]) => id))].sort()).toEqual([...ALARM_IDS].sort());
});

test.each(rows)('%s went to ALARM and back to OK, with a mail each, after: %s', (...row) => {
  const [id, cause, fired, alarmMail, remedy, over, okMail] = row;
  expect(row).toHaveLength(7);
  for (const time of [fired, over]) expect(time).toMatch(/^\d+\.\d s$/);
  for (const [mail, state] of [
    [alarmMail, 'ALARM'],
    [okMail, 'OK'],
  ] as const) {
    expect(mail).toMatch(
      new RegExp(`^\\*\\*${state}: "alarm-drill(-fleet)?/(\\S+/)?${id}" in US East \\(N. Virginia\\)\\*\\* \\S`),
    );
  }
  expect(cause?.length).toBeGreaterThan(20);
  expect(remedy?.length).toBeGreaterThan(10);
});

test('one whole mail is quoted, with what it links', () => {
  expect(page).toMatch(/^Subject: ALARM: "alarm-drill\/\S+" in US East \(N\. Virginia\)\nTo: ops@example\.com$/m);
  expect(page).toMatch(/^- Description: {16}.*What to do: docs\/runbook\.md#\S+$/m);
  expect(page).toContain('\nView this alarm in the AWS Management Console:\n');
});
