import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { Settings } from '../../config/schema/settings';
import { AUDIT, HOLDS } from '../../lambda-src/contract';
import { ImportBlock } from '../shared/import-block';
import { scanException } from '../shared/scan-exceptions';

/**
 * Table with one row for each run and application. Key schema and name are those of the reference system. On demand: a
 * few writes an hour. After a deletion its point-in-time recovery can restore it for 35 days.
 */
export class AuditTable extends Construct {
  readonly table: DynamodbTable;

  constructor(scope: Construct, id: string, settings: Pick<Settings, 'audit' | 'import'>, keyArn: string | undefined) {
    super(scope, id);
    const { tableName: name, deletionProtection } = settings.audit;
    this.table = protectedTable(this, {
      name,
      keyArn,
      deletionProtection,
      hashKey: AUDIT.application,
      rangeKey: { name: AUDIT.runId, type: 'N' },
      expiresAt: AUDIT.expiresAt,
    });
    if (settings.import.auditTable) new ImportBlock(this, 'import', this.table, name);
  }
}

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
    // Protected like the audit table: after a lost hold the next run may delete the snapshot.
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

interface ProtectedTableProps {
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
function protectedTable(
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
    // Without keyArn: AWS's key for DynamoDB instead of DynamoDB's own key, because CloudTrail shows its use.
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
