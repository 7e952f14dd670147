import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { impurities } from '../../impurities';

const FOLDER = join(__dirname, '../../../cli/safety');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));

test('the model reads no clock, no chance, no process: gathering is in a folder of its own', () => {
  expect(files.length).toBeGreaterThan(8);
  const impure = files.flatMap((name) =>
    impurities(readFileSync(join(FOLDER, name), 'utf8')).map((word) => `${name}: ${word}`),
  );
  expect(impure).toEqual([]);
});

test('the model knows neither SDK nor Node.js nor how it is shown', () => {
  const imports = files.flatMap((name) =>
    [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/from '([^']+)'/g)].map(
      ([, from = '']) => `${name}: ${from}`,
    ),
  );
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter((line) => /@aws-sdk|node:|gather|status-text/.test(line))).toEqual([]);
});
