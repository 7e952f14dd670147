import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { deploymentOf } from '../../cli/deployment';
import { AwsClock } from '../../cli/safety/gather/aws-clock';
import { clientsOf, closeClients } from '../../cli/safety/gather/clients';
import { askSafety } from '../../cli/status/status';
import { settingsWith } from '../settings-with';

const CLI = resolve(__dirname, '../../cli');

/** Files whose calls last as long as their work does: the bucket of the state, and the copy of code. */
const LONG: readonly string[] = ['commands/bootstrap.ts', 'recovery/code-store.ts', 'pre-deploy/pre-deploy.ts'];

test('every client of AWS gives up on an endpoint that never answers', () => {
  const files = readdirSync(CLI, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const without = files.filter((file) => {
    const text = readFileSync(join(CLI, file), 'utf8');
    return /new \w*Client\(/.test(text) && !/lookingIn|ANSWER_TIME|requestHandler/.test(text);
  });
  expect(without.filter((file) => !LONG.includes(file))).toEqual([]);
});

describe('where nothing ever answers', () => {
  const sockets: Socket[] = [];
  let server: Server;
  const before = { ...process.env };

  beforeAll(async () => {
    server = createServer((socket) => void sockets.push(socket.on('error', () => {}).resume()));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.AWS_ACCESS_KEY_ID = process.env.AWS_SECRET_ACCESS_KEY = 'test';
  });

  afterAll(async () => {
    process.env = before;
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });

  test('status ends, and nothing is called safe', async () => {
    const deployment = deploymentOf(settingsWith({ name: 'demo', snapshots: { applications: [{ name: 'orders' }] } }));
    const clock = new AwsClock();
    const requestHandler = { connectionTimeout: 200, requestTimeout: 200, throwOnRequestTimeout: true };
    const clients = clientsOf('eu-west-1', clock, undefined, { requestHandler, maxAttempts: 1 });
    const asked = askSafety(deployment, [], { clients, clock, say: () => {} });
    await expect(asked).rejects.toThrow(/AWS could not be reached|TimeoutError|exceeded the configured 200 ms/);
    closeClients(clients);
  }, 20_000);
});
