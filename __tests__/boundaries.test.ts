import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { preProcessFile } from 'typescript';
import { impurities } from './impurities';

const PROJECT = resolve(__dirname, '..');
const SOURCES = ['main.ts', 'bin', 'tools', 'lambda-src', 'packages', 'config', 'stacks', 'cli', 'local', 'trials'];
const MANAGER = 'lambda-src/snapshot-manager';
const DRAWING = 'cli/page/drawing';
/** Words that the terminal and the page share, which are as pure as the drawing. */
const SHARED_WORDS = [
  ...['cli/status/words', 'cli/times', 'cli/clock-skew-text', 'cli/views/what-happened'],
  'lambda-src/snapshot-manager/domain/drill/drill-words',
];

/** Parts of the manager that the rest of the project may import: its pure part and the contract. */
const KNOWN_OF_THE_MANAGER = ['lambda-src/contract', `${MANAGER}/domain`];
const BELOW_CONFIG = ['tools', ...KNOWN_OF_THE_MANAGER];
const BELOW_STACKS = [...BELOW_CONFIG, 'config', 'config/*'];
const BELOW_COMMANDS = [...BELOW_STACKS, 'packages/*', 'stacks', 'stacks/*'];

/**
 * The allowed arrows: each place of the project, and the places that its files may import from besides itself. `x/*` is
 * every place below x. The most exact place holds a file; imports of packages are judged below.
 */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  tools: [],

  'lambda-src/contract': [],
  [`${MANAGER}/domain`]: ['lambda-src/contract'],
  [`${MANAGER}/ports`]: [`${MANAGER}/domain`],
  [`${MANAGER}/log`]: [],
  [`${MANAGER}/aws`]: [`${MANAGER}/ports`, ...KNOWN_OF_THE_MANAGER],
  [`${MANAGER}/run`]: [`${MANAGER}/ports`, `${MANAGER}/log`, ...KNOWN_OF_THE_MANAGER],
  [`${MANAGER}/drill`]: [`${MANAGER}/ports`, `${MANAGER}/log`, `${MANAGER}/run`, ...KNOWN_OF_THE_MANAGER],
  [`${MANAGER}/requests`]: [
    `${MANAGER}/ports`,
    `${MANAGER}/log`,
    `${MANAGER}/run`,
    `${MANAGER}/fleet`,
    ...KNOWN_OF_THE_MANAGER,
  ],
  [`${MANAGER}/fleet`]: [
    `${MANAGER}/ports`,
    `${MANAGER}/log`,
    `${MANAGER}/run`,
    `${MANAGER}/drill`,
    ...KNOWN_OF_THE_MANAGER,
  ],
  [`${MANAGER}/dispatch`]: [
    `${MANAGER}/ports`,
    `${MANAGER}/log`,
    `${MANAGER}/run`,
    `${MANAGER}/fleet`,
    `${MANAGER}/requests`,
    `${MANAGER}/drill`,
    ...KNOWN_OF_THE_MANAGER,
  ],
  [`${MANAGER}/handler`]: ['lambda-src/contract', `${MANAGER}/*`],

  'packages/managed-flink': ['tools'],
  'packages/plan-review': BELOW_CONFIG,

  'config/alarm-catalog': BELOW_CONFIG,
  'config/schema': [...BELOW_CONFIG, 'config/alarm-catalog'],
  'config/model': [...BELOW_CONFIG, 'config/alarm-catalog', 'config/schema'],
  'config/dashboards': [...BELOW_CONFIG, 'config/alarm-catalog', 'config/schema', 'config/model'],
  'config/checks': [...BELOW_CONFIG, 'config/alarm-catalog', 'config/schema', 'config/model'],
  config: [...BELOW_CONFIG, 'config/schema', 'config/checks'],

  'stacks/parts': [...BELOW_STACKS, 'stacks/shared'],
  'stacks/shared': BELOW_STACKS,
  stacks: [...BELOW_STACKS, 'stacks/parts', 'stacks/shared'],
  'stacks/synthesis': [...BELOW_STACKS, 'stacks'],
  'main.ts': [...BELOW_STACKS, 'stacks', 'stacks/synthesis'],

  // Runs in a browser; which files of cli it may import is judged below.
  'cli/page/browser': ['cli'],
  cli: [...BELOW_COMMANDS, `${MANAGER}/*`],
  local: BELOW_COMMANDS,
  trials: [...BELOW_COMMANDS, `${MANAGER}/*`, 'cli', 'local'],

  bin: ['tools'],
};

/** Files that lie in no place and are imported nevertheless, and from where. */
const EXCEPTIONS: readonly { readonly to: RegExp; readonly from: RegExp }[] = [
  { to: /^package\.json$/, from: /^(cli|tools|stacks|packages)\// },
  { to: /^jest\.config\.js$/, from: /^trials\/mutations\/jest\.config\.js$/ },
  // The starters run what was built.
  { to: /^\.build\/kda\/main\.mjs$/, from: /^bin\/kda\.js$/ },
  { to: /^packages\/([^/]+)\/dist\/main\.cjs$/, from: /^packages\/([^/]+)\/bin\/[^/]+\.js$/ },
];

/** Folders below a place that hold no source of it. */
const NO_SOURCES = /(^|\/)(node_modules|__tests__|dist|target)(\/|$)/;
const CODE = /\.([cm]?[jt]s|tsx)$/;

interface Import {
  readonly from: string;
  /** A file of the project, without `.ts`, or a package as it is written. */
  readonly to: string;
  readonly isOurs: boolean;
}

function filesBelow(place: string): string[] {
  if (CODE.test(place)) return [place];
  return readdirSync(join(PROJECT, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)))
    .filter((file) => !NO_SOURCES.test(file));
}

const codeOf = (file: string) => readFileSync(join(PROJECT, file), 'utf8');

/** Imports of a file as the compiler finds them: static, dynamic, of types, `require`. Our packages are folders. */
function importsIn(file: string, code: string): Import[] {
  return preProcessFile(code, true, true).importedFiles.map(({ fileName }) => {
    const own = fileName.replace(/^@kda-snapshots\//, 'packages/');
    if (own !== fileName) return { from: file, to: own, isOurs: true };
    if (!/^[./]/.test(fileName)) return { from: file, to: fileName, isOurs: false };
    return { from: file, to: relative(PROJECT, resolve(PROJECT, dirname(file), fileName)), isOurs: true };
  });
}

const importsOfFile = (file: string) => importsIn(file, codeOf(file));
const IMPORTS = SOURCES.flatMap(filesBelow).flatMap(importsOfFile);
const OURS = IMPORTS.filter(({ isOurs }) => isOurs);

function isBelow(path: string, place: string): boolean {
  return path === place || path === `${place}.ts` || path.startsWith(place + sep);
}

/** The most exact place of the table that holds the file. */
function placeOf(file: string): string {
  if (NO_SOURCES.test(file)) return `no place of the table (${file})`;
  const places = Object.keys(ARROWS).filter((place) => isBelow(file, place));
  return places.sort((one, other) => other.length - one.length)[0] ?? `no place of the table (${file})`;
}

function isAllowed(file: Import): boolean {
  const [from, to] = [placeOf(file.from), placeOf(file.to)];
  if (EXCEPTIONS.some((each) => each.from.test(file.from) && each.to.test(file.to))) return true;
  if (from === to && from in ARROWS) return true;
  return (ARROWS[from] ?? []).some((allowed) =>
    allowed.endsWith('/*') ? to.startsWith(allowed.slice(0, -1)) : to === allowed,
  );
}

/** `found` as sentences that name each file once a line. */
function shown(found: readonly Import[]): string[] {
  return found.map(({ from, to }) => `${from} imports ${to}`).sort();
}

test('imports are seen at all: static, dynamic, and of packages', () => {
  expect(importsOfFile(`${MANAGER}/handler.ts`).map(({ to }) => to)).toEqual(
    expect.arrayContaining(['aws-lambda', `${MANAGER}/dispatch`]),
  );
  expect(importsOfFile('stacks/synthesis/artifacts.ts').map(({ to }) => to)).toContain('tools/build-lambda');
  expect(OURS.length).toBeGreaterThan(500);
});

test('files import along the arrows of the table only', () => {
  expect(shown(OURS.filter((each) => !isAllowed(each)))).toEqual([]);
});

test.each([
  ["import '../__tests__/settings-with';", '__tests__/settings-with'],
  ["import '../packages/plan-review/__tests__/plan-of';", 'packages/plan-review/__tests__/plan-of'],
  ["import { x } from '@kda-snapshots/managed-flink';", 'packages/managed-flink'],
  [
    "import x from '../node_modules/@kda-snapshots/plan-review/src/x';",
    'node_modules/@kda-snapshots/plan-review/src/x',
  ],
  ["import schema from '../docs/commands.schema.json';", 'docs/commands.schema.json'],
  ["import version from '../package.json';", 'package.json'],
  ['void import(`../cli/program`);', 'cli/program'],
  ["void import(/* later */ '../cli/program');", 'cli/program'],
  ['export * from "../cli/program";', 'cli/program'],
  ["type P = import('../cli/program').Entry;", 'cli/program'],
  ["const p = require('../cli/program');", 'cli/program'],
])('%s in config is against the arrows', (code, to) => {
  const found = importsIn('config/example.ts', code);
  expect(shown(found.filter((each) => !isAllowed(each)))).toEqual([`config/example.ts imports ${to}`]);
});

/** Starters, which build what they import where the builder exists, and programs that load files by their list. */
const TAKE_A_MADE_NAME = [
  'bin/kda.js',
  'packages/managed-flink/bin/managed-flink.js',
  'packages/plan-review/bin/review-plan.js',
  'trials/bench/main.ts',
  'trials/mutations/judging-tests.ts',
];

test('no name of a module is made while the program runs: no test could see where it leads', () => {
  const made =
    /\b(?:import|require)\(\s*(?:\/\*.*?\*\/\s*)?(?:[^'"`\s/)*]|`[^`]*\$\{|(?:'[^']*'|"[^"]*"|`[^`]*`)\s*\+)/;
  expect(SOURCES.flatMap(filesBelow).filter((file) => made.test(codeOf(file)))).toEqual(TAKE_A_MADE_NAME);
});

test('every kind of source is looked at', () => {
  const files = SOURCES.flatMap(filesBelow);
  expect(files).toEqual(expect.arrayContaining(['bin/kda.js', 'tools/bundle.js', 'packages/plan-review/bundle.js']));
  expect(['a.ts', 'a.mts', 'a.cts', 'a.js', 'a.mjs', 'a.cjs', 'a.json'].filter((name) => CODE.test(name))).toHaveLength(
    6,
  );
});

test('every file of the project is in a place of the table', () => {
  const lost = SOURCES.flatMap(filesBelow).filter((file) => placeOf(file).startsWith('no place'));
  expect(lost).toEqual([]);
});

test('no two places import each other, in no number of steps', () => {
  const next = new Map(Object.keys(ARROWS).map((place) => [place, new Set<string>()]));
  for (const { from, to } of OURS) next.get(placeOf(from))?.add(placeOf(to));
  const inCircles = [...next.keys()].filter((place) => {
    const reached = new Set<string>();
    const open = [...(next.get(place) ?? [])].filter((other) => other !== place);
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (reached.has(each)) continue;
      reached.add(each);
      open.push(...(next.get(each) ?? []));
    }
    return reached.has(place);
  });
  expect(inCircles).toEqual([]);
});

test('the browser’s part of the page imports itself, the documents of its server, and pure words and drawing', () => {
  const drawing = [
    ...(existsSync(join(PROJECT, DRAWING)) ? filesBelow(DRAWING) : []),
    ...SHARED_WORDS.map((file) => `${file}.ts`),
  ];
  const browser = filesBelow('cli/page/browser');
  const outside = [...drawing, ...browser].flatMap(importsOfFile).filter(({ from, to, isOurs }) => {
    if (!isOurs)
      return !isBelow(from, 'cli/page/browser') || !/^(preact(\/.*)?|uplot|uplot\/dist\/uPlot\.min\.css)$/.test(to);
    const isOfBrowser = isBelow(from, 'cli/page/browser') && isBelow(to, 'cli/page/browser');
    return !isOfBrowser && !isBelow(to, 'cli/page/api') && !isBelow(to, DRAWING) && !SHARED_WORDS.includes(to);
  });
  expect(shown(outside)).toEqual([]);
  expect(drawing.flatMap((file) => impurities(codeOf(file)).map((found) => `${file}: ${found}`))).toEqual([]);
});

test('the contract imports nothing', () => {
  expect(shown(importsOfFile('lambda-src/contract.ts'))).toEqual([]);
});

test('the domain is pure: it imports itself and the contract, and reads no clock, no chance, no process', () => {
  const files = filesBelow(`${MANAGER}/domain`);
  const outside = files
    .flatMap(importsOfFile)
    .filter(({ to }) => !isBelow(to, `${MANAGER}/domain`) && to !== 'lambda-src/contract');
  expect(shown(outside)).toEqual([]);
  const impure = files.flatMap((file) => impurities(codeOf(file)).map((found) => `${file}: ${found}`));
  expect(impure).toEqual([]);
});

test.each([
  ['const id = crypto.randomUUID();', 'crypto'],
  ['const at = performance.now();', 'performance'],
  ['const f = Date.now;', 'Date'],
  ['const { now } = Date;', 'Date'],
  ['const at = Date.now();', 'Date'],
  ["const at = Date['now']();", 'Date'],
  ['const at = new Date();', 'Date'],
  ['const at = new Date;', 'Date'],
  ['const at = Date();', 'Date'],
  ['const r = Math.random();', 'Math'],
  ['const { random } = Math;', 'Math'],
  ["void fetch('https://example.com');", 'fetch'],
  ['setInterval(f, 1);', 'setInterval'],
  ['setTimeout(f, 1);', 'setTimeout'],
  ['queueMicrotask(f);', 'queueMicrotask'],
  ["globalThis['Date'].now();", 'globalThis'],
  ['const { env } = process;', 'process'],
  ["console.log('x');", 'console'],
])('%s is impure', (code, found) => {
  expect(impurities(code)).toEqual([found]);
});

test.each([
  ['const at = new Date(Date.UTC(2026, 0, 1)); const n = Math.max(1, Date.parse(text));'],
  ["// process.exit(), Date.now()\nconst text = 'crypto.randomUUID() fetch()';"],
  ['interface A { readonly process: string; at: Date } const b = a.process; const c = { process: 1 };'],
  ['const isDate = at instanceof Date;'],
])('%s is pure', (code) => {
  expect(impurities(code)).toEqual([]);
});

/** Places that may import these packages; no other place may. */
const PACKAGES: readonly { readonly name: RegExp; readonly places: readonly string[] }[] = [
  {
    name: /^(cdktf|constructs|@cdktf\/)/,
    places: ['stacks', 'stacks/parts', 'stacks/shared', 'stacks/synthesis', 'main.ts'],
  },
  // One runner (tools/processes), and the two services that are kept running.
  { name: /^node:child_process$/, places: ['tools', 'local', 'packages/managed-flink'] },
  { name: /^aws-lambda$/, places: [`${MANAGER}/handler`] },
];

test.each(PACKAGES)('$name is imported where it belongs only', ({ name, places }) => {
  const elsewhere = IMPORTS.filter(({ from, to }) => name.test(to) && !places.includes(placeOf(from)));
  expect(shown(elsewhere)).toEqual([]);
});

test('the manager imports the SDK in its adapters only, and no package but the clients that it calls', () => {
  const packages = IMPORTS.filter(({ from, isOurs }) => isBelow(from, 'lambda-src') && !isOurs);
  expect([...new Set(packages.map(({ to }) => to))].sort()).toEqual([
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-eventbridge',
    '@aws-sdk/client-kinesis-analytics-v2',
    '@aws-sdk/client-sns',
    'aws-lambda',
    'node:crypto',
  ]);
  const outside = packages.filter(({ from, to }) => to.startsWith('@aws-sdk/') && placeOf(from) !== `${MANAGER}/aws`);
  expect(shown(outside)).toEqual([]);
});

test('config/schema imports no package but zod', () => {
  const others = IMPORTS.filter(({ from, to, isOurs }) => isBelow(from, 'config/schema') && !isOurs && to !== 'zod');
  expect(shown(others)).toEqual([]);
});

test('provider classes are imported one by one: the barrel costs two seconds', () => {
  const barrels = IMPORTS.filter(({ to }) => to === '@cdktf/provider-aws' || to === '@cdktf/provider-aws/lib');
  expect(shown(barrels)).toEqual([]);
});
