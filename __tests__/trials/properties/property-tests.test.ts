import { resolve } from 'node:path';
import { propertyTests } from '../../../trials/properties/property-tests';

const PROJECT = resolve(__dirname, '../../..');
const HISTORY = '__tests__/lambda-src/run-history.system.test.ts';

test('the tests of all folders that have properties are found, and none of a library', () => {
  const files = propertyTests(PROJECT);
  expect(files).toEqual(
    expect.arrayContaining([HISTORY, 'packages/plan-review/__tests__/render-properties.system.test.ts']),
  );
  expect(files.filter((file) => file.includes('node_modules'))).toEqual([]);
});

test('a word chooses the files that begin with it, each once', () => {
  expect(propertyTests(PROJECT, ['run-history', '__tests__/lambda-src/run-history'])).toEqual([HISTORY]);
});

test('a word that fits no test file with properties is refused, and not taken for "all"', () => {
  expect(() => propertyTests(PROJECT, ['property-tests'])).toThrow(
    'No test file with properties begins with "property-tests".',
  );
});
