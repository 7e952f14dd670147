import {
  CreateApplicationSnapshotCommand,
  DescribeApplicationCommand,
  DescribeApplicationVersionCommand,
  type KinesisAnalyticsV2Client,
  StartApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { readAuditRows } from '../../../cli/audit-rows';
import { parseRollback } from '../../../cli/commands/rollback';
import { bringBackCode } from '../../../cli/recovery/bring-back-code';
import { bringBackObject, findCode } from '../../../cli/recovery/code-object';
import { recordAction } from '../../../cli/recovery/record-action';
import { giveUpOn, goOnWith, type RecoveryOptions, recover } from '../../../cli/recovery/run-recovery';
import { DynamoMarks } from '../../../lambda-src/snapshot-manager/aws/marks-table';
import {
  createApplication,
  eventually,
  snapshotOf,
  statusOf,
  untilStatus,
} from '../../../packages/managed-flink/__tests__/api-client';
import { deployment, startWorld, type WorldOfViews } from '../views/world-of-views';

// A bad deployment goes back to the version and the state before it, step by step, on the simulated engine.

const BUCKET = 'arn:aws:s3:::code';
let world: WorldOfViews;
let client: KinesisAnalyticsV2Client;

beforeAll(async () => {
  world = await startWorld();
  const { hostname, port } = await (world.dynamo.config.endpoint?.() ?? Promise.reject(new Error('no endpoint')));
  process.env.AWS_ENDPOINT_URL = `http://${hostname}:${port}`;
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
  client = world.client;
  const s3 = store();
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }));
  for (const Key of ['v1.jar', 'v2.jar']) await s3.send(new PutObjectCommand({ Bucket: 'code', Key, Body: Key }));
}, 60_000);

afterAll(() => world.close());

const store = () => new S3Client({ region: 'us-east-1', forcePathStyle: true });

async function detailOf(name: string) {
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: name }));
  return ApplicationDetail;
}

async function codeOf(name: string): Promise<string | undefined> {
  const detail = await detailOf(name);
  return detail?.ApplicationConfigurationDescription?.ApplicationCodeConfigurationDescription?.CodeContentDescription
    ?.S3ApplicationCodeLocationDescription?.FileKey;
}

async function snapshot(application: string, name: string): Promise<void> {
  await client.send(new CreateApplicationSnapshotCommand({ ApplicationName: application, SnapshotName: name }));
  await eventually(name, async () =>
    (await snapshotOf(client, application, name))?.SnapshotStatus === 'READY' ? true : undefined,
  );
}

/** Runs v1 with the snapshot `good`; version 2 with v2.jar was deployed over it, and took the snapshot `bad`. */
async function deployedOver(name: string): Promise<void> {
  const s3 = (FileKey: string) => ({ BucketARN: BUCKET, FileKey });
  await createApplication(client, name, {
    ApplicationConfiguration: {
      ApplicationCodeConfiguration: {
        CodeContentType: 'ZIPFILE',
        CodeContent: { S3ContentLocation: s3('v1.jar') },
      },
      EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'job', PropertyMap: { mode: 'old', rate: '1' } }] },
    },
  });
  await client.send(new StartApplicationCommand({ ApplicationName: name }));
  await untilStatus(client, name, 'RUNNING');
  await snapshot(name, 'good');
  await update(name, {
    ApplicationCodeConfigurationUpdate: {
      CodeContentUpdate: { S3ContentLocationUpdate: { FileKeyUpdate: 'v2.jar' } },
    },
    EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'job', PropertyMap: { mode: 'new' } }] },
    FlinkApplicationConfigurationUpdate: {
      ParallelismConfigurationUpdate: {
        ConfigurationTypeUpdate: 'CUSTOM',
        ParallelismUpdate: 4,
        ParallelismPerKPUUpdate: 1,
      },
    },
  });
  await snapshot(name, 'bad');
}

async function update(name: string, ApplicationConfigurationUpdate: object): Promise<void> {
  const detail = await detailOf(name);
  await client.send(
    new UpdateApplicationCommand({
      ApplicationName: name,
      CurrentApplicationVersionId: detail?.ApplicationVersionId,
      ApplicationConfigurationUpdate,
    }),
  );
  await untilStatus(client, name, detail?.ApplicationStatus ?? 'RUNNING');
}

const options = (change: Partial<RecoveryOptions> = {}): RecoveryOptions => ({
  client,
  deployment: { deployment },
  timeoutMs: 30_000,
  proveMs: 1,
  isAgreed: true,
  isDryRun: false,
  code: 'before-deployment',
  ...change,
});

const request = (application: string) =>
  ({
    kind: 'rollback',
    application,
    wish: { kind: 'of-the-code' },
    allowNonRestoredState: false,
    evidence: false,
    who: 'ada',
    why: 'bad release',
  }) as const;

test('the version before the deployment runs again, from the state before it', async () => {
  await deployedOver('orders');
  const { document } = await recover(request('orders'), options());
  // The engine has no job to look at, and there are no metrics: nothing speaks against it.
  expect(document).toMatchObject({
    kind: 'rollback',
    outcome: 'started-not-proven',
    code: { version: 1, from: 2, key: 'v1.jar' },
    // The update's own snapshot of version 1 is newer than `good`, and as good.
    restore: { from: 'snapshot', snapshotName: expect.stringMatching(/^UPDATEAPPLICATION-orders-/) },
    suspects: ['bad'],
  });
  expect(await codeOf('orders')).toBe('v1.jar');
  expect(await statusOf(client, 'orders')).toBe('RUNNING');
  const { ApplicationConfigurationDescription: configuration, ApplicationVersionId } = (await detailOf('orders')) ?? {};
  expect(ApplicationVersionId).toBe(3);
  expect(configuration?.EnvironmentPropertyDescriptions?.PropertyGroupDescriptions).toEqual([
    { PropertyGroupId: 'job', PropertyMap: { mode: 'old', rate: '1' } },
  ]);
  expect(configuration?.FlinkApplicationConfigurationDescription?.ParallelismConfigurationDescription).toMatchObject({
    ConfigurationType: 'DEFAULT',
    Parallelism: 1,
  });

  const { suspects, freezes } = await new DynamoMarks(world.dynamo, deployment.holdsTable).marksOf('orders');
  expect(suspects.map(({ snapshotName }) => snapshotName)).toEqual(['bad']);
  expect(freezes).toEqual([]);
  const [row] = await readAuditRows(world.dynamo, deployment.auditTable, 'orders', 1);
  expect(row).toMatchObject({
    outcome: 'rolled-back',
    who: 'ada',
    requestReason: 'bad release',
    codeVersion: 1,
    codeKey: 'v1.jar',
    verdict: 'started-not-proven',
  });
});

test('a second rollback does not bring the bad version back', async () => {
  await expect(recover(request('orders'), options())).rejects.toThrow(
    'orders was rolled back from version 2 already: the version before the present one is the one that was left.',
  );
  await expect(recover(request('orders'), options({ code: { version: 1 } }))).rejects.toThrow(
    'orders runs the code and settings of version 1 already (as version 3): there is nothing to roll back.',
  );
  expect(await codeOf('orders')).toBe('v1.jar');
});

/** Row of a deployment that began over a version. */
async function recordDeployment(application: string, version: number): Promise<void> {
  const { auditTable, auditRetentionDays } = deployment;
  await recordAction(
    {
      ...{ region: 'us-east-1', deployment, eventBus: undefined },
      audit: { dynamo: world.dynamo, auditTable, auditRetentionDays },
    },
    {
      ...{ application, action: 'deployed', who: 'ci', why: 'release', message: 'A deployment begins.' },
      startedAt: new Date(Date.now() + 1000),
      endedAt: new Date(),
      code: { version },
    },
  );
}

test('a recorded deployment tells the version, whatever made versions since', async () => {
  await deployedOver('recorded');
  await recordDeployment('recorded', 1);
  // An hour later somebody changes a property: the version before the present one is not that before the deployment.
  await update('recorded', {
    EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'job', PropertyMap: { mode: 'newer' } }] },
  });
  const planned = { outcome: 'planned', plan: { code: { version: 1, from: 3 } } };
  expect((await recover(request('recorded'), options({ isDryRun: true }))).document).toMatchObject(planned);

  // The repair was announced, and its apply never came.
  await recordDeployment('recorded', 3);
  expect((await recover(request('recorded'), options({ isDryRun: true }))).document).toMatchObject(planned);
});

test('after a rollback no announced deployment brings the bad version back', async () => {
  await deployedOver('announced');
  await recordDeployment('announced', 1);
  await recordDeployment('announced', 2);
  await recover(request('announced'), options());
  expect(await codeOf('announced')).toBe('v1.jar');
  await expect(recover(request('announced'), options())).rejects.toThrow(
    'announced runs the code and settings of version 1 already (as version 3)',
  );
});

test('the plan names what comes back, and what Terraform will plan', async () => {
  await deployedOver('planned');
  const said: string[] = [];
  const spy = jest.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)));
  await recover(request('planned'), options({ isDryRun: true })).finally(() => spy.mockRestore());
  const text = said.join('\n');
  expect(text).toContain('Rollback of planned, which is RUNNING:');
  expect(text).toContain('  version   1 runs again, instead of 2: code, properties, parallelism of then');
  expect(text).toContain('planned gets code, properties, parallelism of version 1 again, as a new version (now: 2).');
  expect(text).toContain(
    'Terraform does not know of it: its next plan shows planned as changed (code, properties, parallelism), and would bring version 2 back. Revert the commit before the next deployment; then the plan leaves it as it is.',
  );
  expect(await codeOf('planned')).toBe('v2.jar');
});

test('with the state of now the earlier code goes on where the new one is, and nothing becomes suspect', async () => {
  await deployedOver('goes-on');
  const { document } = await recover({ ...request('goes-on'), wish: { kind: 'now' } }, options());
  expect(document).toMatchObject({
    restore: { snapshotName: expect.stringMatching(/^demo\.\d+T\d+Z\.state-of-now$/) },
    suspects: [],
    code: { version: 1, from: 2 },
  });
  expect(await codeOf('goes-on')).toBe('v1.jar');
  const { suspects } = await new DynamoMarks(world.dynamo, deployment.holdsTable).marksOf('goes-on');
  expect(suspects).toEqual([]);
});

test('restore takes a version, too, with the snapshot that is asked for', async () => {
  await deployedOver('restored');
  const { document } = await recover(
    { ...request('restored'), kind: 'restore', wish: { kind: 'snapshot', reference: 'good' } },
    options({ code: { version: 1 } }),
  );
  expect(document).toMatchObject({ kind: 'restore', restore: { snapshotName: 'good' }, code: { version: 1 } });
  expect(await codeOf('restored')).toBe('v1.jar');
});

test('a version that never was is refused before anything is stopped', async () => {
  await expect(recover(request('planned'), options({ code: { version: 9 } }))).rejects.toThrow(
    'planned has no version 9: it is at version 2. Nothing was changed.',
  );
  expect(await statusOf(client, 'planned')).toBe('RUNNING');
});

test('a rollback that the service refuses leaves it stopped, says what to do, and is given up', async () => {
  await deployedOver('refused');
  const send = client.send.bind(client);
  const spy = jest.spyOn(client, 'send').mockImplementation((command: object) => {
    if (command instanceof UpdateApplicationCommand) {
      return Promise.reject(Object.assign(new Error('the role may not read it'), { name: 'InvalidArgumentException' }));
    }
    return send(command as never);
  });
  await expect(recover(request('refused'), options()).finally(() => spy.mockRestore())).rejects.toThrow(
    'The code and settings of version 1 did not come back (InvalidArgumentException: the role may not read it). refused is stopped. To try again: kda restore --continue refused. To start it as it is: kda restore --give-up refused',
  );
  expect(await statusOf(client, 'refused')).toBe('READY');
  await expect(recover(request('refused'), options())).rejects.toThrow(
    'kda restore --give-up refused ends it as it is',
  );

  const { document, exitCode } = await giveUpOn('refused', options());
  expect({ document, exitCode }).toMatchObject({ exitCode: 0, document: { outcome: 'given-up' } });
  const { freezes } = await new DynamoMarks(world.dynamo, deployment.holdsTable).marksOf('refused');
  expect(freezes).toEqual([]);
});

test('one that died after its update comes to the same end', async () => {
  await deployedOver('crashed');
  const send = client.send.bind(client);
  const spy = jest.spyOn(client, 'send').mockImplementation(async (command: object) => {
    const answer = await send(command as never);
    if (command instanceof UpdateApplicationCommand) throw new Error('died');
    return answer;
  });
  await expect(recover(request('crashed'), options()).finally(() => spy.mockRestore())).rejects.toThrow('died');
  expect(await codeOf('crashed')).toBe('v1.jar');

  const { document } = await goOnWith('crashed', options());
  expect(document).toMatchObject({ kind: 'rollback', outcome: 'started-not-proven', code: { version: 1, from: 2 } });
  // Not updated a second time.
  expect((await detailOf('crashed'))?.ApplicationVersionId).toBe(3);
});

test('an application that somebody started meanwhile is not updated', async () => {
  const { document } = await recover(request('planned'), options({ isDryRun: true }));
  const { plan } = document as { plan: Parameters<typeof bringBackCode>[0]['plan'] };
  const recovery = { plan, steps: [], owner: 'here', leaseUntil: new Date() };
  const ports = {
    client,
    clock: { now: () => new Date(), sleep: async () => {} },
    beat: async () => {},
    copyBuild: async () => {},
  };
  await expect(bringBackCode(recovery, ports)).rejects.toThrow(
    'planned is RUNNING, expected READY: somebody else started it.',
  );
  expect(await codeOf('planned')).toBe('v2.jar');
});

test('code that Terraform deleted comes back from the history of builds; else it is gone', async () => {
  const s3 = store();
  await s3.send(new CreateBucketCommand({ Bucket: 'builds' }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'builds', VersioningConfiguration }));
  for (const [Body, sha256] of [
    ['one', '0123456789abcdef'],
    ['two', 'fedcba9876543210'],
  ]) {
    await s3.send(
      new PutObjectCommand({ Bucket: 'builds', Key: 'history/job.jar', Body, Metadata: { sha256: sha256 ?? '' } }),
    );
  }
  const location = (key: string) => ({ bucketArn: 'arn:aws:s3:::builds', key });
  const wanted = location('applications/job-0123456789.jar');
  const found = await findCode(s3, wanted);
  expect(found).toEqual({ kind: 'kept', build: { key: 'history/job.jar', versionId: expect.any(String) } });
  expect(await findCode(s3, location('applications/job-1111111111.jar'))).toEqual({ kind: 'gone' });

  if (found.kind === 'kept') await bringBackObject(s3, wanted, found.build);
  expect(await findCode(s3, wanted)).toEqual({ kind: 'there' });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'builds', Key: wanted.key }));
  expect(await Body?.transformToString()).toBe('one');
});

/** Gives descriptions what the simulated engine leaves out: MD5 or size of the code, of the present version and of others. */
function withFacts(now: object, then: object) {
  const send = client.send.bind(client);
  return jest.spyOn(client, 'send').mockImplementation(async (command: object) => {
    const answer = (await send(command as never)) as unknown as Record<string, Awaited<ReturnType<typeof detailOf>>>;
    for (const [type, name, facts] of [
      [DescribeApplicationCommand, 'ApplicationDetail', now],
      [DescribeApplicationVersionCommand, 'ApplicationVersionDetail', then],
    ] as const) {
      const code = answer[name]?.ApplicationConfigurationDescription?.ApplicationCodeConfigurationDescription;
      if (command instanceof type && code?.CodeContentDescription) Object.assign(code.CodeContentDescription, facts);
    }
    return answer;
  });
}

test('code that was overwritten at its key is refused before anything is stopped', async () => {
  await deployedOver('overwritten');
  const spy = withFacts({ CodeSize: 6 }, { CodeSize: 7 });
  await expect(recover(request('overwritten'), options()).finally(() => spy.mockRestore())).rejects.toThrow(
    'The code of version 1 of overwritten was overwritten: arn:aws:s3:::code has another object at v1.jar now (it has 6 bytes, the code of the version 7). Deploy the earlier build under a key of its own instead. Nothing was changed.',
  );
  expect([await statusOf(client, 'overwritten'), await codeOf('overwritten')]).toEqual(['RUNNING', 'v2.jar']);
});

test('a version whose key has the bytes of the present one is not passed over for an older one, and refused', async () => {
  await deployedOver('same-key');
  await update('same-key', { ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate: true } });
  const [one, other] = ['0'.repeat(32), '1'.repeat(32)];
  const spy = withFacts({ CodeMD5: one }, { CodeMD5: other });
  await expect(recover(request('same-key'), options()).finally(() => spy.mockRestore())).rejects.toThrow(
    `The code of version 2 of same-key was overwritten: the present version 3 has the same key in S3, and other bytes (MD5 ${one}, then ${other}).`,
  );
  expect(await statusOf(client, 'same-key')).toBe('RUNNING');
});

test('a key that was written after the version was made is a warning', async () => {
  const s3 = store();
  const place = { bucketArn: BUCKET, key: 'v1.jar' };
  expect(await findCode(s3, place, { versionSince: new Date(0) })).toEqual({
    kind: 'written-later',
    because: expect.stringMatching(/^it was written at 20.*Z, the version was made at 1970-01-01T00:00:00\.000Z$/),
  });
  expect(await findCode(s3, place, { versionSince: new Date(Date.now() + 60_000) })).toEqual({ kind: 'there' });
});

test.each([
  [[], 'The name of the application is missing.'],
  [['orders', '--state', 'then'], '--state is "then", expected before or now.'],
  [['orders', '--code', 'v1'], '--code is "v1", expected the number of an application version, such as 6.'],
  [
    ['orders', '--continue', '--state', 'now'],
    '--continue goes on with what was chosen: give neither --state nor --code.',
  ],
  [
    ['orders', '--state', 'now', '--evidence'],
    '--evidence keeps the present state as suspect, and --state now goes on from it: choose one.',
  ],
])('%j is refused', (argv, message) => {
  expect(() => parseRollback(argv)).toThrow(message);
});
