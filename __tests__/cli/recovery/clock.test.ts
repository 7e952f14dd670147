import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { clockSkewText } from '../../../cli/clock-skew-text';
import { recoveryWorld } from '../../../cli/recovery/world';

const HOUR_MS = 3_600_000;

/** Client of a service whose clock differs from that of this machine. */
function clientOf(aheadMs: number): KinesisAnalyticsV2Client {
  return new KinesisAnalyticsV2Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: {
      handle: async () => ({
        response: {
          statusCode: 200,
          headers: { date: new Date(Date.now() + aheadMs).toUTCString(), 'content-type': 'application/x-amz-json-1.1' },
          body: Buffer.from('{"ApplicationSummaries": [], "SnapshotSummaries": []}'),
        },
      }),
      // biome-ignore lint/suspicious/noExplicitAny: the answer of a real handler has a class of the SDK
    } as any,
  });
}

test.each([
  [HOUR_MS, 'The clock of this machine is 60 min behind that of AWS, which counts here. Set it right.'],
  [-HOUR_MS, 'The clock of this machine is 60 min ahead of that of AWS, which counts here. Set it right.'],
])('where the clock of AWS differs by %i ms, it is the one that counts', async (aheadMs, text) => {
  const world = await recoveryWorld(clientOf(aheadMs), 'orders', { because: 'none is known.' });
  await world.api.listSnapshots('orders');
  const differsMs = world.clock.now().getTime() - Date.now();
  expect(Math.abs(differsMs - aheadMs)).toBeLessThan(2_000);
  expect(Math.abs(world.clockSkewSeconds() - aheadMs / 1000)).toBeLessThan(2);
  expect(clockSkewText(aheadMs / 1000)).toBe(text);
});

test('some seconds do not count', async () => {
  const world = await recoveryWorld(clientOf(5_000), 'orders', { because: 'none is known.' });
  await world.api.listSnapshots('orders');
  expect(world.clockSkewSeconds()).toBe(0);
});
