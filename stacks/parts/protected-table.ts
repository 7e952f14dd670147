import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { Construct } from 'constructs';

export interface ProtectedTableProps {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey: { readonly name: string; readonly type: 'S' | 'N' };
  /** Attribute with the epoch seconds after which an item may go. */
  readonly expiresAt: string;
}

/** A table whose loss would be a loss: on demand, encrypted, and restorable for 35 days after it was changed or deleted. */
export function protectedTable(
  scope: Construct,
  { name, hashKey, rangeKey, expiresAt }: ProtectedTableProps,
): DynamodbTable {
  return new DynamodbTable(scope, 'table', {
    name,
    billingMode: 'PAY_PER_REQUEST',
    hashKey,
    rangeKey: rangeKey.name,
    attribute: [{ name: hashKey, type: 'S' }, rangeKey],
    ttl: { attributeName: expiresAt, enabled: true },
    pointInTimeRecovery: { enabled: true },
    // AWS's own key for the service instead of its default key: use of it shows in CloudTrail.
    serverSideEncryption: { enabled: true },
  });
}
