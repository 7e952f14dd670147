import { demoRehearsals } from './demo-rehearsals';
import type { Variant } from './demo-variants';

const NAMES = [
  'kryo-box',
  'kryo-exchanged',
  'kryo-constant-before',
  'kryo-constant-behind',
] as const satisfies readonly Variant[];

jest.setTimeout(300_000);

const { tried } = demoRehearsals(NAMES, ['kryo-box']);

test('a field of a class that Kryo writes, in a list of another one, that is read as another field is not compatible', async () => {
  const document = await tried('kryo-exchanged', { old: 'kryo-box' });
  expect(document).toMatchObject({ verdict: 'unknown', reached: 'checkpoint', warnings: [] });
  expect(document.because).toMatch(
    /^The job runs, but it may read wrong values\. In "amount-by-age" of "age-statistic" \(.*\): Kryo writes the fields of kda\.demo\.Box without names, in the order of the alphabet: what the old code wrote as first \(long\), kind \(Kind\), second \(long\), the new code reads as aleph \(long\), kind \(Kind\), second \(long\)\.$/,
  );
});

test('a constant before one that Kryo wrote is incompatible: it would be read as the new one', async () => {
  const document = await tried('kryo-constant-before', { old: 'kryo-box' });
  expect(document).toMatchObject({ verdict: 'incompatible', warnings: [] });
  expect(document.because).toContain(
    'Kryo writes a constant of kda.demo.Kind as its place, and the place of GOOD is NEW in the new code.',
  );
});

test('a constant behind all others is compatible', async () => {
  expect(await tried('kryo-constant-behind', { old: 'kryo-box' })).toMatchObject({
    verdict: 'compatible',
    because: 'Restored the state of 3 operators, all tasks run, and a checkpoint was completed.',
    warnings: [],
  });
});

test('without the old code nothing is compared, and a warning says so', async () => {
  const document = await tried('kryo-constant-before', { old: 'kryo-box', from: null });
  expect(document.verdict).toBe('compatible');
  expect(document.warnings).toEqual([
    expect.stringMatching(
      /^Classes that Kryo writes were not compared: "amount-by-age" of "age-statistic" \(.*\) \(kda\.demo\.Box, kda\.demo\.Held, kda\.demo\.Kind\)\. Changed fields or constants would be read as wrong values\. Name the code that wrote the state, with --from\.$/,
    ),
  ]);
});
