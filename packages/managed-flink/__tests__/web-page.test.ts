import { refusalOfWebPage } from '../src/http/web-page';

const HOST = { host: '127.0.0.1:4566' };

test('a program is answered, whatever it calls this machine', () => {
  expect(refusalOfWebPage(HOST)).toBeUndefined();
  expect(refusalOfWebPage({ host: 'localhost' })).toBeUndefined();
  // A person who types the address, and a page of the server itself.
  expect(refusalOfWebPage({ ...HOST, 'sec-fetch-site': 'none' })).toBeUndefined();
  expect(
    refusalOfWebPage({ ...HOST, origin: 'http://127.0.0.1:4566', 'sec-fetch-site': 'same-origin' }),
  ).toBeUndefined();
});

test('a page of another origin is refused, also of another port or without a name', () => {
  expect(refusalOfWebPage({ ...HOST, origin: 'http://127.0.0.1:8080' })).toBe(
    'Origin is http://127.0.0.1:8080, expected none: programs are answered, no web page.',
  );
  expect(refusalOfWebPage({ ...HOST, origin: 'null' })).toContain('Origin is null');
  expect(refusalOfWebPage({ ...HOST, 'sec-fetch-site': 'cross-site' })).toContain('cross-site');
});

test('a name that leads here but is not of this machine is refused, and so is none', () => {
  expect(refusalOfWebPage({ host: 'attacker.example:4566' })).toBe(
    'Host is attacker.example:4566, expected 127.0.0.1, localhost or [::1]: only this machine is answered.',
  );
  expect(refusalOfWebPage({ host: '127.0.0.1.attacker.example' })).toContain('only this machine');
  expect(refusalOfWebPage({})).toContain('Host is missing');
});
