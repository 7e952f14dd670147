import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

// Loaded by Stryker's jest only. Each test file stands in a describe of its own, so that its hooks stay with its tests.

const PROJECT = resolve(__dirname, '../..');
const UNIT_TESTS = join(PROJECT, '__tests__/lambda-src');
/** System tests that drive the adapters over the real SDK, for mutations of the adapters. */
const SYSTEM_TESTS: readonly string[] = JSON.parse(process.env.KDA_MUTATE_SYSTEM_TESTS ?? '[]');
/** Beginnings of the names of the unit tests that judge; none: all of them. */
const CHOSEN: readonly string[] = JSON.parse(process.env.KDA_MUTATE_TESTS ?? '[]');

const unitTests = readdirSync(UNIT_TESTS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.endsWith('.system.test.ts'))
  .filter((file) => CHOSEN.length === 0 || CHOSEN.some((word) => `/${file}`.includes(`/${word}`)))
  .map((file) => join(UNIT_TESTS, file));

for (const file of [...unitTests, ...SYSTEM_TESTS.map((each) => join(PROJECT, each))].sort()) {
  describe(relative(PROJECT, file), () => {
    require(file);
  });
}
