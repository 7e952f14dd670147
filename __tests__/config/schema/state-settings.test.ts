import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings, SettingsError } from '../../../config/load-settings';
import { temporaryFolder } from '../../temporary-folder';

const KEY_ID = '1234abcd-12ab-44cd-86ef-1234567890ab';
const S3 = { kind: 's3', bucket: 'acme-state', region: 'eu-west-1' };
const CLOUD = { kind: 'terraform-cloud', organization: 'acme' };

const folder = temporaryFolder('state-settings');

/** Error of loading settings with this state; empty when they are valid. */
function complaint(state: object, environment = 'test'): string {
  writeFileSync(
    join(folder.path, `${environment}.json`),
    JSON.stringify({ artifacts: { bucket: 'acme-artifacts' }, application: {}, state }),
  );
  try {
    loadSettings(environment, folder.path);
    return '';
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

test.each([
  ['a key by its id', { kmsKeyId: KEY_ID }],
  ['a key for several regions by its id', { kmsKeyId: 'mrk-1234abcd12ab34cd56ef1234567890ab' }],
  ['a key by its ARN', { kmsKeyId: `arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}` }],
  ['an alias', { kmsKeyId: 'alias/teams/data_1' }],
  ['an alias by its ARN', { kmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:alias/state' }],
  ['a prefix in parts', { keyPrefix: 'teams/data-1/kda_snapshots.v2' }],
])('%s is accepted', (_, more) => {
  expect(complaint({ ...S3, ...more })).toBe('');
});

test.each([
  [
    'a key by its name',
    { kmsKeyId: 'state' },
    'state.kmsKeyId is "state", expected the id, the ARN or the alias ("alias/…") of a KMS key. Correct it.',
  ],
  [
    'something else’s ARN',
    { kmsKeyId: 'arn:aws:iam::111122223333:role/state' },
    'state.kmsKeyId is "arn:aws:iam::111122223333:role/state", expected the id',
  ],
  [
    'an ARN with more behind it',
    { kmsKeyId: `arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}/x` },
    'expected the id, the ARN or the alias',
  ],
  [
    'a key of another region',
    { kmsKeyId: `arn:aws:kms:us-east-1:111122223333:key/${KEY_ID}` },
    `state.kmsKeyId is "arn:aws:kms:us-east-1:111122223333:key/${KEY_ID}", a key in us-east-1, expected a key in state.region (eu-west-1). S3 encrypts only with keys of the bucket’s region. Name a key there.`,
  ],
  [
    'a key of another partition',
    { kmsKeyId: `arn:aws-cn:kms:eu-west-1:111122223333:key/${KEY_ID}` },
    `state.kmsKeyId is "arn:aws-cn:kms:eu-west-1:111122223333:key/${KEY_ID}", a key in partition aws-cn, expected a key in state.region (eu-west-1), which is in partition aws. S3 encrypts`,
  ],
  [
    'a slash in front',
    { keyPrefix: '/kda' },
    'state.keyPrefix is "/kda", expected 1 to 128 letters, digits or any of "_.-", in parts with one "/" between them and none at either end.',
  ],
  ['a slash behind', { keyPrefix: 'kda/' }, 'state.keyPrefix is "kda/", expected'],
  ['an empty part', { keyPrefix: 'kda//x' }, 'state.keyPrefix is "kda//x", expected'],
  ['a blank', { keyPrefix: 'my kda' }, 'state.keyPrefix is "my kda", expected'],
  [
    'the artifacts bucket',
    { bucket: 'acme-artifacts' },
    'state.bucket is "acme-artifacts", expected another bucket than artifacts.bucket.',
  ],
])('%s is refused by its path', (_, more, message) => {
  expect(complaint({ ...S3, ...more })).toContain(message);
});

test.each([
  [
    'an address in place of a host',
    { hostname: 'https://tfe.acme.com' },
    'state.hostname is "https://tfe.acme.com", expected a host such as "app.terraform.io", without "https://" and path.',
  ],
  [
    'an organization’s display name',
    { organization: 'Acme Inc.' },
    'state.organization is "Acme Inc.", expected letters, digits, "_" or "-".',
  ],
  [
    'a prefix with a slash',
    { workspacePrefix: 'data/kda' },
    'state.workspacePrefix is "data/kda", expected letters, digits, "_" or "-".',
  ],
  [
    'a prefix that makes names too long',
    { workspacePrefix: 'x'.repeat(80) },
    `state.workspacePrefix makes the workspace "${'x'.repeat(80)}-test-artifacts", of 95 characters, expected names of at most 90`,
  ],
])('for Terraform Cloud %s is refused by its path', (_, more, message) => {
  expect(complaint({ ...CLOUD, ...more })).toContain(message);
});

test('a state’s bucket may be one of the account’s regional namespace, which was made elsewhere', () => {
  expect(complaint({ ...S3, bucket: 'acme-111122223333-eu-west-1-an' })).toBe('');
});

test('an environment whose file’s name has a dot can’t be part of a workspace’s name', () => {
  expect(complaint(CLOUD, 'eu.prod')).toContain(
    'state.workspacePrefix makes the workspace "kda-snapshots-eu.prod-artifacts", of 31 characters, expected names of at most 90 letters, digits, "_" or "-". Shorten it, or rename the environment’s file.',
  );
  expect(complaint({ ...CLOUD, hostname: 'tfe.acme.com:8443' }, 'eu-prod')).toBe('');
});
