import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { synthesizedResources } from '../../cli/cost/synthesized-resources';
import { loadSettings } from '../../config/load-settings';
import { renameImports } from '../../local/engines/rename-imports';
import { VARIANTS } from '../../local/engines/variants';
import { settingsWith } from '../settings-with';

// With the system tests for its time, not because it starts anything.

const PROJECT = join(__dirname, '../..');
const page = (name: string) => readFileSync(join(PROJECT, 'docs', name), 'utf8').replace(/\s+/g, ' ');

test('the pages name the number of resources of the demo’s deployment', () => {
  const { length } = synthesizedResources(loadSettings('demo'));

  expect(page('engines.md')).toContain(`of 44 resources (${length} now)`);
  expect(page('decisions.md')).toContain(`; ${length} resources;`);
});

test('and of one with all keys managed', () => {
  const { security } = settingsWith({ security: { keys: 'managed' } });
  const { length } = synthesizedResources({ ...loadSettings('demo'), security });

  expect(page('security.md')).toContain(`54 resources (${length} now)`);
});

describe('what leaving CDKTF would take', () => {
  const { renames = {} } = VARIANTS.find(({ id }) => id === 'renamed') ?? {};
  const files = ['stacks', 'cli', 'config', 'lambda-src', 'local', '__tests__', 'main.ts']
    .flatMap(typescriptFiles)
    .map((file) => ({ file, lines: renameImports(readFileSync(join(PROJECT, file), 'utf8'), renames).lines }))
    .filter(({ lines }) => lines > 0);
  const count = (of: typeof files) => ({ files: of.length, lines: of.reduce((sum, { lines }) => sum + lines, 0) });

  test('is counted by the renaming that npm run check-cdktn does', () => {
    const code = count(files.filter(({ file }) => !file.startsWith('__tests__')));
    const all = count(files);

    expect(page('decisions.md')).toContain(
      `${code.files} with imports, ${all.files} with the tests’ | ${code.lines} imports, ${all.lines} with the tests’ |`,
    );
  });

  test('without any CDK is the files below stacks/', () => {
    const inStacks = files.filter(({ file }) => file.startsWith('stacks')).length;

    expect(page('decisions.md')).toContain(`the ${inStacks} below \`stacks/\` that import cdktf, and main.ts`);
  });
});

function typescriptFiles(folder: string): string[] {
  if (folder.endsWith('.ts')) return [folder];
  return readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
