import { importProblems } from '../../../config/checks/import-checks';
import { settingsWith } from '../../settings-with';

const ARN = 'arn:aws:kinesisanalytics:eu-west-1:123456789012:application/orders';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alerts';
const GOOD = {
  name: 'moved',
  region: 'eu-west-1',
  application: { name: 'orders' },
  notifications: { topicName: 'alerts' },
  import: { applicationArn: ARN, applicationLog: true, auditTable: true, topicArn: TOPIC },
};

/** Path and what is wrong, as the person who wrote the settings is told. */
function problems(settings: object): string[] {
  return importProblems(settingsWith({ ...GOOD, ...settings })).map(
    ({ path, is, expected }) => `${path} ${is}, expected ${expected}`,
  );
}

test('what fits the other settings is taken over without a word', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ name: 'kda-snapshots', import: {} })).toEqual([]);
});

test.each([
  [
    'an application of another name, which Terraform would replace',
    { application: { name: 'kda-snapshot-demo' } },
    `import.applicationArn is "${ARN}", of orders, expected the ARN of kda-snapshot-demo, which is application.name`,
  ],
  [
    'an application of another region',
    { import: { applicationArn: ARN.replace('eu-west-1', 'us-east-1') } },
    `import.applicationArn is "${ARN.replace('eu-west-1', 'us-east-1')}", of region us-east-1, expected an ARN of region eu-west-1`,
  ],
  [
    'a topic of another name',
    { notifications: { topicName: 'KDASnapshotNotification' } },
    `import.topicArn is "${TOPIC}", of alerts, expected the ARN of KDASnapshotNotification, which is notifications.topicName`,
  ],
  [
    'an application of another partition',
    { import: { applicationArn: ARN.replace('aws', 'aws-cn') } },
    `import.applicationArn is "${ARN.replace('aws', 'aws-cn')}", of partition aws-cn, expected an ARN of partition aws, where region eu-west-1 is`,
  ],
  [
    'an application where the settings have none',
    { application: undefined },
    'import.applicationArn is set, but there is no application, expected an application to import it for',
  ],
  [
    'a deployment called as the reference’s rule: both managers would run on it',
    { name: 'kda-snapshots', import: { auditTable: true } },
    'name is "kda-snapshots" beside import, expected another name than that of the reference system’s rule',
  ],
])('%s is refused by path', (_, settings, problem) => {
  expect(problems(settings)).toEqual([problem]);
});

test('the remedy names the value to set', () => {
  expect(importProblems(settingsWith({ ...GOOD, application: { name: 'users' } }))[0]?.remedy).toBe(
    'Terraform would import it and replace it by one of the other name. Set application.name to "orders".',
  );
});

test.each([
  ['applicationArn', 'orders'],
  ['applicationArn', `${ARN}/snapshot`],
  ['applicationArn', 'arn:aws:kinesisanalytics:eu-west-1:1234:application/orders'],
  ['topicArn', `${TOPIC}:2b5a-subscription`],
  ['topicArn', ARN],
])('import.%s: %s is no ARN that could be taken over', (setting, value) => {
  expect(() => settingsWith({ import: { [setting]: value } })).toThrow(/must be an ARN such as/);
});
