import type { Reading, Topic } from '../../../../cli/page/api/common';
import { CallCounter } from '../../../../cli/page/reading/call-counter';
import { addStep, type Pass } from '../../../../cli/page/reading/middleware';
import { Watch } from '../../../../cli/page/watch/watch';
import type { Shown } from '../../../../cli/page/watch/watched';

const MINUTE = 60_000;

beforeEach(() => jest.useFakeTimers({ now: new Date('2026-11-28T14:00:00Z') }));
afterEach(() => jest.useRealTimers());

/** Client of a service that can be throttled, as the counter sees it. */
class Service {
  isThrottling = false;
  calls = 0;
  private pass: Pass = async () => {
    this.calls += 1;
    if (this.isThrottling) throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    return { output: {} };
  };
  readonly middlewareStack = {
    add: (middleware: (next: Pass, context: { clientName: string; commandName: string }) => Pass) => {
      this.pass = middleware(this.pass, { clientName: 'KinesisAnalyticsV2Client', commandName: 'ListCommand' });
    },
  };
  list = () => this.pass({ input: {} });
}

/** Watch with one document, which a page shows while `isShown`. */
function watched(everyMs = MINUTE) {
  const counter = new CallCounter();
  const service = new Service();
  counter.watch(service);
  const topics: Topic[] = [];
  const page = { isShown: true };
  let reads = 0;
  const watch: Watch = new Watch({
    now: () => new Date(),
    counter,
    changed: (topic) => {
      topics.push(topic);
      // A page that shows the document asks for it again, as the browser does.
      if (page.isShown) setTimeout(() => reading(), 5);
    },
  });
  const reading: Shown<number> = watch.add({
    topic: 'status',
    everyMs,
    read: async () => {
      reads += 1;
      await service.list();
      return reads;
    },
  });
  return { watch, reading, service, topics, page, count: () => reads };
}

const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

test('without a visible page nothing is called, however long it is', async () => {
  const { reading, service } = watched();
  expect(reading()).toEqual({ document: null, readAt: null, problem: null });
  await after(60 * MINUTE);
  expect(service.calls).toBe(0);
});

test('a visible page that shows the document has it read at once, then once an interval', async () => {
  const { watch, reading, service, topics } = watched();
  watch.looking(1);
  reading();
  await after(10);
  expect(service.calls).toBe(1);
  expect(reading()).toEqual({ document: 1, readAt: '2026-11-28T14:00:00.000Z', problem: null });
  await after(10 * MINUTE);
  expect(service.calls).toBe(11);
  expect(topics).toHaveLength(11);
});

test('two pages have one reading', async () => {
  const { watch, reading, service } = watched();
  watch.looking(1);
  reading();
  watch.looking(2);
  reading();
  await after(5 * MINUTE);
  expect(service.calls).toBe(6);
});

test('a hidden page ends it, and one that is shown again does not shorten the interval', async () => {
  const { watch, reading, service } = watched();
  watch.looking(1);
  reading();
  await after(10_000);
  watch.looking(0);
  await after(20_000);
  watch.looking(1);
  reading();
  await after(20_000);
  expect(service.calls).toBe(1);
  await after(15_000);
  expect(service.calls).toBe(2);
  watch.looking(0);
  await after(60 * MINUTE);
  expect(service.calls).toBe(2);
});

test('what no page shows rests after one reading, and wakes when it is asked for', async () => {
  const { watch, reading, service, page } = watched();
  page.isShown = false;
  watch.looking(1);
  reading();
  await after(10 * MINUTE);
  expect(service.calls).toBe(1);
  page.isShown = true;
  reading();
  await after(10);
  expect(service.calls).toBe(2);
});

test('a document that is visible but was never asked for is not read', async () => {
  const { watch, service } = watched();
  watch.looking(1);
  await after(10 * MINUTE);
  expect(service.calls).toBe(0);
});

test('a page about to open has the document read once, and again only as a visible page', async () => {
  const { watch, reading, service } = watched();
  watch.expect('status');
  watch.expect('status');
  await after(10 * MINUTE);
  expect(service.calls).toBe(1);
  watch.looking(1);
  reading();
  await after(10);
  expect(service.calls).toBe(2);
});

test('a failed reading leaves the newest good one in place, with the reason', async () => {
  const { watch, reading, service } = watched();
  watch.looking(1);
  reading();
  await after(10);
  service.isThrottling = true;
  await after(MINUTE);
  expect(reading()).toEqual({
    document: 1,
    readAt: '2026-11-28T14:00:00.000Z',
    problem: 'Rate exceeded',
  });
});

test('throttling doubles the interval up to 15 minutes; three calm looks halve it', async () => {
  const { watch, reading, service } = watched();
  service.isThrottling = true;
  watch.looking(1);
  reading();
  const minutes: number[] = [];
  for (let look = 0; look < 7; look += 1) {
    await after(10);
    minutes.push((watch.intervals()[0]?.everySeconds ?? 0) / 60);
    await after((watch.intervals()[0]?.everySeconds ?? 0) * 1000);
  }
  expect(minutes).toEqual([2, 4, 8, 15, 15, 15, 15]);
  expect(watch.intervals()[0]).toEqual({ topic: 'status', everySeconds: 900, isBackingOff: true });
  service.isThrottling = false;
  await after(6 * 60 * MINUTE);
  expect(watch.intervals()[0]).toEqual({ topic: 'status', everySeconds: 60, isBackingOff: false });
});

test('an interval that is longer than 15 minutes by itself stays as it is', async () => {
  const { watch, reading, service } = watched(30 * MINUTE);
  service.isThrottling = true;
  watch.looking(1);
  reading();
  await after(10);
  expect(watch.intervals()[0]?.everySeconds).toBe(1800);
});

test('after a change from here it is read at once, and again if a reading was under way', async () => {
  const reads: (() => void)[] = [];
  const watch = new Watch({ now: () => new Date(), changed: () => {} });
  const reading = watch.add({
    topic: 'status',
    everyMs: MINUTE,
    read: () => new Promise<number>((end) => reads.push(() => end(1))),
  });
  watch.looking(1);
  reading();
  await after(10);
  watch.soon('status');
  watch.soon('alarms');
  await after(10);
  expect(reads).toHaveLength(1);
  reads[0]?.();
  await after(10);
  expect(reads).toHaveLength(2);
});

test('what is known so far is shown until the whole is there, and never in place of an earlier whole', async () => {
  const topics: Topic[] = [];
  const watch = new Watch({ now: () => new Date(), changed: (topic) => topics.push(topic) });
  const reading = watch.add<string>({
    topic: 'status',
    everyMs: 10_000,
    read: async (partly) => {
      partly('part');
      await new Promise((end) => setTimeout(end, 1000));
      return 'whole';
    },
  });
  watch.looking(1);
  reading();
  await after(100);
  expect(reading()).toEqual({ document: 'part', readAt: null, problem: null });
  await after(1000);
  expect(reading().document).toBe('whole');
  await after(9000);
  expect(reading().document).toBe('whole');
  expect(topics).toEqual(['status', 'status']);
});

test('a page that is opened after the clock was set back is not left with what was read before', async () => {
  const { watch, reading, count } = watched();
  watch.looking(1);
  reading();
  await after(10);
  watch.looking(0);
  jest.setSystemTime(new Date('2026-11-28T08:00:00Z'));
  watch.looking(1);
  reading();
  await after(10);
  expect(count()).toBe(2);
});

test('the steps of a client see a call as the SDK passes it', async () => {
  const service = new Service();
  const names: string[] = [];
  addStep(service, { step: 'initialize', name: 'x', priority: 'high' }, (next, { commandName = '' }) => (args) => {
    names.push(commandName);
    return next(args);
  });
  await service.list();
  expect(names).toEqual(['ListCommand']);
});

test('a look costs what it did on average in the last hour: some are whole, most find nothing to read', async () => {
  const counter = new CallCounter();
  const service = new Service();
  counter.watch(service);
  let looks = 0;
  const watch: Watch = new Watch({ now: () => new Date(), counter, changed: () => setTimeout(() => reading(), 5) });
  const reading: () => Reading<number> = watch.add({
    topic: 'dashboard',
    everyMs: MINUTE,
    read: async () => {
      looks += 1;
      if (looks % 5 === 0) for (let call = 0; call < 10; call += 1) await service.list();
      return looks;
    },
  });
  watch.looking(1);
  reading();
  await after(9.5 * MINUTE);
  expect(looks).toBe(10);
  expect(watch.done()).toMatchObject([{ intervalMs: MINUTE, tally: { calls: 2 } }]);

  await after(120 * MINUTE);
  expect(watch.done()[0]?.tally.calls).toBeCloseTo(2, 0);
  watch.close();
});

test('looks that failed count as the others do, and what pages waited for counts apart for an hour', async () => {
  const { watch, reading, service } = watched();
  service.isThrottling = true;
  watch.looking(1);
  reading();
  await after(10);
  expect(watch.done()).toMatchObject([{ tally: { calls: 1, throttled: 1 }, between: { calls: 0 } }]);
  service.isThrottling = false;
  const work = async () => {
    for (let call = 0; call < 30; call += 1) await service.list();
    return 'rows';
  };
  expect(await reading.counting(work)).toBe('rows');
  expect(watch.done()).toMatchObject([{ tally: { calls: 1 }, between: { calls: 30, throttled: 0 } }]);
  await after(61 * MINUTE);
  expect(watch.done()).toMatchObject([{ between: { calls: 0 } }]);
});

test('work that a page waits for and that AWS throttles makes the looks rarer, too', async () => {
  const { watch, reading, service } = watched();
  watch.looking(1);
  reading();
  await after(10);
  service.isThrottling = true;
  await expect(reading.counting(() => service.list())).rejects.toThrow('Rate exceeded');
  expect(watch.intervals()[0]).toMatchObject({ everySeconds: 120, isBackingOff: true });
});
