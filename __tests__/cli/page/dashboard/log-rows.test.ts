import { readBody } from '../../../../cli/page/dashboard/body';
import { readLogRows } from '../../../../cli/page/dashboard/log-rows';
import { bodyOf, NOW } from './deployed-dashboards';

test('the rows of a log widget are a table of its fields, without the pointer', async () => {
  const query = "SOURCE '/a' | fields @timestamp, outcome | limit 3";
  const [widget] = readBody(bodyOf('log', { query, view: 'table' })).widgets;
  if (widget?.kind !== 'log') throw new Error('It is no log widget.');
  const asked: unknown[] = [];
  const reader = {
    rows: async (...request: unknown[]) => {
      asked.push(request);
      return [
        [
          { field: '@timestamp', value: '2026-11-29 13:00:00.000' },
          { field: 'outcome', value: 'taken' },
          { field: '@ptr', value: 'abc' },
        ],
        [{ field: '@timestamp', value: '2026-11-29 12:50:00.000' }],
      ];
    },
  };
  expect(await readLogRows(widget, reader, { from: 1000, to: 4600 }, NOW)).toEqual({
    columns: ['@timestamp', 'outcome'],
    rows: [
      ['2026-11-29 13:00:00.000', 'taken'],
      ['2026-11-29 12:50:00.000', ''],
    ],
    readAt: NOW.toISOString(),
    problem: null,
  });
  expect(asked).toEqual([
    [['/a'], 'fields @timestamp, outcome | limit 3', { from: new Date(1_000_000), to: new Date(4_600_000) }, 100],
  ]);
});
