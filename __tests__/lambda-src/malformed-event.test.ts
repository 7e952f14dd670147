import { recordMalformedEvent } from '../../lambda-src/snapshot-manager/malformed-event';
import { FakeWorld } from './fakes/fake-world';

function contextOf(world: FakeWorld) {
  const { flink: api, audit, topic: notifier, clock, lines, settings } = world;
  const deadline = new Date(clock.now().getTime() + 300_000);
  return {
    settings,
    deadline,
    ports: { api, directory: api, audit, notifier, clock, writeLine: (line: string) => void lines.push(line) },
  };
}

test('an event that could not be read is recorded under "*", with Lambda’s request id', async () => {
  const world = new FakeWorld('orders');
  await recordMalformedEvent('The event’s id is missing.', 'request-1', contextOf(world));
  expect(world.audit.records('*')).toMatchObject([
    {
      state: 'failed',
      reason: 'malformed-event',
      eventId: 'request-1',
      message: 'No snapshot was taken of any application: the event could not be read. The event’s id is missing.',
    },
  ]);
  expect(world.flink.calls).toEqual([]);
});

test('a table that does not answer does not hide the event’s own error', async () => {
  const world = new FakeWorld('orders');
  world.audit.breakCalls('complete');
  await recordMalformedEvent('bad', 'request-1', contextOf(world));
  expect(world.logged('audit.error')).toHaveLength(1);
});
