import type { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { Settings } from '../../config/schema/settings';
import { HOLDS } from '../../lambda-src/contract';
import { protectedTable } from './protected-table';

/**
 * Table of snapshots on hold and application locks. Separate from the audit table, whose key is the reference system's:
 * a number as range key has no room for names. Its time to live only tidies up; it may be days late.
 */
export class HoldsTable extends Construct {
  readonly table: DynamodbTable;

  constructor(
    scope: Construct,
    id: string,
    { holdsTableName, deletionProtection }: Settings['audit'],
    keyArn?: string,
  ) {
    super(scope, id);
    // A lost hold is a lost snapshot at the next run, so it is protected as the audit is.
    this.table = protectedTable(this, {
      name: holdsTableName,
      keyArn,
      deletionProtection,
      hashKey: HOLDS.application,
      rangeKey: { name: HOLDS.item, type: 'S' },
      expiresAt: HOLDS.expiresAt,
    });
  }
}
