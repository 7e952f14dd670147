import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseGate } from '../../cli/commands/gate';
import { gate } from '../../cli/gate';
import { clientOf } from '../../packages/managed-flink/__tests__/api-client';
import { type ManagedFlinkServer, startManagedFlink } from '../../packages/managed-flink/src/server';

const NAME = 'app-0001';
const HOUR_MS = 3_600_000;
const ALONE = { because: 'No deployment is known.' };
const state = mkdtempSync(join(tmpdir(), 'gate-'));

let server: ManagedFlinkServer;

beforeAll(async () => {
  process.env.XDG_STATE_HOME = state;
  // Its newest snapshot is ten minutes old.
  const engine = {
    kind: 'simulated',
    applications: 1,
    snapshotsPerApplication: 2,
    durations: { snapshotMs: 10 },
  } as const;
  server = await startManagedFlink({ engine });
});

afterAll(async () => {
  await server.close();
  rmSync(state, { recursive: true, force: true });
});

const ask = (maxAgeMs: number, take = false) =>
  gate({ application: NAME, maxAgeMs, take }, clientOf(server.endpoint), ALONE);

test('a snapshot that is fresh enough opens the gate', async () => {
  const { document, text, exitCode } = await ask(HOUR_MS);
  expect({ document, exitCode }).toMatchObject({
    exitCode: 0,
    document: { fresh: true, maxAgeSeconds: 3600, taken: null, newest: { name: expect.stringMatching(/^prepared\./) } },
  });
  expect(text).toMatch(/^app-0001 is covered: prepared\.\S+ of .+ is \d+ (s|min) old, at most 60 min are allowed\.$/);
});

test('one that is too old does not, and the text says what would help', async () => {
  const { document, text, exitCode } = await ask(60_000);
  expect({ document, exitCode }).toMatchObject({ exitCode: 1, document: { fresh: false, taken: null } });
  expect(text).toMatch(/^app-0001 is not covered: .+ old, at most 60 s are allowed\. With --take it takes one\.$/);
});

test('with --take it takes one, and names it', async () => {
  const { document, exitCode } = await ask(60_000, true);
  expect({ document, exitCode }).toMatchObject({
    exitCode: 0,
    document: { fresh: true, taken: expect.stringMatching(/^kda-snapshots\.\d+T\d+Z\.gate is READY$/) },
  });
});

test.each([
  [[], 'The name of the application is missing.'],
  [['orders'], '--max-age is missing: say how old the snapshot may be, such as 10m.'],
  [['orders', '--max-age', '10'], '--max-age is "10", expected a duration, such as 10m, 2h30m or 1d.'],
  [['orders', 'payments', '--max-age', '10m'], 'Only one application is allowed: payments is too much.'],
])('%j is refused', (argv, message) => {
  expect(() => parseGate(argv)).toThrow(message);
});
