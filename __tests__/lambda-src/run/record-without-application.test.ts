import { recordWithoutApplication } from '../../../lambda-src/snapshot-manager/run/record-without-application';
import { FakeWorld } from '../fakes/fake-world';

test('an event that could not be read is recorded under "*", with Lambda’s request id', async () => {
  const world = new FakeWorld('orders');
  await recordWithoutApplication(
    'malformed-event',
    'The event’s id is missing.',
    world.context({ invocationId: 'request-1' }),
  );
  expect(world.audit.records('*')).toMatchObject([
    {
      state: 'failed',
      reason: 'malformed-event',
      eventId: 'request-1',
      message: 'No snapshot was taken of any application: the event could not be read. The event’s id is missing.',
    },
  ]);
  expect(world.flink.calls).toEqual([]);
  expect(world.logged('event.malformed')).toMatchObject([
    { application: '*', eventId: 'request-1', level: 'ERROR', detail: 'The event’s id is missing.' },
  ]);
});

test('applications that were not found are recorded under the event of their run, and logged', async () => {
  const world = new FakeWorld('orders');
  const event = { id: 'event-1', time: new Date('2026-11-23T10:20:00Z') };
  await recordWithoutApplication('discovery-failed', 'No answer.', world.context(), event);
  expect(world.audit.records('*')).toMatchObject([
    { state: 'failed', reason: 'discovery-failed', eventId: 'event-1', eventTime: event.time },
  ]);
  expect(world.logged('fleet.error')).toMatchObject([{ application: '*', eventId: 'event-1', detail: 'No answer.' }]);
});

test('a table that does not answer does not hide the event’s own error', async () => {
  const world = new FakeWorld('orders');
  world.audit.breakCalls('complete');
  await recordWithoutApplication('malformed-event', 'bad', world.context());
  expect(world.logged('audit.error')).toHaveLength(1);
});
