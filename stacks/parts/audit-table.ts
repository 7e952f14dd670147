import type { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { Settings } from '../../config/schema/settings';
import { AUDIT } from '../../lambda-src/contract';
import { ImportBlock } from '../shared/import-block';
import { protectedTable } from './protected-table';

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
