import fc from 'fast-check';
import { covers, selectionProblems } from '../../../config/checks/selection-checks';
import { fitsPattern } from '../../../lambda-src/snapshot-manager/domain/name-pattern';
import { settingsWith } from '../../settings-with';

const problemsOf = (applications: unknown[]) =>
  selectionProblems(settingsWith({ application: undefined, snapshots: { applications } }));

test.each([
  [[{ prefix: 'orders-' }, { prefix: 'orders-eu-' }], 'prefix "orders-eu-"', 'prefix "orders-"'],
  [[{ prefix: 'orders-' }, { prefix: 'orders-' }], 'prefix "orders-"', 'prefix "orders-"'],
  [[{ prefix: 'orders-' }, { pattern: 'orders-*-eu' }], 'pattern "orders-*-eu"', 'prefix "orders-"'],
  [[{ pattern: '*' }, { prefix: 'orders-' }], 'prefix "orders-"', 'pattern "*"'],
  [[{ pattern: 'a?c*' }, { pattern: 'abc*' }], 'pattern "abc*"', 'pattern "a?c*"'],
  [[{ prefix: 'orders-' }, 'orders-eu'], '"orders-eu"', 'prefix "orders-"'],
  [
    [{ tag: { key: 'team', value: 'a' } }, { tag: { key: 'team', value: 'a' }, notify: 'always' }],
    'tag team=a',
    'tag team=a',
  ],
])('in %j the second entry can never hold', (applications, later, earlier) => {
  expect(problemsOf(applications)).toMatchObject([
    {
      path: 'snapshots.applications[1]',
      is: `is ${later}, which the ${earlier} of snapshots.applications[0] matches as well`,
    },
  ]);
});

test.each([
  [[{ prefix: 'orders-eu-' }, { prefix: 'orders-' }]],
  [[{ prefix: 'orders-' }, { prefix: 'orders' }]],
  [[{ pattern: 'orders-?' }, { prefix: 'orders-' }]],
  [[{ tag: { key: 'team', value: 'a' } }, { prefix: 'orders-' }, { tag: { key: 'team', value: 'b' } }]],
  [['orders', { prefix: 'orders' }]],
])('in %j every entry can hold', (applications) => {
  expect(problemsOf(applications)).toEqual([]);
});

const letters = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 6 });

test('a pattern that covers another fits every name that the other fits', () => {
  fc.assert(
    fc.property(
      letters('ab*?'),
      letters('ab*?'),
      fc.array(letters('abc'), { maxLength: 40 }),
      (wider, narrower, names) => {
        if (!covers(wider, narrower)) return;
        for (const name of names.filter((each) => fitsPattern(each, narrower))) {
          expect({ wider, narrower, name, fits: fitsPattern(name, wider) }).toMatchObject({ fits: true });
        }
      },
    ),
  );
});
