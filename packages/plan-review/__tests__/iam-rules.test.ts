import type { Json } from '../src/json';
import type { ResourceChange } from '../src/plan';
import { change, findingsIn } from './plan-of';

const text = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | string[], Resource: string | string[]) => ({ Effect: 'Allow', Action, Resource });
const json = (value: object): Json => JSON.parse(JSON.stringify(value));
const update = (type: string, before: object, after: object, more: Partial<ResourceChange> = {}) =>
  change(type, { before: json(before), after: json(after), ...more });
const create = (type: string, after: object, unknown: object = {}) =>
  change(type, { action: 'create', after: json(after), unknown: json(unknown) });
const rolePolicy = (before: object[], after: object[]) =>
  update('aws_iam_role_policy', { policy: text(...before) }, { policy: text(...after) });
const inline = (...policies: string[]) => ({
  inline_policy: policies.map((policy, index) => ({ name: `p${index}`, policy })),
});
const details = (one: ResourceChange) => findingsIn(one).refusals.map(({ kind, detail }) => `${kind}: ${detail}`);
const cautions = (one: ResourceChange) => {
  const found = findingsIn(one);
  expect(found.refusals).toEqual([]);
  return found.cautions.map(({ text: said, detail }) => (detail === undefined ? said : `${said} ${detail}`));
};

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const BOUNDARY = 'arn:aws:iam::000000000000:policy/boundary';

describe('refused is', () => {
  test.each<[string, ResourceChange, string]>([
    [
      'every object of every bucket',
      rolePolicy([], [allow('s3:DeleteObject', 'arn:aws:s3:::*/*')]),
      'policy newly allows s3:DeleteObject on arn:aws:s3:::*/* to whoever has the policy.',
    ],
    [
      'every application',
      rolePolicy([], [allow('kinesisanalytics:DeleteApplication', 'arn:aws:kinesisanalytics:*:*:application/*')]),
      'policy newly allows kinesisanalytics:DeleteApplication on arn:aws:kinesisanalytics:*:*:application/* to whoever has the policy.',
    ],
    [
      'every role to be passed, where one was',
      rolePolicy(
        [allow('iam:PassRole', 'arn:aws:iam::000000000000:role/x')],
        [allow('iam:PassRole', 'arn:aws:iam::000000000000:role/*')],
      ),
      'policy newly allows iam:PassRole on arn:aws:iam::000000000000:role/* to whoever has the policy.',
    ],
    [
      'everything of a service in one account, where one table was',
      rolePolicy(
        [allow('dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-1:1:table/x')],
        [allow('dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-1:1:*')],
      ),
      'policy newly allows dynamodb:PutItem on arn:aws:dynamodb:eu-west-1:1:* to whoever has the policy.',
    ],
    [
      'every action of at least one letter',
      rolePolicy([], [allow('iam:?*', 'arn:aws:iam::1:role/x')]),
      'policy newly allows iam:?* on arn:aws:iam::1:role/x to whoever has the policy.',
    ],
    [
      'a wide inline policy beside one that moves',
      update(
        'aws_iam_role',
        inline(text(allow('s3:*', '*'))),
        inline(text(allow('sqs:*', '*')), text(allow('s3:*', '*'))),
      ),
      'inline_policy[0].policy newly allows sqs:* on * to whoever has the policy.',
    ],
    [
      'an administrator’s policy among the only ones of a role',
      create('aws_iam_role_policy_attachments_exclusive', { policy_arns: [ADMINISTRATOR] }),
      'It attaches AdministratorAccess.',
    ],
    [
      'an administrator’s policy of a permission set',
      create('aws_ssoadmin_managed_policy_attachment', { managed_policy_arn: ADMINISTRATOR }),
      'It attaches AdministratorAccess.',
    ],
    [
      'a permissions boundary that goes',
      update('aws_iam_role', { permissions_boundary: BOUNDARY }, { permissions_boundary: null }),
      'Its permissions boundary is removed. Nothing limits the rights of its policies any more.',
    ],
    [
      'a permissions boundary that bounds nothing any more',
      update('aws_iam_user', { permissions_boundary: BOUNDARY }, { permissions_boundary: ADMINISTRATOR }),
      'Its permissions boundary becomes one that allows everything. Nothing limits the rights of its policies any more.',
    ],
    [
      'the permissions boundary of a permission set that goes',
      change('aws_ssoadmin_permissions_boundary_attachment', { action: 'destroy' }),
      'Its permissions boundary is removed. Nothing limits the rights of its policies any more.',
    ],
  ])('%s', (_, one, detail) => expect(details(one)).toEqual([`iam-widened: ${detail}`]));
});

describe('not refused is', () => {
  test.each<[string, ResourceChange]>([
    [
      'an inline policy that moves because another one comes before it',
      update(
        'aws_iam_role',
        inline(text(allow('s3:*', '*'))),
        inline(text(allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:1:a')), text(allow('s3:*', '*'))),
      ),
    ],
    ['a new role’s boundary', create('aws_iam_role', { permissions_boundary: BOUNDARY })],
    ['a role that never had one', update('aws_iam_role', { permissions_boundary: null }, { permissions_boundary: '' })],
    [
      'a role that goes with its boundary',
      change('aws_iam_role', { action: 'destroy', before: { permissions_boundary: BOUNDARY } }),
    ],
  ])('%s', (_, one) => expect(cautions(one)).toEqual([]));
});

const UNKNOWN_TEXT =
  'is known only after apply, because it refers to something that this plan creates. It was not judged: check it in the configuration.';

describe('looked at is', () => {
  test.each<[string, ResourceChange, string]>([
    [
      'an inline policy that is not known yet',
      create('aws_iam_role', { inline_policy: [{ name: 'a' }] }, { inline_policy: [{ policy: true }] }),
      `inline_policy[0].policy ${UNKNOWN_TEXT}`,
    ],
    [
      'all inline policies that are not known yet',
      update(
        'aws_iam_role',
        inline(text(allow('s3:GetObject', 'arn:aws:s3:::a/b'))),
        {},
        { unknown: { inline_policy: true } },
      ),
      `inline_policy ${UNKNOWN_TEXT}`,
    ],
    [
      'a permission set’s inline policy',
      create('aws_ssoadmin_permission_set_inline_policy', {}, { inline_policy: true }),
      `inline_policy ${UNKNOWN_TEXT}`,
    ],
    [
      'one of the attached policies',
      create('aws_iam_role', { managed_policy_arns: [null] }, { managed_policy_arns: [true] }),
      `managed_policy_arns ${UNKNOWN_TEXT}`,
    ],
    [
      'all attached policies of a role that is there',
      update('aws_iam_role', { managed_policy_arns: [] }, {}, { unknown: { managed_policy_arns: true } }),
      `managed_policy_arns ${UNKNOWN_TEXT}`,
    ],
    [
      'the only policies of a role',
      create('aws_iam_role_policy_attachments_exclusive', {}, { policy_arns: true }),
      `policy_arns ${UNKNOWN_TEXT}`,
    ],
    [
      'an attached policy',
      create('aws_iam_role_policy_attachment', {}, { policy_arn: true }),
      `policy_arn ${UNKNOWN_TEXT}`,
    ],
    [
      'a boundary that is not known yet, where one was',
      update('aws_iam_role', { permissions_boundary: BOUNDARY }, {}, { unknown: { permissions_boundary: true } }),
      `permissions_boundary ${UNKNOWN_TEXT}`,
    ],
    [
      'a user’s boundary that is not known yet',
      update('aws_iam_user', { permissions_boundary: BOUNDARY }, {}, { unknown: { permissions_boundary: true } }),
      `permissions_boundary ${UNKNOWN_TEXT}`,
    ],
    [
      'another boundary',
      update('aws_iam_role', { permissions_boundary: BOUNDARY }, { permissions_boundary: `${BOUNDARY}-2` }),
      'Its permissions boundary changes. The rights that the new one allows were not judged.',
    ],
    [
      'a right to list or describe everything',
      rolePolicy([], [allow(['kinesis:ListStreams', 'dynamodb:DescribeTable'], '*')]),
      'It newly allows listing or describing all resources of a service. kinesis:ListStreams on * to whoever has the policy; dynamodb:DescribeTable on * to whoever has the policy',
    ],
  ])('%s', (_, one, expected) => expect(cautions(one)).toEqual([expected]));

  test('not what AWS fills in of a new role', () => {
    expect(cautions(create('aws_iam_role', {}, { inline_policy: true, managed_policy_arns: true }))).toEqual([]);
  });
});
