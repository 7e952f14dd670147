import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud/local-cloud';
import { type Ended, ended, type ScratchStack, scratchStack } from './scratch-stack';

const PROJECT = resolve(__dirname, '../../..');
const BUCKET = 'acme-state';
const S3_STATE = { kind: 's3', bucket: BUCKET, region: 'eu-west-1', keyPrefix: 'kda' };
const KEY = 'kda/test/application.tfstate';

// One story, told in order: the bucket is made, a stack's state moves into it, is locked, lost, recovered, moved back.
jest.setTimeout(180_000);
let folder: string;
let cloud: LocalCloud;
let s3: S3Client;
let stack: ScratchStack;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'state-in-s3-'));
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: 'eu-west-1',
    accountId: '000000000000',
    engine: 'simulated',
    report: () => {},
  });
  s3 = new S3Client({
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  stack = scratchStack(join(folder, 'stack'), { ...cloud.environment });
  projectWith({
    production: { ...S3_STATE },
    cloud: { kind: 'terraform-cloud', organization: 'acme' },
    local: { kind: 'local' },
  });
});

afterAll(async () => {
  s3.destroy();
  await cloud.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
}, 30_000);

/** The project's code beside settings of the test's own: `config/` is where the command looks for them. */
function projectWith(states: Readonly<Record<string, object>>): void {
  const copy = join(folder, 'project');
  for (const part of [
    'bin',
    'cli',
    'config',
    'stacks',
    'lambda-src',
    'packages',
    'tools',
    'package.json',
    'tsconfig.json',
  ]) {
    cpSync(join(PROJECT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  for (const [environment, state] of Object.entries(states)) {
    const settings = { artifacts: { bucket: 'acme-artifacts' }, application: {}, tags: { team: 'data' }, state };
    writeFileSync(join(copy, 'config', `${environment}.json`), JSON.stringify(settings));
  }
}

/** `kda bootstrap` in that project. */
function bootstrap(environment: string, args: readonly string[] = [], more: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return ended(process.execPath, ['bin/kda.js', 'bootstrap', ...args], {
    cwd: join(folder, 'project'),
    env: { ...Object.fromEntries(own), ...cloud.environment, KDA_ENVIRONMENT: environment, ...more },
  });
}

/** The words at the beginning of the lines: what became of each step. */
const words = ({ output }: Ended) =>
  [...output.matchAll(/^ {2}(already|left|changed|would change) +\S/gm)].map(([, word]) => word);

async function bucketAsItIs() {
  const target = { Bucket: BUCKET };
  const { Rules: lifecycle } = await s3.send(new GetBucketLifecycleConfigurationCommand(target));
  const { Policy } = await s3.send(new GetBucketPolicyCommand(target));
  return {
    versioning: (await s3.send(new GetBucketVersioningCommand(target))).Status,
    encryption: (await s3.send(new GetBucketEncryptionCommand(target))).ServerSideEncryptionConfiguration?.Rules?.[0]
      ?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    publicAccess: (await s3.send(new GetPublicAccessBlockCommand(target))).PublicAccessBlockConfiguration,
    ownership: (await s3.send(new GetBucketOwnershipControlsCommand(target))).OwnershipControls?.Rules,
    policy: JSON.parse(Policy ?? '').Statement,
    lifecycle,
    tags: (await s3.send(new GetBucketTaggingCommand(target))).TagSet,
  };
}

describe('kda bootstrap', () => {
  test('with --dry-run says what it would do, and makes nothing', async () => {
    const dry = await bootstrap('production', ['--dry-run']);

    expect(dry.output).toContain('The bucket acme-state would be created in eu-west-1.');
    expect(dry.code).toBe(0);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  });

  test('makes the bucket, with every property as it should be', async () => {
    const run = await bootstrap('production');

    expect(run.output).toContain('The bucket acme-state was created in eu-west-1.');
    expect(run.code).toBe(0);
    expect(await bucketAsItIs()).toEqual({
      versioning: 'Enabled',
      encryption: 'AES256',
      publicAccess: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
      ownership: [{ ObjectOwnership: 'BucketOwnerEnforced' }],
      policy: [
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: ['arn:aws:s3:::acme-state', 'arn:aws:s3:::acme-state/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
      lifecycle: [
        {
          ID: 'old versions below kda/',
          Status: 'Enabled',
          Filter: { Prefix: 'kda/' },
          NoncurrentVersionExpiration: { NoncurrentDays: 365, NewerNoncurrentVersions: 100 },
        },
        {
          ID: 'broken uploads below kda/',
          Status: 'Enabled',
          Filter: { Prefix: 'kda/' },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
      tags: [{ Key: 'team', Value: 'data' }],
    });
  });

  test('a second time changes nothing', async () => {
    const before = await bucketAsItIs();
    const puts = () => cloud.callCounts()['s3.PUT'] ?? 0;
    const putsBefore = puts();

    const again = await bootstrap('production');

    expect(words(again)).toEqual(Array(8).fill('already'));
    expect(again.output).toContain('\nNo changes were needed.\n');
    expect(putsBefore).toBeGreaterThan(0);
    expect(puts()).toBe(putsBefore);
    expect(await bucketAsItIs()).toEqual(before);
    const { steps, ...head } = JSON.parse((await bootstrap('production', ['--json'])).output.split('\n(node')[0] ?? '');
    expect(head).toEqual({ bucket: BUCKET, region: 'eu-west-1', account: '000000000000', dryRun: false });
    expect(steps).toHaveLength(8);
  });

  test('has nothing to make for Terraform Cloud, and says what to do there', async () => {
    const run = await bootstrap('cloud');

    expect(run.code).toBe(0);
    expect(run.output).toContain('No bucket is needed: app.terraform.io');
    expect(run.output).toContain('  kda-snapshots-cloud-application\n');
  });

  test('refuses state in local files, with the exit code of wrong usage', async () => {
    const run = await bootstrap('local');

    expect(run.code).toBe(2);
    expect(run.output).toContain(
      'No bucket is needed: config/local.json keeps the state in local files below .local/state',
    );
  });

  test('without credentials says how to get some', async () => {
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
    const run = await bootstrap('production', [], none);

    expect(run.code).toBe(1);
    expect(run.output).toContain('No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID');
  });
});

async function mustEndWell(act: Promise<Ended>): Promise<string> {
  const { code, output } = await act;
  if (code !== 0) throw new Error(output);
  return output;
}

/** Uploads the code that the application's stack copies, in place of the stack `artifacts`. */
async function uploadCode(): Promise<void> {
  const { resource } = JSON.parse(readFileSync(join(stack.folder, 'cdk.tf.json'), 'utf8'));
  const [{ source }] = Object.values<{ source: string }>(resource.aws_s3_object_copy) as [{ source: string }];
  const [Bucket = '', ...key] = source.split('/');
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: key.join('/'), Body: 'a build' }));
}

/** Versions of an object, newest first, delete markers left out. */
async function versionsOf(key: string): Promise<string[]> {
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: key }));
  return Versions.filter(({ Key }) => Key === key).map(({ VersionId }) => VersionId ?? '');
}

const resourcesIn = (state: string): string[] =>
  JSON.parse(state)
    .resources.filter(({ mode }: { mode: string }) => mode === 'managed')
    .map(({ type }: { type: string }) => type)
    .sort();

const RESOURCES = [
  'aws_cloudwatch_log_group',
  'aws_cloudwatch_log_stream',
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_kinesisanalyticsv2_application',
  'aws_s3_object_copy',
  'terraform_data',
];
const noChanges = ['plan', '-input=false', '-detailed-exitcode'];

describe('the state of a stack', () => {
  test('moves from a local file to S3, and a plan has no changes', async () => {
    stack.synthesize({ kind: 'local' });
    await uploadCode();
    await mustEndWell(stack.terraform('init', '-input=false'));
    await mustEndWell(stack.terraform('apply', '-input=false', '-auto-approve'));
    const localFile = join(folder, 'stack/state/application.tfstate');
    expect(resourcesIn(readFileSync(localFile, 'utf8'))).toEqual(RESOURCES);

    stack.synthesize(S3_STATE);
    const refused = await stack.terraform('plan', '-input=false');
    expect(refused.output).toContain('Backend initialization required');
    expect(refused.code).toBe(1);

    await mustEndWell(stack.terraform('init', '-input=false', '-migrate-state', '-force-copy'));
    expect(await stack.terraform(...noChanges)).toMatchObject({
      code: 0,
      output: expect.stringContaining('No changes.'),
    });
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }));
    expect(resourcesIn((await Body?.transformToString()) ?? '')).toEqual(RESOURCES);
    expect(await versionsOf(KEY)).toHaveLength(1);
  });

  test('is locked while somebody else works on it, and says who; a stale lock is released by its id', async () => {
    const lock = {
      ID: '0e0f9a34-5d28-4d6c-8f6e-2f4d2c5f0001',
      Operation: 'OperationTypeApply',
      Who: 'bob@ci',
      Version: '1.11.4',
      Created: '2026-11-25T10:00:00Z',
      Path: `${BUCKET}/${KEY}`,
      Info: '',
    };
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${KEY}.tflock`, Body: JSON.stringify(lock) }));

    const locked = await stack.terraform('plan', '-input=false');
    expect(locked.code).toBe(1);
    expect(locked.output).toContain('Error acquiring the state lock');
    expect(locked.output).toMatch(/ID:\s+0e0f9a34-5d28-4d6c-8f6e-2f4d2c5f0001/);
    expect(locked.output).toMatch(/Who:\s+bob@ci/);

    await mustEndWell(stack.terraform('force-unlock', '-force', lock.ID));
    await expect(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: `${KEY}.tflock` }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    expect((await stack.terraform(...noChanges)).code).toBe(0);
  });

  test('that was damaged is recovered from its last version', async () => {
    await mustEndWell(stack.terraform('state', 'rm', 'aws_kinesisanalyticsv2_application.application'));
    const damaged = await stack.terraform(...noChanges);
    expect(damaged.code).toBe(2);
    expect(damaged.output).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
    const [, lastGood] = await versionsOf(KEY);

    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY, VersionId: lastGood }));
    writeFileSync(join(stack.folder, 'last-good.json'), (await Body?.transformToString()) ?? '');
    const older = await stack.terraform('state', 'push', 'last-good.json');
    expect(older.output).toContain('cannot import state with serial');
    await mustEndWell(stack.terraform('state', 'push', '-force', 'last-good.json'));

    expect((await stack.terraform(...noChanges)).code).toBe(0);
    expect(await versionsOf(KEY)).toHaveLength(3);
  });

  test('moves back to a local file, and a plan has no changes', async () => {
    rmSync(join(folder, 'stack/state'), { recursive: true });
    stack.synthesize({ kind: 'local' });

    await mustEndWell(stack.terraform('init', '-input=false', '-migrate-state', '-force-copy'));
    expect((await stack.terraform(...noChanges)).code).toBe(0);
    expect(resourcesIn(readFileSync(join(folder, 'stack/state/application.tfstate'), 'utf8'))).toEqual(RESOURCES);
    // What was in S3 stays there: Terraform copies.
    expect((await versionsOf(KEY)).length).toBeGreaterThan(0);
  });

  test('moves by the docs’ one command of cdktf as well, which without --migrate-state refuses', async () => {
    stack.synthesize({ ...S3_STATE, keyPrefix: 'by-cdktf', kmsKeyId: 'alias/state' });
    const without = await stack.cdktf('diff');
    expect(without.code).not.toBe(0);
    expect(without.output).toContain('Backend configuration changed');

    const page = readFileSync(join(PROJECT, 'docs/state.md'), 'utf8');
    const [, options = ''] = /`npx cdktf deploy STACK ([^`]*--migrate-state[^`]*)`/.exec(page) ?? [];
    const moved = await mustEndWell(stack.cdktf('deploy', ...options.split(' '), '--auto-approve'));
    expect(moved).toContain('No changes. Your infrastructure matches the configuration.');
    const { Body, ServerSideEncryption } = await s3.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: KEY.replace('kda/', 'by-cdktf/') }),
    );
    expect(resourcesIn((await Body?.transformToString()) ?? '')).toEqual(RESOURCES);
    expect(ServerSideEncryption).toBe('aws:kms');
  });

  test('is not taken along by a checkout that never worked with the old place: that one plans everything anew', async () => {
    stack.synthesize({ ...S3_STATE, keyPrefix: 'forgotten' });
    rmSync(join(stack.folder, '.terraform'), { recursive: true });
    expect(existsSync(join(stack.folder, '.terraform'))).toBe(false);

    await mustEndWell(stack.terraform('init', '-input=false', '-migrate-state', '-force-copy'));
    const plan = await stack.terraform(...noChanges);
    expect(plan.code).toBe(2);
    expect(plan.output).toContain('Plan: 7 to add, 0 to change, 0 to destroy.');
  });
});
