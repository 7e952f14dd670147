import { recordMalformedEvent } from '../../../lambda-src/snapshot-manager/requests/malformed-event';
import { FakeWorld } from '../fakes/fake-world';

test('an event that could not be read is recorded under "*", with Lambda’s request id', async () => {
  const world = new FakeWorld('orders');
  await recordMalformedEvent('The event’s id is missing.', world.context({ invocationId: 'request-1' }));
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
  await recordMalformedEvent('bad', world.context());
  expect(world.logged('audit.error')).toHaveLength(1);
});
