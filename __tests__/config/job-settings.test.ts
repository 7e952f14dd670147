import { crossFieldProblems } from '../../config/checks/cross-field-checks';
import { settingsSchema } from '../../config/schema/settings';
import { settingsWith } from '../settings-with';

const STATEMENT = {
  sid: 'Read',
  actions: ['kinesis:GetRecords'],
  resources: ['arn:aws:kinesis:eu-west-1:123456789012:stream/a'],
};
const accepts = (application: object) =>
  settingsSchema.safeParse({ artifacts: { bucket: 'the-artifacts' }, application }).success;
const problems = (...roleStatements: object[]) =>
  crossFieldProblems(settingsWith({ application: { roleStatements } })).map(({ path, is }) => `${path} ${is}`);
const map = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

test.each([
  ['50 groups of 50 keys', Object.fromEntries(Object.keys(map(50)).map((id) => [id, map(50)])), true],
  ['51 groups', Object.fromEntries(Object.keys(map(51)).map((id) => [id, map(1)])), false],
  ['51 keys', { group: map(51) }, false],
  ['an empty group', { group: {} }, false],
  ['an empty value', { group: { key: '' } }, false],
  ['a value of 2,048 characters', { group: { key: 'v'.repeat(2048) } }, true],
  ['a value of 2,049 characters', { group: { key: 'v'.repeat(2049) } }, false],
  ['a group with a space in its name', { 'my group': { key: 'v' } }, false],
  ['a number', { group: { key: 1 } }, false],
])('properties: %s', (_case, properties, isAccepted) => {
  expect(accepts({ properties })).toBe(isAccepted);
});

describe('beside the demo’s two properties', () => {
  const propertyProblems = (properties: object, application: object = {}) =>
    crossFieldProblems(settingsWith({ application: { properties, ...application } }));
  const groups = (count: number) => Object.fromEntries(Object.keys(map(count)).map((id) => [id, map(1)]));

  test('49 groups fit, 50 do not', () => {
    expect(propertyProblems(groups(49))).toEqual([]);
    expect(propertyProblems(groups(50))).toEqual([
      {
        path: 'application.properties',
        is: 'has 50 groups',
        expected:
          'at most 49 beside FlinkApplicationProperties, which holds application.generateUsersTimerSeconds and application.pauseBetweenUserGenerationMs',
        remedy: 'Managed Flink accepts 50 groups. Move the properties of one group into another.',
      },
    ]);
  });

  test('48 keys in their group fit, 50 do not', () => {
    expect(propertyProblems({ FlinkApplicationProperties: map(48) })).toEqual([]);
    expect(propertyProblems({ FlinkApplicationProperties: map(50) })).toEqual([
      {
        path: 'application.properties.FlinkApplicationProperties',
        is: 'has 50 keys',
        expected:
          'at most 48 beside those of application.generateUsersTimerSeconds and application.pauseBetweenUserGenerationMs',
        remedy: 'Managed Flink accepts 50 keys in a group. Remove 2 of them, or move them to another group.',
      },
    ]);
  });

  test('their own names replace them, and their group counts once', () => {
    const { k0, k1, ...others } = map(50);
    const replaced = { ...others, generateUsersTimer: '1', pauseBetweenUserGeneration: '1' };

    expect(propertyProblems({ FlinkApplicationProperties: replaced })).toEqual([]);
    expect(propertyProblems({ ...groups(49), FlinkApplicationProperties: map(1) })).toEqual([]);
  });

  test('a job of one’s own has all 50 for itself', () => {
    const settings = settingsWith({
      application: { properties: { ...groups(49), FlinkApplicationProperties: map(50) } },
      artifacts: { bucket: 'the-artifacts', jar: 'jobs/orders.jar' },
    });

    expect(crossFieldProblems(settings)).toEqual([]);
  });
});

test.each([
  ['no security group', { subnetIds: ['subnet-1'], securityGroupIds: [] }, false],
  [
    'seventeen subnets',
    { subnetIds: Object.keys(map(17)).map((id) => `subnet-${id}`), securityGroupIds: ['sg-1'] },
    false,
  ],
  ['a name for an id', { subnetIds: ['private-a'], securityGroupIds: ['sg-1'] }, false],
  ['one of each', { subnetIds: ['subnet-0a'], securityGroupIds: ['sg-0b'] }, true],
])('a VPC: %s', (_case, vpc, isAccepted) => {
  expect(accepts({ vpc })).toBe(isAccepted);
});

describe('a statement of the application’s role', () => {
  test('for a stream is accepted; one for all objects of a bucket with its reason', () => {
    const files = {
      sid: 'Files',
      actions: ['s3:*Object'],
      resources: ['arn:aws:s3:::files/*'],
      why: 'All its objects.',
    };

    expect(problems(STATEMENT, files)).toEqual([]);
  });

  test.each([
    ['every action', { ...STATEMENT, actions: ['*'] }],
    ['every service', { ...STATEMENT, actions: ['*:Get'] }],
    ['no ARN', { ...STATEMENT, resources: ['orders'] }],
    ['an ARN of two parts', { ...STATEMENT, resources: ['arn:foo'] }],
    ['an ARN of three parts', { ...STATEMENT, resources: ['arn:aws:s3'] }],
    ['an ARN without its resource', { ...STATEMENT, resources: ['arn:aws:s3:::'] }],
    ['an ARN of any partition', { ...STATEMENT, resources: ['arn:*:s3:::orders'] }],
    ['an ARN of any service', { ...STATEMENT, resources: ['arn:aws:*:eu-west-1:123456789012:orders'] }],
    ['no action', { ...STATEMENT, actions: [] }],
  ])('is no statement with %s', (_case, statement) => {
    expect(accepts({ roleStatements: [statement] })).toBe(false);
  });

  test.each([
    [
      { ...STATEMENT, actions: ['kinesisanalytics:*'] },
      'allows "kinesisanalytics:*" on "arn:aws:kinesis:eu-west-1:123456789012:stream/a"',
    ],
    [
      { ...STATEMENT, actions: ['iam:Pass?ole'] },
      'allows "iam:Pass?ole" on "arn:aws:kinesis:eu-west-1:123456789012:stream/a"',
    ],
    [
      { ...STATEMENT, actions: ['iam:PassRole'], resources: ['*'], why: 'Any role at all.' },
      'allows "iam:PassRole" on "*"',
    ],
    [
      {
        ...STATEMENT,
        actions: ['s3:GetObject', 'kinesisanalytics:DeleteApplicationSnapshot'],
        resources: ['arn:aws:kinesisanalytics:*:*:*'],
        why: 'All of them.',
      },
      'allows "kinesisanalytics:DeleteApplicationSnapshot" on "arn:aws:kinesisanalytics:*:*:*"',
    ],
  ])('%j is refused', (statement, is) => {
    expect(problems(statement)).toEqual([`application.roleStatements[0] ${is}`]);
  });

  test('with a wildcard and no reason, or with the name of another one, is refused', () => {
    expect(problems({ ...STATEMENT, resources: ['*'] })).toEqual([
      'application.roleStatements[0].why is missing beside the resource "*"',
    ]);
    expect(problems(STATEMENT, STATEMENT)).toEqual([
      'application.roleStatements[1].sid is "Read", which another statement uses',
    ]);
  });

  test.each([
    ['eu-west-1', 'arn:aws-cn:s3:::b/k', 'aws'],
    ['us-gov-west-1', 'arn:aws:s3:::b/k', 'aws-us-gov'],
    ['cn-north-1', 'arn:aws:s3:::b/k', 'aws-cn'],
  ])('in %s is not for %s', (region, arn, partition) => {
    const roleStatements = [{ ...STATEMENT, resources: [arn.replace(/^arn:[^:]+/, `arn:${partition}`), arn] }];

    expect(crossFieldProblems(settingsWith({ region, application: { roleStatements } }))).toEqual([
      {
        path: 'application.roleStatements[0].resources[1]',
        is: `is "${arn}"`,
        expected: `an ARN of partition ${partition}, where region ${region} is`,
        remedy: `IAM would refuse the role’s policy. Begin it with "arn:${partition}:".`,
      },
    ]);
  });

  test('and the others are no longer together than IAM allows', () => {
    const long = Array.from({ length: 6 }, (_, index) => ({
      ...STATEMENT,
      sid: `S${index}`,
      resources: [`arn:aws:s3:::${'a'.repeat(1400)}`],
    }));

    expect(problems(...long)).toEqual([
      expect.stringMatching(/^application\.roleStatements has \d{4} characters as JSON$/),
    ]);
  });
});
