import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { startApplication } from '../../cli/application-lifecycle';
import { driveDrill } from '../../cli/drill/in-place';
import type { DrillRequest } from '../../lambda-src/contract';
import { clientConfigurationFor } from '../../local/local-session';
import { ensureLauncher } from '../../packages/managed-flink/src/launcher';
import { createApplication, uploadCode } from '../direct-application';
import { createBenchManager, REGION, startBenchCloud } from './bench-cloud';
import { timesOf } from './sample';

const NAME = 'orders';
const FUNCTION = 'bench-drills';
const HOUR_MS = 3_600_000;

/**
 * Times of whole drills in place on the real Flink, from the first request to the recorded result, driven by the very
 * zip that is deployed: the snapshot of before, the stop, the start, the proof with a fresh snapshot.
 *
 * @throws Error when a drill proves nothing: its time would be of something else.
 */
export async function drillTimes(jar: string, lambdaZip: string, folder: string, runs: number): Promise<number[]> {
  await ensureLauncher('on-failure');
  const cloud = await startBenchCloud({ folder, engine: 'flink' });
  try {
    const client = clientConfigurationFor(cloud, REGION);
    const lambda = await createBenchManager(cloud, {
      functionName: FUNCTION,
      application: NAME,
      drill: { window: windowOfNow(), usualSnapshotSeconds: 10 },
      lambdaZip,
      keepLast: 9,
      notify: 'failures',
    });
    const code = await uploadCode('code', jar, client);
    await createApplication(
      {
        ...{ name: NAME, runtime: 'FLINK-1_20', code, role: 'role', logGroup: 'log', logStream: 'stream' },
        properties: { generateUsersTimer: '0', pauseBetweenUserGeneration: '100' },
      },
      client,
    );
    await startApplication(new KinesisAnalyticsV2Client(client), NAME, { from: 'none' }, { pollMs: 250 });
    return await timesOf(runs, () => drillOnce(lambda));
  } finally {
    await cloud.close();
  }
}

async function drillOnce(lambda: LambdaClient): Promise<void> {
  const request: DrillRequest = {
    action: 'drill',
    application: NAME,
    drill: randomUUID(),
    who: 'bench',
    why: 'its time',
  };
  const { verdict, message } = await driveDrill(request, {
    ask: async () => {
      const { Payload } = await lambda.send(
        new InvokeCommand({ FunctionName: FUNCTION, Payload: Buffer.from(JSON.stringify(request)) }),
      );
      return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
    },
    sleep,
    say: () => undefined,
  });
  if (verdict !== 'proven') throw new Error(`The drill is ${verdict}: ${message}`);
}

/** Window in UTC that began an hour ago and lasts for hours. */
function windowOfNow(): string {
  const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString().slice(11, 16);
  return `${at(-1)}-${at(3)}`;
}
