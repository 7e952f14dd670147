import { answerEvent } from '../../lambda-src/snapshot-manager/dispatch';
import { MalformedEventError, parseRequest } from '../../lambda-src/snapshot-manager/domain/request';
import { FakeWorld } from './fakes/fake-world';

const SNAPSHOT = { action: 'snapshot', applications: ['orders'], reason: 'before deploy', requestId: 'deploy-42' };
const NAME = 'demo.20261123T102001Z.deploy-42';

describe('a snapshot on demand', () => {
  test('is named by time and request id, recorded with its reason, and taken of the named applications only', async () => {
    const world = new FakeWorld('orders', 'payments');
    await expect(world.request(SNAPSHOT)).resolves.toMatchObject([
      {
        application: 'orders',
        state: 'taken',
        reason: 'ready',
        eventId: 'deploy-42',
        requestReason: 'before deploy',
        snapshot: { name: NAME },
      },
    ]);
    expect(world.flink.snapshotsOf('orders')).toEqual([`${NAME} READY`]);
    expect(world.flink.snapshotsOf('payments')).toEqual([]);
    expect(world.topic.published[0]?.body).toContain('Requested with this reason: before deploy');
  });

  test('asked for again with the same request id gives the first result, however late', async () => {
    const world = new FakeWorld('orders');
    const first = await world.request(SNAPSHOT);
    world.clock.advance(3_600_000);
    await expect(world.request(SNAPSHOT, { invocationId: 'another' })).resolves.toEqual(first);
    expect(world.flink.snapshotsOf('orders')).toEqual([`${NAME} READY`]);
  });

  test('is the manager’s own: the retention counts it', async () => {
    const world = new FakeWorld('orders');
    await world.request(SNAPSHOT);
    for (const minute of ['30', '40', '50']) await world.invoke(`2026-11-23T10:${minute}:00Z`);
    expect(world.audit.records('orders').at(-1)?.deleted).toEqual([NAME]);
  });

  test('in the same second as the schedule’s is another one', async () => {
    const world = new FakeWorld('orders');
    await world.holds.firstTime(
      { application: 'orders', applicationCreatedAt: world.flink.state('orders').createdAt, id: 'deploy-42' },
      new Date('2026-11-23T10:20:01Z'),
    );
    await world.invoke('2026-11-23T10:20:01Z');
    await world.request(SNAPSHOT);
    expect(world.flink.snapshotsOf('orders')).toEqual(['demo.20261123T102001Z READY', `${NAME} READY`]);
  });

  test('is not begun when its time cannot be remembered: a retry would take a second one', async () => {
    const world = new FakeWorld('orders');
    world.holds.breakCalls('firstTime');
    await expect(world.request(SNAPSHOT)).rejects.toThrow('the holds table did not answer firstTime');
    expect(world.flink.snapshotsOf('orders')).toEqual([]);
  });
});

describe('a plan', () => {
  test('tells for every snapshot why it stays or goes; nothing is created, deleted or recorded', async () => {
    const world = new FakeWorld('orders', 'payments');
    world.flink.addHourly('orders', '05', '06', '07', '08', '09');
    world.holds.seed('orders', 'demo.20261123T050000Z');
    const before = world.flink.snapshotsOf('orders');
    const [plan] = await world.request({ action: 'plan', applications: ['orders'] });
    expect(plan).toMatchObject({
      application: 'orders',
      kept: [
        { name: 'demo.20261123T090000Z', reasons: ['newest-ready-of-ours', 'newest-ready', 'last 1'] },
        { name: 'demo.20261123T080000Z', reasons: ['last 2'] },
        { name: 'demo.20261123T070000Z', reasons: ['last 3'] },
        { name: 'demo.20261123T050000Z', reasons: ['on-hold'] },
      ],
      dropped: [{ name: 'demo.20261123T060000Z', status: 'READY', reasons: ['surplus'] }],
    });
    expect(world.flink.snapshotsOf('orders')).toEqual(before);
    expect(world.flink.calls).toEqual(['describeApplication orders', 'listSnapshots orders']);
    expect(world.audit.items.size).toBe(0);
  });

  test('shows beforehand what adopting the reference system’s snapshots would delete', async () => {
    const world = new FakeWorld('orders');
    for (const hour of ['05', '06', '07', '08']) {
      const at = new Date(`2026-11-23T${hour}:00:00Z`);
      world.flink.addSnapshot('orders', `custom_${at.getTime()}`, at);
    }
    const oldest = `custom_${Date.parse('2026-11-23T05:00:00Z')}`;

    const asDeployed = await world.request({ action: 'plan' });
    const adopted = await world.request({ action: 'plan', adoptReferenceSnapshots: true });

    expect(asDeployed).toMatchObject([{ kept: [{}, {}, {}, { name: oldest, reasons: ['foreign'] }], dropped: [] }]);
    expect(adopted).toMatchObject([{ kept: [{}, {}, {}], dropped: [{ name: oldest, reasons: ['surplus'] }] }]);
    expect(world.flink.snapshotsOf('orders')).toHaveLength(4);
  });

  test('of one application that cannot be made says so and leaves the others alone', async () => {
    const world = new FakeWorld('orders', 'payments');
    world.flink.fail('listSnapshots', 'other', { times: 1 });
    await expect(world.request({ action: 'plan' })).resolves.toMatchObject([
      { application: 'orders', problem: expect.stringContaining('Injected: listSnapshots answered other.') },
      { application: 'payments', kept: [], dropped: [] },
    ]);
  });

  test('is not made without the holds: it would show deletions that no run makes', async () => {
    const world = new FakeWorld('orders');
    world.holds.breakCalls('list');
    await expect(world.request({ action: 'plan' })).resolves.toMatchObject([
      { problem: expect.stringContaining('the holds table did not answer list'), dropped: [] },
    ]);
  });
});

test.each([
  [SNAPSHOT],
  [{ action: 'plan', applications: ['orders', 'ordres'] }],
  [{ action: 'holds', applications: ['ordres'] }],
  [{ action: 'hold', application: 'ordres', snapshot: 'a', who: 'ada', why: 'so' }],
  [{ action: 'release', application: 'ordres', snapshot: 'a', who: 'ada' }],
])('%j of an application that is not managed is refused with those that are, and recorded', async (request) => {
  const world = new FakeWorld('payments', 'users');
  await expect(world.request(request)).rejects.toThrow(/does not manage .*ord(er|re)s\. It manages payments, users\./);
  expect(world.flink.calls).toEqual([]);
  expect(world.audit.records('*')).toMatchObject([{ state: 'failed', reason: 'request-refused', eventId: 'request' }]);
});

describe('a request', () => {
  const NOW = new Date('2026-11-23T10:20:00Z');
  const HOLD = { action: 'hold', application: 'orders', snapshot: 'a', who: 'ada', why: 'so' };

  test('of the schedule is told by having no action', () => {
    expect(parseRequest({ id: 'a', time: '2026-11-23T10:20:00Z' }, NOW)).toEqual({
      action: 'schedule',
      event: { id: 'a', time: NOW },
    });
  });

  test('that names an application twice means it once', () => {
    expect(parseRequest({ action: 'plan', applications: ['a', 'b', 'a'] }, NOW)).toEqual({
      action: 'plan',
      applications: ['a', 'b'],
    });
  });

  test('has its end read as a time', () => {
    expect(parseRequest({ ...HOLD, until: '2026-12-24T00:00Z' }, NOW)).toEqual({
      ...HOLD,
      until: new Date('2026-12-24T00:00:00Z'),
    });
  });

  test.each([
    [
      { action: 'snap' },
      'The request’s action is "snap", expected one of snapshot, plan, hold, release, holds, suspect, trust, freeze, thaw, marks, drill.',
    ],
    [{ ...SNAPSHOT, requestId: 'a/b' }, 'The request’s requestId is "a/b", expected 1 to 128 letters, digits'],
    [{ ...SNAPSHOT, requestId: undefined }, 'The request’s requestId is missing'],
    [
      { ...SNAPSHOT, requestId: 'before-drill' },
      'The request’s requestId is "before-drill", expected another id: the snapshots of drills have before-drill, after-drill, after-way-back.',
    ],
    [
      { ...SNAPSHOT, requestId: 'after-drill' },
      'The request’s requestId is "after-drill", expected another id: the snapshots of drills have before-drill, after-drill, after-way-back.',
    ],
    [
      { ...SNAPSHOT, requestId: 'after-way-back' },
      'The request’s requestId is "after-way-back", expected another id: the snapshots of drills have before-drill, after-drill, after-way-back.',
    ],
    [{ ...SNAPSHOT, reason: ' ' }, 'The request’s reason is " ", expected a text of 1 to 1000 characters.'],
    [{ ...SNAPSHOT, applications: [] }, 'The request’s applications is [], expected a list of at least one'],
    [{ ...SNAPSHOT, applications: 'orders' }, 'The request’s applications is "orders", expected a list'],
    [{ ...HOLD, untill: 'x' }, 'The request’s untill is "x", expected no such field: hold has application, snapshot'],
    [{ ...HOLD, until: '2026-12-24' }, 'The request’s until is "2026-12-24", expected a time in UTC after'],
    [{ ...HOLD, until: '2026-11-23T10:20:00Z' }, 'expected a time in UTC after 2026-11-23T10:20:00.000Z'],
    [{ ...HOLD, why: '' }, 'The request’s why is "", expected a text'],
    [{ operation: 'call-lambda' }, 'The event’s id is missing.'],
  ])('%j is refused: %s', (raw, message) => {
    expect(() => parseRequest(raw, NOW)).toThrow(message);
    expect(() => parseRequest(raw, NOW)).toThrow(
      '{"action":"snapshot","applications":["orders"],"reason":"before deploy","requestId":"deploy-42"}',
    );
    expect(() => parseRequest(raw, NOW)).toThrow('"schedule":"rate(10 minutes)"}');
  });
});

test('an application that a prefix selects can be asked for, and its entry’s own retention makes the plan', async () => {
  const world = new FakeWorld('team-a-orders', 'team-b-orders');
  const selector = { kind: 'prefix', prefix: 'team-a-' } as const;
  world.settings = { ...world.settings, applications: [{ selector, retention: { keepLast: 4 } }] };
  world.flink.addHourly('team-a-orders', '05', '06', '07', '08', '09');
  expect(await world.request({ action: 'plan', applications: ['team-a-orders'] })).toMatchObject([
    { application: 'team-a-orders', dropped: [{ name: 'demo.20261123T050000Z' }] },
  ]);
  await expect(world.request({ action: 'plan', applications: ['team-b-orders'] })).rejects.toThrow(
    'This deployment does not manage team-b-orders. It manages team-a-orders.',
  );
});

test.each([
  ['cannot be fulfilled', { action: 'plan', applications: ['ordres'] }, 'This deployment does not manage ordres.'],
  ['cannot be read', { action: 'plan', application: 'orders' }, 'The request’s application is "orders", expected no'],
])('a request that %s is answered and recorded, and no error of the function', async (_case, request, message) => {
  const world = new FakeWorld('orders');
  await expect(answerEvent(request, world.context())).resolves.toEqual({ refused: expect.stringContaining(message) });
  expect(world.outcomes('*')).toEqual(['failed request-refused']);
});

test.each([{ operation: 'call-lambda' }, 'text', null])(
  'an event %j that is no request stays an error of the function, recorded',
  async (event) => {
    const world = new FakeWorld('orders');
    await expect(answerEvent(event, world.context())).rejects.toThrow(MalformedEventError);
    expect(world.outcomes('*')).toEqual(['failed malformed-event']);
  },
);
