import { FakeWorld } from './fakes/fake-world';
import { RETRIED_BY_THE_SDK, troubleWith } from './fakes/troubles';

const AT_10_20 = '2026-11-23T10:20:00Z';
const AT_10_30 = '2026-11-23T10:30:00Z';
const own = (hour: string) => `demo.20261123T${hour}0000Z`;
const OLDEST = own('05');
const NEWEST = own('09');
const TAKEN = 'demo.20261123T102000Z';
const SUSPECT = { action: 'suspect', application: 'orders', snapshots: [NEWEST], who: 'ada', why: 'corrupt since 8' };
const TRUST = { action: 'trust', application: 'orders', snapshots: [NEWEST], who: 'bob' };
const FREEZE = { action: 'freeze', application: 'orders', who: 'ada', why: 'looking for the cause' };
const THAW = { action: 'thaw', application: 'orders', who: 'ada' };
const DAY_MS = 86_400_000;

/** Five snapshots of ours, of which a run keeps the newest three with its own. */
function worldWithSurplus(): FakeWorld {
  const world = new FakeWorld('orders', 'payments');
  world.flink.addHourly('orders', '05', '06', '07', '08', '09');
  world.selectNames('orders');
  return world;
}

const suspectsOf = async (world: FakeWorld) =>
  (await world.holds.marksOf('orders')).suspects.map(({ snapshotName }) => snapshotName);
const freezesOf = async (world: FakeWorld) => (await world.holds.marksOf('orders')).freezes;

describe('a run', () => {
  test('leaves suspects out of its rules, and writes why each stays', async () => {
    const world = worldWithSurplus();
    world.holds.seedSuspect('orders', NEWEST);
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).toEqual([OLDEST, own('06')]);
    expect(record?.kept).toEqual([
      `${TAKEN}: newest-ready-of-ours, newest-ready, last 1`,
      `${NEWEST}: suspect within 14d`,
      `${own('08')}: last 2`,
      `${own('07')}: last 3`,
    ]);
  });

  test('reports the age of the newest trusted snapshot, and names it in its mail', async () => {
    const world = worldWithSurplus();
    world.flink.snapshotEndsAs = 'FAILED';
    world.holds.seedSuspect('orders', NEWEST);
    // A snapshot that failed fails the run, after its record and its mail.
    await expect(world.invoke(AT_10_20)).rejects.toThrow('FAILED');
    const [record] = world.audit.records('orders');
    expect(record?.newestReadyAt).toEqual(new Date('2026-11-23T08:00:00Z'));
    const [{ NewestSnapshotAge: age } = {}] = world.metrics();
    expect(age).toBeGreaterThan(2 * 3_600);
    expect(world.topic.published[0]?.body).toContain(
      `The newest READY snapshot that is not suspect is ${own('08')} of 2026-11-23T08:00:00Z (2 hours old). The newer ${NEWEST} of 2026-11-23T09:00:00Z (80 minutes old) is suspect, but a start from "latest" in the console or by the API would use it. Start from the other one by its name: kda start orders --snapshot ${own('08')}.`,
    );
  });

  test('of an application whose snapshots are all suspect reports its age since its creation', async () => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '09');
    world.flink.snapshotEndsAs = 'FAILED';
    world.holds.seedSuspect('orders', NEWEST);
    await expect(world.invoke(AT_10_20)).rejects.toThrow('FAILED');
    expect(world.topic.published[0]?.body).toContain('There is no READY snapshot that is not suspect.');
    const created = world.flink.state('orders').createdAt?.getTime() ?? 0;
    const [{ NewestSnapshotAge: age } = {}] = world.metrics();
    expect(age).toBe(Math.round((world.clock.now().getTime() - created) / 1000));
  });

  test('takes its snapshot and its figures although the marks cannot be read, and deletes nothing', async () => {
    const world = worldWithSurplus();
    world.holds.breakCalls('marksOf');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'holds-unreadable', deleted: [] });
    expect(world.metrics()[0]).toMatchObject({ NewestSnapshotAge: expect.any(Number) });
  });

  test('of a frozen application deletes nothing until the freeze is over', async () => {
    const world = worldWithSurplus();
    world.holds.seedFreeze('orders', { until: new Date('2026-11-23T10:25:00Z') });
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'ready', deleted: [] });
    expect(record?.kept).toContain(`${OLDEST}: frozen until 2026-11-23T10:25:00.000Z`);
    world.clock.advance(600_000);
    const [next] = await world.invoke(AT_10_30);
    expect(next?.deleted).toHaveLength(4);
  });
});

describe('marking as suspect', () => {
  test('marks several at once, and leaves one row that names them, who and why', async () => {
    const world = worldWithSurplus();
    await world.request({ ...SUSPECT, snapshots: [NEWEST, own('08')] });
    expect(world.audit.records('orders')).toMatchObject([
      {
        state: 'suspect',
        reason: 'marked-suspect',
        requestReason: 'corrupt since 8',
        marked: [NEWEST, own('08')],
        message: `Suspect now, of application orders: ${NEWEST}, ${own('08')}. Marked by ada: corrupt since 8`,
      },
    ]);
    expect(await suspectsOf(world)).toEqual([NEWEST, own('08')]);
  });

  test('keeps the first mark of one that is suspect already: asking again keeps it no longer', async () => {
    const world = worldWithSurplus();
    await world.request(SUSPECT);
    const [first] = (await world.holds.marksOf('orders')).suspects;
    world.clock.advance(DAY_MS);
    const again = { ...SUSPECT, who: 'bob', snapshots: [NEWEST, own('08')] };
    await expect(world.request(again, { invocationId: 'again' })).resolves.toMatchObject([
      { message: expect.stringContaining(`Already suspect before: ${NEWEST}.`) },
    ]);
    expect((await world.holds.marksOf('orders')).suspects[0]).toEqual(first);
  });

  test('once more by a retry of the invocation gives the first result and no second row', async () => {
    const world = worldWithSurplus();
    const first = await world.request(SUSPECT);
    world.clock.advance(60_000);
    expect(await world.request(SUSPECT)).toEqual(first);
    expect(world.audit.records('orders')).toHaveLength(1);
  });

  test('of one that does not exist is refused with the nearest names, and marks none of the others', async () => {
    const world = worldWithSurplus();
    await expect(world.request({ ...SUSPECT, snapshots: [OLDEST, 'demo.20261123T09000Z'] })).rejects.toThrow(
      `Application orders has no snapshot demo.20261123T09000Z. Most similar: ${NEWEST}, `,
    );
    expect(await suspectsOf(world)).toEqual([]);
    expect(world.audit.records('*')).toMatchObject([{ state: 'failed', reason: 'request-refused' }]);
  });

  test.each(['FAILED', 'DELETING'] as const)('of one that is %s is refused', async (status) => {
    const world = worldWithSurplus();
    world.flink.setStatus('orders', NEWEST, status);
    await expect(world.request(SUSPECT)).rejects.toThrow(
      `is ${status}: nobody can restore it, so it needs no mark. Nothing was marked; leave it out.`,
    );
  });

  test('says which snapshots a run is deleting that decided without the marks', async () => {
    const world = worldWithSurplus();
    await runAboutToDelete(world, 60_000, OLDEST);
    await expect(world.request(SUSPECT)).resolves.toMatchObject([
      { message: expect.stringContaining(`A run that began before is deleting: ${OLDEST}.`) },
    ]);
  });

  test('of an earlier application of the same name means nothing to the one of now', async () => {
    const world = worldWithSurplus();
    world.holds.seedSuspect('orders', NEWEST, { markedAt: new Date('2026-10-01T00:00:00Z') });
    expect(await world.request({ action: 'marks' })).toEqual([]);
    await world.request(SUSPECT);
    expect((await world.holds.marksOf('orders')).suspects).toMatchObject([{ why: 'corrupt since 8' }]);
  });

  test('removes marks whose snapshots are gone: they have no other end', async () => {
    const world = worldWithSurplus();
    world.holds.seedSuspect('orders', 'demo.20261101T000000Z');
    await world.request(SUSPECT);
    expect(await suspectsOf(world)).toEqual([NEWEST]);
  });

  test('a snapshot of the present, whose mark this moment a list may not show yet, is not forgotten', async () => {
    const world = worldWithSurplus();
    world.holds.seedSuspect('orders', 'demo.20261123T101500Z', { markedAt: world.clock.now() });
    await world.request(SUSPECT);
    expect(await suspectsOf(world)).toEqual(['demo.20261123T101500Z', NEWEST]);
  });
});

describe('trusting again', () => {
  test('lets the rules see the snapshot, and leaves a row', async () => {
    const world = worldWithSurplus();
    world.holds.seedSuspect('orders', NEWEST);
    await world.request({ ...TRUST, why: 'it was the source' });
    expect(world.audit.records('orders')).toMatchObject([
      {
        state: 'trusted',
        marked: [NEWEST],
        message: `No longer suspect, of application orders: ${NEWEST}. Trusted by bob: it was the source`,
      },
    ]);
    const [record] = await world.invoke(AT_10_20);
    expect(record?.kept).toContain(`${NEWEST}: last 2`);
  });

  test('whose first answer was lost is confirmed when it is asked for again', async () => {
    const world = worldWithSurplus();
    world.holds.seedSuspect('orders', NEWEST);
    world.aws.trouble = (call) => (call === 'holds.trust' ? troubleWith(call, 'answer lost') : undefined);
    await expect(world.request(TRUST)).rejects.toThrow('Injected: holds.trust answer lost.');
    world.aws.trouble = () => undefined;
    await expect(world.request(TRUST, { invocationId: 'again' })).resolves.toMatchObject([
      { state: 'trusted', message: expect.stringContaining(`Not suspect before: ${NEWEST}.`) },
    ]);
    expect(await suspectsOf(world)).toEqual([]);
  });

  test('of one that neither exists nor is suspect is refused, and trusts none of the others', async () => {
    const world = worldWithSurplus();
    world.holds.seedSuspect('orders', NEWEST);
    await expect(world.request({ ...TRUST, snapshots: [NEWEST, 'demo.2026'] })).rejects.toThrow(
      'Application orders has no snapshot demo.2026. Most similar: ',
    );
    expect(await suspectsOf(world)).toEqual([NEWEST]);
  });
});

describe('freezing an application', () => {
  test('keeps all of it for a day, and leaves a row that says who, why and until when', async () => {
    const world = worldWithSurplus();
    await world.request(FREEZE);
    expect(world.audit.records('orders')).toMatchObject([
      {
        state: 'frozen',
        reason: 'deletions-frozen',
        requestReason: 'looking for the cause',
        message:
          'No snapshot of application orders is deleted while the freeze lasts. It ends at 2026-11-24T10:20:01Z, requested by ada: looking for the cause',
      },
    ]);
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).toEqual([]);
    world.clock.advance(DAY_MS);
    const [next] = await world.invoke('2026-11-24T10:20:00Z');
    expect(next?.deleted).toHaveLength(4);
  });

  test('ends when the quota would be nearly full, where that is earlier than a day', async () => {
    const world = worldWithSurplus();
    world.settings = { ...world.settings, snapshotQuota: 100 };
    await world.request(FREEZE);
    const [freeze] = await freezesOf(world);
    // 95 of 100, without the five that are there, at one every ten minutes.
    expect((freeze?.until.getTime() ?? 0) - (freeze?.since.getTime() ?? 0)).toBe(90 * 600_000);
  });

  test('until a time at which the quota would be full is refused with the latest end and the sum', async () => {
    const world = worldWithSurplus();
    await expect(world.request({ ...FREEZE, until: '2026-12-24T00:00:00Z' })).rejects.toThrow(
      'Application orders can’t be frozen until 2026-12-24T00:00:00Z: it has 5 of 1000 snapshots, and gets one every 10 minutes, so its quota would be nearly full before. The latest end is 2026-11-29T23:50:01Z. To keep single snapshots longer, put them on hold (kda hold).',
    );
    expect(await freezesOf(world)).toEqual([]);
    await world.request({ ...FREEZE, until: '2026-11-29T23:50:00Z' }, { invocationId: 'again' });
    expect(await freezesOf(world)).toMatchObject([{ until: new Date('2026-11-29T23:50:00Z') }]);
  });

  test('at a quota that is nearly full is refused: the freeze would keep good snapshots from being taken', async () => {
    const world = worldWithSurplus();
    world.settings = { ...world.settings, snapshotQuota: 5 };
    await expect(world.request(FREEZE)).rejects.toThrow('Application orders can’t be frozen: it has 5 of 5 snapshots');
  });

  test('while a run deletes waits for it, and is refused when the time is up; the freeze stays', async () => {
    const world = worldWithSurplus();
    await runAboutToDelete(world, 600_000, OLDEST);
    await expect(world.request(FREEZE)).rejects.toThrow(
      `The freeze is placed until 2026-11-24T10:20:01Z, but may be too late for ${OLDEST}: ask again in some minutes.`,
    );
    expect(await freezesOf(world)).toHaveLength(1);
    const other = worldWithSurplus();
    await runAboutToDelete(other, 600_000, OLDEST);
    other.clock.in(3_000, () => other.holds.locks.delete('orders'));
    await expect(other.request(FREEZE)).resolves.toMatchObject([{ state: 'frozen' }]);
  });

  test('again by the same person replaces the freeze; those of others stay beside it', async () => {
    const world = worldWithSurplus();
    await world.request({ ...FREEZE, until: '2026-11-23T12:00:00Z' });
    await world.request({ ...FREEZE, until: '2026-11-23T11:00:00Z' }, { invocationId: 'shorter' });
    await expect(world.request({ ...FREEZE, who: 'bob' }, { invocationId: 'bob' })).resolves.toMatchObject([
      { message: expect.stringContaining('Also frozen: by ada until 2026-11-23T11:00:00Z.') },
    ]);
    expect(await freezesOf(world)).toHaveLength(2);
  });
});

describe('thawing an application', () => {
  test('lets the next run delete, and leaves a row', async () => {
    const world = worldWithSurplus();
    world.holds.seedFreeze('orders');
    await world.request({ ...THAW, why: 'found it' });
    expect(world.audit.records('orders')).toMatchObject([
      {
        state: 'thawed',
        message: 'Application orders was thawed. ada ended the freeze of ada: found it No freeze is left.',
      },
    ]);
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).toHaveLength(3);
  });

  test('leaves the freezes of others, and says so', async () => {
    const world = worldWithSurplus();
    world.holds.seedFreeze('orders');
    world.holds.seedFreeze('orders', { who: 'bob' });
    await expect(world.request(THAW)).resolves.toMatchObject([
      { message: expect.stringContaining('It stays frozen by bob until 2026-11-24T09:00:00Z.') },
    ]);
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).toEqual([]);
  });

  test('of another person must be asked for by name', async () => {
    const world = worldWithSurplus();
    world.holds.seedFreeze('orders');
    await expect(world.request({ ...THAW, who: 'bob' })).rejects.toThrow(
      'Application orders is not frozen by bob. It is frozen by ada until 2026-11-24T09:00:00Z. To end another person’s freeze, name the person, as in {"who":"bob","holder":"ada"} (kda thaw: --holder).',
    );
    await world.request({ ...THAW, who: 'bob', holder: 'ada' }, { invocationId: 'named' });
    expect(await freezesOf(world)).toEqual([]);
  });

  test('what is not frozen is no error: the first answer may have been lost', async () => {
    const world = worldWithSurplus();
    world.holds.seedFreeze('orders');
    world.aws.trouble = (call) => (call === 'holds.thaw' ? troubleWith(call, RETRIED_BY_THE_SDK) : undefined);
    await expect(world.request(THAW)).resolves.toMatchObject([{ state: 'thawed' }]);
    world.aws.trouble = () => undefined;
    await expect(world.request(THAW, { invocationId: 'again' })).resolves.toMatchObject([
      { message: 'Application orders was thawed. It was not frozen. No freeze is left.' },
    ]);
  });
});

/** A freeze placed at any moment of a run is seen by it, or its answer waited for what was announced before. */
test.each(['take', 'announceDeletions', 'list', 'marksOf', 'giveBack'] as const)(
  'a freeze that is written just before the run’s %s is never confirmed before a deletion',
  async (moment) => {
    const world = worldWithSurplus();
    let isConfirmed: boolean | undefined;
    let there = 0;
    let place = () => {};
    world.holds.onCall = (call) => {
      if (call === moment) place();
    };
    place = () => {
      place = () => {};
      world.holds.seedFreeze('orders');
      there = world.flink.listed('orders').length;
      isConfirmed = (world.holds.locks.get('orders')?.deleting ?? []).length === 0;
    };
    await world.invoke(AT_10_20);
    expect(isConfirmed).toBeDefined();
    const isLess = world.flink.listed('orders').length < there;
    expect({ isConfirmed, isLess }).not.toEqual({ isConfirmed: true, isLess: true });
  },
);

describe('asking for the marks', () => {
  test('gives suspects and freezes in force, and how many snapshots the freeze keeps', async () => {
    const world = worldWithSurplus();
    world.holds.seedSuspect('orders', NEWEST);
    world.holds.seedSuspect('orders', 'demo.20261101T000000Z');
    world.holds.seedFreeze('orders');
    world.holds.seedFreeze('orders', { who: 'bob', until: new Date('2026-11-23T09:30:00Z') });
    expect(await world.request({ action: 'marks' })).toMatchObject([
      {
        application: 'orders',
        suspects: [{ snapshotName: NEWEST, who: 'ada', why: 'corrupt since 14:00' }],
        freezes: [{ who: 'ada', until: new Date('2026-11-24T09:00:00Z') }],
        frozenSnapshots: 1,
      },
    ]);
  });

  test('leaves out applications without marks, and those that only had some', async () => {
    const world = worldWithSurplus();
    world.holds.seedFreeze('orders', { until: new Date('2026-11-23T09:30:00Z') });
    expect(await world.request({ action: 'marks' })).toEqual([]);
  });

  test('gives the marks although the plan that counts cannot be made', async () => {
    const world = worldWithSurplus();
    world.holds.seedFreeze('orders');
    world.flink.fail('listSnapshots', 'other', { until: new Date('2026-11-24T00:00:00Z') });
    const [marks] = await world.request({ action: 'marks' });
    expect(marks).toMatchObject({ freezes: [{ who: 'ada' }] });
    expect(marks).not.toHaveProperty('frozenSnapshots');
  });
});

test.each([
  [{ ...SUSPECT, snapshots: [] }, 'snapshots is []'],
  [{ ...SUSPECT, why: '' }, 'why is ""'],
  [{ ...SUSPECT, snapshot: NEWEST }, 'no such field: suspect has application, snapshots, who, why'],
  [{ ...TRUST, who: undefined }, 'who is missing'],
  [{ ...FREEZE, until: '2026-11-23' }, 'until is "2026-11-23", expected a time in UTC after'],
  [{ ...FREEZE, why: undefined }, 'why is missing'],
  [{ ...THAW, holder: 7 }, 'holder is 7'],
  [{ ...FREEZE, application: 'order' }, 'This deployment does not manage order. It manages orders.'],
])('%j is refused', async (raw, complaint) => {
  await expect(worldWithSurplus().request(raw)).rejects.toThrow(complaint);
});

async function runAboutToDelete(world: FakeWorld, ms: number, ...names: string[]): Promise<void> {
  const lease = { owner: 'run', eventId: 'event', until: new Date(world.clock.now().getTime() + ms) };
  await world.holds.take('orders', lease, world.clock.now());
  await world.holds.announceDeletions('orders', lease, names);
}
