import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { AUDIT } from '../../lambda-src/contract';

/**
 * One row for each run and application. Key schema and name are the reference system's. On demand: a few writes an
 * hour. A table that is deleted stays restorable for 35 days, by its point-in-time recovery.
 */
export class AuditTable extends Construct {
  readonly table: DynamodbTable;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.table = new DynamodbTable(this, 'table', {
      name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: AUDIT.application,
      rangeKey: AUDIT.runId,
      attribute: [
        { name: AUDIT.application, type: 'S' },
        { name: AUDIT.runId, type: 'N' },
      ],
      ttl: { attributeName: AUDIT.expiresAt, enabled: true },
      pointInTimeRecovery: { enabled: true },
      // AWS's own key for the service instead of its default key: use of it shows in CloudTrail.
      serverSideEncryption: { enabled: true },
    });
  }
}
