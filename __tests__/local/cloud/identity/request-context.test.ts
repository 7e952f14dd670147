import { requestContext } from '../../../../local/cloud/identity/request-context';

const contextOf = (body: unknown, tags = {}) => requestContext({ body: Buffer.from(JSON.stringify(body)) }, tags);

test.each([
  ['no tags', { ApplicationName: 'orders' }, {}, {}],
  [
    'a request with tags',
    { ApplicationName: 'orders', Tags: [{ Key: 'team', Value: 'a' }, { Key: 'bare' }] },
    {},
    { 'aws:RequestTag/team': 'a', 'aws:RequestTag/bare': '', 'aws:TagKeys': ['team', 'bare'] },
  ],
  [
    'a request that takes tags away',
    { TagKeys: ['team'] },
    { team: 'a' },
    { 'aws:ResourceTag/team': 'a', 'aws:TagKeys': ['team'] },
  ],
  ['tags that are none', { Tags: 'team' }, {}, {}],
])('the condition keys of %s', (_case, body, tags, context) => {
  expect(contextOf(body, tags)).toEqual(context);
});
