import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoMarks } from '../../lambda-src/snapshot-manager/aws/marks-table';
import { describeError } from '../../lambda-src/snapshot-manager/log';
import type { EventBus } from '../../lambda-src/snapshot-manager/ports';
import { describeTrouble } from '../../tools/aws-trouble';
import type { Deployment } from '../deployment';
import { sendActionEvent } from './action-event';
import { type ActionRow, writeActionRow } from './action-row';
import { forgetAction, keepAction, keptActions } from './kept-actions';
import type { StepEnd } from './perform';
import { proofOfRow } from './proof-mark';

/** Places that hear of actions; each is missing where it is not known. */
export interface ActionRecorder {
  readonly region: string;
  readonly deployment: Deployment | undefined;
  readonly audit:
    | { readonly dynamo: DynamoDBClient; readonly auditTable: string; readonly auditRetentionDays: number }
    | undefined;
  /** Bus of the deployment. */
  readonly eventBus: EventBus | undefined;
}

/**
 * Records an action of a person: the one place through which every row of an action is written. Done again, it finds
 * its row. Where the table can't be reached, this machine keeps the row until a later command reaches it. Its event
 * comes after its row.
 */
export async function recordAction(recorder: ActionRecorder, row: ActionRow): Promise<StepEnd> {
  const { audit, region } = recorder;
  if (!audit) return kept(region, row, 'No audit table is known.');
  try {
    await write(recorder, audit, row);
    return { said: 'The audit table has a row about it.' };
  } catch (error) {
    return kept(region, row, `The audit table ${audit.auditTable} can’t be written: ${sentenceOn(error)}`);
  }
}

/** Writes the row and the mark of what it proves, then sends its event. */
async function write(
  recorder: ActionRecorder,
  { dynamo, auditTable, auditRetentionDays }: NonNullable<ActionRecorder['audit']>,
  row: ActionRow,
): Promise<void> {
  const runId = await writeActionRow(dynamo, auditTable, auditRetentionDays, row);
  await writeProof(recorder, dynamo, row);
  await tellMachines(recorder, row, runId);
}

/** Writes the mark by which retention keeps what was proven; one that could not be written is one sentence on stderr. */
async function writeProof({ deployment }: ActionRecorder, dynamo: DynamoDBClient, row: ActionRow): Promise<void> {
  const proof = proofOfRow(row);
  if (proof === undefined || deployment === undefined) return;
  try {
    await new DynamoMarks(dynamo, deployment.holdsTable).prove(proof);
  } catch (error) {
    console.error(
      `Warning: the mark of the proof of ${proof.snapshotName} could not be written to ${deployment.holdsTable}, so retention may delete the snapshot (${sentenceOn(error)}); the audit table has the proof.`,
    );
  }
}

/** Sentence on an error, with a remedy where one is known. */
function sentenceOn(error: unknown): string {
  return describeTrouble(error) ?? describeError(error);
}

/** Sends the event of a row; one that could not be sent is one sentence on stderr. */
async function tellMachines({ eventBus, deployment }: ActionRecorder, row: ActionRow, runId: number): Promise<void> {
  if (!eventBus || !deployment) return;
  const why = await sendActionEvent(eventBus, row, runId, deployment.name);
  if (why === undefined) return;
  console.error(
    `Warning: no event about it was put on the event bus ${deployment.bus}, which takes the right events:PutEvents (${why}); the audit table has the row.`,
  );
}

function kept(region: string, row: ActionRow, because: string): StepEnd {
  try {
    const file = keepAction(region, row);
    const later = 'The next kda command that reaches the audit table records it.';
    return { said: `Not recorded yet. ${because} ${file} keeps it. ${later}`, isLeftOut: true };
  } catch (error) {
    return {
      said: `Not recorded. ${because} Nor could this machine keep it: ${describeError(error)}`,
      isLeftOut: true,
    };
  }
}

/**
 * Writes the rows that this machine kept of an application, where the table can be reached by now.
 *
 * @returns a sentence about them; `undefined` when there was none, or none could be written.
 */
export async function recordKeptActions(
  recorder: ActionRecorder,
  application: string,
  createdAt: Date | undefined,
): Promise<string | undefined> {
  const { audit, region } = recorder;
  if (!audit) return undefined;
  const recorded: string[] = [];
  for (const action of keptActions(region, application, createdAt)) {
    try {
      await write(recorder, audit, action.row);
    } catch {
      // Said when it was kept; the next command tries again.
      break;
    }
    forgetAction(action);
    recorded.push(`${action.row.action} of ${action.row.startedAt.toISOString()}`);
  }
  if (recorded.length === 0) return undefined;
  return `Recorded now in the audit table, as it could not be at its time: ${application} ${recorded.join(', ')}.`;
}
