import { MalformedEventError, parseEvent } from '../../../lambda-src/snapshot-manager/domain/request';

test('the event of the schedule is read, its time cut to whole seconds', () => {
  expect(parseEvent({ id: 'b1d0', time: '2026-11-23T10:20:05.900Z' })).toEqual({
    id: 'b1d0',
    time: new Date('2026-11-23T10:20:05Z'),
  });
});

test('the expression of the schedule that fired is read', () => {
  const event = { id: 'b1d0', time: '2026-11-23T10:20:05Z', schedule: 'cron(0 2 * * ? *)' };
  expect(parseEvent(event)).toMatchObject({ schedule: 'cron(0 2 * * ? *)' });
});

test.each([
  [
    'a schedule that is no text',
    { id: 'a', time: '2026-11-23T10:20:00Z', schedule: 10 },
    'The event’s schedule is 10.',
  ],
  ['nothing', undefined, 'The event is missing.'],
  ['the constant input of the reference', { operation: 'call-lambda' }, 'The event’s id is missing.'],
  ['an empty id', { id: '', time: '2026-11-23T10:20:00Z' }, 'The event’s id is "".'],
  ['no time', { id: 'a' }, 'The event’s time is missing.'],
  [
    'a time with an offset',
    { id: 'a', time: '2026-11-23T10:20:00+01:00' },
    'The event’s time is "2026-11-23T10:20:00+01:00".',
  ],
  [
    'a day that does not exist',
    { id: 'a', time: '2026-13-23T10:20:00Z' },
    'The event’s time is "2026-13-23T10:20:00Z".',
  ],
])('%s is refused, with a valid event in the message', (_, event, complaint) => {
  expect(() => parseEvent(event)).toThrow(MalformedEventError);
  expect(() => parseEvent(event)).toThrow(complaint);
  expect(() => parseEvent(event)).toThrow(
    'A valid event is {"id":"b1d0a3f6-9c1e-4e0b-8f0a-2f7c6f9f5a11","time":"2026-11-23T10:20:00Z","schedule":"rate(10 minutes)"}',
  );
});
