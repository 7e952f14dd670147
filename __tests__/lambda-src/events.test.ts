import { answerEvent } from '../../lambda-src/snapshot-manager/dispatch';
import { Outbox } from '../../lambda-src/snapshot-manager/run/outbox';
import { SentEvents } from '../../lambda-src/snapshot-manager/run/sent-events';
import { eventsOf } from './fakes/events-of';
import { FakeWorld } from './fakes/fake-world';

const FIRST = '2026-11-23T10:20:00Z';
const NEXT = '2026-11-23T10:30:00Z';

const untilNext = (world: FakeWorld) => world.clock.advance(Date.parse(NEXT) + 1_500 - world.clock.now().getTime());

test('a snapshot that was taken is one event, with what its row says', async () => {
  const world = new FakeWorld('orders');
  await world.invoke(FIRST);
  const [row] = world.audit.records('orders');
  expect(eventsOf(world)).toEqual(['orders taken']);
  expect(world.eventBus.accepted[0]).toMatchObject({
    detailType: 'Snapshot Taken',
    at: row?.endedAt,
    detail: {
      version: 1,
      id: `orders/${row?.runId}/taken`,
      deployment: 'demo',
      application: 'orders',
      reason: 'ready',
      runId: row?.runId,
      message: row?.message,
      eventId: `event-${FIRST}`,
      eventTime: '2026-11-23T10:20:00.000Z',
      applicationStatus: 'RUNNING',
      snapshot: { name: 'demo.20261123T102000Z', status: 'READY', durationMs: row?.snapshot?.durationMs },
      newestGoodAt: row?.newestReadyAt?.toISOString(),
      deletedSnapshots: 0,
    },
  });
});

test('the row is there before its event', async () => {
  const world = new FakeWorld('orders');
  const rows: string[][] = [];
  world.eventBus.refuses = () => {
    rows.push(world.outcomes('orders'));
    return undefined;
  };
  await world.invoke(FIRST);
  expect(rows).toEqual([['taken ready']]);
  expect(world.aws.made.indexOf('events.put')).toBeGreaterThan(world.aws.made.lastIndexOf('audit.complete'));
  expect(world.aws.made.indexOf('events.put')).toBeLessThan(world.aws.made.indexOf('topic.publish'));
});

test('a run without a row has no event; its retry has both', async () => {
  const world = new FakeWorld('orders');
  world.aws.trouble = (call) =>
    call === 'audit.complete' ? { effects: 0, takesMs: 10, error: new Error('no') as never } : undefined;
  await expect(world.invoke(FIRST)).rejects.toThrow('The audit table did not accept the record');
  expect(eventsOf(world)).toEqual([]);
  world.aws.trouble = () => undefined;
  await world.invoke(FIRST);
  expect(eventsOf(world)).toEqual(['orders taken']);
});

describe('a retry of the same event', () => {
  test('sends nothing again in the instance that sent it', async () => {
    const world = new FakeWorld('orders', 'payments');
    world.selectNames('orders', 'misspelt');
    await expect(world.invoke(FIRST)).rejects.toThrow('misspelt');
    await expect(world.invoke(FIRST)).rejects.toThrow('misspelt');
    expect(eventsOf(world).toSorted()).toEqual(['misspelt failed', 'orders taken']);
  });

  test('sends it again with the same id in another instance, which can’t know', async () => {
    const world = new FakeWorld('orders');
    await world.invoke(FIRST);
    world.sentEvents = new SentEvents();
    await world.invoke(FIRST);
    const [first, again] = world.eventBus.accepted;
    expect(world.eventBus.accepted).toHaveLength(2);
    expect(again).toEqual(first);
  });

  test('sends what the first attempt recorded, and died before it could send', async () => {
    const world = new FakeWorld('orders');
    world.aws.trouble = (call) => (call === 'audit.complete' ? 'kill' : undefined);
    await world.aws.process(() => world.invoke(FIRST));
    world.aws.trouble = () => undefined;
    expect(eventsOf(world)).toEqual([]);
    world.sentEvents = new SentEvents();
    await world.invoke(FIRST);
    expect(eventsOf(world)).toEqual(['orders taken']);
  });

  test('that succeeds after a failure is an event of its own', async () => {
    const world = new FakeWorld('orders');
    world.flink.fail('describeApplication', 'other', { times: 1 });
    await expect(world.invoke(FIRST)).rejects.toThrow('orders');
    await world.invoke(FIRST);
    expect(eventsOf(world)).toEqual(['orders failed', 'orders taken']);
    expect(new Set(world.eventBus.accepted.map(({ detail }) => detail.runId)).size).toBe(1);
  });
});

describe('a run that a later run settles', () => {
  test('has a second event when its end is known, before that of the later run', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 400_000;
    await world.invoke(FIRST);
    world.flink.snapshotDurationMs = 500;
    untilNext(world);
    await world.invoke(NEXT);
    expect(eventsOf(world)).toEqual(['orders late', 'orders late', 'orders taken']);
    const [late, settled] = world.eventBus.accepted.map(({ detail }) => detail);
    expect(settled).toMatchObject({
      id: `orders/${late?.runId}/late/settled`,
      runId: late?.runId,
      reason: 'ready-after-run',
      settledAt: '2026-11-23T10:30:01.510Z',
    });
    expect(late).toMatchObject({ id: `orders/${late?.runId}/late`, reason: 'still-creating' });
    expect(late).not.toHaveProperty('settledAt');
  });

  test('has none while it is still open', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 40 * 60_000;
    await world.invoke(FIRST);
    untilNext(world);
    await world.invoke(NEXT);
    expect(eventsOf(world)).toEqual(['orders late', 'orders skipped']);
  });

  test('is abandoned when it had died', async () => {
    const world = new FakeWorld('orders');
    world.aws.trouble = (call) => (call === 'audit.start' ? 'kill' : undefined);
    await world.aws.process(() => world.invoke(FIRST));
    world.aws.trouble = () => undefined;
    untilNext(world);
    await world.invoke(NEXT);
    expect(eventsOf(world)).toEqual(['orders abandoned', 'orders taken']);
  });
});

describe('a bus that does not take everything', () => {
  test('a refused entry is sent again, alone, within the time that is left', async () => {
    const world = new FakeWorld('orders', 'payments');
    let refusals = 2;
    world.eventBus.refuses = ({ detail }) => {
      if (detail.application !== 'payments' || refusals === 0) return undefined;
      refusals -= 1;
      return 'InternalFailure: try again';
    };
    await world.invoke(FIRST);
    expect(eventsOf(world).toSorted()).toEqual(['orders taken', 'payments taken']);
    expect(world.logged('events.error')).toEqual([]);
    expect(world.eventBus.calls.slice(-2)).toEqual([1, 1]);
  });

  test('one that stays refused is logged and counted, and the run is taken all the same', async () => {
    const world = new FakeWorld('orders', 'payments');
    world.eventBus.refuses = ({ detail }) => (detail.application === 'payments' ? 'NotAuthorized: no' : undefined);
    const records = await world.invoke(FIRST);
    expect(records.map(({ state }) => state)).toEqual(['taken', 'taken']);
    expect(eventsOf(world)).toEqual(['orders taken']);
    const [id] = world.audit.records('payments').map(({ runId }) => `payments/${runId}/taken`);
    expect(world.logged('events.error')).toMatchObject([
      { level: 'ERROR', application: '*', bus: 'default', notSent: 1, ids: [id], why: 'NotAuthorized: no' },
    ]);
    expect(world.metrics().filter((values) => 'EventsNotSent' in values)).toEqual([
      { deployment: 'demo', EventsNotSent: 1 },
    ]);
    expect(world.topic.subjects()).toEqual(['[demo] taken: orders', '[demo] taken: payments']);
  });

  test('one that does not answer costs three calls of 2 s, whatever the number of applications', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `app-${index}`);
    const world = new FakeWorld(...names);
    world.flink.snapshotDurationMs = 500;
    const hanging = { effects: 0, takesMs: 3_600_000 } as const;
    world.aws.trouble = (call) => (call === 'events.put' ? hanging : undefined);
    const records = await world.invoke(FIRST);
    expect(records.filter(({ state }) => state === 'taken')).toHaveLength(40);
    expect(world.aws.made.filter((call) => call === 'events.put')).toHaveLength(3);
    expect(world.topic.published).toHaveLength(40);
    const [line] = world.logged('events.error');
    expect(line).toMatchObject({ notSent: 40, why: 'AbortError: events.put was cut off.' });
    expect(line?.ids).toHaveLength(10);
  });

  test('leaves the time of the mails alone when little is left', async () => {
    const world = new FakeWorld('orders');
    world.aws.trouble = (call) => (call === 'events.put' ? { effects: 0, takesMs: 3_600_000 } : undefined);
    const startMs = world.clock.now().getTime();
    await world.invoke(FIRST, { timeoutMs: 7_000 });
    expect(world.aws.made.indexOf('events.put')).toBeGreaterThan(world.aws.made.indexOf('topic.publish'));
    expect(world.clock.now().getTime() - startMs).toBeLessThan(7_000);
    expect(world.topic.published).toHaveLength(1);
  });
});

test('100 applications: every event once, at most ten in a call', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `app-${String(index).padStart(3, '0')}`);
  const world = new FakeWorld(...names);
  world.flink.snapshotDurationMs = 500;
  await world.invoke(FIRST);
  expect(eventsOf(world).toSorted()).toEqual(names.map((name) => `${name} taken`));
  expect(Math.max(...world.eventBus.calls)).toBeLessThanOrEqual(10);
});

describe('what concerns no single application', () => {
  test('applications that could not be found are one failed run of "*"', async () => {
    const world = new FakeWorld('orders');
    world.select({ kind: 'prefix', prefix: 'ord' });
    world.flink.fail('listApplications', 'other');
    await expect(world.invoke(FIRST)).rejects.toThrow('could be found');
    expect(eventsOf(world)).toEqual(['* failed']);
  });

  test('a refused request is no event: its sender has the answer', async () => {
    const world = new FakeWorld('orders');
    await answerEvent({ action: 'hold', application: 'misspelt' }, world.context());
    expect(world.outcomes('*')).toEqual(['failed request-refused']);
    expect(eventsOf(world)).toEqual([]);
  });
});

test('texts of any length fit into an event', async () => {
  const world = new FakeWorld('orders');
  const reason = '漢'.repeat(256);
  const request = { action: 'snapshot', applications: ['orders'], reason, requestId: 'deploy-42' };
  await answerEvent(request, world.context());
  expect(eventsOf(world)).toEqual(['orders taken']);
  expect(world.eventBus.accepted[0]?.detail).toMatchObject({ requestReason: reason, eventId: 'deploy-42' });
});

test('a record with a time that is none costs its event only', async () => {
  const world = new FakeWorld('orders');
  const outbox = new Outbox(world.context());
  await world.invoke(FIRST);
  const [row] = world.audit.records('orders');
  if (!row) throw new Error('There is no row.');
  await outbox.send([
    { ...row, runId: 1, eventTime: new Date(Number.NaN) },
    { ...row, runId: 2 },
  ]);
  await outbox.finish();
  expect(world.eventBus.ids().slice(1)).toEqual(['orders/2/taken']);
  expect(world.logged('events.error')).toMatchObject([
    { level: 'ERROR', notSent: 1, ids: ['orders/1/taken'], why: expect.stringContaining('Invalid time value') },
  ]);
});

test('a detail that breaks the schema is not sent, and named', async () => {
  const world = new FakeWorld('orders');
  const outbox = new Outbox(world.context());
  await world.invoke(FIRST);
  const [row] = world.audit.records('orders');
  if (!row) throw new Error('There is no row.');
  await outbox.send([{ ...row, runId: 1.5 }]);
  await outbox.finish();
  expect(world.eventBus.accepted).toHaveLength(1);
  expect(world.logged('events.error')).toMatchObject([
    { why: 'It breaks docs/events.schema.json: detail.runId is no whole number.' },
  ]);
});
