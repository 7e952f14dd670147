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
import { buildLambda } from '../../cli/build-lambda';
import type { RoleCall } from '../../local/cloud/identity/role-rights';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { actionsOf, type PolicyStatement, settingsWith, synthesize } from '../stacks/synthesis';
import { clientSettings, DeployedManager, TIMEOUT_SECONDS } from './deployed-manager';
import { ON_BEHALF_OF_THE_ROLE } from './on-behalf-of-the-role';
import { resolveStack } from './resolved-stack';

// The manager that is deployed, under the very policy that is synthesized, in a local cloud that enforces it.
jest.setTimeout(180_000);

const PLACE = { region: 'eu-west-1', accountId: '000000000000' };
const QUOTA = 8;
const SNAPSHOT_MS = 1_200;
/** Of these a run does not wait for its snapshot: what is left is for its end. */
const LAST_SECONDS_OF_A_RUN = 16;
const [PRUNED, STOPPED, FULL, TAGGED, LATE] = ['app-0001', 'app-0002', 'app-0003', 'app-0004', 'app-0005'] as const;
const TAG = { key: 'team', value: 'proof' } as const;

let folder: string;
let cloud: LocalCloud;
let service: KinesisAnalyticsV2Client;
let zip: Uint8Array;
let byName: DeployedManager;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'least-privilege-'));
  cloud = await startLocalCloud({
    ...{ folder: join(folder, 'cloud'), ...PLACE, engine: 'simulated', enforceIdentity: true, speedUp: 600 },
    report: () => {},
    managedFlink: {
      snapshotQuota: QUOTA,
      engine: {
        ...{ kind: 'simulated', applications: 5, snapshotsPerApplication: 4, snapshotNamePrefix: 'proof.' },
        durations: { snapshotMs: SNAPSHOT_MS, deleteMs: 20, stopMs: 20 },
      },
    },
  });
  service = new KinesisAnalyticsV2Client(clientSettings(cloud, PLACE));
  await service.send(
    new TagResourceCommand({
      ResourceARN: `arn:aws:kinesisanalytics:${PLACE.region}:${PLACE.accountId}:application/${TAGGED}`,
      Tags: [{ Key: TAG.key, Value: TAG.value }],
    }),
  );
  zip = await readFile((await buildLambda(join(folder, 'manager.zip'))).zipFile);
  byName = await deploy('proof', [PRUNED, STOPPED, FULL, TAGGED]);
}, 180_000);

afterAll(async () => {
  service.destroy();
  await cloud.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

function deploy(name: string, applications: readonly unknown[]): Promise<DeployedManager> {
  const synthesis = synthesize(
    settingsWith({
      name,
      snapshots: { applications, retention: { keepLast: 3 } },
      notifications: { policy: 'always', topicName: name },
      audit: { tableName: `${name}-audit`, holdsTableName: `${name}-holds` },
    }),
  );
  synthesis.dispose();
  return DeployedManager.deploy(cloud, PLACE, resolveStack(synthesis.stacks.snapshots, PLACE), zip);
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
    for (let count = 0; count < 4; count += 1) {
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

    const snapshot = (await snapshotNames(TAGGED)).at(-1) ?? '';
    const hold = { application: TAGGED, snapshot, who: 'ada' };
    expect(await byName.ask({ action: 'hold', ...hold, why: 'proof' })).toMatchObject({ error: undefined });
    expect(await byName.ask({ action: 'holds' })).toMatchObject({ answer: [{ snapshotName: snapshot }] });
    expect(await byName.ask({ action: 'plan' })).toMatchObject({ error: undefined });
    expect(await byName.ask({ action: 'release', ...hold })).toMatchObject({ error: undefined });
    const request = { action: 'snapshot', applications: [TAGGED], reason: 'proof', requestId: 'proof-1' };
    expect(await byName.ask(request)).toMatchObject({ answer: [{ state: 'taken' }] });
    expect(await byName.ask(request)).toMatchObject({ answer: [{ state: 'taken' }] });
  });
  expect(differences(byName.stack.policy, calls)).toEqual({ unused: [], notAllowed: [] });
});

test('a late snapshot, settled by the next run, needs no more', async () => {
  const late = await deploy('late', [LATE]);
  const calls = await callsDuring(async () => {
    await late.setTimeoutSeconds(LAST_SECONDS_OF_A_RUN);
    expect(await late.run()).toMatchObject({ error: undefined });
    expect(await late.rows(LATE)).toEqual([expect.stringMatching(/^late still-creating: /)]);
    await late.setTimeoutSeconds(TIMEOUT_SECONDS);
    await sleep(SNAPSHOT_MS);
    expect(await late.run()).toMatchObject({ error: undefined });
    expect(await late.rows(LATE)).toEqual([expect.stringMatching(/^taken /), expect.stringMatching(/^taken /)]);
  });
  expect(differences(late.stack.policy, calls).notAllowed).toEqual([]);
});

test.each([
  ['a prefix', 'by-prefix', { prefix: 'app-0004' }],
  ['a pattern', 'by-pattern', { pattern: 'app-*4' }],
  ['a tag', 'by-tag', { tag: TAG }],
])('selection by %s allows what it uses, and uses nothing else', async (_case, name, entry) => {
  const manager = await deploy(name, [entry]);
  const calls = await callsDuring(async () => {
    const snapshots = Array.from({ length: 4 }, (_, index) => index);
    for (const _ of snapshots) expect(await manager.run()).toMatchObject({ error: undefined });
    const hold = { application: TAGGED, snapshot: (await snapshotNames(TAGGED)).at(-1) ?? '', who: 'ada' };
    await manager.ask({ action: 'hold', ...hold, why: 'proof' });
    await manager.ask({ action: 'release', ...hold });
  });
  expect(await manager.rows(TAGGED)).toContainEqual(expect.stringMatching(/^taken ready: /));
  expect(differences(manager.stack.policy, calls)).toEqual({ unused: [], notAllowed: [] });
});

test('a run that fails for good lies in the queue of failed runs', async () => {
  await byName.runAsynchronously();
  const deadline = Date.now() + 60_000;
  let message: string | undefined;
  while (message === undefined && Date.now() < deadline) message = await byName.failedRun();
  expect(JSON.parse(message ?? 'null')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    responsePayload: { errorType: 'RunFailedError', errorMessage: expect.stringContaining(`${FULL}: `) },
  });
});

describe('without one action of the policy', () => {
  let manager: DeployedManager;
  beforeAll(async () => {
    manager = await deploy('negative', [{ tag: TAG }]);
    for (let count = 0; count < 3; count += 1) await manager.run();
  });
  afterEach(() => manager.putPolicy(manager.stack.policy));

  test.each(['x'])('%s', async () => {
    for (const { sid, action } of allowances(manager.stack.policy)) {
      if (ON_BEHALF_OF_THE_ROLE.has(action)) continue;
      await manager.putPolicy(without(manager.stack.policy, sid, action));
      const before = await manager.rows(TAGGED);
      const beforeAll = await manager.rows('*');
      const run = await manager.run();
      const rows = [
        ...(await manager.rows(TAGGED)).slice(before.length),
        ...(await manager.rows('*')).slice(beforeAll.length),
      ];
      const hold = { application: TAGGED, snapshot: (await snapshotNames(TAGGED)).at(-1) ?? '', who: 'ada' };
      const asked = [
        await manager.ask({ action: 'hold', ...hold, why: 'proof' }),
        await manager.ask({ action: 'release', ...hold }),
      ];
      const says = (text: string | undefined) => text?.includes(action) ?? false;
      console.log(sid, action, {
        inRow: rows.filter(says),
        rows: rows.length,
        error: says(run.error),
        full: run.error,
        asked: asked.map(({ error }) => says(error)),
        askederr: asked.map(({ error }) => error?.slice(0, 300)),
      });
      await manager.putPolicy(manager.stack.policy);
    }
  });
});

function without(policy: readonly PolicyStatement[], sid: string | undefined, action: string): PolicyStatement[] {
  return policy
    .map((statement) =>
      statement.Sid === sid
        ? { ...statement, Action: actionsOf(statement).filter((each) => each !== action) }
        : statement,
    )
    .filter((statement) => actionsOf(statement).length > 0);
}
