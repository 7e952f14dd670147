import { createServer, type Server } from 'node:http';
import type { EngineCluster } from '../src/engine/engine-cluster';
import { createApiServer } from '../src/http/api-server';
import { isForDashboard, serveDashboard } from '../src/http/dashboard';
import { app, world } from './world';

const servers: Server[] = [];

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A world whose dashboards are served. */
async function served() {
  const made = world();
  const { plane, call } = made;
  plane.dashboards.base = await listening(
    createApiServer(
      async () => ({}),
      () => {},
      () => {},
      { isFor: isForDashboard, serve: (request, response) => serveDashboard(plane, request, response) },
    ),
  );
  return {
    ...made,
    url: async (more: object = {}) =>
      (await call('CreateApplicationPresignedUrl', { ...app, UrlType: 'FLINK_DASHBOARD_URL', ...more }))
        .AuthorizedUrl ?? '',
  };
}

/** As AWS's script task_status.sh reads the URL. */
function restOf(url: string) {
  const [, base = '', token = ''] = /^(http.*\/flinkdashboard)\?authToken=([^&]*)$/.exec(url) ?? [];
  return (path: string, init?: RequestInit) => fetch(`${base}${path}?authToken=${token}`, init);
}

test('the URL opens Flink’s REST API below the same path, by its token alone', async () => {
  const { running, url } = await served();
  await running();
  const get = restOf(await url());
  const jobs = await (await get('/jobs')).text();
  expect(JSON.parse(jobs)).toEqual({ jobs: [{ id: expect.stringMatching(/^[0-9a-f]{32}$/), status: 'RUNNING' }] });
  const [id] = /[0-9a-f]{32}/.exec(jobs) ?? [];
  expect(await (await get(`/jobs/${id}`)).json()).toMatchObject({ vertices: [{ status: 'RUNNING' }] });
  expect((await get('/else')).status).toBe(404);
});

test('a browser is shown the page, and gets a cookie for what the page asks for', async () => {
  const { running, url } = await served();
  await running();
  const address = await url();
  const page = await fetch(address);
  expect(await page.text()).toContain('<title>Simulated job of app</title>');
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await fetch(new URL('/flinkdashboard/jobs', address), { headers: { cookie } })).status).toBe(200);
});

test('a real job’s Flink answers, without seeing the token', async () => {
  const { running, url, engine } = await served();
  await running();
  const asked: string[] = [];
  const restUrl = await listening(
    createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.cookie}`);
      response.writeHead(203, { 'content-type': 'application/json' }).end('{"jobs":[]}');
    }),
  );
  engine.runningClusters = () => [{ applicationName: 'app', restUrl } as EngineCluster];
  const answer = await restOf(await url())('/jobs');
  expect([answer.status, await answer.text()]).toEqual([203, '{"jobs":[]}']);
  expect(asked).toEqual(['GET /jobs undefined']);
});

test('it is for reading', async () => {
  const { running, url } = await served();
  await running();
  expect((await restOf(await url())('/jobs/x', { method: 'PATCH' })).status).toBe(405);
});

test.each<[string, object, number, number]>([
  ['that was not used for 3 minutes', {}, 3 * 60, 0],
  ['after 12 hours', {}, 12 * 60 * 60, 60],
  ['after the time that was asked for', { SessionExpirationDurationInSeconds: 1800 }, 1800, 60],
])('a URL %s is answered with 403', async (_, more, goodForSeconds, usedAfterSeconds) => {
  const { running, url, clock } = await served();
  await running();
  const used = restOf(await url(more));
  const unused = restOf(await url(more));
  await clock.advance(usedAfterSeconds * 1000);
  if (usedAfterSeconds > 0) expect((await used('/jobs')).status).toBe(200);
  await clock.advance((goodForSeconds - usedAfterSeconds) * 1000 - 1);
  expect((await used('/jobs')).status).toBe(200);
  await clock.advance(1);
  expect((await (usedAfterSeconds > 0 ? used : unused)('/jobs')).status).toBe(403);
});

test('without a token, or with an invented one, nothing is told', async () => {
  const { plane, running } = await served();
  await running();
  for (const query of ['', '?authToken=invented']) {
    expect((await fetch(`${plane.dashboards.base}/flinkdashboard/jobs${query}`)).status).toBe(403);
  }
});

test('an application that is not RUNNING has none, and one that was stopped no longer', async () => {
  const { call, clock, create, url } = await served();
  await create();
  await expect(url()).rejects.toMatchObject({ type: 'ResourceInUseException' });
  await call('StartApplication', app);
  await clock.advance(200);
  const get = restOf(await url());
  await call('StopApplication', { ...app, Force: true });
  expect((await get('/jobs')).status).toBe(404);
});
