import { deploymentTags } from '../../config/model/deployment-tags';
import { settingsWith } from '../settings-with';
import { synthesize } from '../stacks/synthesis';
import { policyFaults, tagFaults, valueFaults } from './aws-values';

test.each([
  ['the demo', {}],
  [
    'applications of all kinds, all keys managed',
    {
      application: undefined,
      snapshots: {
        applications: [
          'orders',
          'users',
          { prefix: 'team-' },
          { pattern: '*-eu' },
          { tag: { key: 'team', value: '東京 a' } },
        ],
      },
      security: { keys: 'managed', permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/flink-boundary' },
      notifications: { mailAddresses: ['a@example.com'] },
    },
  ],
])('every text of %s fits the AWS parameter that it becomes', (_case, input) => {
  const settings = settingsWith(input);
  const synthesis = synthesize(settings);
  const faults = Object.values(synthesis.stacks).flatMap(valueFaults);
  synthesis.dispose();
  expect([...faults, ...tagFaults(deploymentTags(settings))]).toEqual([]);
});

test('a fault is seen: a text that is too long, one of a wrong form, and one that nobody mapped', () => {
  const stack = {
    provider: {},
    terraform: {},
    output: {},
    resource: {
      aws_iam_role: { role: { name: 'a/b', description: 'x'.repeat(1001), path: '/new/' } },
    },
  };
  expect(valueFaults(stack)).toEqual([
    'aws_iam_role name is "a/b": not as [\\w+=,.@-]+ (iam CreateRole.RoleName)',
    expect.stringContaining('longer than 1000 (iam CreateRole.Description)'),
    'aws_iam_role path is "/new/": mapping.ts does not say what it becomes',
  ]);
});

test.each([
  [{ owner: 'R&D (core)' }, 'value of tag owner is "R&D (core)"'],
  [{ 'cost#center': '1' }, 'tag key cost#center is "cost#center"'],
  [{ Team: 'a', team: 'b' }, 'two tag keys that differ in case only'],
  [
    Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, ''])),
    '51 tags, iam CreateRole.Tags takes 50',
  ],
])('tags that AWS refuses are seen: %j', (tags, fault) => {
  expect(tagFaults(tags).join('\n')).toContain(fault);
});

test('a list and a map with more entries than AWS takes are seen', () => {
  const map = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
  const group = { property_group_id: 'a', property_map: map(51) };
  const environment_properties = { property_group: Array.from({ length: 51 }, () => group) };
  const application = { application_configuration: { environment_properties } };
  const resource = { aws_kinesisanalyticsv2_application: { application } };

  expect(valueFaults({ provider: {}, terraform: {}, output: {}, resource }).slice(0, 2)).toEqual([
    expect.stringMatching(/property_group has 51 entries: .*PropertyGroups takes 0 to 50$/),
    expect.stringMatching(/property_group\[\]\.property_map has 51 entries: .*PropertyMap takes 1 to 50$/),
  ]);
});

test('names that only the documentation refuses are seen', () => {
  const resource = {
    aws_cloudwatch_log_group: { log: { name: 'aws/jobs' } },
    aws_s3_bucket: { one: { bucket: 'a-an' } },
  };

  expect(valueFaults({ provider: {}, terraform: {}, output: {}, resource })).toEqual([
    'aws_cloudwatch_log_group name is "aws/jobs": refused by what the documentation says (logs CreateLogGroup.logGroupName)',
    'aws_s3_bucket bucket is "a-an": refused by what the documentation says (lambda CreateFunction.Code.S3Bucket)',
  ]);
});

test.each([
  ['arn:foo', 1],
  ['arn:aws:s3', 1],
  ['arn:aws-cn:s3:::b/k', 1],
  ['arn:aws:s3:::b/k', 0],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own syntax
  ['${aws_cloudwatch_log_group.log.arn}:*', 0],
  ['*', 0],
])('the resource %s in the policy of a role has %i faults in partition aws', (arn, count) => {
  const policy = JSON.stringify({ Statement: [{ Resource: [arn] }] });
  const resource = { aws_iam_role_policy: { job: { policy } } };

  expect(policyFaults({ provider: {}, terraform: {}, output: {}, resource }, 'aws')).toHaveLength(count);
});
