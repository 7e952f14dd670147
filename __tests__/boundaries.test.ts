import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const PROJECT = resolve(__dirname, '..');
const SOURCES = ['main.ts', 'tools', 'lambda-src', 'packages', 'config', 'stacks', 'cli', 'local', 'trials'];
const MANAGER = 'lambda-src/snapshot-manager';

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
  [`${MANAGER}/requests`]: [
    `${MANAGER}/ports`,
    `${MANAGER}/log`,
    `${MANAGER}/run`,
    `${MANAGER}/fleet`,
    ...KNOWN_OF_THE_MANAGER,
  ],
  [`${MANAGER}/fleet`]: [`${MANAGER}/ports`, `${MANAGER}/log`, `${MANAGER}/run`, ...KNOWN_OF_THE_MANAGER],
  [`${MANAGER}/dispatch`]: [
    `${MANAGER}/ports`,
    `${MANAGER}/log`,
    `${MANAGER}/run`,
    `${MANAGER}/fleet`,
    `${MANAGER}/requests`,
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

  cli: [...BELOW_COMMANDS, `${MANAGER}/*`],
  local: BELOW_COMMANDS,
  trials: [...BELOW_COMMANDS, `${MANAGER}/*`, 'cli', 'local'],
};

interface Import {
  readonly from: string;
  /** A file of the project, without `.ts`, or a package as it is written. */
  readonly to: string;
}

function filesBelow(place: string): string[] {
  if (place.endsWith('.ts')) return [place];
  return readdirSync(join(PROJECT, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|__tests__|dist|target)\//.test(file));
}

function importsOfFile(file: string): Import[] {
  const code = readFileSync(join(PROJECT, file), 'utf8');
  const specifiers = [...code.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\(\s*|\brequire\(\s*)'([^']+)'/g)];
  return specifiers.map(([, specifier = '']) => ({
    from: file,
    to: specifier.startsWith('.') ? relative(PROJECT, resolve(PROJECT, dirname(file), specifier)) : specifier,
  }));
}

const IMPORTS = SOURCES.flatMap(filesBelow).flatMap(importsOfFile);
const IS_OURS = new RegExp(`^(${SOURCES.map((source) => source.replace('.ts', '')).join('|')})(/|$)`);
const OURS = IMPORTS.filter(({ to }) => IS_OURS.test(to));

function isBelow(path: string, place: string): boolean {
  return path === place || path === `${place}.ts` || path.startsWith(place + sep);
}

/** The most exact place of the table that holds the file. */
function placeOf(file: string): string {
  const places = Object.keys(ARROWS).filter((place) => isBelow(file, place));
  return places.sort((one, other) => other.length - one.length)[0] ?? `no place of the table (${file})`;
}

function isAllowed(from: string, to: string): boolean {
  if (from === to) return true;
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
  const against = OURS.filter(({ from, to }) => !isAllowed(placeOf(from), placeOf(to)));
  expect(shown(against)).toEqual([]);
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

test('the contract imports nothing', () => {
  expect(shown(importsOfFile('lambda-src/contract.ts'))).toEqual([]);
});

test('the domain is pure: it imports itself and the contract, and reads no clock, no chance, no process', () => {
  const files = filesBelow(`${MANAGER}/domain`);
  const outside = files
    .flatMap(importsOfFile)
    .filter(({ to }) => !isBelow(to, `${MANAGER}/domain`) && to !== 'lambda-src/contract');
  expect(shown(outside)).toEqual([]);
  const impure = files.flatMap((file) => {
    const code = readFileSync(join(PROJECT, file), 'utf8');
    return [...code.matchAll(/new Date\(\)|Date\.now\(|Math\.random|process\.|setTimeout\(|console\.\w+\(/g)].map(
      ([found]) => `${file}: ${found}`,
    );
  });
  expect(impure).toEqual([]);
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
  const packages = IMPORTS.filter(({ from, to }) => isBelow(from, 'lambda-src') && !IS_OURS.test(to));
  expect([...new Set(packages.map(({ to }) => to))].sort()).toEqual([
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-kinesis-analytics-v2',
    '@aws-sdk/client-sns',
    'aws-lambda',
    'node:crypto',
  ]);
  const outside = packages.filter(({ from, to }) => to.startsWith('@aws-sdk/') && placeOf(from) !== `${MANAGER}/aws`);
  expect(shown(outside)).toEqual([]);
});

test('config/schema imports no package but zod', () => {
  const others = IMPORTS.filter(({ from, to }) => isBelow(from, 'config/schema') && !IS_OURS.test(to) && to !== 'zod');
  expect(shown(others)).toEqual([]);
});

test('provider classes are imported one by one: the barrel costs two seconds', () => {
  const barrels = IMPORTS.filter(({ to }) => to === '@cdktf/provider-aws' || to === '@cdktf/provider-aws/lib');
  expect(shown(barrels)).toEqual([]);
});
