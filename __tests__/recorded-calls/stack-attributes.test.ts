import { attributesOf, withChanges } from './stack-attributes';

const rule = {
  '//': { metadata: 'of cdktf' },
  lifecycle: { prevent_destroy: true },
  name: 'orders',
  tags: { owner: 'core' },
  target: [{ arn: 'one', retry: { attempts: 1 } }, { arn: 'two' }],
};

test('attributes have the path of the blocks they stand in, and the values of all of these', () => {
  expect(Object.fromEntries(attributesOf(rule))).toEqual({
    name: ['orders'],
    tags: [{ owner: 'core' }],
    'target.arn': ['one', 'two'],
    'target.retry.attempts': [1],
  });
});

test('a change reaches every block, and what is Terraform’s own stays', () => {
  const changed = withChanges(rule, (path, value) => (path === 'target.arn' ? `${String(value)}!` : value));

  expect(changed).toEqual({ ...rule, target: [{ arn: 'one!', retry: { attempts: 1 } }, { arn: 'two!' }] });
});

test('an attribute that is taken away takes the outermost block with it', () => {
  const changed = withChanges(rule, (path, value) => (path === 'target.retry.attempts' ? undefined : value));

  expect(changed).toEqual({ ...rule, target: [{ arn: 'two' }] });
});
