import { ListApplicationsCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { paceGently } from '../../../cli/safety/gather/gentle-pace';
import { clientOf } from '../../../packages/managed-flink/__tests__/api-client';
import { startManagedFlink } from '../../../packages/managed-flink/src/server';

/** Time of eleven calls at once, by somebody who may make ten a second. */
async function timeOfCalls(serverRate: number | undefined, paces = 1): Promise<number> {
  const limit = serverRate === undefined ? {} : { callsPerSecond: serverRate };
  const server = await startManagedFlink({ engine: { kind: 'simulated', applications: 1, ...limit } });
  const client = clientOf(server.endpoint);
  for (let pace = 0; pace < paces; pace += 1) paceGently(client, 10);
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: 11 }, () => client.send(new ListApplicationsCommand({}))));
  const tookMs = performance.now() - startedAt;
  client.destroy();
  await server.close();
  return tookMs;
}

test('calls are evenly spread, so that eleven take a second', async () => {
  expect(await timeOfCalls(20)).toBeGreaterThanOrEqual(990);
});

test('a server that says it has no limit is not waited for, by those in the queue either', async () => {
  expect(await timeOfCalls(undefined)).toBeLessThan(800);
});

test('a client that is paced again, as for each look of the page, keeps the pace that it has', async () => {
  expect(await timeOfCalls(20, 2)).toBeGreaterThanOrEqual(990);
});
