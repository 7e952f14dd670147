import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { KinesisAnalyticsV2Client, ListApplicationsCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  type CallRecorder,
  type Gateway,
  type Interceptor,
  processBehind,
  startGateway,
} from '../../../local/cloud/gateway';
import { jsonAnswer } from '../../../packages/managed-flink/src/http/json-protocol';

interface Upstream {
  readonly endpoint: string;
  readonly received: { path: string; headers: IncomingHttpHeaders; body: string }[];
}

const servers: Server[] = [];
let gateway: Gateway | undefined;

afterEach(async () => {
  await gateway?.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function upstream(answer: string): Promise<Upstream> {
  const received: Upstream['received'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(200, { 'x-from': answer }).end(answer);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { endpoint: `http://127.0.0.1:${port}`, received };
}

async function start(
  interceptors: Interceptor[] = [],
  recorder?: CallRecorder,
): Promise<{ emulator: Upstream; flink: Upstream }> {
  const [emulator, flink] = [await upstream('emulator'), await upstream('flink')];
  gateway = await startGateway({
    region: 'eu-west-1',
    emulator: () => emulator.endpoint,
    managedFlink: () => flink.endpoint,
    interceptors,
    recorder,
  });
  return { emulator, flink };
}

function call(service: string, headers: Record<string, string>, body?: string): Promise<Response> {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20261123/eu-west-1/${service}/aws4_request, Signature=x`;
  return fetch(`${gateway?.endpoint}/some/path?with=query`, {
    method: 'POST',
    headers: { authorization, ...headers },
    body,
  });
}

test('calls of Managed Flink go to its API, all others to the emulator, counted by operation', async () => {
  const { emulator, flink } = await start();
  const target = { 'x-amz-target': 'KinesisAnalytics_20180523.ListApplications' };
  expect(await (await call('kinesisanalytics', target, '{}')).text()).toBe('flink');
  expect(await (await call('s3', {}, 'bytes')).text()).toBe('emulator');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await (await call('sns', form, 'Action=ListTopics&Version=1')).text()).toBe('emulator');
  expect(gateway?.callCounts()).toEqual({
    'kinesisanalytics.ListApplications': 1,
    's3.POST': 1,
    'sns.ListTopics': 1,
  });
  expect(flink.received).toHaveLength(1);
  expect(emulator.received.map(({ path, body }) => [path, body])).toEqual([
    ['/some/path?with=query', 'bytes'],
    ['/some/path?with=query', 'Action=ListTopics&Version=1'],
  ]);
});

test('host and authorization arrive as they were sent: the signature covers them', async () => {
  const { emulator } = await start();
  await call('s3', {}, 'bytes');
  expect(emulator.received[0]?.headers).toMatchObject({
    host: new URL(gateway?.endpoint ?? '').host,
    authorization: expect.stringContaining('Credential=test/20261123/eu-west-1/s3/aws4_request'),
  });
});

test('an interceptor answers what it wants, and can hand a call on', async () => {
  const interceptor: Interceptor = {
    wants: (head) => head.service === 'events',
    answer: async (received, forward) =>
      received.operation === 'EnableRule' ? jsonAnswer({ mine: received.body.toString() }) : forward(),
  };
  const { emulator } = await start([interceptor]);
  const mine = await call('events', { 'x-amz-target': 'AWSEvents.EnableRule' }, '{"Name":"r"}');
  expect(await mine.json()).toEqual({ mine: '{"Name":"r"}' });
  const handedOn = await call('events', { 'x-amz-target': 'AWSEvents.PutRule' }, '{"Name":"r"}');
  expect(await handedOn.text()).toBe('emulator');
  expect(handedOn.headers.get('x-from')).toBe('emulator');
  expect(emulator.received.map(({ body }) => body)).toEqual(['{"Name":"r"}']);
});

test('an interceptor that fails is an answer of status 500, not a hanging call', async () => {
  const interceptor: Interceptor = {
    wants: () => true,
    answer: async () => {
      throw new Error('broken');
    },
  };
  await start([interceptor]);
  const answer = await call('events', { 'x-amz-target': 'AWSEvents.PutRule' }, '{}');
  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({ __type: 'InternalFailure', message: 'Local cloud: broken' });
});

test('a part that is not up, or gone, is named in an answer that clients retry', async () => {
  gateway = await startGateway({
    region: 'eu-west-1',
    emulator: () => undefined,
    managedFlink: () => 'http://127.0.0.1:1',
    interceptors: [],
  });
  const notUp = await call('s3', {}, 'bytes');
  expect([notUp.status, await notUp.json()]).toEqual([
    503,
    { __type: 'ServiceUnavailableException', message: 'Local cloud: MiniStack is not running.' },
  ]);
  const gone = await call('kinesisanalytics', { 'x-amz-target': 'KinesisAnalytics_20180523.ListApplications' }, '{}');
  expect([gone.status, await gone.json()]).toEqual([
    502,
    { __type: 'ServiceUnavailableException', message: expect.stringContaining('http://127.0.0.1:1') },
  ]);
});

test('a gateway tells which process it belongs to', async () => {
  await start();
  expect(await processBehind(gateway?.endpoint ?? '')).toBe(process.pid);
  expect(await processBehind('http://127.0.0.1:1')).toBeUndefined();
});

describe('a call for another region', () => {
  const client = () => ({
    endpoint: gateway?.endpoint,
    region: 'us-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    forcePathStyle: true,
  });

  /** One of each protocol that AWS has for this project's services. */
  const calls: readonly [string, () => Promise<unknown>][] = [
    ['SNS', () => new SNSClient(client()).send(new ListTopicsCommand({}))],
    ['CloudWatch', () => new CloudWatchClient(client()).send(new DescribeAlarmsCommand({}))],
    ['Managed Flink', () => new KinesisAnalyticsV2Client(client()).send(new ListApplicationsCommand({}))],
    ['Lambda', () => new LambdaClient(client()).send(new ListFunctionsCommand({}))],
    ['S3', () => new S3Client(client()).send(new ListBucketsCommand({}))],
    [
      'S3 with an upload',
      () => new S3Client(client()).send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: Buffer.alloc(2_000_000) })),
    ],
  ];

  test.each(calls)('is refused at once, in words that the client of %s understands', async (_, send) => {
    const { emulator, flink } = await start();
    await expect(send()).rejects.toMatchObject({
      name: 'OptInRequired',
      message: expect.stringMatching(
        /^The local cloud serves region eu-west-1; this call of \w+ is signed for us-west-2\. /,
      ),
      $metadata: { httpStatusCode: 403 },
    });
    expect([...emulator.received, ...flink.received]).toEqual([]);
  });

  test('is answered in the Query protocol, which Terraform speaks, too', async () => {
    await start();
    const authorization = 'AWS4-HMAC-SHA256 Credential=test/20261123/us-west-2/monitoring/aws4_request, Signature=x';
    const answer = await fetch(`${gateway?.endpoint}/`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=DescribeAlarms&Version=2010-08-01',
    });
    expect(answer.headers.get('content-type')).toBe('text/xml');
    expect(await answer.text()).toContain('<Code>OptInRequired</Code>');
  });

  test.each(['iam', 'sts'])('of %s, which knows no regions, goes on', async (service) => {
    const { emulator } = await start();
    const authorization = `AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/${service}/aws4_request, Signature=x`;
    const answer = await fetch(`${gateway?.endpoint}/`, {
      method: 'POST',
      headers: { authorization },
      body: 'Action=x',
    });
    expect(await answer.text()).toBe('emulator');
    expect(emulator.received).toHaveLength(1);
  });
});

test('a recorder sees the calls that it wants with their bodies, uploads without, and all are answered as ever', async () => {
  const seen: string[] = [];
  const { emulator } = await start([], {
    wants: ({ service }) => service !== 'sqs',
    record: ({ service, body }) => void seen.push(`${service} ${body.toString('utf8')}`),
  });
  await call('dynamodb', { 'x-amz-target': 'DynamoDB_20120810.DescribeTable' }, '{"TableName":"audit"}');
  await call('s3', {}, 'a whole JAR');
  await call('sqs', {}, '{}');

  expect(seen).toEqual(['dynamodb {"TableName":"audit"}', 's3 ']);
  expect(emulator.received.map(({ body }) => body)).toEqual(['{"TableName":"audit"}', 'a whole JAR', '{}']);
});

test.each([
  ['Origin is http://attacker.example', 'POST', { origin: 'http://attacker.example' }],
  ['Origin is null', 'POST', { origin: 'null' }],
  ['Origin is http://127.0.0.1:8080', 'POST', { origin: 'http://127.0.0.1:8080' }],
  ['Sec-Fetch-Site is cross-site', 'GET', { 'sec-fetch-site': 'cross-site' }],
  ['Sec-Fetch-Site is same-site', 'GET', { 'sec-fetch-site': 'same-site' }],
  ['Host is attacker.example:4566', 'GET', { host: 'attacker.example:4566' }],
  ['Host is localhost.attacker.example', 'GET', { host: 'localhost.attacker.example' }],
  ['Host is 127.0.0.1.attacker.example', 'GET', { host: '127.0.0.1.attacker.example' }],
])('a web page can call no service: a request whose %s is refused', async (what, method, headers) => {
  const { emulator, flink } = await start();
  for (const path of ['/2015-03-31/functions', '/?Action=CreateUser&UserName=x', '/_local-cloud/health']) {
    const answer = await plainRequest(path, method, headers);
    if (path !== '/_local-cloud/health') {
      expect([path, answer.status]).toEqual([path, 403]);
      expect(answer.text).toContain(what);
    }
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
  const preflight = { origin: 'http://attacker.example', 'access-control-request-method': 'POST' };
  const asked = await plainRequest('/', 'OPTIONS', preflight);
  expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  expect([...emulator.received, ...flink.received]).toEqual([]);
});

test('programs may name the gateway as they like: by its number, as localhost, and with a bucket', async () => {
  const { emulator } = await start();
  const { port } = new URL(gateway?.endpoint ?? '');
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `my-bucket.localhost:${port}`]) {
    expect([host, (await plainRequest('/', 'GET', { host })).status]).toEqual([host, 200]);
  }
  expect(emulator.received).toHaveLength(4);
});

interface PlainAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Request with headers that `fetch` would not send. */
function plainRequest(path: string, method: string, headers: Record<string, string>): Promise<PlainAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${gateway?.endpoint}${path}`, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}
