import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { Construct } from 'constructs';
import { scanException } from '../shared/scan-exceptions';

export interface ProtectedTableProps {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey: { readonly name: string; readonly type: 'S' | 'N' };
  /** Attribute with the epoch seconds after which an item may be removed. */
  readonly expiresAt: string;
  /** Deletion protection by AWS; `undefined`: left to the account's owner, no deployment changes it. */
  readonly deletionProtection: boolean | undefined;
  /** ARN of the key; `undefined`: AWS's own key for the service. */
  readonly keyArn: string | undefined;
}

/** Table that must not be lost: on demand, encrypted, and restorable for 35 days after a change or deletion. */
export function protectedTable(
  scope: Construct,
  { name, hashKey, rangeKey, expiresAt, deletionProtection, keyArn }: ProtectedTableProps,
): DynamodbTable {
  const table = new DynamodbTable(scope, 'table', {
    name,
    billingMode: 'PAY_PER_REQUEST',
    hashKey,
    rangeKey: rangeKey.name,
    attribute: [{ name: hashKey, type: 'S' }, rangeKey],
    ttl: { attributeName: expiresAt, enabled: true },
    deletionProtectionEnabled: deletionProtection,
    lifecycle: deletionProtection === undefined ? { ignoreChanges: ['deletion_protection_enabled'] } : undefined,
    pointInTimeRecovery: { enabled: true },
    // Without a key of one's own AWS's key for the service instead of its default key: use of it shows in CloudTrail.
    serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
  });
  if (keyArn === undefined) {
    scanException(
      table,
      'CKV_AWS_119',
      'AWS’s key for DynamoDB encrypts it, and CloudTrail shows its use; security.keys gives it a key of your own.',
    );
  }
  return table;
}
