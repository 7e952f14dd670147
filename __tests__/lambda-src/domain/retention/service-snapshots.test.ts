import fc from 'fast-check';
import type { Marks } from '../../../../lambda-src/snapshot-manager/domain/marks';
import { planRetention, type RetentionFacts } from '../../../../lambda-src/snapshot-manager/domain/retention/retention';
import {
  parseRetentionPolicy,
  type RetentionPolicy,
} from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot, SnapshotStatus } from '../../../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../../../lambda-src/snapshot-manager/domain/snapshot-name';

const NOW = new Date('2026-11-23T12:00:00Z');
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

const of = (name: string, createdAt: Date | undefined, status: SnapshotStatus = 'READY'): Snapshot => ({
  ...{ name, status, createdAt },
  ...{ applicationVersion: 1, runtimeEnvironment: undefined },
});
const stop = (days: number, status?: SnapshotStatus) =>
  of(`STOP-orders-${daysAgo(days).getTime()}`, daysAgo(days), status);
const update = (days: number) => of(`UPDATEAPPLICATION-orders-${daysAgo(days).getTime()}`, daysAgo(days));
const own = (days: number) => of(snapshotName('demo.', daysAgo(days)), daysAgo(days));

const NO_FACTS: RetentionFacts = {
  ...{ application: 'orders', ownPrefix: 'demo.', now: NOW },
  ...{ restorePoint: undefined, held: new Set<string>() },
};

function plan(snapshots: readonly Snapshot[], serviceSnapshots: object | false | undefined, facts: object = {}) {
  const policy = parseRetentionPolicy({ keepLast: 3, ...(serviceSnapshots === undefined ? {} : { serviceSnapshots }) });
  const { kept, dropped } = planRetention(snapshots, policy, { ...NO_FACTS, ...facts });
  const shown = (all: typeof kept | typeof dropped) =>
    Object.fromEntries(all.map(({ snapshot, reasons }) => [snapshot.name, reasons.join(', ')]));
  return { kept: shown(kept), dropped: shown(dropped) };
}

test.each<[string, false | undefined]>([
  ['without the setting', undefined],
  ['with false', false],
])('%s the snapshots of the service stay as foreign ones', (_case, rule) => {
  const { kept, dropped } = plan([own(0), stop(1), update(400)], rule);
  expect(dropped).toEqual({});
  expect(kept[stop(1).name]).toBe('foreign');
  expect(kept[update(400).name]).toBe('foreign');
});

test('the newest ones of the service stay by count, whatever made them, and the others go', () => {
  expect(plan([own(0), stop(1), update(2), stop(3)], { keepLast: 2 })).toEqual({
    kept: {
      [own(0).name]: 'newest-ready-of-ours, newest-ready, last 1',
      [stop(1).name]: 'newest-ready-of-the-service, service last 1',
      [update(2).name]: 'service last 2',
    },
    dropped: { [stop(3).name]: 'service surplus' },
  });
});

test('either rule keeps one: by age from the newest of the service, exactly at the cut it is outside', () => {
  const { kept, dropped } = plan([own(0), stop(10), stop(39), stop(40), stop(41)], { keepLast: 1, keepWithin: '30d' });
  expect(kept[stop(39).name]).toBe('service within 30d');
  expect(Object.keys(dropped)).toEqual([stop(40).name, stop(41).name]);
});

test('they take no slot of ours, and ours none of theirs', () => {
  const { dropped } = plan([own(1), own(2), own(3), stop(4), stop(5), own(6)], { keepLast: 1 });
  expect(dropped).toEqual({ [stop(5).name]: 'service surplus', [own(6).name]: 'surplus' });
});

const MARKS: Marks = {
  suspects: [
    { ...{ application: 'orders', snapshotName: stop(5).name, who: 'ada', why: 'bad' }, markedAt: daysAgo(4) },
  ],
  freezes: [],
};

test.each([
  ['on hold', { held: new Set([stop(5).name]) }, 'on-hold'],
  ['the configured restore point', { restorePoint: stop(5).name }, 'restore-point'],
  ['suspect, also years after the mark', { marks: MARKS, now: new Date('2030-01-01T00:00:00Z') }, 'foreign'],
  [
    'of a frozen application',
    {
      marks: {
        suspects: [],
        freezes: [{ ...{ application: 'orders', who: 'ada', why: 'x' }, since: daysAgo(1), until: daysAgo(-1) }],
      },
    },
    'frozen until 2026-11-24T12:00:00.000Z',
  ],
])('one that is %s stays', (_case, facts, reasons) => {
  const { kept, dropped } = plan([own(0), stop(1), stop(5)], { keepLast: 1 }, facts);
  expect(kept[stop(5).name]).toBe(reasons);
  expect(dropped).toEqual({});
});

test.each([
  ['the newest of all stays when it is the service’s', [stop(0), own(1)], stop(0).name],
  ['the newest trusted one stays below a suspect one', [stop(5), stop(6)], stop(6).name],
])('%s', (_case, snapshots, name) => {
  expect(Object.keys(plan(snapshots, { keepLast: 1 }, { marks: MARKS }).kept)).toContain(name);
});

test('a failed one goes as a failed one of ours, and takes no slot', () => {
  expect(plan([own(0), stop(1, 'FAILED'), stop(2), stop(3)], { keepLast: 1 }).dropped).toEqual({
    [stop(1).name]: 'failed',
    [stop(3).name]: 'service surplus',
  });
});

test.each([
  ['another application', `STOP-payments-${daysAgo(9).getTime()}`, daysAgo(9)],
  ['a name that goes on', `STOP-orders-${daysAgo(9).getTime()}-copy`, daysAgo(9)],
  ['a time of another moment', `STOP-orders-${daysAgo(8).getTime()}`, daysAgo(9)],
  ['a number that is no time', 'STOP-orders-1', daysAgo(9)],
  ['the mode that manages its own', 'SYSTEMSNAPSHOT-orders', daysAgo(9)],
  ['an unknown creation time', `STOP-orders-${daysAgo(9).getTime()}`, undefined],
])('a name like the service’s is not enough: %s', (_case, name, createdAt) => {
  const { kept, dropped } = plan([own(0), stop(1), of(name, createdAt)], { keepLast: 1 });
  expect(dropped).toEqual({});
  expect(kept[name]).toContain('foreign');
});

test('an application whose name is like a kind is told apart', () => {
  const at = daysAgo(9);
  const facts = { application: 'STOP-orders' };
  const name = `STOP-STOP-orders-${at.getTime()}`;
  expect(
    plan(
      [stop(1), of(name, at), of(`UPDATEAPPLICATION-STOP-orders-${daysAgo(2).getTime()}`, daysAgo(2))],
      { keepLast: 1 },
      facts,
    ).dropped,
  ).toEqual({
    [name]: 'service surplus',
  });
});

test('with deletions switched off they stay', () => {
  const policy = parseRetentionPolicy({ deleteSurplus: false, serviceSnapshots: { keepLast: 1 } });
  const { kept, dropped } = planRetention([own(0), stop(1), stop(2)], policy, NO_FACTS);
  expect(dropped).toEqual([]);
  expect(kept.at(-1)?.reasons).toEqual(['cleaning-off']);
});

const STATUSES: readonly SnapshotStatus[] = ['READY', 'READY', 'READY', 'FAILED', 'CREATING', 'DELETING', 'EXPORTING'];

/** Snapshot of a known maker; those of people look like the service's, too. */
const made = fc
  .record({
    ageMs: fc.oneof(fc.integer({ min: -2, max: 40 }), fc.integer({ min: 0, max: 900 })).map((days) => days * DAY_MS),
    maker: fc.constantFrom('own', 'service', 'service', 'person'),
    kind: fc.constantFrom('STOP', 'UPDATEAPPLICATION', 'AUTOSCALING'),
    form: fc.nat({ max: 4 }),
    status: fc.constantFrom(...STATUSES),
    isDated: fc.integer({ min: 0, max: 12 }).map((n) => n > 0),
  })
  .map(({ ageMs, maker, kind, form, status, isDated }) => {
    const at = new Date(NOW.getTime() - ageMs);
    const ofPeople = [
      'before-release',
      `${kind}-payments-${at.getTime()}`,
      `${kind}-orders-${at.getTime() - DAY_MS}`,
      `${kind}-orders-${at.getTime()}x`,
      `stop-orders-${at.getTime()}`,
    ];
    const names = { own: snapshotName('demo.', at), service: `${kind}-orders-${at.getTime()}` };
    const name = names[maker as keyof typeof names] ?? `${ofPeople[form]}`;
    return { maker, snapshot: of(name, isDated ? at : undefined, status) };
  });

const world = fc
  .record({
    all: fc.uniqueArray(made, { maxLength: 30, selector: ({ snapshot }) => snapshot.name }),
    held: fc.array(fc.nat({ max: 29 }), { maxLength: 3 }),
    suspect: fc.array(fc.nat({ max: 29 }), { maxLength: 3 }),
    proven: fc.option(fc.nat({ max: 29 }), { nil: undefined }),
    restorePoint: fc.nat({ max: 60 }),
    isFrozen: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    quota: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  })
  .map(({ all, held, suspect, proven, restorePoint, isFrozen, quota }) => {
    const names = (places: readonly number[]) => places.flatMap((place) => all[place]?.snapshot.name ?? []);
    const by = { application: 'orders', who: 'ada', why: 'test' };
    const marks: Marks = {
      suspects: names(suspect).map((snapshotName) => ({ ...by, snapshotName, markedAt: daysAgo(20) })),
      proofs: names(proven === undefined ? [] : [proven]).map((snapshotName) => ({
        ...{ application: 'orders', snapshotName, who: 'ada', by: 'restore' as const },
        provenAt: daysAgo(0),
      })),
      freezes: isFrozen ? [{ ...by, since: daysAgo(1), until: daysAgo(-1) }] : [],
    };
    const facts: RetentionFacts = {
      ...NO_FACTS,
      held: new Set(names(held)),
      restorePoint: all[restorePoint]?.snapshot.name,
      marks,
      ...(quota === undefined ? {} : { snapshotQuota: quota }),
    };
    return { all, facts, marks };
  });

const rule = fc.oneof(
  fc.constantFrom(undefined, false as const),
  fc.record({
    keepLast: fc.integer({ min: 1, max: 6 }),
    keepWithin: fc.option(
      fc.record({ years: fc.constant(0), months: fc.constant(0), days: fc.nat({ max: 60 }), hours: fc.constant(1) }),
      {
        nil: undefined,
      },
    ),
  }),
);
const policy: fc.Arbitrary<RetentionPolicy> = fc.record({
  keepLast: fc.integer({ min: 1, max: 6 }),
  keepAtMost: fc.option(fc.integer({ min: 3, max: 8 }), { nil: undefined }),
  serviceSnapshots: rule,
});

function droppedOf(given: { all: readonly { snapshot: Snapshot }[]; facts: RetentionFacts }, policy: RetentionPolicy) {
  return planRetention(
    given.all.map(({ snapshot }) => snapshot),
    policy,
    given.facts,
  ).dropped.map(({ snapshot }) => snapshot);
}

test('a person’s snapshot is never dropped, whatever the rules; one of the service only with a rule', () => {
  fc.assert(
    fc.property(world, policy, (given, policy) => {
      const makers = new Map(given.all.map(({ maker, snapshot }) => [snapshot.name, maker]));
      for (const { name } of droppedOf(given, policy)) {
        expect(['own', ...(policy.serviceSnapshots ? ['service'] : [])]).toContain(makers.get(name));
      }
    }),
    { numRuns: 200 },
  );
});

test('no protected one of the service is dropped under any input', () => {
  fc.assert(
    fc.property(world, policy, (given, policy) => {
      const { facts, marks, all } = given;
      const suspects = new Set(marks.suspects.map(({ snapshotName }) => snapshotName));
      const ready = all
        .filter(({ snapshot: { status, createdAt } }) => status === 'READY' && createdAt && createdAt <= NOW)
        .toSorted((a, b) => Number(b.snapshot.createdAt) - Number(a.snapshot.createdAt));
      const newestAt = (isMeant: (each: (typeof all)[number]) => boolean) => ready.find(isMeant)?.snapshot.createdAt;
      const newest = newestAt(() => true);
      const newestOfService = newestAt(({ maker }) => maker === 'service');
      for (const { name, status, createdAt } of droppedOf(given, policy)) {
        expect(['READY', 'FAILED']).toContain(status);
        expect(facts.held.has(name)).toBe(false);
        expect(name).not.toBe(facts.restorePoint);
        expect(marks.freezes).toEqual([]);
        const isProven = marks.proofs?.some(({ snapshotName }) => snapshotName === name) === true;
        if (status === 'READY' && !suspects.has(name)) expect(isProven).toBe(false);
        if (/-orders-/.test(name) && status === 'READY') expect(suspects.has(name)).toBe(false);
        // Two may be of one moment: then at least one of them stays.
        const isNewest = status === 'READY' && (createdAt === newest || createdAt === newestOfService);
        expect(isNewest).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});

test('a rule for the service changes nothing about ours', () => {
  fc.assert(
    fc.property(world, policy, (given, policy) => {
      const oursOf = (all: readonly Snapshot[]) =>
        all.map(({ name }) => name).filter((name) => name.startsWith('demo.'));
      const { facts } = given;
      // The quota makes suspect ones go early, and fewer of the service leave more room.
      const { snapshotQuota: _, ...withoutQuota } = facts;
      const same = { ...given, facts: withoutQuota };
      expect(oursOf(droppedOf(same, policy))).toEqual(oursOf(droppedOf(same, { ...policy, serviceSnapshots: false })));
    }),
  );
});
