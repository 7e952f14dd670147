import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_LINES, numberIn, usersAt } from '../../../trials/demo/application-log';

const at = (ms: number) => new Date(ms);
const line = (ms: number, message: string) => ({ at: at(ms), message });

describe('the number of users at a moment', () => {
  const lines = [
    line(100, 'Amount of users: 1'),
    line(150, 'Statistic'),
    line(200, 'Amount of users: 2'),
    line(300, 'Amount of users: 3'),
  ];

  test.each([
    [50, 0, 'nothing was counted yet'],
    [100, 1, 'a line at the very moment counts'],
    [250, 2, 'the newest line before it counts'],
    [999, 3, 'the last line counts'],
  ])('at %i ms is %i: %s', (ms, users) => expect(usersAt(lines, at(ms))).toBe(users));

  test('starts anew when the application does', () => {
    expect(usersAt([...lines, line(400, 'Amount of users: 1')], at(400))).toBe(1);
  });
});

test('the count after a restore is read from its log line', () => {
  expect(numberIn(line(1, 'The amount of processed users after context restore is 27'), LOG_LINES.restoredCount)).toBe(
    27,
  );
  expect(numberIn(line(1, 'Amount of users: 27'), LOG_LINES.restoredCount)).toBeUndefined();
});

test('the log lines that are waited for stand in the Flink application’s source', () => {
  const source = readFileSync(join(__dirname, '../../../flink-demo/src/main/java/kda/demo/LogLines.java'), 'utf8');
  for (const text of [
    LOG_LINES.notRestored,
    LOG_LINES.restored,
    'The amount of processed users after context restore is {}',
    'Amount of users: {}',
  ]) {
    expect(source).toContain(`"${text}"`);
  }
});
