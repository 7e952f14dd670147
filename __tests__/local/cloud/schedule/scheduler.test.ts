import type { ScheduledRule } from '../../../../local/cloud/schedule/rule-keeper';
import { Scheduler } from '../../../../local/cloud/schedule/scheduler';

const START = new Date('2026-11-23T10:00:00.250Z');

beforeEach(() => {
  jest.useFakeTimers({ now: START });
});

afterEach(() => {
  jest.useRealTimers();
});

function rule(expression: string, state: 'ENABLED' | 'DISABLED' = 'ENABLED'): ScheduledRule {
  return { name: 'r', arn: 'arn:aws:events:eu-west-1:000000000000:rule/r', expression, state };
}

function scheduler(rules: ScheduledRule[], speedUp: number) {
  const times: string[] = [];
  const started = new Scheduler({
    accountId: '000000000000',
    region: 'eu-west-1',
    speedUp,
    rules: () => rules,
    fire: (_, event) => times.push(event.time),
  });
  started.refresh();
  return { started, times };
}

test('a rate counts from the rule’s creation', () => {
  const { times } = scheduler([rule('rate(1 minute)')], 1);
  jest.advanceTimersByTime(59_999);
  expect(times).toEqual([]);
  jest.advanceTimersByTime(60_001);
  expect(times).toEqual(['2026-11-23T10:01:00Z', '2026-11-23T10:02:00Z']);
});

test('a cron rule fires on the world’s minutes', () => {
  const { times } = scheduler([rule('cron(0/5 * * * ? *)')], 1);
  jest.advanceTimersByTime(11 * 60_000);
  expect(times).toEqual(['2026-11-23T10:05:00Z', '2026-11-23T10:10:00Z']);
});

test('the speed-up divides the interval, and can be changed while a rule waits', () => {
  const { started, times } = scheduler([rule('rate(10 minutes)')], 1);
  jest.advanceTimersByTime(5 * 60_000);
  started.speedUp = 100;
  // Half of the ten minutes is left: 300 s / 100.
  jest.advanceTimersByTime(3_000);
  expect(times).toEqual(['2026-11-23T10:05:03Z']);
  jest.advanceTimersByTime(12_000);
  expect(times.slice(1)).toEqual(['2026-11-23T10:05:09Z', '2026-11-23T10:05:15Z']);
});

test('a rate that goes at its own speed again counts from its last event, so that its next one can be foretold', () => {
  const { started, times } = scheduler([rule('rate(10 minutes)')], 100);
  jest.advanceTimersByTime(15_000);
  expect(times).toEqual(['2026-11-23T10:00:06Z', '2026-11-23T10:00:12Z']);
  started.speedUp = 1;
  jest.advanceTimersByTime(11 * 60_000);
  expect(times.slice(2)).toEqual(['2026-11-23T10:10:12Z']);
});

test('a cron keeps its times, however fast rates run', () => {
  const { times } = scheduler([rule('cron(0/5 * * * ? *)')], 100);
  jest.advanceTimersByTime(6 * 60_000);
  expect(times).toEqual(['2026-11-23T10:05:00Z']);
});

test('no two events share a second, however fast the schedule runs', () => {
  const { times } = scheduler([rule('rate(1 minute)')], 1_000);
  jest.advanceTimersByTime(5_000);
  expect(times).toEqual([0, 1, 2, 3, 4, 5].map((second) => `2026-11-23T10:00:0${second}Z`));
});

test('a rule that is switched off does not fire, nor one that is gone', () => {
  const rules = [rule('rate(1 minute)', 'DISABLED')];
  const { started, times } = scheduler(rules, 1);
  jest.advanceTimersByTime(120_000);
  expect(times).toEqual([]);
  rules[0] = rule('rate(1 minute)');
  started.refresh();
  jest.advanceTimersByTime(60_000);
  expect(times).toHaveLength(1);
  rules.pop();
  started.refresh();
  jest.advanceTimersByTime(120_000);
  expect(times).toHaveLength(1);
});

test('a refresh does not set a waiting rule back', () => {
  const { started, times } = scheduler([rule('rate(1 minute)')], 1);
  jest.advanceTimersByTime(50_000);
  started.refresh();
  jest.advanceTimersByTime(10_000);
  expect(times).toHaveLength(1);
});

test('rates longer than a timer can wait still fire', () => {
  const { times } = scheduler([rule('rate(30 days)')], 1);
  jest.advanceTimersByTime(30 * 86_400_000);
  expect(times).toEqual(['2026-12-23T10:00:00Z']);
});

test('a speed-up below 1 is refused', () => {
  expect(() => scheduler([], 0)).toThrow('Speed-up of the schedule is 0, expected a number from 1.');
});
