import { resolve } from 'node:path';
import { checkCdktn, type VariantResult } from '../../../trials/cdk-terrain/check-cdktn';

/** The first run installs two sets of packages (480 MB each) below .local; later ones need no network. */
jest.setTimeout(10 * 60_000);

let results: readonly VariantResult[];

beforeAll(async () => {
  results = await checkCdktn(resolve(__dirname, '../../..'), (line) => process.stderr.write(`${line}\n`));
});

test('CDK Terrain makes the same stacks, but for what is expected and explained', () => {
  expect(results.map(({ variant }) => variant.id)).toEqual(['alias', 'renamed']);
  expect(results.flatMap(({ differences }) => differences.filter(({ reason }) => reason === undefined))).toEqual([]);
});

test('each difference that is expected is there', () => {
  expect(results.flatMap(({ unseen }) => unseen)).toEqual([]);
});

test('under its old name not a line of code has to change; under the new one only imports', () => {
  const [alias, renamed] = results.map((result) => result.renamed);
  expect(alias).toEqual({ files: 0, lines: 0 });
  expect(renamed?.files).toBeGreaterThan(15);
  expect(renamed?.lines).toBeGreaterThan(renamed?.files ?? 0);
});
