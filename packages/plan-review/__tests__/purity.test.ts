import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../src');

/** All files but those of the command, which only main.ts may import. */
const PURE = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && file !== 'main.ts');

test.each(PURE)('%s reads no clock, no file, no environment, and asks nobody', (file) => {
  const code = readFileSync(join(FOLDER, file), 'utf8');
  const packages = [...code.matchAll(/from '([^'.][^']*)'/g)]
    .map(([, name]) => name)
    .filter((name) => name !== 'zod' && name !== 'yaml' && name !== 'node:path');
  expect(code).not.toContain("from './command/");
  expect({ packages, found: code.match(/new Date\(|Date\.now\(|Math\.random|process\.|fetch\(|resolve\(/g) }).toEqual({
    packages: [],
    found: null,
  });
});
