import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

const PROJECT = resolve(__dirname, '..');

interface Import {
  readonly from: string;
  /** A file of the project without its extension, or a package as it is written. */
  readonly to: string;
}

/** All imports of the TypeScript files below these folders: static, dynamic and required. */
function importsOf(...folders: string[]): Import[] {
  return folders.flatMap((folder) => filesBelow(folder)).flatMap(importsOfFile);
}

function filesBelow(folder: string): string[] {
  const absolute = join(PROJECT, folder);
  if (!existsSync(absolute)) return [];
  if (folder.endsWith('.ts')) return [folder];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)));
}

function importsOfFile(file: string): Import[] {
  const code = readFileSync(join(PROJECT, file), 'utf8');
  const specifiers = [...code.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\(\s*|\brequire\(\s*)'([^']+)'/g)];
  return specifiers.map(([, specifier = '']) => ({
    from: file,
    to: specifier.startsWith('.') ? relative(PROJECT, resolve(PROJECT, file, '..', specifier)) : specifier,
  }));
}

function isBelow(path: string, ...folders: string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(folder + sep));
}

function shown({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

test('imports are seen at all: static, dynamic and of packages', () => {
  expect(importsOfFile('lambda-src/snapshot-manager/handler.ts').map(({ to }) => to)).toEqual(
    expect.arrayContaining(['aws-lambda', 'lambda-src/snapshot-manager/dispatch']),
  );
  expect(importsOfFile('stacks/synthesis/artifacts.ts').map(({ to }) => to)).toContain('tools/build-lambda');
});

test('the Lambda imports nothing of the project but itself', () => {
  const outside = importsOf('lambda-src').filter(({ to }) =>
    isBelow(to, 'stacks', 'local', 'cli', 'config', '__tests__', 'main'),
  );
  expect(outside.map(shown)).toEqual([]);
});

test('the Lambda’s packages are the SDK clients that it calls', () => {
  const packages = importsOf('lambda-src')
    .map(({ to }) => to)
    .filter((to) => !isBelow(to, 'lambda-src'));
  expect([...new Set(packages)].sort()).toEqual([
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-kinesis-analytics-v2',
    '@aws-sdk/client-sns',
    'aws-lambda',
    'node:crypto',
  ]);
});

test('only the adapters know the SDK', () => {
  const others = importsOf('lambda-src').filter(
    ({ from, to }) => to.startsWith('@aws-sdk/') && !isBelow(from, 'lambda-src/snapshot-manager/aws'),
  );
  expect(others.map(shown)).toEqual([]);
});

test('only the handler knows the adapters', () => {
  const others = importsOf('lambda-src').filter(
    ({ from, to }) =>
      isBelow(to, 'lambda-src/snapshot-manager/aws') &&
      !isBelow(from, 'lambda-src/snapshot-manager/aws', 'lambda-src/snapshot-manager/handler.ts'),
  );
  expect(others.map(shown)).toEqual([]);
});

test('the stacks know of the Lambda only what is in the contract, the settings also its pure retention', () => {
  const retention = ['retention', 'retention-policy', 'duration', 'snapshot-name', 'ports'];
  const others = importsOf('stacks', 'config', 'main.ts').filter(
    ({ from, to }) =>
      isBelow(to, 'lambda-src') &&
      to !== 'lambda-src/contract' &&
      !(isBelow(from, 'config') && retention.some((file) => to === `lambda-src/snapshot-manager/${file}`)),
  );
  expect(others.map(shown)).toEqual([]);
});

test.each([
  'domain/application-status',
  'domain/digest',
  'domain/recording-notice',
  'domain/run-past',
  'retention',
  'retention-policy',
  'messages',
  'outcomes',
  'record',
  'settle',
  'snapshot-name',
  'ownership',
  'metrics',
  'run-metrics',
  'fleet-metrics',
  'conditions',
  'notification-policy',
  'application-entries',
  'name-pattern',
  'run-order',
  'usual-duration',
  'event',
  'request',
  'near-names',
  'holds-in-force',
])('%s is pure: no clock is read, nothing random, no I/O, here or in what it imports', (name) => {
  const files = reachableFrom(`lambda-src/snapshot-manager/${name}.ts`);
  for (const file of files) {
    const code = readFileSync(join(PROJECT, file), 'utf8');
    expect({ file, found: code.match(/new Date\(\)|Date\.now\(|Math\.random|process\.|setTimeout/g) }).toEqual({
      file,
      found: null,
    });
    const packages = importsOfFile(file).filter(({ to }) => !isBelow(to, 'lambda-src'));
    expect(packages.map(shown)).toEqual([]);
  }
});

test('the Managed Flink API is a product of its own', () => {
  const others = importsOf('packages/managed-flink/src').filter(({ to }) =>
    isBelow(to, 'stacks', 'lambda-src', 'config', 'cli', 'local/cloud', 'trials/demo'),
  );
  expect(others.map(shown)).toEqual([]);
});

test('provider classes are imported one by one: the barrel costs two seconds', () => {
  const barrels = importsOf('stacks', 'config', 'cli', 'local', 'main.ts', '__tests__').filter(
    ({ to }) => to === '@cdktf/provider-aws' || to === '@cdktf/provider-aws/lib',
  );
  expect(barrels.map(shown)).toEqual([]);
});

/** The file and all files of the project that it imports, in turn. */
function reachableFrom(start: string, seen = new Set<string>()): Set<string> {
  if (seen.has(start)) return seen;
  seen.add(start);
  for (const { to } of importsOfFile(start)) {
    if (isBelow(to, 'lambda-src')) reachableFrom(`${to}.ts`, seen);
  }
  return seen;
}
