import { managerPolicy, managerPolicyLength } from '../../config/model/manager-policy';
import { namesOf } from '../../config/model/names';
import { managedForm } from '../../config/schema/application-settings';
import { ENVIRONMENT } from '../../lambda-src/contract';
import { resolveStack } from '../least-privilege/resolved-stack';
import { settingsWith } from '../settings-with';
import { resource, statementsOf, synthesize } from './synthesis';

const APPLICATION_ARN = 'arn:aws:kinesisanalytics:eu-west-1:123456789012:application';

/** The role's policy alone: to synthesize a stack for each case would cost seconds. */
function statementsFor(applications: readonly unknown[]) {
  const names = namesOf(settingsWith({ snapshots: { applications } }));
  const arns = {
    auditTable: '',
    holdsTable: '',
    topic: '',
    topicKey: '',
    failedRunsQueue: '',
    logGroup: '',
    eventBus: '',
    tablesKey: undefined,
    queuesKey: undefined,
  };
  return statementsOf(managerPolicy({ partition: 'aws', region: 'eu-west-1', id: '123456789012' }, names, arns));
}

test.each([
  ['names alone', ['orders', { name: 'payments' }], ['orders', 'payments'], false, false],
  ['a prefix', ['orders', { prefix: 'team-a-' }], ['orders', 'team-a-*'], true, false],
  ['a pattern, which is IAM’s own', [{ pattern: 'team-?-*' }], ['team-?-*'], true, false],
  ['a tag, whose applications are known only at run time', [{ tag: { key: 'a', value: 'b' } }], undefined, true, true],
  ['the same pattern twice', [{ prefix: 'team-' }, { pattern: 'team-*' }], ['team-*'], true, false],
])('the role covers %s and no more', (_case, applications, covered, isListing, isReadingTags) => {
  const statements = statementsFor(applications);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);
  expect(statement('ManageSnapshots')?.Resource).toEqual(covered?.map((name) => `${APPLICATION_ARN}/${name}`));
  expect(statement('FindApplications')?.Resource).toEqual(isListing ? ['*'] : undefined);
  expect(statement('ReadTags')?.Resource).toEqual(isReadingTags ? [`${APPLICATION_ARN}/*`] : undefined);
});

describe('entries with something of their own', () => {
  const applications = [
    'orders',
    { name: 'payments', snapshotAgeMinutes: 120, notify: 'failures' },
    { prefix: 'team-a-', retention: { keepLast: 5 } },
  ];
  const synthesis = synthesize(settingsWith({ snapshots: { applications } }));
  synthesis.dispose();
  const stack = synthesis.stacks.snapshots;

  test('make a policy of the length that the settings are judged by', () => {
    const { policy } = resolveStack(stack, { region: 'eu-west-1', accountId: '123456789012' });
    const length = JSON.stringify({ Version: '2012-10-17', Statement: policy }).length;
    expect(managerPolicyLength(settingsWith({ snapshots: { applications } }))).toBe(length);
  });

  test('reach the function as they were written', () => {
    const { variables } = { variables: {}, ...Object(resource(stack, 'aws_lambda_function').environment) };
    expect(JSON.parse(variables[ENVIRONMENT.applications])).toEqual(applications);
  });

  test('do not reach it with what only alarms and dashboards use', () => {
    const [entry] = namesOf(
      settingsWith({
        snapshots: {
          applications: [
            {
              name: 'orders',
              runtime: 'FLINK-2_2',
              checkpointIntervalSeconds: 10,
              logGroup: '/orders',
              stoppedOnPurpose: 'until spring',
              tune: { cpu: false },
            },
          ],
        },
      }),
    ).applicationEntries;
    expect(entry && managedForm(entry, 30)).toBe('orders');
  });

  test('reach it with the consent to a drill and the usual duration that the drill waits for', () => {
    const drill = { window: '04:00-04:30', days: ['SUN' as const] };
    expect(managedForm({ name: 'orders', drill }, 40)).toEqual({
      name: 'orders',
      drill: { ...drill, usualSnapshotSeconds: 40 },
    });
    expect(managedForm({ name: 'orders', drill, usualSnapshotSeconds: 90 }, 40)).toEqual({
      name: 'orders',
      drill: { ...drill, usualSnapshotSeconds: 90 },
    });
  });
});

describe('rights to stop and start', () => {
  const DRILLED = { name: 'payments', drill: { window: '04:00-04:30' } };

  test('cover the applications that consented to drills, and no other', () => {
    const drill = statementsFor(['orders', DRILLED, { prefix: 'team-' }]).find(
      ({ Sid }) => Sid === 'DrillApplications',
    );
    expect(drill).toEqual({
      Sid: 'DrillApplications',
      Effect: 'Allow',
      Action: [
        'kinesisanalytics:CreateApplicationPresignedUrl',
        'kinesisanalytics:DescribeApplicationOperation',
        'kinesisanalytics:ListApplicationOperations',
        'kinesisanalytics:StartApplication',
        'kinesisanalytics:StopApplication',
      ],
      Resource: [`${APPLICATION_ARN}/payments`],
    });
  });

  test('are given to nobody without consent', () => {
    const actions = statementsFor(['orders', { prefix: 'team-' }]).flatMap(({ Action }) => Action);
    expect(actions).not.toContain('kinesisanalytics:StopApplication');
    expect(actions).not.toContain('kinesisanalytics:StartApplication');
  });
});
