import { Events } from '../../../../cli/page/browser/server';

/** Stream as a browser has it: one that is refused is closed, one that breaks is opened again by the browser itself. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: Stream[] = [];
  readyState = 0;

  constructor(readonly url: string) {
    super();
    Stream.opened.push(this);
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }
}

class PageDocument extends EventTarget {
  hidden = false;
}

const page = new PageDocument();
const before = { ...globalThis };

beforeEach(() => {
  jest.useFakeTimers();
  Stream.opened.length = 0;
  page.hidden = false;
  Object.assign(globalThis, { document: page, EventSource: Stream });
});
afterEach(() => {
  jest.useRealTimers();
  Object.assign(globalThis, { document: undefined, EventSource: before.EventSource, fetch: before.fetch });
});

const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

test('a stream that the server refused, because too many pages are open, is opened again until it is taken', async () => {
  const connections: boolean[] = [];
  new Events((isConnected) => connections.push(isConnected));
  Stream.opened[0]?.fail(Stream.CLOSED);
  await after(5000);
  Stream.opened[1]?.fail(Stream.CLOSED);
  await after(5000);
  Stream.opened[2]?.open();
  await after(60_000);
  expect([Stream.opened.length, connections]).toEqual([3, [false, false, true]]);
});

test('a stream that only broke is left to the browser, and none is opened for a hidden page', async () => {
  new Events(() => {});
  Stream.opened[0]?.fail(0);
  await after(60_000);
  expect(Stream.opened.length).toBe(1);
  Stream.opened[0]?.fail(Stream.CLOSED);
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  await after(60_000);
  expect(Stream.opened.length).toBe(1);
});

test('after a request that was lost everything is read again, once, five seconds later', async () => {
  const events = new Events(() => {});
  const told: unknown[] = [];
  events.listen((topics) => told.push(topics));
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  const lost = () => expect(events.read('/api/status')).rejects.toThrow('does not answer');
  await Promise.all([lost(), lost()]);
  await after(4900);
  expect(told).toEqual([]);
  await after(200);
  expect(told).toEqual(['all']);
  // An answer, also a bad one, is no lost request.
  globalThis.fetch = async () => Response.json({ error: 'Rate exceeded' }, { status: 502 });
  await expect(events.read('/api/status')).rejects.toThrow('Rate exceeded');
  await after(60_000);
  expect(told).toEqual(['all']);
});
