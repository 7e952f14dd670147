import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTRIES, nameOf } from '../../cli/program';

const project = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(project, file), 'utf8');
const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;
const PAGES = [
  'README.md',
  'help',
  ...readdirSync(join(project, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The paths of all values that a settings file leaves blank, `<…>`. */
function blanks(value: unknown, path: string): string[] {
  if (typeof value === 'string') return value.startsWith('<') ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item) => blanks(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => blanks(item, path === '' ? key : `${path}.${key}`));
}

test('docs/deploying.md has a row for each blank of the production environment, and no other', () => {
  const [, steps = ''] = read('docs/deploying.md').split('**1. Settings.**');
  const rows = [...(steps.split('**2.')[0] ?? '').matchAll(/^\| `([\w.]+)` \|/gm)].map(([, path]) => path);

  expect(rows).toEqual(blanks(JSON.parse(read('config/production.json')), ''));
  expect(rows.length).toBeGreaterThan(0);
});

test.each(PAGES)('%s names only npm scripts that exist', (page) => {
  const named = [...read(page).matchAll(/npm run (?:-s |--silent )?([a-z][a-z-]*)/g)].map(([, name = '']) => name);

  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

const COMMANDS = ENTRIES.map(nameOf);

test.each(PAGES)('%s names only commands of kda that exist', (page) => {
  const named = [...read(page).matchAll(/npx kda ([a-z][a-z-]*)/g)].map(([, name = '']) => name);

  expect(named.filter((name) => !COMMANDS.includes(name))).toEqual([]);
});

/** The anchor that a heading gets on GitHub. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

test.each(PAGES.filter((page) => page.endsWith('.md')))('%s links to files and headings that exist', (page) => {
  // What a comment of a plan review shows is quoted, and links to the registry.
  const text = read(page).replaceAll(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  const broken = links.filter(([, file = '', anchor]) => {
    const path = file === '' ? page : join(page, '..', file);
    if (!existsSync(join(project, path))) return true;
    if (anchor === undefined) return false;
    return ![...read(path).matchAll(/^#+ (.+)$/gm)].some(([, heading = '']) => anchorOf(heading) === anchor);
  });

  expect(broken.map(([link]) => link)).toEqual([]);
});

/** Files of the reader, which a page tells to write. */
const OF_THE_READER = ['config/moved.json'];
const FOLDERS = [
  'cli',
  'config',
  'flink-demo',
  'lambda-src',
  'local',
  'packages',
  'stacks',
  'tools',
  'trials',
  '__tests__',
];

test.each(PAGES)('%s names only files of this project that exist', (page) => {
  const paths = read(page).matchAll(new RegExp(`(?<![\\w/.-])(?:${FOLDERS.join('|')})/[\\w./-]+`, 'g'));
  // A word in capitals, or a `*` behind it, stands for any name.
  const named = [...paths].map(([path]) => path.replace(/\.$/, '')).filter((path) => !/[A-Z]{4}|-$/.test(path));
  const missing = named.filter((path) => !OF_THE_READER.includes(path) && !existsSync(join(project, path)));

  expect([...new Set(missing)]).toEqual([]);
});

test('the README gives the test command that CI runs', () => {
  expect(read('.ci/run').trimEnd().split('\n').at(-1)).toBe('npm ci && npm test');
  expect(read('README.md')).toContain('```\nnpm ci && npm test\n```');
});
