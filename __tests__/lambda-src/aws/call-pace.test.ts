import { CallPace } from '../../../lambda-src/snapshot-manager/aws/call-pace';
import { SharedClock } from '../fakes/shared-clock';

const START_MS = Date.parse('2026-11-23T10:20:00Z');

test('calls of an operation are sent evenly, in the order in which they ask, other operations beside them', async () => {
  const clock = new SharedClock(START_MS);
  const pace = new CallPace(5, clock);
  const sent: [string, number][] = [];
  const call = async (operation: string) => {
    await pace.turn(operation);
    sent.push([operation, clock.now().getTime() - START_MS]);
  };
  await clock.until(Promise.all(['List', 'List', 'Describe', 'List'].map(call)));
  expect(sent).toEqual([
    ['List', 0],
    ['Describe', 0],
    ['List', 200],
    ['List', 400],
  ]);
});

test('a pause earns no burst', async () => {
  const clock = new SharedClock(START_MS);
  const pace = new CallPace(5, clock);
  const times: number[] = [];
  await clock.until(pace.turn('List'));
  await clock.until(clock.sleep(10_000));
  await clock.until(
    Promise.all(
      [1, 2, 3].map(async () => {
        await pace.turn('List');
        times.push(clock.now().getTime() - START_MS);
      }),
    ),
  );
  expect(times).toEqual([10_000, 10_200, 10_400]);
});
