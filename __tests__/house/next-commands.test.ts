import { ENTRIES, nameOf } from '../../cli/program';
import { ALARM_CATALOG, NEXT_OF_COMPOSITES } from '../../config/alarm-catalog/alarm-catalog';
import { nextCommand } from '../../lambda-src/snapshot-manager/domain/next-command';
import { REASONS, type Reason } from '../../lambda-src/snapshot-manager/domain/reasons';

/** Checks that the program reads the line, as if it were typed with a name. */
function typed(line: string): void {
  const [program, word, ...argv] = line.replace('NAME', 'orders').split(' ');
  expect(program).toBe('kda');
  const entry = ENTRIES.find((each) => nameOf(each) === word);
  expect(entry?.command.declaration.onlyReads).toBe(true);
  entry?.command.prepare(argv);
}

const OF_ALARMS = [
  ...Object.values(ALARM_CATALOG).flat(),
  ...Object.values(NEXT_OF_COMPOSITES).map((next) => ({ next })),
];

test.each([...new Set(OF_ALARMS.map(({ next }) => next))])(
  '%s, which mails of alarms name, exists and only reads',
  (line) => {
    typed(line);
  },
);

test.each(Object.keys(REASONS) as Reason[])(
  'the mail about %s names a command that exists and only reads',
  (reason) => {
    for (const kind of ['result', 'reminder', 'all-clear', 'earlier-run'] as const) {
      typed(nextCommand({ application: 'orders', reason }, kind));
    }
  },
);
