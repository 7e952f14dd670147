import { managerPolicy, managerPolicyLength } from '../../../config/model/manager-policy';
import { namesOf } from '../../../config/model/names';
import { decide, policyStatements } from '../../../local/cloud/identity/policy-evaluation';
import { settingsWith } from '../../settings-with';

// What the manager's role may do to applications, judged by IAM's conditions.
const PLACE = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };
const application = (name: string) => `arn:aws:kinesisanalytics:eu-west-1:111122223333:application/${name}`;
const ARNS = {
  auditTable: 'arn:aws:dynamodb:eu-west-1:111122223333:table/audit',
  holdsTable: 'arn:aws:dynamodb:eu-west-1:111122223333:table/holds',
  topic: 'arn:aws:sns:eu-west-1:111122223333:topic',
  topicKey: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  failedRunsQueue: 'arn:aws:sqs:eu-west-1:111122223333:queue',
  logGroup: 'arn:aws:logs:eu-west-1:111122223333:log-group:manager',
  eventBus: 'arn:aws:events:eu-west-1:111122223333:event-bus/default',
  tablesKey: undefined,
  queuesKey: undefined,
};

function rights(applications: readonly unknown[]) {
  const settings = settingsWith({ snapshots: { applications } });
  const statements = policyStatements(managerPolicy(PLACE, namesOf(settings), ARNS));
  return (action: string, name: string, tags: Readonly<Record<string, string>> = {}) =>
    decide(statements, {
      action: `kinesisanalytics:${action}`,
      resource: application(name),
      context: Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    }) === 'allowed';
}

const SNAPSHOT_ACTIONS = [
  'CreateApplicationSnapshot',
  'DeleteApplicationSnapshot',
  'DescribeApplication',
  'DescribeApplicationSnapshot',
  'ListApplicationSnapshots',
];

describe('selection by tags', () => {
  const may = rights([
    { tag: { key: 'team', value: 'a' } },
    { tag: { key: 'team', value: 'b' } },
    { tag: { key: 'snapshots', value: 'yes' } },
  ]);

  test.each(SNAPSHOT_ACTIONS)('%s is allowed on applications that carry one of the tags, and on no other', (action) => {
    expect([
      may(action, 'orders', { team: 'a' }),
      may(action, 'orders', { team: 'b', other: 'x' }),
      may(action, 'orders', { snapshots: 'yes' }),
      may(action, 'orders', { snapshots: 'a' }),
      may(action, 'orders', { team: 'yes' }),
      may(action, 'orders', { team: 'A' }),
      may(action, 'orders', { other: 'a' }),
      may(action, 'orders'),
    ]).toEqual([true, true, true, false, false, false, false, false]);
  });

  test.each(['ListApplications', 'ListTagsForResource'])('%s is allowed on every application', (action) => {
    expect(may(action, 'orders')).toBe(true);
  });
});

test('a name, a prefix and a pattern beside a tag need no tag, and give the tagged ones nothing more', () => {
  const may = rights(['orders', { prefix: 'team-a-' }, { pattern: '*-x' }, { tag: { key: 'team', value: 'a' } }]);
  const named = ['orders', 'team-a-1', 'foo-x', 'orders-2', 'payments'];
  expect(named.map((name) => may('DeleteApplicationSnapshot', name))).toEqual([true, true, true, false, false]);
  expect(may('DeleteApplicationSnapshot', 'payments', { team: 'a' })).toBe(true);
});

test('the length that the settings check has the statements of tags in it', () => {
  const length = (applications: readonly unknown[]) =>
    managerPolicyLength(settingsWith({ snapshots: { applications } }));
  const one = { tag: { key: 'team', value: 'a' } };
  const more = { tag: { key: 'team', value: 'b'.repeat(100) } };
  expect(length([one, more]) - length([one])).toBe('""'.length + 100 + ','.length);
});
