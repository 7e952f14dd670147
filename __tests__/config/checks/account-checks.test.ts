import { accountProblems } from '../../../config/checks/account-checks';
import { crossFieldProblems } from '../../../config/checks/cross-field-checks';
import { settingsWith } from '../../settings-with';

const OURS = '123456789012';
const OTHER = '210987654321';
const boundary = (account: string) => `arn:aws:iam::${account}:policy/flink-boundary`;
const application = (account: string) => `arn:aws:kinesisanalytics:eu-west-1:${account}:application/orders`;
const topic = (account: string) => `arn:aws:sns:eu-west-1:${account}:alerts`;

const problems = (settings: Readonly<Record<string, unknown>>) => accountProblems(settingsWith(settings));

test('ARNs of the deployment’s account, or of any one where none is said, are accepted', () => {
  const ours = {
    security: { permissionsBoundaryArn: boundary(OURS) },
    import: { applicationArn: application(OURS), topicArn: topic(OURS) },
  };

  expect(problems({ accountId: OURS, ...ours })).toEqual([]);
  expect(problems(ours)).toEqual([]);
  expect(problems({ accountId: OURS })).toEqual([]);
});

test('a boundary that AWS manages is of every account', () => {
  const security = { permissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess' };

  expect(problems({ accountId: OURS, security, import: { topicArn: topic(OURS) } })).toEqual([]);
});

test.each([
  ['security.permissionsBoundaryArn', boundary(OTHER), { security: { permissionsBoundaryArn: boundary(OTHER) } }],
  ['import.applicationArn', application(OTHER), { import: { applicationArn: application(OTHER) } }],
  ['import.topicArn', topic(OTHER), { import: { topicArn: topic(OTHER) } }],
])('%s of another account than accountId is refused', (path, arn, settings) => {
  expect(problems({ accountId: OURS, ...settings })).toEqual([
    {
      path,
      is: `is "${arn}", of the account ${OTHER}`,
      expected: `an ARN of the account ${OURS}, which is that of accountId`,
      remedy: 'A deployment has one account. Correct the ARN, or accountId.',
    },
  ]);
});

test('without accountId they have to be of one account', () => {
  const settings = {
    security: { permissionsBoundaryArn: boundary(OURS) },
    import: { applicationArn: application(OURS), topicArn: topic(OTHER) },
  };

  expect(problems(settings)).toEqual([
    {
      path: 'import.topicArn',
      is: `is "${topic(OTHER)}", of the account ${OTHER}`,
      expected: `an ARN of the account ${OURS}, which is that of security.permissionsBoundaryArn`,
      remedy: 'A deployment has one account. Correct the ARN, or security.permissionsBoundaryArn.',
    },
  ]);
});

test('keys, pagers and resources of the job may be those of another account', () => {
  const settings = settingsWith({
    accountId: OURS,
    security: { keys: `arn:aws:kms:eu-west-1:${OTHER}:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f` },
    alarms: { pagerTopicArns: [topic(OTHER)] },
    application: {
      roleStatements: [
        { sid: 'Read', actions: ['kinesis:GetRecords'], resources: [`arn:aws:kinesis:eu-west-1:${OTHER}:stream/a`] },
      ],
    },
  });

  expect(crossFieldProblems(settings)).toEqual([]);
});
