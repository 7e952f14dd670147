import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { HOLDS } from '../../lambda-src/contract';

/**
 * Snapshots on hold and the lock of each application. Apart from the audit, whose key is the reference system's: a
 * number as range key has no room for names. Its time to live only tidies up; it may be days late.
 */
export class HoldsTable extends Construct {
  readonly table: DynamodbTable;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.table = new DynamodbTable(this, 'table', {
      name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: HOLDS.application,
      rangeKey: HOLDS.item,
      attribute: [
        { name: HOLDS.application, type: 'S' },
        { name: HOLDS.item, type: 'S' },
      ],
      ttl: { attributeName: HOLDS.expiresAt, enabled: true },
      // A lost hold is a lost snapshot at the next run.
      pointInTimeRecovery: { enabled: true },
      // AWS's own key for the service instead of its default key: use of it shows in CloudTrail.
      serverSideEncryption: { enabled: true },
    });
  }
}
