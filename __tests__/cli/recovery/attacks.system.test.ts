import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateApplicationSnapshotCommand,
  DeleteApplicationSnapshotCommand,
  type KinesisAnalyticsV2Client,
  StartApplicationCommand,
  StopApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { stopApplication } from '../../../cli/application-lifecycle';
import { refuseOpenRecovery } from '../../../cli/pre-deploy/open-recovery';
import { actIn } from '../../../cli/recovery/act';
import type { ApplicationPorts } from '../../../cli/recovery/actions';
import { MetricsNotSeenError } from '../../../cli/recovery/job-metrics';
import { FileJournal, journalFile } from '../../../cli/recovery/journals';
import { marksOf } from '../../../cli/recovery/marks-of';
import type { RecoveryRequest } from '../../../cli/recovery/plan';
import type { Recovery, RecoveryPlan, StepState } from '../../../cli/recovery/recovery';
import { giveUpOn, goOnWith, type RecoveryOptions, recover } from '../../../cli/recovery/run-recovery';
import { RESTORE_STEPS, type RestoreStep } from '../../../cli/recovery/steps';
import { stopAndRecord } from '../../../cli/recovery/stop-application';
import { type RecoveryWorld, recoveryWorld } from '../../../cli/recovery/world';
import { JobNotSeenError } from '../../../lambda-src/snapshot-manager/aws/flink-view';
import { ManagedFlinkSnapshotApi } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import { NO_MARKS } from '../../../lambda-src/snapshot-manager/domain/marks';
import {
  clientOf,
  createApplication,
  eventually,
  snapshotOf,
  statusOf,
  untilStatus,
} from '../../../packages/managed-flink/__tests__/api-client';
import { type ManagedFlinkServer, startManagedFlink } from '../../../packages/managed-flink/src/server';
import { FakeHoldsTable } from '../../lambda-src/fakes/fake-holds-table';

// The world changes in the middle of a restore, against the API with its simulated engine.

const NO_JOURNAL = { read: async () => undefined, write: async () => 1 };

let server: ManagedFlinkServer;
let client: KinesisAnalyticsV2Client;
let count = 0;

beforeAll(async () => {
  const durations = { snapshotMs: 10, startMs: 10, stopMs: 300 };
  server = await startManagedFlink({ engine: { kind: 'simulated', durations } });
  client = clientOf(server.endpoint);
});

afterAll(() => server.close());

async function snapshot(application: string, name: string): Promise<void> {
  await client.send(new CreateApplicationSnapshotCommand({ ApplicationName: application, SnapshotName: name }));
  await eventually(name, async () =>
    (await snapshotOf(client, application, name))?.SnapshotStatus === 'READY' ? true : undefined,
  );
}

/** An application that runs, with the snapshots `good` and `bad`, and a plan to go back to `good`. */
async function running(change: Partial<RecoveryPlan> = {}) {
  count += 1;
  const application = `orders-${count}`;
  const detail = await createApplication(client, application);
  await client.send(new StartApplicationCommand({ ApplicationName: application }));
  await untilStatus(client, application, 'RUNNING');
  for (const name of ['good', 'bad']) await snapshot(application, name);
  const good = await snapshotOf(client, application, 'good');
  const plannedAt = new Date();
  const plan: RecoveryPlan = {
    ...{ id: '20261128T140300Z', kind: 'restore', application, applicationCreatedAt: detail?.CreateTimestamp },
    ...{ who: 'ada', why: 'corrupt', plannedAt, allowNonRestoredState: false, isGoingBack: true, suspects: ['bad'] },
    target: { name: 'good', createdAt: good?.SnapshotCreationTimestamp ?? plannedAt, applicationVersion: 1 },
    ...{ status: 'RUNNING', evidence: undefined, fresh: 'after', steps: RESTORE_STEPS },
    ...change,
  };
  return { application, plan };
}

function world(plan: RecoveryPlan, hasTables = true, calls: KinesisAnalyticsV2Client = client) {
  const holds = new FakeHoldsTable();
  const clock = {
    now: () => new Date(),
    sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms / 20)),
  };
  const api = new ManagedFlinkSnapshotApi(calls);
  const limits = { snapshotQuota: 1000, schedule: 'rate(10 minutes)' };
  const whole: RecoveryWorld = {
    ...{
      client: calls,
      api,
      clock,
      ownPrefix: 'demo.',
      owner: 'here',
      warning: undefined,
      clockSkewSeconds: () => 0,
      marksAtBegin: NO_MARKS,
    },
    journal: NO_JOURNAL,
    copy: NO_JOURNAL,
    tables: hasTables
      ? {
          protect: { marks: holds, holds, locks: holds, api, clock, limits },
          drills: { read: async () => undefined, giveWay: async () => {} },
        }
      : undefined,
    recorder: { region: 'us-east-1', deployment: undefined, audit: undefined, eventBus: undefined },
  };
  const unseen = async () => {
    throw new JobNotSeenError('nobody may look.');
  };
  const ports: Omit<ApplicationPorts, 'beat'> = {
    ...{ client: calls, clock, say: () => {}, proveMs: 2000, timeoutMs: 20_000, copyBuild: async () => {} },
    view: { look: unseen },
    metrics: {
      look: async () => {
        throw new MetricsNotSeenError('nobody may read them.');
      },
    },
  };
  const recovery: Recovery = { plan, steps: [], owner: 'here', leaseUntil: new Date() };
  const act = actIn(whole, ports);
  const step = (name: RestoreStep, state: StepState['state'] = 'open') =>
    act(name, recovery, { step: name, state }, async () => {});
  const suspects = async () =>
    (await holds.marksOf(plan.application)).suspects.map(({ snapshotName }) => snapshotName).sort();
  return { step, holds, suspects };
}

/** Client whose answer to the first call of an operation is lost: the SDK sends it again. */
function losing(operation: string): KinesisAnalyticsV2Client {
  const lossy = clientOf(server.endpoint, 3);
  let isLost = false;
  lossy.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (context.commandName !== operation || isLost) return answer;
      isLost = true;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
    },
    { step: 'deserialize', priority: 'high' },
  );
  return lossy;
}

test.each([true, false])('nothing is stopped when the target is gone by then (tables: %s)', async (hasTables) => {
  const { application, plan } = await running();
  const { SnapshotCreationTimestamp } = (await snapshotOf(client, application, 'good')) ?? {};
  await client.send(
    new DeleteApplicationSnapshotCommand({
      ApplicationName: application,
      SnapshotName: 'good',
      SnapshotCreationTimestamp,
    }),
  );
  await eventually('the deletion', async () =>
    (await snapshotOf(client, application, 'good').catch(() => undefined)) ? undefined : true,
  );
  await expect(world(plan, hasTables).step('stop')).rejects.toThrow(
    `Snapshot good of ${application} is gone, expected READY. Nothing was stopped. End this with kda restore --give-up ${application}`,
  );
  expect(await statusOf(client, application)).toBe('RUNNING');
});

test('a plan of long ago holds its target again before the stop', async () => {
  const { application, plan } = await running({ plannedAt: new Date(Date.now() - 30 * 86_400_000) });
  const { step, holds } = world(plan);
  await step('stop');
  const [hold] = await holds.list(application);
  expect(hold?.until?.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
});

test.each(['take', 'evidence', 'stop', 'code', 'start', 'prove'] as const)(
  'the step %s does nothing to an application that was created anew under the same name',
  async (name) => {
    const { application, plan } = await running({ applicationCreatedAt: new Date('2026-01-01T00:00:00Z') });
    await expect(world(plan).step(name)).rejects.toThrow(
      /was created anew at .+: this restore was planned for the one of 2026-01-01T00:00:00\.000Z, and does nothing to the new one/,
    );
    expect(await statusOf(client, application)).toBe('RUNNING');
  },
);

test('snapshots that came before the stop are suspect, whatever step a process dies in after it', async () => {
  const { application, plan } = await running();
  const { step, suspects } = world(plan);
  await step('mark-suspect');
  await snapshot(application, 'bad-of-the-schedule');
  await step('stop');
  expect(await suspects()).toEqual(['bad', 'bad-of-the-schedule']);
});

test('the evidence is suspect from the beginning, also where nothing else is', async () => {
  const { plan } = await running({ evidence: 'evidence', isGoingBack: false, suspects: [] });
  const { step, suspects } = world(plan);
  await step('evidence');
  expect(await suspects()).toEqual(['evidence']);
});

test('a stop whose answer was lost is a stop', async () => {
  const { application, plan } = await running();
  await expect(world(plan, true, losing('StopApplicationCommand')).step('stop')).resolves.toEqual({
    said: `${application} is stopped.`,
  });
});

test('a stop by force that somebody began is waited for', async () => {
  const { application, plan } = await running();
  await client.send(new StopApplicationCommand({ ApplicationName: application, Force: true }));
  expect(await statusOf(client, application)).toBe('FORCE_STOPPING');
  await expect(world(plan).step('stop', 'begun')).resolves.toEqual({ said: `${application} is stopped.` });
});

test('a start whose answer was lost is a start from the target', async () => {
  const { application, plan } = await running();
  await world(plan).step('stop');
  await expect(world(plan, true, losing('StartApplicationCommand')).step('start')).resolves.toEqual({
    said: `${application} was started from good.`,
  });
  expect(await statusOf(client, application)).toBe('RUNNING');
});

test('somebody else’s start from the latest snapshot is no start with empty state', async () => {
  const { application, plan } = await running({ target: undefined, isGoingBack: false });
  await world(plan).step('stop');
  await client.send(
    new StartApplicationCommand({
      ApplicationName: application,
      RunConfiguration: { ApplicationRestoreConfiguration: { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' } },
    }),
  );
  await expect(world(plan).step('start', 'begun')).rejects.toThrow('somebody else started it');
});

test('an application that somebody stops during the proof is not proven', async () => {
  const { application, plan } = await running();
  const { step } = world(plan);
  for (const name of ['stop', 'start'] as const) await step(name);
  await client.send(new StopApplicationCommand({ ApplicationName: application, Force: true }));
  await untilStatus(client, application, 'READY');
  await expect(step('prove')).resolves.toMatchObject({
    outcome: 'not-proven',
    proof: expect.arrayContaining(['The application is READY: it was stopped.']),
  });
});

test('an update whose answer was lost is an update', async () => {
  const { application, plan } = await running();
  const groups = (rate: string) => ({
    EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'job', PropertyMap: { rate } }] },
  });
  for (const [version, rate] of ['1', '2'].entries()) {
    await client.send(
      new UpdateApplicationCommand({
        ApplicationName: application,
        CurrentApplicationVersionId: version + 1,
        ApplicationConfigurationUpdate: groups(rate),
      }),
    );
    await untilStatus(client, application, 'RUNNING');
  }
  const code = { version: 2, from: 3, differences: ['properties'] as const };
  const { step } = world({ ...plan, code }, true, losing('UpdateApplicationCommand'));
  await step('stop');
  await expect(step('code')).resolves.toEqual({
    said: `${application} has the code and settings of version 2 again.`,
  });
});

test.each(['take', 'evidence'] as const)('a snapshot whose answer was lost is taken (step %s)', async (name) => {
  const { application, plan } = await running({ evidence: 'taken' });
  const target = plan.target && { ...plan.target, name: 'taken' };
  const { step } = world({ ...plan, target }, true, losing('CreateApplicationSnapshotCommand'));
  expect(await step(name)).toEqual({ said: expect.stringMatching(/^Snapshot taken (has|keeps) /) });
  expect((await snapshotOf(client, application, 'taken'))?.SnapshotStatus).toBe('READY');
});

test('throttling and a network that is away for a moment end neither stop nor start nor proof', async () => {
  const { plan } = await running();
  const { step } = world(plan, true, flaky());
  await expect(step('stop')).resolves.toMatchObject({ said: expect.stringContaining('is stopped') });
  await expect(step('start')).resolves.toMatchObject({ said: expect.stringContaining('was started from good') });
  await expect(step('prove')).resolves.toMatchObject({ outcome: 'started-not-proven' });
});

/** Client that is throttled, and then cut off, when it looks what became of a call. */
function flaky(): KinesisAnalyticsV2Client {
  const calls = clientOf(server.endpoint);
  const troubles: Error[] = [];
  calls.middlewareStack.add(
    (next, context) => async (args) => {
      if (/^(Stop|Start|CreateApplicationSnapshot)/.test(context.commandName ?? '')) {
        troubles.push(
          Object.assign(new Error('Rate exceeded'), {
            name: 'ThrottlingException',
            $metadata: { httpStatusCode: 400 },
          }),
          Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
        );
        return next(args);
      }
      const trouble = context.commandName === 'DescribeApplicationCommand' ? troubles.shift() : undefined;
      if (trouble) throw trouble;
      return next(args);
    },
    { step: 'initialize' },
  );
  return calls;
}

test('whoever was taken over while the machine slept stops nothing', async () => {
  const { application } = await running();
  const onLook = () => Promise.reject(new Error('Somebody else took it over.'));
  await expect(stopApplication(client, application, { force: true }, { onLook })).rejects.toThrow('took it over');
  expect(await statusOf(client, application)).toBe('RUNNING');
});

describe('a restore by the API alone that was interrupted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
  let application: string;
  let said: string[];

  const options = (change: Partial<RecoveryOptions> = {}): RecoveryOptions => ({
    ...{ client, deployment: { because: 'No deployment is known.' }, timeoutMs: 20_000, proveMs: 1 },
    ...{ isAgreed: true, isDryRun: false },
    ...change,
  });

  beforeEach(async () => {
    process.env.XDG_STATE_HOME = folder;
    said = [];
    jest.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)));
    const { plan } = await running({ steps: ['stop', 'start', 'prove', 'record'] });
    application = plan.application;
    const steps = plan.steps.map((step) => ({ step, state: 'open' as const }));
    const journal = new FileJournal((name) => journalFile('us-east-1', name));
    await journal.write({ plan, steps, owner: 'there', leaseUntil: new Date(0) }, undefined);
  });

  afterEach(() => jest.restoreAllMocks());
  afterAll(() => rmSync(folder, { recursive: true }));

  const document = { application: expect.any(String), outcome: 'planned', plan: expect.anything() };

  test('goes on only in words with --dry-run', async () => {
    expect(await goOnWith(application, options({ isDryRun: true }))).toEqual({
      text: 'Nothing was changed.',
      document,
    });
    expect(await statusOf(client, application)).toBe('RUNNING');
    expect(said.join(' ')).toContain('It would go on with: stop, start, prove, record.');
    expect(await giveUpOn(application, options({ isDryRun: true }))).toEqual({
      text: 'Nothing was changed.',
      document,
    });
    // Still there.
    await expect(recover(request(), options())).rejects.toThrow('is under way');
  });

  const request = (): RecoveryRequest => ({
    ...{ kind: 'restore', application, wish: { kind: 'latest' }, allowNonRestoredState: false },
    ...{ evidence: false, who: 'bob', why: 'test' },
  });

  test('asks before it stops the application an hour later', async () => {
    const { journal, found } = await kept();
    const plannedAt = new Date(Date.now() - 2 * 3_600_000);
    await journal.write({ ...found.recovery, plan: { ...found.recovery.plan, plannedAt } }, found.revision);
    await expect(goOnWith(application, options({ isAgreed: false }))).rejects.toThrow('there is no terminal');
    expect(await statusOf(client, application)).toBe('RUNNING');
    expect(said.join(' ')).toContain(`Since then somebody may have started ${application} otherwise`);
  });

  async function kept() {
    const journal = new FileJournal((name) => journalFile('us-east-1', name));
    const found = await journal.read(application);
    if (!found) throw new Error('no journal');
    return { journal, found };
  }

  test('tells with its end that the application is stopped', async () => {
    await client.send(new StopApplicationCommand({ ApplicationName: application, Force: true }));
    await untilStatus(client, application, 'READY');
    expect(await giveUpOn(application, options())).toMatchObject({
      document: { status: 'READY', outcome: 'given-up' },
    });
    expect(said.join(' ')).toContain(
      `${application} is READY: it is stopped, and processes nothing. To start it: kda start ${application} --snapshot good`,
    );
  });

  test('that another account has under the same name tells nothing about these snapshots', async () => {
    const { journal, found } = await kept();
    const { plan } = found.recovery;
    const suspects = async () => {
      const alone = await recoveryWorld(client, application, { because: '' });
      const marks = await marksOf(alone, application, await alone.api.listSnapshots(application));
      return marks.suspects.map(({ snapshotName }) => snapshotName);
    };
    expect(await suspects()).toEqual(['bad']);
    const other = { ...plan, applicationCreatedAt: new Date('2026-01-01T00:00:00Z') };
    await journal.write({ ...found.recovery, plan: other }, found.revision);
    expect(await suspects()).toEqual([]);
  });

  test('is told to whoever stops the application, and the newest good snapshot is named, not the bad one', async () => {
    const request = { application, force: true, who: 'bob', why: 'test', timeoutMs: 20_000 };
    const { text } = await stopAndRecord(request, client, { because: 'No deployment is known.' });
    expect(said.join(' ')).toContain(`Warning: a restore of ${application} by ada is under way at the step "stop".`);
    expect(text).toContain('The newest one is good of ');
  });

  test('lets no deployment between its stop and its start, unless the application was made anew', async () => {
    const { found } = await kept();
    const createdAt = found.recovery.plan.applicationCreatedAt;
    const journal = { read: async () => found };
    await expect(refuseOpenRecovery({ name: application, createdAt }, journal)).rejects.toThrow(
      `A restore of ${application} is under way, so nothing is deployed: ada planned it at `,
    );
    await refuseOpenRecovery({ name: application, createdAt: new Date() }, journal);
  });

  test('and was begun with empty state warns as long as no snapshot has the new one', async () => {
    await giveUpOn(application, options());
    const empty = { ...request(), wish: { kind: 'none' } as const };
    expect(await recover(empty, options())).toMatchObject({ document: { outcome: 'started-not-proven' } });
    expect(said.join(' ')).toContain(
      'Warning: no snapshot has the new state yet, so a start from the newest one would bring back the state that was left.',
    );
  });
});
