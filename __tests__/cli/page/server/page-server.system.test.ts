import { type IncomingHttpHeaders, type RequestOptions, request as startRequest } from 'node:http';
import { connect } from 'node:net';
import { EventStream } from '../../../../cli/page/server/event-stream';
import { type PageServer, startPageServer } from '../../../../cli/page/server/page-server';
import { RefusedRequestError, type Route } from '../../../../cli/page/server/routes';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: PageServer;
let port: number;
let token: string;
let pages = 0;
let reads = 0;
let opened = 0;
const posted: unknown[] = [];
let release = () => {};

const ROUTES: Route[] = [
  { method: 'GET', path: /\/api\/fast/, answer: () => ({ fast: true }) },
  {
    method: 'GET',
    path: /\/api\/slow/,
    answer: async () => {
      reads += 1;
      await new Promise<void>((end) => {
        release = end;
      });
      return { reads };
    },
  },
  { method: 'GET', path: /\/api\/named\/(?<name>[^/]+)/, answer: ({ path }) => ({ name: path.name }) },
  {
    method: 'GET',
    path: /\/api\/bug/,
    answer: () => (undefined as unknown as { missing: { text: object } }).missing.text,
  },
  {
    method: 'GET',
    path: /\/api\/refused/,
    answer: () => {
      throw new RefusedRequestError('Not so.', 409);
    },
  },
  {
    method: 'GET',
    path: /\/api\/denied/,
    answer: () => {
      throw Object.assign(new Error('not authorized to perform: x'), {
        name: 'AccessDeniedException',
        $fault: 'client',
      });
    },
  },
  {
    method: 'POST',
    path: /\/api\/actions\/commands/,
    answer: ({ body }) => {
      posted.push(body);
      return {};
    },
  },
];

beforeAll(async () => {
  const events = new EventStream((count) => {
    pages = count;
  });
  server = await startPageServer({
    ...{ routes: ROUTES, events, port: 0 },
    opened: () => {
      opened += 1;
    },
  });
  port = Number(new URL(server.url).port);
  token = /name="kda-page-token" content="([\w-]+)"/.exec((await ask('/')).body)?.[1] ?? '';
});
afterAll(() => server.close());

/** Request exactly as given: fetch would correct its path, and refuse its headers. */
function ask(path: string, options: RequestOptions = {}, body: string | Buffer = ''): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = startRequest({ host: '127.0.0.1', port, path, agent: false, ...options }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }),
      );
    });
    request.on('error', fail);
    request.end(body);
  });
}

const ours = () => ({
  ...{ origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json', 'x-kda-page-token': token },
});
const post = (headers: Record<string, string>, body: string | Buffer = '{}') =>
  ask('/api/actions/commands', { method: 'POST', headers }, body);

test('the page, its parts and its documents come with rules for the browser', async () => {
  for (const path of ['/', '/page.js', '/page.css', '/api/fast', '/nothing']) {
    const { headers } = await ask(path);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
  expect(token).toHaveLength(32);
});

test('a browser that fetches the page ahead does not begin a look', async () => {
  const before = opened;
  await ask('/', { headers: { 'sec-purpose': 'prefetch' } });
  expect(opened).toBe(before);
  await ask('/');
  expect(opened).toBe(before + 1);
});

test('a name that was bound to loopback gets nothing', async () => {
  const { status, body } = await ask('/', { headers: { host: `attacker.example:${port}` } });
  expect(status).toBe(421);
  expect(JSON.parse(body).error).toContain('was asked as "attacker.example:');
  expect(body).not.toContain(token);
});

test('a change needs token, origin and JSON; a form of another page has none of them', async () => {
  expect((await post(ours())).status).toBe(200);
  expect(posted).toEqual([{}]);
  const statuses = await Promise.all([
    post({ ...ours(), 'content-type': 'text/plain' }),
    post({ ...ours(), 'content-type': 'application/x-www-form-urlencoded' }),
    post({ ...ours(), 'x-kda-page-token': 'guessed' }),
    post({ ...ours(), origin: 'null' }),
    post({ ...ours(), origin: `http://127.0.0.1:${port + 1}` }),
    post({ ...ours(), 'sec-fetch-site': 'cross-site' }),
    post({ ...ours(), host: 'attacker.example' }),
    post({ 'content-type': 'text/plain' }),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([415, 415, 403, 403, 403, 403, 421, 403]);
  expect(posted).toHaveLength(1);
});

test.each([
  ['', 400],
  ['{', 400],
  ['[]', 400],
  ['"text"', 400],
  ['null', 400],
  [JSON.stringify({ text: 'x'.repeat(70_000) }), 413],
])('the body %.20s is refused with %s', async (body, status) => {
  expect((await post(ours(), body)).status).toBe(status);
});

test('a long body without a length is cut off', async () => {
  const headers = { ...ours(), 'transfer-encoding': 'chunked' };
  const answer = await post(headers, Buffer.alloc(1024 * 1024, 'x')).catch((error: Error) => error.message);
  // The connection may end while the rest of the body is still sent.
  expect([413, 'write EPIPE', 'read ECONNRESET', 'write ECONNRESET']).toContain(
    typeof answer === 'string' ? answer : answer.status,
  );
});

test.each([['PUT'], ['DELETE'], ['PATCH'], ['TRACE']])('%s is no method of the page', async (method) => {
  expect((await ask('/api/fast', { method, headers: ours() })).status).toBe(405);
  expect((await ask('/api/fast', { method })).status).toBe(403);
});

test('no preflight is answered, so no other origin can send a header of its own', async () => {
  const headers = { origin: 'http://attacker.example', 'access-control-request-method': 'POST' };
  const answer = await ask('/api/actions/commands', { method: 'OPTIONS', headers });
  expect(answer.status).toBe(403);
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test.each([
  ['//', 404],
  ['//attacker.example/', 404],
  ['/api//fast', 404],
  ['/api/../api/fast', 404],
  ['/%2e%2e/%2e%2e/etc/passwd', 404],
  ['/page.js/../../package.json', 404],
  ['/__proto__', 404],
  ['/api/fast%', 404],
  ['/api/named/%', 400],
  ['/api/named/%zz', 400],
  ['/api/named/%2e%2e%2f', 400],
  ['/api/named/a%00b', 400],
  ['/api/named/orders', 200],
  ['/api/fast?x=%', 200],
  ['http://attacker.example/api/fast', 400],
  ['*', 400],
])('the path %s gives %s', async (path, status) => {
  expect((await ask(path)).status).toBe(status);
});

test('pages that ask for the same at once share one read', async () => {
  const all = Promise.all(Array.from({ length: 20 }, () => ask('/api/slow')));
  while (reads === 0) await new Promise((end) => setTimeout(end, 5));
  await new Promise((end) => setTimeout(end, 500));
  release();
  expect(new Set((await all).map(({ body }) => body))).toEqual(new Set(['{"reads":1}']));
  const next = ask('/api/slow');
  while (reads === 1) await new Promise((end) => setTimeout(end, 5));
  release();
  expect((await next).body).toBe('{"reads":2}');
});

test('an error is a sentence with its status, and never a stack', async () => {
  expect(await ask('/api/refused')).toMatchObject({ status: 409, body: '{"error":"Not so."}' });
  const denied = await ask('/api/denied');
  expect(denied.status).toBe(502);
  const bug = await ask('/api/bug');
  expect(bug.status).toBe(500);
  for (const { body } of [denied, bug]) {
    expect(JSON.parse(body)).toEqual({ error: expect.any(String) });
    expect(body).not.toMatch(/\.ts|node_modules|\bat /);
  }
});

/** Opens a stream of events. @returns what ends it, or the status of its refusal. */
function openStream(): Promise<{ readonly status: number; readonly end: () => void }> {
  return new Promise((done, fail) => {
    const request = startRequest({ host: '127.0.0.1', port, path: '/events', agent: false }, (response) => {
      response.resume();
      response.on('error', () => {});
      done({ status: response.statusCode ?? 0, end: () => request.destroy() });
    });
    request.on('error', fail);
    request.end();
  });
}

test('each visible page has a stream, and too many are refused', async () => {
  const streams = await Promise.all(Array.from({ length: 40 }, openStream));
  expect(streams.filter(({ status }) => status === 200)).toHaveLength(32);
  expect(streams.filter(({ status }) => status === 503)).toHaveLength(8);
  expect(pages).toBe(32);
  for (const { end } of streams) end();
  while (pages > 0) await new Promise((end) => setTimeout(end, 10));
  expect((await ask('/api/fast')).status).toBe(200);
});

test('a stream of another origin is refused before anything is read for it', async () => {
  expect((await ask('/events', { headers: { origin: 'http://attacker.example' } })).status).toBe(403);
  expect((await ask('/events', { headers: { 'sec-fetch-site': 'same-site' } })).status).toBe(403);
  expect(pages).toBe(0);
});

test('a request that is never finished is ended, and others are answered meanwhile', async () => {
  const startedAt = Date.now();
  const socket = connect(port, '127.0.0.1');
  socket.write(`POST /api/actions/commands HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`);
  const ended = new Promise<void>((done) =>
    socket
      .on('close', () => done())
      .on('error', () => {})
      .resume(),
  );
  expect((await ask('/api/fast')).status).toBe(200);
  await ended;
  expect(Date.now() - startedAt).toBeLessThan(9000);
}, 15_000);

test('the server ends at once, with streams and reads open', async () => {
  const other = await startPageServer({ routes: ROUTES, events: new EventStream(() => {}), port: 0 });
  const lost = new Promise<string>((done) => {
    const { port: at } = new URL(other.url);
    const request = startRequest({ host: '127.0.0.1', port: at, path: '/events', agent: false }, (response) => {
      response
        .on('error', () => {})
        .on('close', () => done('closed'))
        .resume();
    });
    request.on('error', () => done('closed')).end();
  });
  await new Promise((end) => setTimeout(end, 100));
  const startedAt = Date.now();
  await other.close();
  await other.close();
  expect(await lost).toBe('closed');
  expect(Date.now() - startedAt).toBeLessThan(500);
});
