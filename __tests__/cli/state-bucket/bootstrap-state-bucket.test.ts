import { S3Client } from '@aws-sdk/client-s3';
import {
  BOOTSTRAP_RIGHTS,
  bootstrapStateBucket,
  type StepResult,
} from '../../../cli/state-bucket/bootstrap-state-bucket';
import { createBucket } from '../../../cli/state-bucket/find-or-create';
import { type FakeS3, startFakeS3 } from './fake-s3';

const ACCOUNT = '111122223333';
const STEPS = ['bucket', 'public access', 'ownership', 'versioning', 'encryption', 'TLS only', 'old versions', 'tags'];

const WANTED = {
  bucket: 'acme-state',
  region: 'eu-west-1',
  keyPrefix: 'kda',
  tags: { team: 'data' },
  account: ACCOUNT,
  partition: 'aws',
  settingsFile: 'config/test.json',
};

let fake: FakeS3;
let s3: S3Client;

beforeAll(async () => {
  fake = await startFakeS3(ACCOUNT, 'eu-west-1');
  s3 = new S3Client({
    endpoint: fake.endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});

afterAll(async () => {
  s3.destroy();
  await fake.close();
});

beforeEach(() => {
  fake.buckets.clear();
  fake.calls.length = 0;
  fake.denies = undefined;
});

async function bootstrap(more: object = {}, dryRun = false): Promise<StepResult[]> {
  const results: StepResult[] = [];
  await bootstrapStateBucket(s3, { ...WANTED, ...more }, dryRun, (result) => results.push(result));
  return results;
}

const outcomes = (results: readonly StepResult[]) => results.map(({ step, outcome }) => `${step}: ${outcome}`);
const message = (results: readonly StepResult[], step: string) => results.find((one) => one.step === step)?.message;
const writes = () => fake.calls.filter((call) => call.startsWith('PUT'));
const property = (name: string) => fake.buckets.get('acme-state')?.properties.get(name) ?? '';

/** A bucket that is there before, with these properties and none of a new bucket's. */
function bucketWith(properties: Readonly<Record<string, string>>): void {
  fake.buckets.set('acme-state', {
    region: 'eu-west-1',
    account: ACCOUNT,
    properties: new Map(Object.entries(properties)),
  });
}

const encryptedBy = (algorithm: string, key?: string, more = '') =>
  `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${algorithm}</SSEAlgorithm>${key ? `<KMSMasterKeyID>${key}</KMSMasterKeyID>` : ''}</ApplyServerSideEncryptionByDefault>${more}</Rule></ServerSideEncryptionConfiguration>`;

test('a missing bucket is created in its region and made fit for state', async () => {
  const results = await bootstrap();

  expect(outcomes(results)).toEqual([
    'bucket: changed',
    'public access: already',
    'ownership: already',
    'versioning: changed',
    'encryption: already',
    'TLS only: changed',
    'old versions: changed',
    'tags: changed',
  ]);
  expect(results.map((result) => result.message)).toEqual([
    'The bucket acme-state was created in eu-west-1.',
    'All public access is blocked.',
    'The bucket’s owner owns every object, and access lists do not count.',
    'Versioning was switched on; it was off.',
    'New objects are encrypted with S3’s own keys (AES256).',
    'A statement that denies calls without TLS was put into a policy.',
    'The list of lifecycle rules was extended by: old versions below kda/, broken uploads below kda/.',
    'The set of tags was extended by: team.',
  ]);
  expect(property('versioning')).toContain('<Status>Enabled</Status>');
  expect(JSON.parse(property('policy'))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::acme-state', 'arn:aws:s3:::acme-state/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
});

test('a second run writes nothing and says that all is there', async () => {
  await bootstrap();
  fake.calls.length = 0;

  const results = await bootstrap();

  expect(outcomes(results)).toEqual(STEPS.map((step) => `${step}: already`));
  expect(writes()).toEqual([]);
});

test('a dry run shows the same list and writes nothing, whether the bucket is there or not', async () => {
  const before = await bootstrap({}, true);
  expect(fake.buckets.size).toBe(0);
  const real = await bootstrap();
  expect(outcomes(before)).toEqual(outcomes(real).map((line) => line.replace('changed', 'would-change')));
  expect(message(before, 'versioning')).toBe('Versioning would be switched on; it was off.');

  bucketWith({});
  fake.calls.length = 0;
  const bare = await bootstrap({}, true);
  expect(outcomes(bare)).toEqual(STEPS.map((step) => `${step}: ${step === 'bucket' ? 'already' : 'would-change'}`));
  expect(writes()).toEqual([]);
});

test('an old bucket without any protection gets all of it', async () => {
  bucketWith({ versioning: '<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>' });

  const results = await bootstrap();

  expect(outcomes(results)).toEqual(STEPS.map((step) => `${step}: ${step === 'bucket' ? 'already' : 'changed'}`));
  expect(message(results, 'versioning')).toBe('Versioning was switched on; it was suspended.');
  expect(message(results, 'public access')).toBe(
    'All public access was blocked; BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets was off.',
  );
  for (const name of ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']) {
    expect(property('publicAccessBlock')).toContain(`<${name}>true</${name}>`);
  }
  expect(property('ownershipControls')).toContain('<ObjectOwnership>BucketOwnerEnforced</ObjectOwnership>');
  expect(property('encryption')).toContain('<SSEAlgorithm>AES256</SSEAlgorithm>');
});

describe('encryption', () => {
  const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

  test('with the KMS key of the settings, and a bucket key', async () => {
    await bootstrap({ kmsKeyId: KEY });

    expect(property('encryption')).toContain(`<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${KEY}<`);
    expect(property('encryption')).toContain('<BucketKeyEnabled>true</BucketKeyEnabled>');
  });

  test.each([
    ['KMS where none is asked for is stricter', 'aws:kms', KEY, undefined, 'already'],
    ['two layers of KMS are stricter', 'aws:kms:dsse', KEY, KEY, 'already'],
    ['the same key by its id', 'aws:kms', KEY, '1234abcd-12ab-34cd-56ef-1234567890ab', 'already'],
    ['the same alias by its ARN', 'aws:kms', 'alias/state', `${KEY.split('key/')[0]}alias/state`, 'already'],
    ['another key is somebody’s choice', 'aws:kms', 'alias/theirs', KEY, 'left'],
    ['S3’s own keys become the key asked for', 'AES256', undefined, KEY, 'changed'],
    ['the account’s own key becomes the key asked for', 'aws:kms', undefined, KEY, 'changed'],
  ])('%s', async (_, algorithm, has, kmsKeyId, outcome) => {
    bucketWith({ encryption: encryptedBy(algorithm, has) });

    expect(outcomes(await bootstrap({ kmsKeyId }))).toContain(`encryption: ${outcome}`);
    expect(writes().includes('PUT ?encryption')).toBe(outcome === 'changed');
  });

  test('what else the rule says stays, and so do two layers', async () => {
    bucketWith({
      encryption: encryptedBy(
        'aws:kms:dsse',
        undefined,
        '<BucketKeyEnabled>false</BucketKeyEnabled><BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes>',
      ),
    });

    await bootstrap({ kmsKeyId: KEY });

    expect(property('encryption')).toContain(`<SSEAlgorithm>aws:kms:dsse</SSEAlgorithm><KMSMasterKeyID>${KEY}<`);
    expect(property('encryption')).toContain('<EncryptionType>SSE-C</EncryptionType>');
  });
});

test('tags of others stay, missing ones are added, a different value is left', async () => {
  bucketWith({
    tagging:
      '<Tagging><TagSet><Tag><Key>team</Key><Value>platform</Value></Tag><Tag><Key>cost</Key><Value>42</Value></Tag></TagSet></Tagging>',
  });

  expect(message(await bootstrap(), 'tags')).toBe(
    'Tags stay as they are: team is platform, in the settings data. The bucket may serve others, too.',
  );
  await bootstrap({ tags: { team: 'data', owner: 'ada' } });
  expect(
    [...property('tagging').matchAll(/<Key>(.*?)<\/Key><Value>(.*?)<\/Value>/g)].map((tag) => tag.slice(1)),
  ).toEqual([
    ['team', 'platform'],
    ['cost', '42'],
    ['owner', 'ada'],
  ]);
});

test('rules and a policy of others are written back as they were, with what belongs to all rules', async () => {
  const theirs =
    '<Rule><ID>theirs</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule>';
  const statement = {
    Sid: 'TlsOnly',
    Effect: 'Allow',
    Principal: { AWS: ACCOUNT },
    Action: 's3:GetObject',
    Resource: '*',
  };
  bucketWith({
    lifecycle: `<LifecycleConfiguration>${theirs}</LifecycleConfiguration>`,
    policy: JSON.stringify({ Version: '2008-10-17', Id: 'theirs', Statement: statement }),
  });
  const bucket = fake.buckets.get('acme-state');
  if (bucket) bucket.minimumSize = 'varies_by_storage_class';

  const results = await bootstrap();

  expect([...property('lifecycle').matchAll(/<ID>(.*?)<\/ID>/g)].map(([, id]) => id)).toEqual([
    'theirs',
    'old versions below kda/',
    'broken uploads below kda/',
  ]);
  expect(property('lifecycle')).toContain('<Days>30</Days>');
  expect(bucket?.minimumSize).toBe('varies_by_storage_class');
  const policy = JSON.parse(property('policy'));
  expect(policy).toMatchObject({ Version: '2008-10-17', Id: 'theirs' });
  expect(policy.Statement).toHaveLength(2);
  expect(policy.Statement[0]).toEqual(statement);
  expect(policy.Statement[1]).toMatchObject({ Sid: 'TlsOnly2', Effect: 'Deny' });
  expect(message(results, 'TLS only')).toBe(
    'A statement that denies calls without TLS was added to the policy; its other statements stay.',
  );
});

test('a policy that would grow beyond S3’s limit is not written', async () => {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: ACCOUNT },
    Action: 's3:GetObject',
    Resource: 'x'.repeat(20_300),
  };
  bucketWith({ policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) });

  await expect(bootstrap()).rejects.toThrow(/The policy of acme-state .* has 20\d{3} bytes, S3 allows 20480\. Shorten/);
  expect(writes()).not.toContain('PUT ?policy');
});

describe('a rule of somebody’s', () => {
  const rule = (inner: string) =>
    `<LifecycleConfiguration><Rule><ID>theirs</ID><Status>Enabled</Status>${inner}</Rule></LifecycleConfiguration>`;

  test('that deletes current objects among the state’s is called out, and nothing is added to it', async () => {
    bucketWith({ lifecycle: rule('<Filter/><Expiration><Days>30</Days></Expiration>') });

    expect(outcomes(await bootstrap())).toContain('old versions: danger');
    expect(outcomes(await bootstrap({}, true))).toContain('old versions: danger');
    expect(message(await bootstrap(), 'old versions')).toMatch(
      /^The lifecycle rule theirs deletes current objects, and the state below kda\/ with them\./,
    );
    expect(writes()).not.toContain('PUT ?lifecycle');
  });

  test('of the old form is not mixed with ours, which S3 would refuse', async () => {
    bucketWith({ lifecycle: rule('<Prefix>logs/</Prefix><Expiration><Days>30</Days></Expiration>') });

    expect(outcomes(await bootstrap())).toContain('old versions: left');
    expect(writes()).not.toContain('PUT ?lifecycle');
  });

  test('for old versions stays in charge, since ours might delete sooner', async () => {
    bucketWith({
      lifecycle: rule(
        '<Filter/><NoncurrentVersionExpiration><NoncurrentDays>3650</NoncurrentDays></NoncurrentVersionExpiration>',
      ),
    });

    expect(message(await bootstrap(), 'old versions')).toBe(
      'The list of lifecycle rules was extended by: broken uploads below kda/ (theirs stays in charge of the rest).',
    );
    expect(outcomes(await bootstrap())).toContain('old versions: already');
  });
});

describe('a bucket that is not to be had', () => {
  test('because it is another account’s', async () => {
    fake.buckets.set('acme-state', { region: 'eu-west-1', account: '999988887777', properties: new Map() });

    await expect(bootstrap()).rejects.toThrow(
      'config/test.json: state.bucket is "acme-state", and S3 denies account 111122223333 access to it (403). If the bucket is somebody else’s, choose another name.',
    );
    expect(writes()).toEqual([]);
  });

  test('because its name is taken, which only the attempt to create it shows', async () => {
    fake.buckets.set('acme-state', { region: 'eu-west-1', account: '999988887777', properties: new Map() });

    await expect(createBucket(s3, WANTED)).rejects.toThrow(
      'config/test.json: state.bucket is "acme-state", which belongs to another account: names are unique in all of AWS. Choose another one, such as "acme-state-111122223333".',
    );
  });

  test('because it lies in another region', async () => {
    fake.buckets.set('acme-state', { region: 'us-west-2', account: ACCOUNT, properties: new Map() });

    await expect(bootstrap()).rejects.toThrow(
      'config/test.json: state.bucket is "acme-state" and state.region "eu-west-1", but the bucket of that name is in us-west-2. If it is the intended one, set state.region to us-west-2; otherwise choose another name.',
    );
    expect(writes()).toEqual([]);
  });
});

test('a denied step says which one, and what rights it needs; what was done before stays', async () => {
  fake.denies = /PUT \?policy/;

  await expect(bootstrap()).rejects.toThrow(
    'The step "TLS only" of the bucket acme-state failed (AccessDenied: Access Denied). It needs s3:GetBucketPolicy and s3:PutBucketPolicy on arn:…:acme-state. Earlier steps stay; correct the cause and run it again.',
  );
  expect(property('versioning')).toContain('Enabled');
  fake.denies = undefined;
  expect(outcomes(await bootstrap())).toContain('TLS only: changed');
});

test('no step deletes, and each writes only itself', async () => {
  bucketWith({});
  await bootstrap();

  expect(fake.calls.filter((call) => call.startsWith('DELETE'))).toEqual([]);
  expect(writes()).toEqual([
    'PUT ?publicAccessBlock',
    'PUT ?ownershipControls',
    'PUT ?versioning',
    'PUT ?encryption',
    'PUT ?policy',
    'PUT ?lifecycle',
    'PUT ?tagging',
  ]);
  expect(new Set(BOOTSTRAP_RIGHTS).size).toBe(BOOTSTRAP_RIGHTS.length);
});
