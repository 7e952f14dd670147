import { renderToString } from 'preact-render-to-string';
import type { AlarmsWidget, ChartWidget, Widget } from '../../../../cli/page/api/dashboard';
import { DashboardGrid, RangeButtons } from '../../../../cli/page/browser/dashboard/dashboard';
import { Rows } from '../../../../cli/page/browser/dashboard/log-widget';
import { WidgetBox } from '../../../../cli/page/browser/dashboard/widget-box';
import { LogCell, recordIn } from '../../../../cli/page/browser/parts/log-cell';
import { textOf } from '../../../../cli/page/dashboard/markdown';
import { commonPrefix } from '../../../../cli/page/drawing/dashboard/common-prefix';

const PLACE = { x: 12, y: 6, width: 12, height: 6, title: 'Title', notes: [] };

const shown = (widget: Widget) =>
  renderToString(<WidgetBox widget={widget} range="3h" timeZone="Europe/Berlin" isLocal={false} />);

const chart = (others: Partial<ChartWidget>): ChartWidget => ({
  ...{ ...PLACE, kind: 'chart', view: 'timeSeries', isStacked: false, from: 0, to: 120, times: [0, 60] },
  series: [
    { label: 'orders', color: null, axis: 'left', period: 60, values: [10, 30] },
    { label: 'users', color: '#123456', axis: 'right', period: 60, values: [10, null] },
  ],
  axes: { left: { label: null, min: 0, max: 50 }, right: { label: null, min: null, max: null } },
  levels: [{ value: 30, bandTo: null, label: 'objective', color: null, axis: 'left', fill: 'none' }],
  ...{ moments: [], figures: [] },
  ...others,
});

const text = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

test('a widget is at its deployed place, with its title and what it can’t show', () => {
  const html = shown({ ...PLACE, kind: 'undrawn', notes: ["A widget of type explorer can't be drawn here."] });
  expect(html).toContain('style="--column:13;--columns:12;--row:7;--rows:6;"');
  expect(text(html)).toBe("Title A widget of type explorer can't be drawn here.");
});

test('a chart is a group that the keyboard reaches, has its values in words, and the newest ones in its legend', () => {
  const html = shown(chart({}));
  expect(html).toContain('role="group" aria-roledescription="chart" aria-label="Title: arrow keys read the values"');
  expect(html).toContain('tabindex="0"');
  expect(text(html)).toBe(
    'Title orders: newest 30, minimum 10, maximum 30. users: newest 10, minimum 10, maximum 10. objective: 30. newest orders 30 users (right) 10 objective: 30',
  );
});

test.each([
  ['singleValue', 'Title orders 30 users 10'],
  ['bar', 'Title orders 30 users 10'],
  ['pie', 'Title orders 30 (75 %) users 10 (25 %)'],
  ['gauge', 'Title orders 30 30 of 50 users 10 10 of 50'],
] as const)('the view %s has the newest values', (view, expected) => {
  expect(text(shown(chart({ view })))).toBe(expected);
});

test('the view table has the figures that it asks for', () => {
  const html = shown(chart({ view: 'table', figures: ['newest', 'sum', 'average'] }));
  expect(html).toContain('<th scope="row">orders</th>');
  expect(text(html)).toBe('Title Metric Newest Sum Average orders 30 40 20 users 10 10 10');
});

test('alarms have their state in a sign and in words, since when, and why one could not be read', () => {
  const widget: AlarmsWidget = {
    ...PLACE,
    kind: 'alarms',
    alarms: [
      { name: 'team-a/cpu', state: 'ALARM', reason: 'too hot', since: '2026-11-29T13:05:00Z' },
      { name: 'team-a/heap', state: 'OK', reason: '', since: null },
      { name: 'gone', state: null, reason: 'No alarm has this name.', since: null },
    ],
  };
  const html = shown(widget);
  expect(html).toContain('<time datetime="2026-11-29T13:05:00Z">29 Nov 14:05</time>');
  expect(html.match(/data-verdict="\w+"/g)).toEqual([
    'data-verdict="unsafe"',
    'data-verdict="safe"',
    'data-verdict="unknown"',
  ]);
  expect(text(html)).toMatch(
    /team-a\/cpu in ALARM since 29 Nov 14:05 too hot .* team-a\/heap OK .* gone No alarm has this name\./,
  );
});

test('text is elements and escaped words, its headings below that of the widget', () => {
  const content = textOf('# Hello\n\nSee [it](https://example.com) <script>alert(1)</script>\n\n| a |\n|---|\n| 1 |');
  const html = shown({ ...PLACE, kind: 'text', content });
  expect(html).toContain('<h4>Hello</h4>');
  expect(html).toContain('<a href="https://example.com" rel="noreferrer noopener" target="_blank">it</a>');
  expect(html).toContain('&lt;script>alert(1)&lt;/script>');
  expect(html).toContain('<table><tbody><tr><th>a</th></tr><tr><td>1</td></tr></tbody></table>');
});

test('a link that a document has against its promise leads nowhere', () => {
  const content = [{ tag: 'a', href: 'javascript:alert(1)', content: ['x'] }] as const;
  expect(shown({ ...PLACE, kind: 'text', content })).not.toContain('javascript');
});

test('a log is asked in a real account only when a person says so', () => {
  const html = shown({ ...PLACE, kind: 'log', logGroups: ['/a'], query: 'fields @message', rows: '/api/rows' });
  expect(text(html)).toBe(
    'Title Run the query CloudWatch Logs Insights charges for each GB that it scans. fields @message',
  );
});

test.each([
  [[['2026-11-29 13:00:00.000', '<b>hi</b>']], null, '@timestamp @message 2026-11-29 13:00:00.000 &lt;b>hi&lt;/b>'],
  [[], null, 'The query finds nothing in this range.'],
  [[], 'There is no log group /a.', 'There is no log group /a.'],
])('the rows %j of a log, with the problem %j', (rows, problem, expected) => {
  const columns = ['@timestamp', '@message'];
  const html = renderToString(<Rows rows={{ columns, rows, readAt: '', problem }} problem={undefined} title="Log" />);
  expect(text(html)).toBe(expected);
});

test('the chosen range is pressed, and read as words', () => {
  const html = renderToString(<RangeButtons range="1d" onRange={() => {}} />);
  expect(html.match(/aria-pressed="true">.*?<\/button>/g)).toEqual([
    'aria-pressed="true"><span aria-hidden="true">1d</span><span class="spoken">1 day</span></button>',
  ]);
});

test('a dashboard in a real account says what looking at it costs, and a local one nothing', () => {
  const grid = (usdAnHour: number | null) =>
    text(
      renderToString(
        <DashboardGrid
          document={{
            ...{ name: 'd', range: '3h', widgets: [], notes: ['A note.'] },
            reading: { metrics: 25, everySeconds: 300, usdAnHour },
          }}
          timeZone="UTC"
          isLocal={usdAnHour === null}
        />,
      ),
    );
  expect(grid(0.003)).toBe(
    'A note. CloudWatch is asked for 25 metrics every 5 minutes: about $0.003 an hour while this is open.',
  );
  expect(grid(null)).toBe('A note.');
});

test('alarms that begin alike show what tells them apart, and a reader of the screen hears all', () => {
  expect(commonPrefix(['kda/orders/cpu', 'kda/orders/heap', 'kda/queue'])).toBe('kda/');
  expect(commonPrefix(['kda-one/cpu', 'kda-two/cpu'])).toBe('');
  expect(commonPrefix(['kda/', 'kda/cpu'])).toBe('');
  expect(commonPrefix(['kda/cpu'])).toBe('');
});

test.each([
  ['{"logger":"a","message":"restored <b>"}', 'restored <b>'],
  ['{"message":7}', undefined],
  ['{"message":""}', undefined],
  ['{broken', undefined],
  ['plain', undefined],
  [null, undefined],
])('of the log value %p the message is %p', (value, message) => {
  expect(recordIn(value)?.message).toBe(message);
});

test('the whole record stands behind its message, as text', () => {
  const html = renderToString(<LogCell value={'{"message":"<b>","level":"INFO"}'} />);
  expect(html).toContain('<summary>&lt;b></summary>');
  expect(html).toContain('"level": "INFO"'.replaceAll('"', '&quot;'));
});
