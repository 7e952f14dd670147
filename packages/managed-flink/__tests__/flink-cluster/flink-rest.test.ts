import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  FlinkAnswerError,
  FlinkJobEndedError,
  FlinkRequestError,
  FlinkSavepointError,
  FlinkTimeoutError,
  FlinkUnreachableError,
} from '../../src/flink-cluster/flink-errors';
import { FlinkRest, newTriggerId } from '../../src/flink-cluster/flink-rest';

// What a real cluster answers is tested in flink-cluster.system.test.ts; here is what cannot be provoked there.

let server: Server;
let answers: { status: number; body: string }[];
let requests: { path: string; body: string }[];
let rest: FlinkRest;

beforeEach(async () => {
  answers = [];
  requests = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ path: `${request.method} ${request.url}`, body });
      // The last answer stays: what is polled for does not change any more.
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 404, body: '' };
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  rest = new FlinkRest(`http://127.0.0.1:${port}`);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

function ok(...bodies: unknown[]): void {
  answers.push(...bodies.map((body) => ({ status: 200, body: JSON.stringify(body) })));
}

const inProgress = { status: { id: 'IN_PROGRESS' } };
const completed = { status: { id: 'COMPLETED' }, operation: { location: 'file:/s/1' } };

function job(state: string, ...vertices: string[]) {
  return {
    jid: 'j',
    name: 'user-service',
    state,
    now: 10_000,
    'start-time': 1,
    timestamps: { RUNNING: 5_000 },
    vertices: vertices.map((status, index) => ({ id: `v${index}`, name: `vertex ${index}`, parallelism: 1, status })),
  };
}

test('a savepoint is polled for until it is complete', async () => {
  ok({ 'request-id': 't1' }, inProgress, inProgress, completed);
  expect(await rest.takeSavepoint('j', { triggerId: 't1', targetDirectory: '/s' })).toBe('file:/s/1');
  expect(requests.map((request) => request.path)).toEqual([
    'POST /jobs/j/savepoints',
    'GET /jobs/j/savepoints/t1',
    'GET /jobs/j/savepoints/t1',
    'GET /jobs/j/savepoints/t1',
  ]);
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    'cancel-job': false,
    formatType: 'CANONICAL',
    triggerId: 't1',
    'target-directory': 'file:///s',
  });
});

test('a savepoint that takes longer than the caller waits is a timeout, not a failure', async () => {
  ok(inProgress);
  const late = rest.waitForSavepoint('j', 't1', { timeoutMs: 60 });
  await expect(late).rejects.toThrow(FlinkTimeoutError);
  await expect(late).rejects.toThrow('Waited 60 ms for savepoint t1 of job j; last seen: IN_PROGRESS');
});

test('a savepoint that Flink reports complete without a location has failed', async () => {
  ok({ status: { id: 'COMPLETED' }, operation: {} });
  await expect(rest.savepointState('j', 't1')).rejects.toThrow(FlinkSavepointError);
});

test('a job runs when every vertex runs', async () => {
  ok(job('CREATED'), job('RUNNING'), job('RUNNING', 'DEPLOYING', 'RUNNING'), job('RUNNING', 'RUNNING', 'RUNNING'));
  await rest.waitUntilRunning('j', { timeoutMs: 5_000 });
  expect(requests).toHaveLength(4);
});

test('a job runs when every vertex that has not finished runs, and one whose vertices all finished does not', async () => {
  ok(
    job('RUNNING', 'FINISHED', 'FINISHED'),
    job('RUNNING', 'FINISHED', 'DEPLOYING'),
    job('RUNNING', 'FINISHED', 'RUNNING'),
  );
  await rest.waitUntilRunning('j', { timeoutMs: 5_000 });
  expect(requests).toHaveLength(3);
});

test('a job that ends instead of running is an error with its last exception', async () => {
  ok(job('FAILED', 'FAILED'), {
    exceptionHistory: {
      entries: [{ exceptionName: 'x', stacktrace: 'a.B: c\nCaused by: d.E: the disk is full\n\tat f', timestamp: 1 }],
    },
  });
  const ended = rest.waitUntilRunning('j', { timeoutMs: 5_000 });
  await expect(ended).rejects.toThrow(FlinkJobEndedError);
  await expect(ended).rejects.toThrow('Job j is FAILED and will not run: d.E: the disk is full');
});

test('a wait can be given up, and says why', async () => {
  ok(job('RUNNING', 'SCHEDULED'));
  const abort = new AbortController();
  const wait = rest.waitUntilRunning('j', { timeoutMs: 60_000, signal: abort.signal });
  abort.abort(new Error('force stop'));
  await expect(wait).rejects.toThrow('force stop');
});

test('an error that is no JSON is quoted as it is', async () => {
  answers.push({ status: 503, body: 'Service temporarily unavailable' });
  await expect(rest.overview()).rejects.toMatchObject({
    constructor: FlinkRequestError,
    status: 503,
    rootCause: 'Service temporarily unavailable',
  });
});

test('an answer of another form is an error that quotes it', async () => {
  ok({ jobs: 'none' });
  const wrong = rest.jobs();
  await expect(wrong).rejects.toThrow(FlinkAnswerError);
  await expect(wrong).rejects.toThrow("Flink's answer to GET /jobs is not the one of Flink 1.20");
  await expect(wrong).rejects.toThrow('{"jobs":"none"}');
});

test('a cluster that is gone is unreachable', async () => {
  const gone = new FlinkRest('http://127.0.0.1:1');
  await expect(gone.jobStatus('j')).rejects.toThrow(FlinkUnreachableError);
});

test('trigger ids are 32 hexadecimal digits, and no two are the same', () => {
  expect(newTriggerId()).toMatch(/^[0-9a-f]{32}$/);
  expect(newTriggerId()).not.toBe(newTriggerId());
});

test('a main() that does not come to execute() in its time is a timeout, and names the time', async () => {
  server.removeAllListeners('request');
  const refused = rest.runJar('waits.jar', {}, { timeoutMs: 150 });
  await expect(refused).rejects.toThrow(FlinkTimeoutError);
  await expect(refused).rejects.toThrow('Waited 150 ms for main() to come to execute(); last seen: it still runs');
});

test('a wait for main() that is given up rejects with the reason', async () => {
  server.removeAllListeners('request');
  const given = new AbortController();
  const refused = rest.runJar('waits.jar', {}, { timeoutMs: 60_000, signal: given.signal });
  given.abort(new Error('SIGINT: the rehearsal ended'));
  await expect(refused).rejects.toThrow('SIGINT: the rehearsal ended');
});
