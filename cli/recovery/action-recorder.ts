import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { EventBridgeBus } from '../../lambda-src/snapshot-manager/aws/event-bridge-bus';
import { lookingIn } from '../answer-time';
import type { Deployment } from '../deployment';
import type { ActionRecorder } from './record-action';

/** Recorder of a deployment, or one that only keeps rows where none is known. */
export function actionRecorder(region: string, deployment: Deployment | undefined): ActionRecorder {
  if (!deployment) return { region, deployment, audit: undefined, eventBus: undefined };
  const { auditTable, auditRetentionDays, bus } = deployment;
  return {
    ...{ region, deployment },
    audit: { dynamo: new DynamoDBClient(lookingIn(region)), auditTable, auditRetentionDays },
    eventBus: new EventBridgeBus(new EventBridgeClient({ ...lookingIn(region), maxAttempts: 1 }), bus),
  };
}
