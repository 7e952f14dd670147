import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AwsEvent, deliverToRules } from '../../../local/cloud/aws-events';
import { type EmulatorClients, emulatorClients } from '../../../local/cloud/emulator-clients';

const ACCOUNT = '000000000000';
const EVENT: AwsEvent = {
  version: '0',
  id: 'e-1',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: ACCOUNT,
  time: '2026-11-29T02:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: {},
};

/** A rule of the bus; each has a topic of its own name as its only target. */
interface FakeRule {
  readonly name: string;
  /** The operation during which somebody deletes it. */
  readonly deletedAt?: 'TestEventPattern' | 'ListTargetsByRule';
}

let server: Server;
let clients: EmulatorClients;
let published: string[];
let reported: string[];

afterEach(() => {
  clients.close();
  server.closeAllConnections();
  server.close();
});

async function busWith(rules: readonly FakeRule[]): Promise<void> {
  published = [];
  reported = [];
  server = createServer(async (request, response) => {
    const body = await textOf(request);
    if (request.headers['x-amz-target'] === undefined) {
      published.push(String(new URLSearchParams(body).get('TopicArn')).split(':').at(-1) ?? '');
      response.end('<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>');
      return;
    }
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const { status, answer } = answerOf(operation, JSON.parse(body), rules);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  clients = emulatorClients(`http://127.0.0.1:${port}`, 'eu-west-1');
}

interface Asked {
  readonly Rule?: string;
  readonly EventPattern?: string;
}

function answerOf(operation: string, asked: Asked, rules: readonly FakeRule[]): { status: number; answer: object } {
  if (operation === 'ListRules') {
    return { status: 200, answer: { Rules: rules.map(({ name }) => ruleOf(name)) } };
  }
  const name = asked.Rule ?? (JSON.parse(asked.EventPattern ?? '{}') as { rule: string[] }).rule[0] ?? '';
  if (rules.some((rule) => rule.name === name && rule.deletedAt === operation)) {
    return { status: 400, answer: { __type: 'ResourceNotFoundException', message: `Rule ${name} does not exist.` } };
  }
  if (operation === 'TestEventPattern') return { status: 200, answer: { Result: true } };
  return { status: 200, answer: { Targets: [{ Id: 't', Arn: `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}` }] } };
}

function ruleOf(name: string) {
  return {
    Name: name,
    Arn: `arn:aws:events:eu-west-1:${ACCOUNT}:rule/${name}`,
    State: 'ENABLED',
    // Tells the fake bus of which rule a pattern is.
    EventPattern: JSON.stringify({ rule: [name] }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const deliver = () => deliverToRules(EVENT, clients, (line) => reported.push(line));

test('the targets of all rules that the event fits get it', async () => {
  await busWith([{ name: 'first' }, { name: 'second' }]);
  await deliver();

  expect(published).toEqual(['first', 'second']);
  expect(reported).toEqual([]);
});

test.each(['TestEventPattern', 'ListTargetsByRule'] as const)(
  'a rule that is deleted before %s is reported, and keeps no later rule from the event',
  async (deletedAt) => {
    await busWith([{ name: 'first' }, { name: 'gone', deletedAt }, { name: 'last' }]);
    await deliver();

    expect(published).toEqual(['first', 'last']);
    expect(reported).toEqual(['Rule gone: event e-1 was not delivered: Rule gone does not exist.']);
  },
);

test('rules that can’t be listed are an error', async () => {
  await busWith([]);
  server.closeAllConnections();
  server.close();

  await expect(deliver()).rejects.toThrow();
});
