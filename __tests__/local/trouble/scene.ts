import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { deploymentOf } from '../../../config/model/deployment';
import { PROPERTY_GROUP } from '../../../config/model/names';
import { Aftermath } from '../../../local/trouble/aftermath';
import { ApplicationActs } from '../../../local/trouble/application-acts';
import { CallFaults } from '../../../local/trouble/call-faults';
import { KeptTroubles } from '../../../local/trouble/kept-troubles';
import type { Scene } from '../../../local/trouble/trouble';
import { ApplicationStore, noStateFiles } from '../../../packages/managed-flink/src/application-store';
import { systemClock } from '../../../packages/managed-flink/src/clock';
import { ControlPlane } from '../../../packages/managed-flink/src/control-plane';
import { SimulatedEngine } from '../../../packages/managed-flink/src/engine/simulated-engine';
import { ServiceError } from '../../../packages/managed-flink/src/errors';
import { answerOf, jsonAnswer } from '../../../packages/managed-flink/src/http/json-protocol';
import { runOperation } from '../../../packages/managed-flink/src/operations/catalog';
import { isOperationName } from '../../../packages/managed-flink/src/requests';
import { settingsWith } from '../../settings-with';

export const ORDERS = 'orders';
const NO_TIME = { startMs: 1, stopMs: 1, snapshotMs: 1, deleteMs: 1 };

/** Client of the API in this process, over simulated jobs that take no time. */
function clientOf(plane: ControlPlane): KinesisAnalyticsV2Client {
  const answer = async (operation: string, body: string) => {
    try {
      if (!isOperationName(operation)) throw new Error(`${operation} is no operation.`);
      return jsonAnswer(await runOperation(plane, operation, body));
    } catch (error) {
      if (error instanceof ServiceError) return answerOf(error);
      throw error;
    }
  };
  return new KinesisAnalyticsV2Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: {
      handle: async ({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) => {
        const operation = (headers['x-amz-target'] ?? '').split('.')[1] ?? '';
        const { status, ...others } = await answer(
          operation,
          Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString(),
        );
        return { response: { statusCode: status, ...others } };
      },
    },
  });
}

/** Rule, queue and table of a deployment, in memory. */
class FakeDeployment {
  isEnabled = true;
  runs = 0;
  messages = 0;
  recovery: string | undefined;
  isRuleEnabled = async () => this.isEnabled;
  disableRule = async () => {
    this.isEnabled = false;
  };
  enableRule = async () => {
    this.isEnabled = true;
  };
  askForRun = async () => {
    this.runs += 1;
  };
  purge = async () => {
    this.messages = 0;
  };
  holdsItem = async () => (this.recovery === undefined ? undefined : { document: { S: this.recovery } });
}

/**
 * A deployment with the running application `orders`, which has the demo's code, the properties given and a group of
 * its owner's.
 */
export async function scene(folder: string, properties: Readonly<Record<string, string>>, code = 'user-service.jar') {
  const plane = new ControlPlane(
    {
      region: 'us-east-1',
      accountId: '000000000000',
      snapshotQuota: 100,
      listOrder: 'oldest-first',
      snapshotsDisabled: 'accept',
    },
    new ApplicationStore(noStateFiles),
    new SimulatedEngine(systemClock, NO_TIME),
    systemClock,
    () => {},
  );
  const call = (operation: Parameters<typeof runOperation>[1], request: object) =>
    runOperation(plane, operation, JSON.stringify(request));
  await call('CreateApplication', {
    ApplicationName: ORDERS,
    RuntimeEnvironment: 'FLINK-1_20',
    ServiceExecutionRole: 'arn:aws:iam::000000000000:role/orders',
    ApplicationConfiguration: {
      ApplicationCodeConfiguration: {
        CodeContentType: 'ZIPFILE',
        CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: code } },
      },
      ApplicationSnapshotConfiguration: { SnapshotsEnabled: true },
      EnvironmentProperties: {
        PropertyGroups: [
          ...(Object.keys(properties).length > 0 ? [{ PropertyGroupId: PROPERTY_GROUP, PropertyMap: properties }] : []),
          { PropertyGroupId: 'Owners', PropertyMap: { topic: 'orders-in' } },
        ],
      },
    },
  });
  await call('StartApplication', { ApplicationName: ORDERS, RunConfiguration: {} });
  await plane.whenIdle();
  const signal = new AbortController().signal;
  const deploymentActs = new FakeDeployment();
  const acts = new ApplicationActs(clientOf(plane), signal, 1);
  acts.pause = async () => {};
  const made: Scene = {
    deployment: deploymentOf(settingsWith({ snapshots: { applications: [ORDERS] } })),
    faults: new CallFaults(),
    kept: new KeptTroubles(`${folder}/begun.json`),
    environment: {},
    engine: 'flink',
    region: 'us-east-1',
    accountId: '000000000000',
    aftermath: new Aftermath(deploymentActs),
    ...{ acts, deploymentActs, folder, signal },
  };
  return { scene: made, deploymentActs, plane, call };
}
