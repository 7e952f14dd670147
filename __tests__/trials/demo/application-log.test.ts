import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_LINES, numberIn } from '../../../trials/demo/application-log';

const line = (message: string) => ({ at: new Date(1), message });

test('the count after a restore is read from its log line', () => {
  expect(numberIn(line('The amount of processed users after context restore is 27'), LOG_LINES.restoredCount)).toBe(27);
  expect(numberIn(line('Amount of users: 27'), LOG_LINES.restoredCount)).toBeUndefined();
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
