import { renderToString } from 'preact-render-to-string';
import { Detail } from '../../../../../cli/page/browser/timeline/detail';
import { EventsTable } from '../../../../../cli/page/browser/timeline/events-table';
import { Legend } from '../../../../../cli/page/browser/timeline/legend';
import { lineWith, utc } from '../../drawing/timeline/lines';

const LINE = lineWith([
  [0, 'taken', 'schedule', 1],
  [10, 'failed'],
]);

test('the table says in words what the drawing shows', () => {
  const lines = [{ line: LINE, problem: null }];
  const html = renderToString(<EventsTable applications={['orders']} lines={lines} time={utc} />);
  expect(html).toContain('<th scope="row">orders</th><td>14:10</td><td>failed by the schedule at 14:10</td>');
});

test('without any trouble the table says so', () => {
  const html = renderToString(<EventsTable applications={['orders']} lines={[]} time={utc} />);
  expect(html).toBe(
    '<table class="timeline-events"><caption>No gap, no failure, no restore.</caption><tbody></tbody></table>',
  );
});

test('a picked point is spoken, and has room for its record; without one there is no empty room', () => {
  const picked = renderToString(<Detail line={LINE} index={1} time={utc} />);
  expect(picked).toContain('data-room="true"');
  expect(picked).toContain('role="status">orders: failed by the schedule at 14:10</p>');
  const none = renderToString(<Detail line={LINE} index={undefined} time={utc} />);
  expect(none).toContain('data-room="false"');
  expect(none).toContain('role="status"></p>');
});

test('the legend names shapes that say the same without a colour', () => {
  const html = renderToString(<Legend />);
  const paths = [...html.matchAll(/<path d="([^"]+)" class="([^"]+)"/g)].map(([, path, kind]) => `${path} ${kind}`);
  const [taken, gone, failed, late] = paths;
  expect(new Set([taken, gone, failed, late]).size).toBe(4);
  expect(html).toContain('snapshot of the schedule');
});
