import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { SnapshotEvent } from '../../lambda-src/contract';
import { createBenchManager, startBenchCloud } from './bench-cloud';
import { timesOf } from './sample';

export const SNAPSHOT_MS = 2000;

const FUNCTION = 'bench-manager';

/**
 * Times of whole invocations of the very zip that is deployed, against the simulated engine, in ms. The first, cold one
 * is left out: what it costs more is the import, a figure of its own.
 */
export async function lambdaTimes(lambdaZip: string, folder: string, runs: number): Promise<number[]> {
  const cloud = await startBenchCloud({
    folder,
    engine: 'simulated',
    managedFlink: { engine: { kind: 'simulated', applications: 1, durations: { snapshotMs: SNAPSHOT_MS } } },
  });
  try {
    const lambda = await createBenchManager(cloud, {
      functionName: FUNCTION,
      application: 'app-0001',
      lambdaZip,
      keepLast: 3,
      notify: 'always',
    });
    let count = 0;
    const invoke = () => {
      count += 1;
      return invokeOnce(lambda, `bench-${count}`);
    };
    await invoke();
    return await timesOf(runs, invoke);
  } finally {
    await cloud.close();
  }
}

/** @throws Error when the run did not take a snapshot: its time would be of something else. */
async function invokeOnce(lambda: LambdaClient, id: string): Promise<void> {
  // Later than the snapshot of the run before: an older event takes none.
  const time = new Date(Math.ceil(Date.now() / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  const event: SnapshotEvent = { id, time };
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: FUNCTION, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const said = Buffer.from(Payload ?? []).toString('utf8');
  if (FunctionError || !said.includes('"taken"')) throw new Error(`The run took no snapshot: ${said}`);
}
