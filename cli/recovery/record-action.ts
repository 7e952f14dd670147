import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Deployment } from '../deployment';
import { type ActionRow, writeActionRow } from './action-row';
import type { StepEnd } from './perform';

/** Places that hear of actions; each is missing where it can't be reached. */
export interface ActionRecorder {
  readonly region: string;
  readonly deployment: Deployment | undefined;
  readonly audit:
    | { readonly dynamo: DynamoDBClient; readonly auditTable: string; readonly auditRetentionDays: number }
    | undefined;
}

/**
 * Records an action of a person: the one place through which every row of an action is written. Done again, it finds
 * its row.
 *
 * @throws Error when the table does not answer.
 */
export async function recordAction({ audit }: ActionRecorder, row: ActionRow): Promise<StepEnd> {
  if (!audit) return { said: 'No audit row was written: there is no audit table.', isLeftOut: true };
  await writeActionRow(audit.dynamo, audit.auditTable, audit.auditRetentionDays, row);
  return { said: 'The audit table has a row about it.' };
}
