import { FaultPlan, parseFault } from '../src/faults';
import { RateLimit } from '../src/rate-limit';
import { HandClock } from './hand-clock';

test.each([
  ['CreateApplicationSnapshot=FAILED:0.5', { operation: 'CreateApplicationSnapshot', kind: 'FAILED', rate: 0.5 }],
  ['ListApplications=ThrottlingException', { operation: 'ListApplications', kind: 'ThrottlingException', rate: 1 }],
  ['DescribeApplication=LOST', { operation: 'DescribeApplication', kind: 'LOST', rate: 1 }],
])('%s is understood', (text, fault) => {
  expect(parseFault(text)).toEqual(fault);
});

test.each([
  ['CreateSnapshots=FAILED', '"CreateSnapshots" is not an operation'],
  ['ListApplications=FAILED', '"FAILED" is not an error of ListApplications; allowed are LOST and'],
  ['StartApplication=Oops', '"Oops" is not an error of StartApplication; allowed are FAILED, LOST and'],
  ['StartApplication=FAILED:2', 'the rate is "2", expected above 0, up to 1'],
  ['StartApplication', '"" is not an operation'],
])('%s is refused with what is allowed', (text, message) => {
  expect(() => parseFault(text)).toThrow(message);
});

test('a rate of 0.25 hits every fourth call of its operation, and no other operation', () => {
  const plan = new FaultPlan([parseFault('ListApplications=LOST:0.25')]);
  const hits = Array.from({ length: 8 }, () => plan.next('ListApplications') !== undefined);
  expect(hits).toEqual([false, false, false, true, false, false, false, true]);
  expect(plan.next('DescribeApplication')).toBeUndefined();
});

test('a rate limit admits as many calls at once as in a second, each operation for itself, and refills with time', async () => {
  const clock = new HandClock();
  const limit = new RateLimit(2, clock);
  const admitted = (times: number) => Array.from({ length: times }, () => limit.admits('ListApplications'));
  expect(admitted(3)).toEqual([true, true, false]);
  expect(limit.admits('DescribeApplication')).toBe(true);
  await clock.advance(500);
  expect(admitted(2)).toEqual([true, false]);
  await clock.advance(60_000);
  expect(admitted(3)).toEqual([true, true, false]);
});
