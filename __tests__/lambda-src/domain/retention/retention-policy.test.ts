import { retentionSchema } from '../../../../config/schema/retention-settings';
import {
  parseRetentionPolicy,
  RetentionPolicyError,
} from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';

const ACCEPTED: readonly object[] = [
  { keepLast: 10 },
  { keepLast: 3 },
  { keepLast: 1000 },
  { keepLast: -1 },
  { keepHourly: 1, keepDaily: 7, keepWeekly: 4, keepMonthly: 12, keepYearly: -1 },
  { keepWithin: '1y5m7d2h' },
  { keepWithinDaily: '1d1y1m' },
  { keepWithinYearly: '99999y' },
  { keepLast: 10, timeZone: 'America/New_York' },
  { keepLast: 10, timeZone: 'UTC', keepFailed: '7d', keepAtMost: 900, deleteSurplus: true },
  { deleteSurplus: false },
  { keepLast: 10, serviceSnapshots: false },
  { keepLast: 10, serviceSnapshots: { keepLast: 1 } },
  { keepLast: 10, serviceSnapshots: { keepLast: 1000, keepWithin: '30d' } },
];

const REFUSED: readonly [object, string][] = [
  [{}, 'the policy would keep nothing, expected at least one rule such as "keepLast": 10 or "keepDaily": 7'],
  [{ timeZone: 'UTC', keepFailed: '7d', keepAtMost: 5, deleteSurplus: true }, 'the policy would keep nothing'],
  [{ keepLast: 2 }, 'keepLast is 2, expected -1 (all) or a whole number from 3 to 1000'],
  [{ keepLast: 0 }, 'keepLast is 0'],
  [{ keepLast: 1001 }, 'keepLast is 1001'],
  [{ keepLast: 3.5 }, 'keepLast is 3.5'],
  [{ keepLast: '10' }, 'keepLast is "10"'],
  [{ keepLast: null }, 'keepLast is null'],
  [{ keepLast: 10, keepDaily: 0 }, 'keepDaily is 0, expected -1 (all) or a whole number from 1 to 1000'],
  [{ keepLast: 10, keepYearly: -2 }, 'keepYearly is -2'],
  [{ keepWithin: '2w' }, 'keepWithin is "2w", expected a duration such as "14d" or "1y6m"'],
  [{ keepWithin: '' }, 'keepWithin is ""'],
  [{ keepWithin: '0d' }, 'keepWithin is "0d"'],
  [{ keepWithin: '1d2d' }, 'keepWithin is "1d2d"'],
  [{ keepWithin: '-1d' }, 'keepWithin is "-1d"'],
  [{ keepWithin: '1d\n' }, 'keepWithin is "1d\\n"'],
  [{ keepWithinHourly: 5 }, 'keepWithinHourly is 5'],
  [{ keepLast: 10, timeZone: 'Berlin' }, 'timeZone is "Berlin", expected the name of an IANA time zone'],
  [{ keepLast: 10, timeZone: '+01:00' }, 'timeZone is "+01:00"'],
  [{ keepLast: 10, keepAtMost: 2 }, 'keepAtMost is 2, expected a whole number from 3 to 10000'],
  [{ keepLast: 10, keepAtMost: -1 }, 'keepAtMost is -1'],
  [{ keepLast: 10, deleteSurplus: 'no' }, 'deleteSurplus is "no", expected true or false'],
  [{ keepLast: 10, keepDayly: 7 }, 'keepDayly is no setting, expected one of keepLast, keepHourly, keepDaily,'],
  [{ keepLast: 10, constructor: 7 }, 'constructor is no setting'],
  [{ serviceSnapshots: { keepLast: 5 } }, 'the policy would keep nothing'],
  [
    { keepLast: 10, serviceSnapshots: true },
    'serviceSnapshots is true, expected false, or an object such as {"keepLast": 5}',
  ],
  [
    { keepLast: 10, serviceSnapshots: { keepLast: 0 } },
    'serviceSnapshots.keepLast is 0, expected a whole number from 1 to 1000',
  ],
  [{ keepLast: 10, serviceSnapshots: { keepLast: -1 } }, 'serviceSnapshots.keepLast is -1'],
  [{ keepLast: 10, serviceSnapshots: { keepWithin: '30d' } }, 'serviceSnapshots.keepLast is undefined'],
  [{ keepLast: 10, serviceSnapshots: { keepLast: 5, keepWithin: '2w' } }, 'serviceSnapshots.keepWithin is "2w"'],
  [
    { keepLast: 10, serviceSnapshots: { keepLast: 5, keepDaily: 7 } },
    'serviceSnapshots.keepDaily is 7, expected only keepLast and keepWithin',
  ],
  [[{ keepLast: 10 }], 'the policy is [{"keepLast":10}], expected an object such as {"keepLast": 10}'],
];

test.each(ACCEPTED)('%j is a policy for settings and Lambda alike', (policy) => {
  expect(retentionSchema.safeParse(policy).error?.issues).toBeUndefined();
  expect(Object.keys(parseRetentionPolicy(policy))).toEqual(Object.keys(policy));
});

test.each(REFUSED)('%j is refused by settings and Lambda alike', (policy, message) => {
  expect(retentionSchema.safeParse(policy).success).toBe(false);
  expect(() => parseRetentionPolicy(policy)).toThrow(RetentionPolicyError);
  expect(() => parseRetentionPolicy(policy)).toThrow(message);
});

describe('the policy of one application beside that of the deployment', () => {
  const stackWide = parseRetentionPolicy({
    keepLast: 10,
    timeZone: 'Europe/Berlin',
    keepFailed: '7d',
    keepAtMost: 100,
  });

  test('replaces the rules, and takes over zone, age of FAILED ones and cap', () => {
    expect(parseRetentionPolicy({ keepDaily: 7 }, stackWide)).toEqual({
      keepDaily: 7,
      timeZone: 'Europe/Berlin',
      keepFailed: { years: 0, months: 0, days: 7, hours: 0 },
      keepAtMost: 100,
    });
  });

  test('its own zone and age hold; of two caps the smaller one', () => {
    const own = { keepDaily: 7, timeZone: 'UTC', keepFailed: '1h', keepAtMost: 50 };
    expect(parseRetentionPolicy(own, stackWide)).toMatchObject({
      timeZone: 'UTC',
      keepFailed: { days: 0, hours: 1 },
      keepAtMost: 50,
    });
    expect(parseRetentionPolicy({ ...own, keepAtMost: 500 }, stackWide).keepAtMost).toBe(100);
  });

  test.each([
    [undefined, { keepLast: 5 }, { keepLast: 5 }],
    [false, { keepLast: 5 }, false],
    [{ keepLast: 9 }, { keepLast: 5 }, { keepLast: 9 }],
    [{ keepLast: 9 }, undefined, { keepLast: 9 }],
  ] as const)('serviceSnapshots %j in an application of a deployment with %j: %j', (own, ofStack, result) => {
    const policy = parseRetentionPolicy(
      { keepLast: 5, ...(own === undefined ? {} : { serviceSnapshots: own }) },
      { keepLast: 10, serviceSnapshots: ofStack },
    );
    expect(policy.serviceSnapshots).toEqual(result);
  });

  test.each([
    [undefined, undefined, undefined],
    [true, true, undefined],
    [false, undefined, false],
    [undefined, false, false],
    [true, false, false],
  ])('deleteSurplus %j in an application of a deployment with %j: %j', (own, ofStack, result) => {
    const policy = parseRetentionPolicy(
      { keepLast: 5, ...(own === undefined ? {} : { deleteSurplus: own }) },
      { keepLast: 10, deleteSurplus: ofStack },
    );
    expect(policy.deleteSurplus).toBe(result);
  });
});
