import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateApplicationSnapshotCommand,
  KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  StopApplicationCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { z } from 'zod';
import type { RoleCall } from '../../local/cloud/identity/role-rights';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { buildLambda } from '../../tools/build-lambda';
import { waitUntil } from '../../trials/demo/wait-until';
import { settingsWith } from '../settings-with';
import { actionsOf, type PolicyStatement, synthesize } from '../stacks/synthesis';
import { clientSettings, DeployedManager, TIMEOUT_SECONDS } from './deployed-manager';
import { ON_BEHALF_OF_THE_ROLE } from './on-behalf-of-the-role';
import { resolveStack } from './resolved-stack';

// The manager that is deployed, under the very policy that is synthesized, in a local cloud that enforces it.
jest.setTimeout(180_000);

const PLACE = { region: 'eu-west-1', accountId: '000000000000' };
const QUOTA = 10;
const PREPARED = 4;
const SNAPSHOT_MS = 400;
const [PRUNED, STOPPED, FULL, HELD, TAGGED, LACKING] = [
  'app-0001',
  'app-0002',
  'app-0003',
  'app-0004',
  'app-0007',
  'app-0008',
] as const;
const TAG = { key: 'team', value: 'proof' } as const;

let folder: string;
let cloud: LocalCloud;
let service: KinesisAnalyticsV2Client;
let zip: Uint8Array;
let byName: DeployedManager;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'least-privilege-'));
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    ...PLACE,
    engine: 'simulated',
    enforceIdentity: true,
    speedUp: 600,
    report: () => {},
    managedFlink: {
      snapshotQuota: QUOTA,
      engine: {
        kind: 'simulated',
        applications: 8,
        snapshotsPerApplication: PREPARED,
        snapshotNamePrefix: 'proof.',
        durations: { snapshotMs: SNAPSHOT_MS, deleteMs: 20, stopMs: 20 },
      },
    },
  });
  service = new KinesisAnalyticsV2Client(clientSettings(cloud, PLACE));
  await tag(TAGGED, TAG.value);
  await tag(LACKING, LACKING);
  zip = await readFile((await buildLambda(join(folder, 'manager.zip'))).zipFile);
  byName = await deploy('proof', [PRUNED, STOPPED, FULL, HELD]);
}, 180_000);

afterAll(async () => {
  service.destroy();
  await cloud.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

async function tag(application: string, value: string): Promise<void> {
  await service.send(
    new TagResourceCommand({
      ResourceARN: `arn:aws:kinesisanalytics:${PLACE.region}:${PLACE.accountId}:application/${application}`,
      Tags: [{ Key: TAG.key, Value: value }],
    }),
  );
}

function deploy(
  name: string,
  applications: readonly unknown[],
  where = cloud,
  keys: 'aws' | 'managed' = 'aws',
): Promise<DeployedManager> {
  const synthesis = synthesize(
    settingsWith({
      name,
      snapshots: { applications, retention: { keepLast: 3 } },
      notifications: { policy: 'always', topicName: name },
      audit: { tableName: `${name}-audit`, holdsTableName: `${name}-holds` },
      security: { keys },
    }),
  );
  synthesis.dispose();
  return DeployedManager.deploy(where, PLACE, resolveStack(synthesis.stacks.snapshots, PLACE), zip);
}

/** Until an application has no snapshot that is still being made. */
async function ready(where: LocalCloud, application: string): Promise<void> {
  const client = new KinesisAnalyticsV2Client(clientSettings(where, PLACE));
  const list = new ListApplicationSnapshotsCommand({ ApplicationName: application, Limit: 50 });
  try {
    await waitUntil(
      `the snapshots of ${application}`,
      async () => {
        const { SnapshotSummaries = [] } = await client.send(list);
        return SnapshotSummaries.every(({ SnapshotStatus }) => SnapshotStatus === 'READY') || undefined;
      },
      { timeoutMs: 90_000 },
    );
  } finally {
    client.destroy();
  }
}

async function snapshotNames(application: string): Promise<string[]> {
  const { SnapshotSummaries = [] } = await service.send(
    new ListApplicationSnapshotsCommand({ ApplicationName: application, Limit: 50 }),
  );
  return SnapshotSummaries.map(({ SnapshotName = '' }) => SnapshotName);
}

/** Calls that a role made while `act` ran. */
async function callsDuring(act: () => Promise<void>): Promise<readonly RoleCall[]> {
  const before = cloud.roleCalls().length;
  await act();
  return cloud.roleCalls().slice(before);
}

const allowances = (policy: readonly PolicyStatement[]) =>
  policy.flatMap((statement) =>
    actionsOf(statement).map((action) => ({ sid: statement.Sid, action, resources: statement.Resource ?? [] })),
  );

function covers(resources: readonly string[], resource: string): boolean {
  return resources.some((pattern) => {
    const text = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.');
    return new RegExp(`^${text}$`).test(resource);
  });
}

/** Both directions: what is allowed and was not called, and what was called and is allowed by no statement. */
function differences(policy: readonly PolicyStatement[], calls: readonly RoleCall[]) {
  const allowed = allowances(policy).filter(({ action }) => !ON_BEHALF_OF_THE_ROLE.has(action));
  return {
    unused: allowed
      .filter(
        ({ action, resources }) => !calls.some((call) => call.action === action && covers(resources, call.resource)),
      )
      .map(({ sid, action }) => `${sid} ${action}`),
    notAllowed: calls
      .filter(
        (call) => !allowed.some(({ action, resources }) => action === call.action && covers(resources, call.resource)),
      )
      .map(({ action, resource }) => `${action} ${resource}`),
  };
}

test('every path works under the synthesized policy, which allows nothing that no path uses', async () => {
  const calls = await callsDuring(async () => {
    await service.send(new StopApplicationCommand({ ApplicationName: STOPPED, Force: true }));
    for (let count = 0; count < QUOTA - PREPARED; count += 1) {
      await service.send(
        new CreateApplicationSnapshotCommand({ ApplicationName: FULL, SnapshotName: `other-${count}` }),
      );
      await sleep(SNAPSHOT_MS + 100);
    }
    const first = await byName.run();
    expect(first.error).toContain(`${FULL}: `);
    expect(await byName.rows(PRUNED)).toEqual([expect.stringMatching(/^taken ready: /)]);
    expect(await byName.rows(STOPPED)).toEqual([expect.stringMatching(/^skipped not-running: /)]);
    expect(await byName.rows(FULL)).toEqual([expect.stringMatching(/^failed quota-reached: /)]);
    expect(await snapshotNames(PRUNED)).toHaveLength(3);

    const snapshot = (await snapshotNames(HELD)).at(-1) ?? '';
    const hold = { application: HELD, snapshot, who: 'ada' };
    expect(await byName.ask({ action: 'hold', ...hold, why: 'proof' })).toMatchObject({ error: undefined });
    expect(await byName.ask({ action: 'holds' })).toMatchObject({ answer: [{ snapshotName: snapshot }] });
    expect(await byName.ask({ action: 'plan' })).toMatchObject({ error: undefined });
    expect(await byName.ask({ action: 'release', ...hold })).toMatchObject({ error: undefined });
    const request = { action: 'snapshot', applications: [HELD], reason: 'proof', requestId: 'proof-1' };
    expect(await byName.ask(request)).toMatchObject({ answer: [{ state: 'taken' }] });
    expect(await byName.ask(request)).toMatchObject({ answer: [{ state: 'taken' }] });
  });
  expect(differences(byName.stack.policy, calls)).toEqual({ unused: [], notAllowed: [] });
});

test('a late snapshot, settled by the next run, needs no more', async () => {
  const slow = await startLocalCloud({
    folder: join(folder, 'slow'),
    ...PLACE,
    engine: 'simulated',
    enforceIdentity: true,
    report: () => {},
    managedFlink: { engine: { kind: 'simulated', applications: 1, durations: { snapshotMs: 32_000 } } },
  });
  try {
    const late = await deploy('late', [PRUNED], slow);
    // Waiting ends 15 s before the end.
    await late.setTimeoutSeconds(40);
    expect(await late.run()).toMatchObject({ error: undefined });
    expect(await late.rows(PRUNED)).toEqual([expect.stringMatching(/^late still-creating: /)]);
    await ready(slow, PRUNED);
    await late.setTimeoutSeconds(TIMEOUT_SECONDS);
    expect(await late.run()).toMatchObject({ error: undefined });
    expect(await late.rows(PRUNED)).toEqual([
      expect.stringMatching(/^late ready-after-run: /),
      expect.stringMatching(/^taken /),
    ]);
    expect(differences(late.stack.policy, slow.roleCalls()).notAllowed).toEqual([]);
  } finally {
    await slow.close();
  }
});

test.each([
  ['a prefix', 'by-prefix', { prefix: 'app-0005' }, 'app-0005'],
  ['a pattern', 'by-pattern', { pattern: 'app-*6' }, 'app-0006'],
  ['a tag', 'by-tag', { tag: TAG }, TAGGED],
])('selection by %s allows what it uses, and uses nothing else', async (_case, name, entry, application) => {
  // With keys of its own as well: its policy has the most statements then.
  const manager = await deploy(name, [entry], cloud, 'managed');
  const calls = await callsDuring(async () => {
    for (let count = 0; count < 6; count += 1) expect(await manager.run()).toMatchObject({ error: undefined });
    const hold = { application, snapshot: (await snapshotNames(application)).at(-1) ?? '', who: 'ada' };
    await manager.ask({ action: 'hold', ...hold, why: 'proof' });
    await manager.ask({ action: 'release', ...hold });
  });
  expect(await manager.rows(application)).toContainEqual(expect.stringMatching(/^taken ready: /));
  expect(differences(manager.stack.policy, calls)).toEqual({ unused: [], notAllowed: [] });
});

test('a run that fails for good lies in the queue of failed runs', async () => {
  const failing = await deploy('failing', ['nobody']);
  await failing.runAsynchronously();
  const deadline = Date.now() + 60_000;
  let message: string | undefined;
  while (message === undefined && Date.now() < deadline) message = await failing.failedRun();
  expect(JSON.parse(message ?? 'null')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    responsePayload: { errorMessage: expect.stringContaining('nobody: ') },
  });
});

/** Evidence of a missing action: the record of the run, the answer to a request, or the log alone. */
const SHOWN_ELSEWHERE: Readonly<Record<string, 'error' | 'request' | 'log'>> = {
  // There is no record without it: the invocation fails, and Lambda tries again.
  'KeepRecords dynamodb:PutItem': 'error',
  // A run reads the lock only when another has it; a hold always does.
  'RespectHolds dynamodb:GetItem': 'request',
  // A lock that is not given back ends by itself.
  'RespectHolds dynamodb:DeleteItem': 'request',
  // A mail that cannot be sent costs no snapshot: the next run sends it.
  'TellPeople sns:Publish': 'log',
  // Nor does an event that cannot be sent.
  'TellMachines events:PutEvents': 'log',
};

test('without any one of its actions the manager says which one is missing', async () => {
  const manager = await deploy('negative', [{ tag: { ...TAG, value: LACKING } }]);
  // A short lease: see `heal`.
  await manager.setTimeoutSeconds(45);
  for (let count = 0; count < 3; count += 1) expect(await manager.run()).toMatchObject({ error: undefined });
  const shown: Record<string, string> = {};
  const expected: Record<string, string> = {};
  for (const { sid, action } of allowances(manager.stack.policy)) {
    if (ON_BEHALF_OF_THE_ROLE.has(action)) continue;
    const key = `${sid} ${action}`;
    expected[key] = SHOWN_ELSEWHERE[key] ?? 'record';
    await manager.putPolicy(without(manager.stack.policy, sid, action));
    shown[key] = await whereShown(manager, action);
    await manager.putPolicy(manager.stack.policy);
    await heal(manager, key);
  }
  expect(shown).toEqual(expected);
}, 600_000);

const TAKEN = z.object({ outcomes: z.object({ taken: z.literal(1) }) });

/** Until a run deletes its surplus again: a lock that could not be given back is in the way until its lease ends. */
async function heal(manager: DeployedManager, lacked: string): Promise<void> {
  const deadline = Date.now() + 90_000;
  let last: readonly unknown[] = [];
  do {
    const before = await manager.rows(LACKING);
    const { answer } = await manager.run();
    // Not the last row: runs here have events of the past, and the rows of requests stand after them.
    const rows = (await manager.rows(LACKING)).filter((row) => !before.includes(row));
    if (TAKEN.safeParse(answer).success && rows.some((row) => row.startsWith('taken ready: '))) return;
    last = [answer, ...rows];
    await sleep(1_000);
  } while (Date.now() < deadline);
  throw new Error(
    `The manager did not recover within 90 s of getting ${lacked} back; its last run: ${JSON.stringify(last)}`,
  );
}

async function whereShown(manager: DeployedManager, action: string): Promise<string> {
  const denial = `not authorized to perform: ${action}`;
  const since = new Date();
  const before = [...(await manager.rows(LACKING)), ...(await manager.rows('*'))];
  const { error } = await manager.run();
  const after = [...(await manager.rows(LACKING)), ...(await manager.rows('*'))];
  const rows = after.filter((row) => !before.includes(row));
  if (rows.some((row) => row.includes(denial))) return 'record';
  if (error?.includes(denial)) return 'error';
  const hold = { application: LACKING, snapshot: (await snapshotNames(LACKING)).at(-1) ?? '', who: 'ada' };
  for (const request of [
    { action: 'hold', ...hold, why: 'proof' },
    { action: 'release', ...hold },
  ]) {
    const answer = await manager.ask(request);
    if (answer.error?.includes(denial)) return 'request';
  }
  if ((await manager.logLines(since)).some((line) => line.includes(denial))) return 'log';
  return `nowhere: ${rows.join(' | ')} ${error}`;
}

function without(policy: readonly PolicyStatement[], sid: string | undefined, action: string): PolicyStatement[] {
  return policy
    .map((statement) =>
      statement.Sid === sid
        ? { ...statement, Action: actionsOf(statement).filter((each) => each !== action) }
        : statement,
    )
    .filter((statement) => actionsOf(statement).length > 0);
}
