import { consoleUrl, documentationUrl } from '../src/links';
import { change } from './plan-of';

const table = (region: string) =>
  change('aws_dynamodb_table', {
    before: { name: 'audit', arn: `arn:aws:dynamodb:${region}:000000000000:table/audit` },
  });

test.each<[string, Parameters<typeof consoleUrl>[0], string | undefined, string | undefined]>([
  [
    'by the region of its ARN',
    table('eu-west-1'),
    'us-east-1',
    'https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#item-explorer?table=audit',
  ],
  [
    'else by the provider’s',
    change('aws_s3_bucket', { before: { bucket: 'code', arn: 'arn:aws:s3:::code' } }),
    'us-east-1',
    'https://us-east-1.console.aws.amazon.com/s3/buckets/code?region=us-east-1',
  ],
  ['not without a region', change('aws_s3_bucket', { before: { bucket: 'code' } }), undefined, undefined],
  [
    'of China',
    table('cn-north-1'),
    undefined,
    'https://cn-north-1.console.amazonaws.cn/dynamodbv2/home?region=cn-north-1#item-explorer?table=audit',
  ],
  ['not where nobody knows its address', table('us-iso-east-1'), undefined, undefined],
  ['not to a host that a plan made up', table('evil.example/'), undefined, undefined],
  [
    'not for what is not there yet',
    change('aws_s3_bucket', { action: 'create', after: { bucket: 'code' } }),
    'us-east-1',
    undefined,
  ],
  [
    'not with a name that is sensitive',
    { ...table('eu-west-1'), afterSensitive: { name: true } },
    'us-east-1',
    undefined,
  ],
  [
    'not to the region of an ARN that is sensitive',
    { ...table('eu-west-1'), beforeSensitive: { arn: true } },
    'us-east-1',
    'https://us-east-1.console.aws.amazon.com/dynamodbv2/home?region=us-east-1#item-explorer?table=audit',
  ],
  ['not for what has no page', change('aws_x', { before: { name: 'a' } }), 'us-east-1', undefined],
])('a resource links to the console %s', (_, one, region, url) => expect(consoleUrl(one, region)).toBe(url));

test('a type links to the provider’s documentation, where that is known', () => {
  expect(documentationUrl('aws_sqs_queue')).toBe(
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue',
  );
  expect(documentationUrl('random_id')).toBeUndefined();
});
