import * as fc from 'fast-check';
import { providerProblems } from '../../config/checks/provider-checks';
import { FUNCTION_RUNTIMES, runtimeWarning } from '../../tools/function-runtimes';
import { admits, readConstraint } from '../../tools/version-constraint';
import { settingsWith } from '../settings-with';

function problems(version: string, more: { runtime?: string; flink?: string } = {}): string[] {
  const settings = settingsWith({
    provider: { version },
    snapshots: more.runtime ? { functionRuntime: more.runtime } : {},
    application: more.flink ? { runtime: more.flink } : {},
  });
  return providerProblems(settings).map(({ path, is, expected }) => `${path} ${is}, expected ${expected}`);
}

test('the defaults are the provider and the runtime that are applied here', () => {
  const settings = settingsWith();
  expect([settings.provider.version, settings.snapshots.functionRuntime]).toEqual(['5.100.0', 'nodejs22.x']);
  expect(providerProblems(settings)).toEqual([]);
});

test.each([
  ['5.100.0', {}],
  ['>= 5.100.0, < 7.0.0', {}],
  ['~> 5.100', {}],
  ['>= 6.20, < 7.0', { runtime: 'nodejs24.x' }],
  ['~> 6.20', { runtime: 'nodejs24.x' }],
  ['~> 6.25.1', { runtime: 'nodejs24.x' }],
  ['>= 6.40, != 6.41.0, < 7', { flink: 'FLINK-2_2' }],
  ['6.50.0', { flink: 'FLINK-2_3', runtime: 'nodejs24.x' }],
])('%s with %o is accepted', (version, more) => expect(problems(version, more)).toEqual([]));

test.each([
  [
    '5.100.0',
    { runtime: 'nodejs24.x' },
    'snapshots.functionRuntime is "nodejs24.x", expected a runtime that provider 5.100.0 knows, the lowest that provider.version ("5.100.0") admits: nodejs24.x came with 6.20.0',
  ],
  [
    '>= 5.100, < 7.0',
    { runtime: 'nodejs24.x' },
    'snapshots.functionRuntime is "nodejs24.x", expected a runtime that provider 5.100.0 knows, the lowest that provider.version (">= 5.100, < 7.0") admits: nodejs24.x came with 6.20.0',
  ],
  [
    '~> 6.39',
    { flink: 'FLINK-2_2' },
    'application.runtime is "FLINK-2_2", expected a runtime that provider 6.39.0 knows, the lowest that provider.version ("~> 6.39") admits: FLINK-2_2 came with 6.40.0',
  ],
  [
    '>= 6.20',
    {},
    'provider.version is ">= 6.20", which admits 7.0.0 and newer, expected versions from 5.100.0 to 6.x, such as "5.100.0" or ">= 6.20, < 7.0"',
  ],
  [
    '~> 5.99',
    {},
    'provider.version is "~> 5.99", which admits 5.99.0, expected versions from 5.100.0 to 6.x, such as "5.100.0" or ">= 6.20, < 7.0"',
  ],
  [
    '< 7',
    {},
    'provider.version is "< 7", which admits 0.0.0, expected versions from 5.100.0 to 6.x, such as "5.100.0" or ">= 6.20, < 7.0"',
  ],
  [
    '>= 6.20, < 6.0',
    {},
    'provider.version is ">= 6.20, < 6.0", which admits no version, expected versions from 5.100.0 to 6.x, such as "5.100.0" or ">= 6.20, < 7.0"',
  ],
])('%s with %o is refused', (version, more, said) => expect(problems(version, more)).toEqual([said]));

test.each(['latest', '5.100.x', '=> 6', '', '6.0.0,', '~> 6', 'v6.0.0'])('"%s" is no constraint', (version) =>
  expect(() => settingsWith({ provider: { version } })).toThrow(),
);

test('the range that is read of a constraint holds every version that Terraform would admit', () => {
  const part = fc.integer({ min: 0, max: 8 });
  const version = fc.tuple(part, part, part).map((parts) => parts.join('.'));
  const term = fc.tuple(fc.constantFrom('=', '!=', '>', '>=', '<', '<=', '~>'), version).map((both) => both.join(' '));
  void fc.assert(
    fc.property(fc.array(term, { minLength: 1, maxLength: 3 }), fc.tuple(part, part, part), (terms, tried) => {
      const constraint = readConstraint(terms.join(', '));
      if (constraint === undefined) throw new Error(`${terms.join(', ')} was not read.`);
      if (!admits(constraint, tried)) return;
      const number = ([major, minor, patch]: readonly number[]) =>
        (major ?? 0) * 1e12 + (minor ?? 0) * 1e6 + (patch ?? 0);
      expect(number(constraint.lowest)).toBeLessThanOrEqual(number(tried));
      expect(constraint.below === undefined || number(tried) < number(constraint.below)).toBe(true);
    }),
  );
});

describe('the end of a function’s runtime', () => {
  const at = (day: string) => runtimeWarning('nodejs22.x', day);

  test('is no news more than 90 days before', () => expect(at('2027-01-29')).toBeUndefined());

  test.each(['2027-01-30', '2027-04-30'])('is said on %s, with the two settings to change', (day) =>
    expect(at(day)).toBe(
      'AWS ends its support of the function’s runtime nodejs22.x on 2027-04-30. Set snapshots.functionRuntime to "nodejs24.x" and provider.version to ">= 6.20, < 7.0".',
    ),
  );

  test('is said in the past tense afterwards', () =>
    expect(at('2027-05-01')).toContain('AWS ended its support of the function’s runtime nodejs22.x on 2027-04-30.'));

  test('names no newer runtime where there is none', () =>
    expect(runtimeWarning('nodejs24.x', '2028-03-01')).toBe(
      'AWS ends its support of the function’s runtime nodejs24.x on 2028-04-30. This version of the project has no newer one. Update the project.',
    ));

  test('is known of every runtime that can be set', () =>
    expect(FUNCTION_RUNTIMES.map(({ name }) => name)).toEqual(['nodejs22.x', 'nodejs24.x']));
});
