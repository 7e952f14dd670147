import type { PageContext } from '../../../../cli/page/context';
import { routeOf } from '../../../../cli/page/server/routes';
import { timelineRoutesOf } from '../../../../cli/page/timeline/routes';
import type { TimelineSource } from '../../../../cli/page/timeline/source';
import { Watch } from '../../../../cli/page/watch/watch';
import { deploymentOf } from '../../../../config/model/deployment';
import { settingsWith } from '../../../settings-with';

const NOW = new Date('2026-11-28T14:05:00Z');

/** Routes over a source that counts its looks, for a page that is visible. */
function pageOf() {
  const looks = { rows: 0 };
  const source: TimelineSource = {
    rows: async () => {
      looks.rows += 1;
      return [];
    },
    hasRowsBefore: async () => false,
    present: async () => ({ unread: [] }),
  };
  const watch = new Watch({ now: () => new Date(), changed: () => {} });
  const deployment = deploymentOf(settingsWith({ name: 'demo', snapshots: { applications: ['orders'] } }));
  const clock = { now: () => new Date() } as PageContext['clock'];
  const routes = timelineRoutesOf(
    { deployment, clock, watch, isLocal: false },
    { source, readPoint: () => Promise.reject(new Error('No point is there.')) },
  );
  const get = async (path: string) => {
    const url = new URL(path, 'http://127.0.0.1');
    const found = routeOf(routes, 'GET', url.pathname);
    return found?.route.answer({ path: found.path, query: url.searchParams, headers: {}, body: undefined });
  };
  watch.looking(1);
  return { get, looks, watch };
}

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

test('a line that is asked for is read again each minute, and not while the page is hidden', async () => {
  const { get, looks, watch } = pageOf();
  await get('/api/timeline/orders');
  const first = looks.rows;
  await jest.advanceTimersByTimeAsync(61_000);
  await get('/api/timeline/orders');
  const second = looks.rows;
  expect(second).toBeGreaterThan(first);
  await jest.advanceTimersByTimeAsync(61_000);
  const third = looks.rows;
  expect(third).toBeGreaterThan(second);
  expect(third).toBeLessThanOrEqual(4);
  watch.looking(0);
  await jest.advanceTimersByTimeAsync(600_000);
  expect(looks.rows).toBe(third);
});

test.each([
  [
    '/api/timeline/orders?range=year',
    'range is "year". Allowed: 10 minutes, hour, 6 hours, day, week, month; default: day.',
  ],
  ['/api/point/orders?at=soon', 'at is "soon". Allowed: epoch milliseconds of a point, such as 1795834920000.'],
  [
    '/api/point/orders?at=1795834920000&what=taken',
    'The time line of orders has nothing called "taken" at 2026-11-28T03:02:00.000Z. Ask for its time line first.',
  ],
])('%s is refused', async (path, error) => {
  const { get } = pageOf();
  await expect(get(path)).rejects.toThrow(error);
});
