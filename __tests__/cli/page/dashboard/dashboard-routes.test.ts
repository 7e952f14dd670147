import type { Deployment } from '../../../../cli/deployment';
import type { DashboardReading } from '../../../../cli/page/api/dashboard';
import type { PageContext } from '../../../../cli/page/context';
import { dashboardRoutes } from '../../../../cli/page/dashboard/dashboard-routes';
import { routeOf } from '../../../../cli/page/server/routes';
import type { Watched } from '../../../../cli/page/watch/watched';
import { bodyOf } from './deployed-dashboards';
import { FakeCloudWatch } from './fake-cloudwatch';

const NAME = 'team-a_dashboard';

/** Routes over the fake, with the clock and the looks of a page that is visible. */
function page({ isLocal = false } = {}) {
  const cloud = new FakeCloudWatch();
  cloud.dashboards.set(NAME, bodyOf('metric', { metrics: [['A', 'm']], period: 60 }));
  cloud.dashboards.set(`${NAME}-users_v2`, bodyOf('text', { markdown: 'hello' }));
  cloud.dashboards.set(`${NAME}-of-another`, bodyOf('text', { markdown: '' }));
  const clock = { at: Date.parse('2026-11-29T14:00:00Z') };
  const looks: Watched<unknown>[] = [];
  const context = {
    deployment: {
      ...{ dashboard: NAME, region: 'eu-west-1' },
      applications: [{ name: 'users.v2' }, { name: 'orders' }, { prefix: 'x' }],
    } as unknown as Deployment,
    clients: { alarms: cloud.client },
    clock: { now: () => new Date(clock.at) },
    watch: {
      add: (look: Watched<unknown>) => {
        looks.push(look);
        return Object.assign(() => {}, { counting: <T>(work: () => T) => work() });
      },
    },
    isLocal,
  } as unknown as PageContext;
  const routes = dashboardRoutes(context);
  const get = async (address: string): Promise<unknown> => {
    const { pathname, searchParams } = new URL(address, 'http://page');
    const found = routeOf(routes, 'GET', pathname);
    if (found === undefined) throw new Error(`There is no ${address}.`);
    return found.route.answer({ path: found.path, query: searchParams, headers: {}, body: undefined });
  };
  const pass = async (seconds: number) => {
    clock.at += seconds * 1000;
    for (const { read } of looks) await read(() => {});
  };
  return { cloud, looks, get, pass, chart: (more = '') => get(`/api/dashboards/${NAME}${more}`) };
}

test('the dashboards are those of the deployment’s names, the common one first', async () => {
  expect(await page().get('/api/dashboards')).toEqual({
    document: {
      dashboards: [
        { name: NAME, application: null },
        { name: `${NAME}-users_v2`, application: 'users.v2' },
      ],
    },
    readAt: '2026-11-29T14:00:00.000Z',
    problem: null,
  });
});

test('a dashboard of another name, and a range that is none, are refused with what is allowed', async () => {
  const { get, chart } = page();
  await expect(get(`/api/dashboards/${NAME}-of-another`)).rejects.toThrow(
    `There is no dashboard "${NAME}-of-another" of this deployment. There are: ${NAME}, ${NAME}-users_v2.`,
  );
  await expect(chart('?range=5h')).rejects.toThrow('The range is "5h", expected one of 1h, 3h, 12h, 1d, 3d, 1w, 1M.');
});

test('each metric is read at most once a minute in a real account, however often it is asked for', async () => {
  const { cloud, looks, chart, pass } = page();
  await Promise.all([chart(), chart()]);
  await pass(30);
  await chart('?anew');
  expect(cloud.asked.length).toBe(1);
  await pass(30);
  await chart();
  expect([cloud.asked.length, looks.map(({ everyMs }) => everyMs)]).toEqual([2, [60_000]]);
});

test('a month is read once an hour, or when somebody asks anew', async () => {
  const { cloud, chart, pass } = page();
  await chart('?range=1M');
  for (let minute = 0; minute < 30; minute += 1) {
    await pass(60);
    await chart('?range=1M');
  }
  expect(cloud.asked.length).toBe(1);
  await chart('?range=1M&anew');
  expect(cloud.asked.length).toBe(2);
});

test('a dashboard that nobody asks for any more is not read', async () => {
  const { cloud, chart, pass } = page();
  await chart();
  for (let minute = 0; minute < 10; minute += 1) await pass(60);
  expect(cloud.asked.length).toBe(3);
});

test('a failed look leaves the last good one, and says why', async () => {
  const { cloud, chart, pass } = page();
  await chart();
  cloud.trouble = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
  await pass(60);
  const { document, readAt, problem } = (await chart()) as DashboardReading;
  expect([document?.widgets.length, readAt]).toEqual([1, '2026-11-29T14:00:00.000Z']);
  expect(problem).toContain('Rate exceeded');
});

test('the rows of a widget without a log are refused by name', async () => {
  const { get } = page();
  expect(await get(`/api/dashboards/${NAME}/logs/0`)).toMatchObject({
    rows: [],
    problem: expect.stringContaining(`Widget 0 of ${NAME} has no log.`),
  });
});
