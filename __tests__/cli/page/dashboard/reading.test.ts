import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import fc from 'fast-check';
import { preProcessFile } from 'typescript';
import { withPeriod } from '../../../../cli/page/dashboard/expressions';
import { labelOf } from '../../../../cli/page/dashboard/labels';
import { logSourceOf } from '../../../../cli/page/dashboard/log-source';
import { textOf } from '../../../../cli/page/dashboard/markdown';
import type { Line } from '../../../../cli/page/dashboard/metric-lines';
import { periodOf } from '../../../../cli/page/dashboard/periods';
import { type AskedLine, asked, batchesOf } from '../../../../cli/page/dashboard/queries';
import { ownSpan } from '../../../../cli/page/dashboard/ranges';

const NOW = new Date('2026-11-29T14:00:00Z');
const T = NOW.getTime() / 1000;

test.each([
  ["SEARCH('{A,B} MetricName=\"m\"', 'Sum', 60) / 4", "SEARCH('{A,B} MetricName=\"m\"', 'Sum', 300) / 4"],
  ["SEARCH('{A} SEARCH(60)', 'Sum')", "SEARCH('{A} SEARCH(60)', 'Sum', 300)"],
  ["SEARCH('x', 'Sum', 3600)", "SEARCH('x', 'Sum', 3600)"],
  ['m1 + 60', 'm1 + 60'],
])('the search %s gets the period of its widget', (expression, expected) => {
  expect(withPeriod(expression, 300)).toBe(expected);
});

test.each([
  ['-PT3H', T - 10_800],
  ['-P7D', T - 7 * 86_400],
  ['-P1DT2H30M', T - 95_400],
  ['2026-11-29T12:00:00Z', T - 7200],
])('%s is a start', (start, from) => {
  expect(ownSpan(start, undefined, NOW)).toEqual({ from, to: T });
});

test.each([['-P'], ['-PT'], ['yesterday'], ['2027-01-01T00:00:00Z']])('%s is no start', (start) => {
  expect(ownSpan(start, undefined, NOW)).toBeUndefined();
});

test('a period is a multiple of the deployed one that CloudWatch keeps, and gives at most 1,500 values', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 10, 60, 300, 420, 600, 900, 3600, 86_400),
      fc.integer({ min: 3600, max: 90 * 86_400 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 500 }),
      (deployed, seconds, isAdapting, lines) => {
        const period = periodOf({ asked: deployed, span: { from: T - seconds, to: T }, now: NOW, isAdapting, lines });
        expect(period % deployed).toBe(0);
        expect(seconds / period).toBeLessThanOrEqual(1500);
        expect((seconds / period) * lines).toBeLessThanOrEqual(Math.max(2 * lines, 100_800));
        if (seconds > 15 * 86_400) expect(period % 300).toBe(0);
        if (seconds > 63 * 86_400) expect(period % 3600).toBe(0);
      },
    ),
  );
});

const line = (id: string, others: Partial<Line> = {}): Line =>
  ({
    ...{ kind: 'metric', id, axis: 'left', isVisible: true, period: 60 },
    ...{ namespace: 'A', name: 'm', dimensions: [{ Name: 'D', Value: 'v' }], stat: 'Sum' },
    ...others,
  }) as Line;

function asking(lines: readonly Line[]): readonly AskedLine[] {
  const span = { from: T - 30 * 86_400, to: T };
  return asked(lines, { span, now: NOW, isAdapting: false, isOneValue: false }).lines;
}

test('requests hold at most 500 queries and 100,800 values, each expression with what it needs, none twice', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 400 }), (needs) => {
      const lines = needs.flatMap((count, index) => {
        const metrics = Array.from({ length: count }, (_, each) => line(`m${index}x${each}`, { isVisible: false }));
        const expression = metrics.map(({ id }) => id).join(' + ') || '1';
        return [...metrics, line(`e${index}`, { kind: 'expression', expression } as Partial<Line>)];
      });
      const span = { from: T - 30 * 86_400, to: T };
      const { batches } = batchesOf(asking(lines), span);
      const ids = batches.flatMap((batch) => batch.map((each) => each.line.id));
      expect([...ids].sort()).toEqual(lines.map(({ id }) => id).sort());
      for (const batch of batches) {
        const own = new Set(batch.map((each) => each.line.id));
        expect(batch.length).toBeLessThanOrEqual(500);
        for (const each of batch) {
          if (each.line.kind !== 'expression') continue;
          const needed = each.line.expression.split(' + ').filter((id) => id !== '1');
          expect(needed.every((id) => own.has(id))).toBe(true);
        }
        const shown = batch.filter((each) => each.line.isVisible);
        const values = shown.reduce((sum, { period }) => sum + (30 * 86_400) / period, 0);
        expect(values).toBeLessThanOrEqual(100_800);
      }
    }),
  );
});

test('more than 500 queries that depend on each other are named, not sent', () => {
  const metrics = Array.from({ length: 500 }, (_, index) => line(`m${index}`, { isVisible: false }));
  const all = line('all', { kind: 'expression', expression: 'SUM(METRICS())' } as Partial<Line>);
  expect(batchesOf(asking([...metrics, all]), { from: 0, to: 60 })).toEqual({
    batches: [],
    notes: ['Not read: 501 metrics and expressions that depend on each other; CloudWatch takes 500.'],
  });
});

test.each([
  ['orders', 'orders'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch's own syntax
  ["${PROP('Dim.D')} ${PROP('Stat')}: ${LAST} of ${MAX}, ${MIN_MAX_RANGE}", 'v Sum: 2 of 1,500.25, 1,498.25'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch's own syntax
  ['${LABEL} since ${FIRST_TIME}, ${NEW}', 'm since 29 Nov, 13:00, ${NEW}'],
])('the label %s is filled in', (label, expected) => {
  const [only] = asking([line('m1')]);
  const values = new Map([
    [T - 3600, 1500.25],
    [T - 60, 2],
  ]);
  expect(labelOf({ id: 'm1', label, values }, only, 'UTC')).toBe(expected);
});

test.each([
  ['SOURCE \'/a\' | SOURCE "/b" | fields @message | limit 5', ['/a', '/b'], 'fields @message | limit 5'],
  ["SOURCE '/a'\n| fields x", ['/a'], 'fields x'],
  ["SOURCE logGroups(namePrefix: ['/a']) | fields x", [], "SOURCE logGroups(namePrefix: ['/a']) | fields x"],
])('the query %s is on its log groups', (text, groups, query) => {
  expect(logSourceOf(text)).toEqual({ groups, query });
});

describe('Markdown', () => {
  test('is headings, lists, emphasis, code, links and tables', () => {
    expect(textOf('# Runbook\nSee *this* [page](https://example.com/a).\n\n* one\n* `two`')).toEqual([
      { tag: 'h1', content: ['Runbook'] },
      {
        tag: 'p',
        content: [
          'See ',
          { tag: 'em', content: ['this'] },
          ' ',
          { tag: 'a', href: 'https://example.com/a', content: ['page'] },
          '.',
        ],
      },
      {
        tag: 'ul',
        content: [
          { tag: 'li', content: [{ tag: 'p', content: ['one'] }] },
          { tag: 'li', content: [{ tag: 'p', content: [{ tag: 'code', content: ['two'] }] }] },
        ],
      },
    ]);
    expect(textOf('| a | b |\n|---|---|\n| 1 | **2** |')).toEqual([
      {
        tag: 'table',
        content: [
          {
            tag: 'tr',
            content: [
              { tag: 'th', content: ['a'] },
              { tag: 'th', content: ['b'] },
            ],
          },
          {
            tag: 'tr',
            content: [
              { tag: 'td', content: ['1'] },
              { tag: 'td', content: [{ tag: 'strong', content: ['2'] }] },
            ],
          },
        ],
      },
    ]);
  });

  test.each([
    ['<script>alert(1)</script>', ['<script>alert(1)</script>']],
    ['a <img src=x onerror=alert(1)>', [{ tag: 'p', content: ['a ', '<img src=x onerror=alert(1)>'] }]],
    ['[x](javascript:alert(1))', [{ tag: 'p', content: ['x'] }]],
    ['[x](data:text/html,1)', [{ tag: 'p', content: ['x'] }]],
    [
      '![logo](https://example.com/a.png)',
      [{ tag: 'p', content: [{ tag: 'a', href: 'https://example.com/a.png', content: ['logo'] }] }],
    ],
    [
      '[button:primary:Open](https://example.com)',
      [{ tag: 'p', content: [{ tag: 'a', href: 'https://example.com', content: ['Open'] }] }],
    ],
  ])('%s is words and links only', (markdown, expected) => {
    expect(textOf(markdown)).toEqual(expected);
  });
});

test('the page draws what is deployed: none of its modules reaches the dashboards that the stacks write', () => {
  const project = resolve(__dirname, '../../../..');
  const open = ['cli/page/dashboard/dashboard-routes.ts'];
  const seen = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const { fileName } of preProcessFile(readFileSync(join(project, file), 'utf8'), true, true).importedFiles) {
      if (!fileName.startsWith('.') || fileName.endsWith('.json')) continue;
      open.push(`${relative(project, resolve(project, dirname(file), fileName))}.ts`);
    }
  }
  expect(seen.size).toBeGreaterThan(20);
  expect([...seen].filter((file) => file.startsWith('config/dashboards'))).toEqual([]);
});
