import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../../config/load-settings';
import { managerPolicyLength } from '../../../config/model/manager-policy';
import { KEY_USES, keyChoice } from '../../../config/schema/security-settings';
import { settingsWith } from '../../settings-with';

const YOURS = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';
const folder = mkdtempSync(join(tmpdir(), 'security-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function load(input: object) {
  writeFileSync(
    join(folder, 'test.json'),
    JSON.stringify({ artifacts: { bucket: 'my-artifacts' }, application: {}, region: 'eu-west-1', ...input }),
  );
  return loadSettings('test', folder);
}

/** Error of loading the settings. */
function complaint(input: object): string {
  try {
    load(input);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'nothing';
}

const choices = (keys?: unknown) => {
  const { security } = load(keys === undefined ? {} : { security: { keys } });
  return KEY_USES.map((use) => `${use}: ${keyChoice(security, use)}`);
};

test.each([
  ['nothing: AWS’s own, and one for the topic', undefined, ['aws', 'aws', 'managed', 'aws', 'aws']],
  ['one word for all', 'managed', ['managed', 'managed', 'managed', 'managed', 'managed']],
  ['one key for all', YOURS, [YOURS, YOURS, YOURS, YOURS, YOURS]],
  ['one use', { logs: 'managed' }, ['aws', 'aws', 'managed', 'managed', 'aws']],
  ['all but one', { default: 'managed', bucket: 'aws' }, ['aws', 'managed', 'managed', 'managed', 'managed']],
  ['all but the topic', { default: 'aws', topic: YOURS }, ['aws', 'aws', YOURS, 'aws', 'aws']],
])('keys can be given for %s', (_name, keys, expected) => {
  expect(choices(keys)).toEqual(KEY_USES.map((use, index) => `${use}: ${expected[index]}`));
});

const EXPECTED = 'a key’s ARN such as "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"';
const AWS_OWN =
  'AWS’s own keys have a policy that nobody can change, so CloudWatch could deliver no alarm and EventBridge no event with them';

test.each([
  ['a word that is none', 'mine', `security.keys is "mine", expected "aws", "managed" or ${EXPECTED}.`],
  ['no text', 3, 'security.keys is 3, expected'],
  [
    'AWS’s own key for all',
    'alias/aws/s3',
    `security.keys is "alias/aws/s3", expected "aws", "managed" or ${EXPECTED}: ${AWS_OWN}.`,
  ],
  [
    'AWS’s own key of the topic',
    { topic: 'alias/aws/sns' },
    `security.keys.topic is "alias/aws/sns", expected "managed" or ${EXPECTED}: ${AWS_OWN}.`,
  ],
  [
    'AWS’s own key of the queues',
    { queues: 'arn:aws:kms:eu-west-1:111122223333:alias/aws/sqs' },
    `alias/aws/sqs", expected "aws", "managed" or ${EXPECTED}: ${AWS_OWN}.`,
  ],
  [
    'no key of the topic',
    { topic: 'aws' },
    `security.keys.topic is "aws", expected "managed" or ${EXPECTED}. Correct it. (Key for the topic of mails and alarms; always a KMS key, because without one no alarm could be delivered.)`,
  ],
  [
    'an alias',
    { logs: 'alias/mine' },
    'security.keys.logs is "alias/mine", expected "aws", "managed" or ' +
      `${EXPECTED}: a role can be granted rights to a key, not to its alias.`,
  ],
  ['a key’s id alone', { logs: YOURS.slice(-36) }, 'security.keys.logs is "0a1b2c3d'],
  ['an ARN of another service', { logs: YOURS.replace('kms', 'iam') }, 'security.keys.logs is "arn:aws:iam'],
  [
    'an account of eleven digits',
    { logs: YOURS.replace('111122223333', '11112222333') },
    'security.keys.logs is "arn:aws:kms',
  ],
  [
    'a key of another region',
    { logs: YOURS.replace('eu-west-1', 'us-east-1') },
    'security.keys.logs is "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", expected a key of region eu-west-1 in partition aws, where everything is deployed. Name a key of that region (a multi-Region key has its own ARN in each region).',
  ],
  ['a key of another partition', YOURS.replace('arn:aws:', 'arn:aws-cn:'), 'security.keys is "arn:aws-cn:kms'],
  [
    'a use that is none',
    { dashboards: 'managed' },
    'security.keys.dashboards is no setting, expected tables, default, logs (the nearest of 6; docs/settings.md lists all).',
  ],
])('%s is refused by its path', (_name, keys, said) => {
  expect(complaint({ security: { keys } })).toContain(`test.json: ${said.startsWith('security') ? said : ''}`);
  expect(complaint({ security: { keys } })).toContain(said);
});

test('a multi-Region key is a key', () => {
  const multi = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef';
  expect(choices(multi)[0]).toBe(`bucket: ${multi}`);
});

test('reserving no concurrency would stop the manager, and is refused with the reason', () => {
  expect(complaint({ snapshots: { reservedConcurrency: 0 } })).toMatch(
    /snapshots\.reservedConcurrency is 0, expected a whole number from 1 to 100\. Correct it\. \(.*initial quota of ten/,
  );
  expect(load({ snapshots: { reservedConcurrency: 1 } }).snapshots.reservedConcurrency).toBe(1);
  expect(load({}).snapshots.reservedConcurrency).toBeUndefined();
});

test('the policy’s length that the settings are checked by grows with the keys that the manager uses', () => {
  const length = (keys: unknown) => managerPolicyLength(settingsWith({ security: { keys } }));
  const [none, tables, both] = [length('aws'), length({ tables: 'managed' }), length({ tables: YOURS, queues: YOURS })];
  expect(tables - none).toBeGreaterThan(250);
  expect(both - tables).toBeGreaterThan(200);
  expect(length('managed')).toBe(both);
});

describe('a permissions boundary', () => {
  const complaintOf = (permissionsBoundaryArn: unknown) => complaint({ security: { permissionsBoundaryArn } });

  test.each(['arn:aws:iam::111122223333:policy/flink-boundary', 'arn:aws:iam::aws:policy/PowerUserAccess'])(
    'is a managed policy, of the account or of AWS: %s',
    (permissionsBoundaryArn) => {
      expect(load({ security: { permissionsBoundaryArn } }).security.permissionsBoundaryArn).toBe(
        permissionsBoundaryArn,
      );
    },
  );

  test('is none by default', () => {
    expect(load({}).security.permissionsBoundaryArn).toBeUndefined();
  });

  test.each(['flink-boundary', 'arn:aws:iam::111122223333:role/flink', 'arn:aws:iam::1111:policy/a', ''])(
    '%j is refused by its path',
    (text) => {
      expect(complaintOf(text)).toContain(
        `security.permissionsBoundaryArn is "${text}", expected the ARN of a managed policy such as "arn:aws:iam::111122223333:policy/flink-boundary".`,
      );
    },
  );

  test('of another partition is refused', () => {
    expect(complaintOf('arn:aws-cn:iam::111122223333:policy/a')).toContain(
      'security.permissionsBoundaryArn is "arn:aws-cn:iam::111122223333:policy/a", expected a policy of partition aws, where region eu-west-1 is. Name a policy of the account that you deploy to.',
    );
  });
});
