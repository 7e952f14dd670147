import { Guard, TOKEN_HEADER } from '../../../../cli/page/server/guard';

const guard = new Guard(() => 8080);
const host = '127.0.0.1:8080';
const origin = `http://${host}`;

const read = (headers: Record<string, string>, path = '/api/status') => guard.refusesToRead(headers, path)?.status;
const change = (headers: Record<string, string>) => guard.refusesToChange(headers, '/api/actions/commands')?.status;

test.each([
  ['127.0.0.1:8080', undefined],
  ['localhost:8080', undefined],
  // DNS rebinding: a name of the attacker that leads to loopback.
  ['attacker.example:8080', 421],
  ['127.0.0.1.attacker.example:8080', 421],
  ['127.0.0.1', 421],
  ['127.0.0.1:8081', 421],
  ['', 421],
])('asked as "%s" it answers %s', (name, status) => {
  expect(read({ host: name })).toBe(status);
});

test('a request without a Host is refused', () => {
  expect(read({})).toBe(421);
});

test.each([
  ['same-origin', 'empty', undefined],
  // Typed into the address bar.
  ['none', 'document', undefined],
  ['cross-site', 'empty', 403],
  ['cross-site', 'script', 403],
  ['cross-site', 'iframe', 403],
  ['cross-site', 'document', 403],
  // Another port of this machine is the same site.
  ['same-site', 'empty', 403],
])('a document that %s asks for as %s gives %s', (site, destination, status) => {
  expect(read({ host, 'sec-fetch-site': site, 'sec-fetch-dest': destination })).toBe(status);
});

test('a link from elsewhere may open the page, but not frame it', () => {
  expect(read({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }, '/')).toBeUndefined();
  expect(read({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }, '/')).toBe(403);
});

test.each([['null'], ['http://127.0.0.1:9090'], ['http://localhost'], ['https://127.0.0.1:8080'], ['file://']])(
  'nothing is read for the origin %s',
  (from) => {
    expect(read({ host, origin: from })).toBe(403);
  },
);

test('a change needs the origin of the page and its token', () => {
  const token = { [TOKEN_HEADER]: guard.token };
  expect(change({ host, origin, ...token })).toBeUndefined();
  expect(change({ host, origin: 'http://localhost:8080', ...token })).toBeUndefined();
  expect(change({ host, ...token })).toBe(403);
  expect(change({ host, origin: 'null', ...token })).toBe(403);
  expect(change({ host, origin: 'http://127.0.0.1:9090', ...token })).toBe(403);
  expect(change({ host, origin })).toBe(403);
  expect(change({ host, origin, [TOKEN_HEADER]: guard.token.slice(1) })).toBe(403);
  expect(change({ host, origin, [TOKEN_HEADER]: 'x'.repeat(guard.token.length) })).toBe(403);
  expect(change({ host: 'attacker.example:8080', origin: 'http://attacker.example:8080', ...token })).toBe(421);
});

test('each page has a token of its own, which nobody guesses', () => {
  expect(guard.token).toMatch(/^[\w-]{32}$/);
  expect(new Guard(() => 8080).token).not.toBe(guard.token);
});
