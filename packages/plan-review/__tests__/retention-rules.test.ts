import { destroy, findingsIn, kindsAndTexts, lookedAt, NOTHING, refusedFor, update } from './plan-of';

const FUNCTION = 'aws_lambda_function';
const manager = (retention: object | string, applications: unknown[] = ['orders']) => ({
  environment: [
    {
      variables: {
        RETENTION: typeof retention === 'string' ? retention : JSON.stringify(retention),
        SNAPSHOT_NAME_PREFIX: 'kda.',
        APPLICATIONS: JSON.stringify(applications),
      },
    },
  ],
});
const from = (before: object, after: object) => update(FUNCTION, before, after);
const details = (before: object, after: object) =>
  findingsIn(from(before, after)).refusals.map(({ kind, detail }) => `${kind}: ${detail}`);

const MORE = 'the next run deletes the snapshots that the policy no longer keeps.';

describe('a retention is shortened by', () => {
  test.each([
    [
      { keepLast: 10 },
      { keepLast: 3 },
      'keepLast 10 → 3: the next run may delete 7 restore points of each application.',
    ],
    [{ keepLast: 4 }, { keepLast: 3 }, 'keepLast 4 → 3: the next run may delete 1 restore point of each application.'],
    [{ keepLast: -1 }, { keepLast: 3 }, `keepLast all → 3: ${MORE}`],
    [{ keepLast: 10, keepDaily: 7 }, { keepLast: 5, keepDaily: 7 }, `keepLast 10 → 5: ${MORE}`],
    [{ keepLast: 10, keepDaily: 7 }, { keepLast: 10 }, `keepDaily 7 → none: ${MORE}`],
    [
      { keepHourly: 24, keepWeekly: 4 },
      { keepHourly: 12, keepWeekly: 2 },
      `keepHourly 24 → 12, keepWeekly 4 → 2: ${MORE}`,
    ],
    [{ keepWithin: '2m' }, { keepWithin: '30d' }, `keepWithin 2m → 30d: ${MORE}`],
    [{ keepWithinDaily: '1y' }, { keepWithinDaily: '11m' }, `keepWithinDaily 1y → 11m: ${MORE}`],
    [{ keepWithin: '2m' }, { keepWithin: '2m', keepAtMost: 50 }, `keepAtMost none → 50: ${MORE}`],
    [
      { keepWithin: '2m', keepAtMost: 80 },
      { keepWithin: '2m', keepAtMost: 50 },
      'keepAtMost 80 → 50: the next run may delete 30 restore points of each application.',
    ],
    [
      { deleteSurplus: false },
      { keepLast: 10 },
      'deleteSurplus is turned on: the next run deletes the snapshots that no rule keeps.',
    ],
    [
      { keepLast: 10 },
      { keepLast: 10, serviceSnapshots: { keepLast: 5, keepWithin: '30d' } },
      'serviceSnapshots is turned on (keepLast 5, keepWithin 30d): the next run deletes the other snapshots that the service took for stops, updates and scalings.',
    ],
    [
      { keepLast: 10, serviceSnapshots: false },
      { keepLast: 9, serviceSnapshots: { keepLast: 5 } },
      'keepLast 10 → 9: the next run may delete 1 restore point of each application. serviceSnapshots is turned on (keepLast 5): the next run deletes the other snapshots that the service took for stops, updates and scalings.',
    ],
    [
      { keepLast: 10, serviceSnapshots: { keepLast: 5, keepWithin: '30d' } },
      { keepLast: 10, serviceSnapshots: { keepLast: 6 } },
      'serviceSnapshots.keepWithin 30d → none: the next run deletes the snapshots of the service that the policy no longer keeps.',
    ],
    [
      { keepLast: -1, serviceSnapshots: { keepLast: 5 } },
      { keepLast: -1, serviceSnapshots: { keepLast: 4 } },
      'serviceSnapshots.keepLast 5 → 4: the next run deletes the snapshots of the service that the policy no longer keeps.',
    ],
  ])('%j to %j', (before, after, detail) => {
    expect(details(manager(before), manager(after))).toEqual([`retention-shortened: ${detail}`]);
  });
});

describe('a retention is not shortened by', () => {
  test.each([
    [{ keepLast: 10 }, { keepLast: 20 }],
    [
      { keepLast: 10, serviceSnapshots: { keepLast: 5 } },
      { keepLast: 10, serviceSnapshots: false },
    ],
    [
      { keepLast: 10, serviceSnapshots: { keepLast: 5 } },
      { keepLast: 10, serviceSnapshots: { keepLast: 5, keepWithin: '1d' } },
    ],
    [{ keepLast: 10 }, { keepLast: -1 }],
    [{ keepLast: 10, keepDaily: 7 }, { keepLast: -1 }],
    [{ keepLast: 10 }, { keepLast: 10, keepDaily: 7 }],
    [{ keepLast: 10 }, { keepLast: 10, keepAtMost: 50 }],
    [{ keepWithin: '1m' }, { keepWithin: '2m' }],
    [{ keepWithin: '14d' }, { keepWithin: '336h' }],
    [{ keepLast: 10, keepFailed: '14d' }, { keepLast: 10 }],
    [{ keepLast: 10 }, { deleteSurplus: false }],
    [
      { keepLast: 10, deleteSurplus: false },
      { keepLast: 3, deleteSurplus: false },
    ],
    [{ keepDaily: 7 }, { keepDaily: 7, timeZone: 'Europe/Berlin' }],
  ])('%j to %j', (before, after) => {
    expect(kindsAndTexts(from(manager(before), manager(after)))).toEqual(NOTHING);
  });
});

describe('of one application', () => {
  const all = { keepLast: 10 };

  test('that gets a shorter one of its own', () => {
    const own = { name: 'orders', retention: { keepLast: 3 } };
    expect(details(manager(all, ['orders', 'payments']), manager(all, [own, 'payments']))).toEqual([
      'retention-shortened: For orders: keepLast 10 → 3: the next run may delete 7 restore points of each application.',
    ]);
  });

  test('that loses a longer one of its own', () => {
    const own = { name: 'orders', retention: { keepLast: 30 } };
    expect(details(manager(all, [own, 'payments']), manager(all, ['orders', 'payments']))).toEqual([
      'retention-shortened: For orders: keepLast 30 → 10: the next run may delete 20 restore points of each application.',
    ]);
  });

  test('that was found by a prefix', () => {
    const own = { name: 'team-a-orders', retention: { keepLast: 3 } };
    expect(details(manager(all, [{ prefix: 'team-a-' }]), manager(all, [{ prefix: 'team-a-' }, own]))).toEqual([
      'retention-shortened: For team-a-orders: keepLast 10 → 3: the next run may delete 7 restore points of each application.',
    ]);
  });

  test('that has one of its own when the others’ falls', () => {
    const own = { name: 'orders', retention: { keepLast: 30 } };
    expect(details(manager(all, [own, 'payments']), manager({ keepLast: 5 }, [own, 'payments']))).toEqual([
      'retention-shortened: For payments: keepLast 10 → 5: the next run may delete 5 restore points of each application.',
    ]);
  });
});

test('a replaced function shortens it as well', () => {
  const change = update(FUNCTION, manager({ keepLast: 10 }), manager({ keepLast: 3 }), { action: 'replace' });
  expect(kindsAndTexts(change)).toEqual({
    refused: ['retention-shortened'],
    looked: [expect.stringContaining('is recreated')],
  });
});

describe('an application goes from the list:', () => {
  const all = { keepLast: 10 };

  test('refused', () => {
    expect(details(manager(all, ['orders', 'payments']), manager(all, ['payments']))).toEqual([
      'schedule-off: No more snapshots are taken of orders.',
    ]);
  });

  test.each([
    ['a prefix finds it', [{ prefix: 'ord' }]],
    ['a pattern finds it', [{ pattern: 'o*s' }]],
  ])('fine when %s', (_, entries) => {
    expect(kindsAndTexts(from(manager(all, ['orders']), manager(all, entries)))).toEqual(NOTHING);
  });

  test.each([
    ['a tag may find it', ['orders', 'a'], ['a', { tag: { key: 'team', value: 'a' } }]],
    ['it was a prefix', ['a', { prefix: 'ord' }], ['a']],
  ])('looked at when %s', (_, before, after) => {
    expect(kindsAndTexts(from(manager(all, before), manager(all, after)))).toEqual(
      lookedAt('list of applications changes'),
    );
  });

  test('fine when it is destroyed in this plan, which is what is refused', () => {
    const changes = [
      from(manager(all, ['orders', 'payments']), manager(all, ['payments'])),
      destroy('aws_kinesisanalyticsv2_application', { name: 'orders' }),
    ];
    expect(kindsAndTexts(...changes)).toEqual(refusedFor('application-destroyed'));
  });
});

test('variables that are known after apply only were not judged', () => {
  expect(
    kindsAndTexts(
      update(
        FUNCTION,
        manager({ keepLast: 10 }),
        { environment: [{}] },
        { unknown: { environment: [{ variables: true }] } },
      ),
    ),
  ).toEqual(lookedAt('variables are known only after apply'));
});

test('a retention that can’t be read is looked at', () => {
  expect(kindsAndTexts(from(manager({ keepLast: 10 }), manager('ten')))).toEqual(lookedAt('can’t be read'));
});

test('what is sensitive is refused and not said', () => {
  const hidden = { environment: [{ variables: true }] };
  const [refusal] = findingsIn(
    update(FUNCTION, manager({ keepLast: 10 }), manager({ keepLast: 3 }), {
      beforeSensitive: hidden,
      afterSensitive: hidden,
    }),
  ).refusals;
  expect(refusal).toMatchObject({
    kind: 'retention-shortened',
    detail: undefined,
    attributes: [{ path: 'environment.variables.RETENTION', old: { is: 'sensitive' }, new: { is: 'sensitive' } }],
  });
});

test('a function of somebody else with other variables is nobody’s concern', () => {
  const variables = (retention: string) => ({ environment: [{ variables: { RETENTION: retention } }] });
  expect(kindsAndTexts(from(variables('10'), variables('3')))).toEqual(NOTHING);
});
