import { scheduledEvent } from '../../../../local/cloud/schedule/scheduled-event';
import { targetInput } from '../../../../local/cloud/schedule/target-input';

const rule = { name: 'every-ten', arn: 'arn:aws:events:eu-west-1:000000000000:rule/every-ten' };
const event = scheduledEvent(
  { arn: rule.arn, accountId: '000000000000', region: 'eu-west-1' },
  'id-1',
  new Date('2026-11-23T10:20:30.999Z'),
);
const input = (target: Parameters<typeof targetInput>[0]) =>
  targetInput(target, event, rule, new Date('2026-11-23T10:20:31.500Z'));

test('an event’s time has whole seconds', () => {
  expect(event.time).toBe('2026-11-23T10:20:30Z');
});

test('without any input setting the target gets the event', () => {
  expect(JSON.parse(input({}))).toEqual({
    version: '0',
    id: 'id-1',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: '2026-11-23T10:20:30Z',
    region: 'eu-west-1',
    resources: [rule.arn],
    detail: {},
  });
});

test('a constant input is handed on as it is', () => {
  expect(input({ Input: '{"a":1}' })).toBe('{"a":1}');
});

test('an input path selects a part of the event', () => {
  expect(input({ InputPath: '$.resources[0]' })).toBe(JSON.stringify(rule.arn));
});

test('strings get quotes in a value’s place and none inside a string', () => {
  const InputTransformer = {
    InputPathsMap: { id: '$.id', time: '$.time', none: '$.detail.none' },
    InputTemplate: '{"id": <id>, "text": "run <id> at <time>", "none": <none>, "rule": <aws.events.rule-name>}',
  };
  expect(JSON.parse(input({ InputTransformer }))).toEqual({
    id: 'id-1',
    text: 'run id-1 at 2026-11-23T10:20:30Z',
    none: '',
    rule: 'every-ten',
  });
});

test('objects stay objects, and a variable that is not declared stays as it is written', () => {
  const InputTransformer = { InputPathsMap: { all: '$' }, InputTemplate: '{"all": <all>, "other": "<other>"}' };
  expect(JSON.parse(input({ InputTransformer }))).toEqual({ all: event, other: '<other>' });
});

test('a template without quotes is text', () => {
  const InputTransformer = { InputPathsMap: { id: '$.id' }, InputTemplate: 'run <id>' };
  expect(input({ InputTransformer })).toBe('run id-1');
});
