import { RefusedRequestError, type Route, routeOf } from '../../../../cli/page/server/routes';

const ROUTES: Route[] = [
  { method: 'GET', path: /\/api\/describe\/(?<application>[^/]+)/, answer: () => ({}) },
  { method: 'GET', path: /\/api\/describe\/(?<application>[^/]+)\/(?<snapshot>[^/]+)/, answer: () => ({}) },
  { method: 'POST', path: /\/api\/actions\/commands/, answer: () => ({}) },
];

const groups = (path: string, method = 'GET') => routeOf(ROUTES, method, path)?.path;

test('a path gives its parts, decoded', () => {
  expect(groups('/api/describe/orders')).toEqual({ application: 'orders' });
  expect(groups('/api/describe/orders/kda.20261123T102000Z')).toEqual({
    application: 'orders',
    snapshot: 'kda.20261123T102000Z',
  });
  expect(groups('/api/describe/%2A')).toEqual({ application: '*' });
});

test.each([
  ['/api/describe'],
  ['/api/describe/'],
  ['/api/describe/a/b/c'],
  ['/x/api/describe/orders'],
  ['//api/describe/orders'],
])('no route has the path %s', (path) => {
  expect(groups(path)).toBeUndefined();
});

test('a route answers its own method only', () => {
  expect(groups('/api/actions/commands', 'POST')).toEqual({});
  expect(groups('/api/actions/commands', 'GET')).toBeUndefined();
});

test.each([['%'], ['%zz'], ['%2F'], ['..%2F..%2Fetc'], ['%00'], ['%0A'], ['a%3Cb'], ['%E2%80%AE'], ['a'.repeat(257)]])(
  'the part %s is refused, with what is allowed',
  (part) => {
    expect(() => groups(`/api/describe/${part}`)).toThrow(RefusedRequestError);
    expect(() => groups(`/api/describe/${part}`)).toThrow('letters, digits and ._-*@:+ are allowed');
  },
);
