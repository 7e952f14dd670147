import { allowsInvocation } from '../../../../local/cloud/schedule/function-policy';

const RULE = 'arn:aws:events:eu-west-1:000000000000:rule/it';

function policy(statement: object): string {
  const base = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'lambda:InvokeFunction' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ ...base, ...statement }] });
}

test.each([
  ['the rule itself', { Condition: { ArnLike: { 'AWS:SourceArn': RULE } } }, true],
  ['a pattern over rules', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } } }, true],
  ['any source', {}, true],
  ['another rule', { Condition: { ArnLike: { 'AWS:SourceArn': `${RULE}-2` } } }, false],
  ['another service', { Principal: { Service: 's3.amazonaws.com' } }, false],
  ['another action', { Action: 'lambda:GetFunction' }, false],
])('a permission for %s: %#', (_, statement, expected) => {
  expect(allowsInvocation(policy(statement), RULE)).toBe(expected);
});

test('an empty policy allows nothing', () => {
  expect(allowsInvocation('{}', RULE)).toBe(false);
});
