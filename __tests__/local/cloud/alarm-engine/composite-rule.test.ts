import type { AlarmState } from '../../../../local/cloud/alarm-engine/alarm';
import { parseCompositeRule } from '../../../../local/cloud/alarm-engine/composite-rule';

const states: Readonly<Record<string, AlarmState>> = { a: 'ALARM', b: 'OK', 'c (1)': 'INSUFFICIENT_DATA' };

test.each([
  ['ALARM(a)', true],
  ['ALARM("a") AND ALARM(b)', false],
  ['ALARM(b) OR ALARM(a) AND TRUE', true],
  ['NOT (ALARM(a) AND OK(b))', false],
  ['INSUFFICIENT_DATA("c (1)")', true],
  ['ALARM(arn:aws:cloudwatch:eu-west-1:000000000000:alarm:a)', true],
  ['OK(gone) OR ALARM(gone) OR INSUFFICIENT_DATA(gone)', false],
  ['FALSE OR NOT FALSE', true],
])('%s is %s', (rule, expected) => {
  expect(parseCompositeRule(rule).isTrue((name) => states[name])).toBe(expected);
});

test('a rule knows the alarms it asks about', () => {
  expect(parseCompositeRule('ALARM(a) OR NOT OK("c (1)")').alarmNames).toEqual(['a', 'c (1)']);
});

test.each([
  ['ALARM(a) AND', 'found the end, expected a state such as ALARM(name)'],
  ['(ALARM(a)', 'a bracket is not closed'],
  ['ALARM(a) ALARM(b)', 'unexpected text after its end'],
  ['BROKEN(a)', 'cannot read from'],
])('%s is refused', (rule, message) => {
  expect(() => parseCompositeRule(rule)).toThrow(message);
});
