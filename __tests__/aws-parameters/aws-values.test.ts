import { deploymentTags } from '../../stacks/deployment-tags';
import { settingsWith } from '../settings-with';
import { synthesize } from '../stacks/synthesis';
import { tagFaults, valueFaults } from './aws-values';

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
