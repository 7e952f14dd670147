import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../config/load-settings';
import { withSettingsTable } from '../../config/write-settings-table';

const project = join(__dirname, '../..');
const readme = readFileSync(join(project, 'README.md'), 'utf8');
const scripts: Record<string, string> = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).scripts;

test('docs/settings.md has the settings as they are defined (npm run schema writes it)', () => {
  const settings = readFileSync(join(project, 'docs/settings.md'), 'utf8');
  expect(withSettingsTable(settings)).toBe(settings);
});

describe('the README', () => {
  test('quotes what a wrong setting says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'readme-'));
    writeFileSync(
      join(folder, 'orders.json'),
      JSON.stringify({ artifacts: { bucket: 'kda' }, snapshots: { retention: { keepLast: 1 } } }),
    );
    let said = '';
    try {
      loadSettings('orders', folder);
    } catch (error) {
      said = error instanceof Error ? error.message : '';
    }
    const quoted = said.split('\n').map((line) => line.replace(join(folder, 'orders.json'), 'config/orders.json'));
    rmSync(folder, { recursive: true });
    expect(readme).toContain(quoted.join('\n'));
  });

  test('counts the blanks of the production environment', () => {
    const production = readFileSync(join(project, 'config/production.json'), 'utf8');
    expect(production.match(/"<.*?>"/g)).toHaveLength(6);
    expect(readme).toContain('Fill the six blanks `<…>` in [config/production.json](config/production.json)');
  });

  test('and the help name only npm scripts that exist', () => {
    const help = readFileSync(join(project, 'help'), 'utf8');
    for (const [, name] of `${readme}\n${help}`.matchAll(/npm run ([a-z-]+)/g)) {
      expect(Object.keys(scripts)).toContain(name);
    }
  });

  test('gives the test command that CI runs', () => {
    const ci = readFileSync(join(project, '.ci/run'), 'utf8');
    expect(ci.trimEnd().split('\n').at(-1)).toBe('npm ci && npm test');
    expect(readme).toContain('```\nnpm ci && npm test\n```');
  });
});
