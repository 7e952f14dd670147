import { type Place, serviceDomainOf } from '../../tools/partition';
import type { KeyUse } from '../schema/security-settings';
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
  switch (use) {
    case 'bucket':
    case 'tables':
      return [];
    case 'topic':
      return [
        {
          // No condition on the account: AWS does not document what CloudWatch passes on to KMS, and an alarm that can't
          // be delivered is silent. The topic's policy limits who may publish.
          sid: 'AlarmsEncrypt',
          principal: { service: 'cloudwatch.amazonaws.com' },
          actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          resources: ['*'],
          wildcardReason: THIS_KEY,
        },
        {
          // No condition, as for queues below: EventBridge passes no source on to KMS.
          sid: 'EndsOfAlarmsEncrypt',
          principal: { service: 'events.amazonaws.com' },
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
          wildcardReason: THIS_KEY,
        },
      ];
    case 'queues':
      return [
        {
          // No condition: EventBridge passes no source account or ARN on to KMS, so a condition would drop every
          // undelivered event silently. The queue's policy limits who may send.
          sid: 'UndeliveredEventsEncrypt',
          principal: { service: 'events.amazonaws.com' },
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
          wildcardReason: THIS_KEY,
        },
      ];
    case 'logs':
      return [
        {
          // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
          sid: 'LogsEncrypt',
          principal: { service: `logs.${region}.${serviceDomainOf(region)}` },
          actions: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
          resources: ['*'],
          wildcardReason: THIS_KEY,
          conditions: {
            ArnEquals: {
              'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${id}:log-group:${logGroup}`,
            },
          },
        },
      ];
  }
}

/** Condition that allows the use of a key only through one service, whose name depends on the region. */
export function through(service: string, region: string): NonNullable<Statement['conditions']> {
  return { StringLike: { 'kms:ViaService': `${service}.${region}.amazonaws.com*` } };
}
