import { bucketArn, type Place, serviceDomainOf } from '../../tools/partition';
import { type KeyUse, keyChoice } from '../schema/security-settings';
import type { Settings } from '../schema/settings';
import { type Statement, THIS_KEY } from './iam-policy';

/** Alias of a key that this deployment creates. */
export function keyAlias(deployment: string, what: string): string {
  return `alias/${deployment}-${what}`;
}

/**
 * Policy of a key for one use: the account, whose roles then need rights of their own, and the services that use the
 * key themselves. Bucket and tables are used with the caller's rights, so they add no service.
 *
 * @param logGroup name of the only log group, for a key for logs.
 */
export function keyPolicy(use: KeyUse, place: Place, logGroup = ''): Statement[] {
  return [
    {
      sid: 'AccountDecidesByIam',
      principal: { account: `arn:${place.partition}:iam::${place.id}:root` },
      actions: ['kms:*'],
      resources: ['*'],
      wildcardReason: THIS_KEY,
    },
    ...servicesUsing(use, place, logGroup),
  ];
}

function servicesUsing(use: KeyUse, { id, region, partition }: Place, logGroup: string): Statement[] {
  const byService = (sid: string, service: string, actions: readonly string[]): Statement => ({
    sid,
    principal: { service },
    actions,
    resources: ['*'],
    wildcardReason: THIS_KEY,
  });
  const events = (sid: string) => byService(sid, 'events.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey']);
  switch (use) {
    case 'bucket':
    case 'tables':
      return [];
    case 'topic':
      return [
        // No condition on the account: AWS does not document what CloudWatch passes on to KMS, and an alarm that can't
        // be delivered is silent. The topic's policy limits who may publish.
        byService('AlarmsEncrypt', 'cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*']),
        // No condition, as for queues below: EventBridge passes no source on to KMS.
        events('EndsOfAlarmsEncrypt'),
      ];
    case 'queues':
      // No condition: EventBridge passes no source account or ARN on to KMS, so a condition would drop every undelivered
      // event silently. The queue's policy limits who may send.
      return [events('UndeliveredEventsEncrypt')];
    case 'logs': {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
      const actions = ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
      const group = `arn:${partition}:logs:${region}:${id}:log-group:${logGroup}`;
      return [
        {
          ...byService('LogsEncrypt', `logs.${region}.${serviceDomainOf(region)}`, actions),
          conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': group } },
        },
      ];
    }
  }
}

/** Condition that allows the use of a key only through one service, whose name depends on the region. */
export function through(service: string, region: string): NonNullable<Statement['conditions']> {
  return { StringLike: { 'kms:ViaService': `${service}.${region}.amazonaws.com*` } };
}

/** Rights of a role to read encrypted objects of the artifacts bucket, only through S3; none with AWS's own key. */
export function artifactsKeyStatements(account: Place, bucket: string, security: Settings['security']): Statement[] {
  const choice = keyChoice(security, 'bucket');
  if (choice === 'aws') return [];
  const statement = { sid: 'DecryptCode', actions: ['kms:Decrypt'] };
  const throughS3 = through('s3', account.region);
  if (choice !== 'managed') return [{ ...statement, resources: [choice], conditions: throughS3 }];
  return [
    {
      ...statement,
      resources: [`arn:${account.partition}:kms:${account.region}:${account.id}:key/*`],
      wildcardReason:
        'Another stack creates the key, and its plan is not awaited: only what S3 encrypted for this bucket can be decrypted.',
      // No condition on the key's alias: a new alias may take five minutes to apply, and the first deployment would fail.
      // The encryption context is the bucket with a bucket key, else the object.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
      conditions: {
        StringLike: {
          ...throughS3.StringLike,
          'kms:EncryptionContext:aws:s3:arn': [bucketArn(account, bucket), bucketArn(account, bucket, '*')],
        },
      },
    },
  ];
}
