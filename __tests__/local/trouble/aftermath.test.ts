import { deploymentOf } from '../../../config/model/deployment';
import { Aftermath } from '../../../local/trouble/aftermath';
import { settingsWith } from '../../settings-with';

const deployment = deploymentOf(settingsWith());

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A queue that counts how often it was emptied, and is away for some of those times. */
function queue(awayAt: readonly number[] = []) {
  const purged: string[] = [];
  const purge = async (name: string) => {
    purged.push(name);
    if (awayAt.includes(purged.length)) throw new Error('the queue is away');
  };
  return { purged, aftermath: new Aftermath({ purge }) };
}

test('the queue of failed runs is emptied at once and for four minutes, then left alone', async () => {
  const { purged, aftermath } = queue();
  await aftermath.begin(deployment);
  expect(purged).toEqual([deployment.queues.failedRuns]);
  await jest.advanceTimersByTimeAsync(4 * 60_000);
  expect(purged.length).toBeGreaterThanOrEqual(12);
  const { length } = purged;
  await jest.advanceTimersByTimeAsync(10 * 60_000);
  expect(purged.length).toBeLessThanOrEqual(length + 1);
});

test('a trouble that begins keeps its messages', async () => {
  const { purged, aftermath } = queue();
  await aftermath.begin(deployment);
  aftermath.pause('crash orders');
  aftermath.pause('crash orders');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(purged).toHaveLength(1);
});

test('it goes on when the trouble that paused it is mended, and for no other', async () => {
  const { purged, aftermath } = queue();
  await aftermath.begin(deployment);
  aftermath.pause('colleague orders');
  await aftermath.resume('crash orders', deployment);
  expect(purged).toHaveLength(1);
  await aftermath.resume('colleague orders', deployment);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(purged).toHaveLength(5);
});

test('a trouble that found nothing to pause resumes nothing', async () => {
  const { purged, aftermath } = queue();
  aftermath.pause('colleague orders');
  await aftermath.resume('colleague orders', deployment);
  expect(purged).toEqual([]);
});

test('one round that fails does not end the others', async () => {
  const { purged, aftermath } = queue([2]);
  await aftermath.begin(deployment);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(purged).toHaveLength(4);
});
