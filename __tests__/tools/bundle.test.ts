import { readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { temporaryFolder } from '../temporary-folder';

interface Bundle {
  readonly folder: string;
  readonly entries: Readonly<Record<string, string>>;
}

/** Answer of esbuild, as far as it is read. */
interface BuildResult {
  readonly metafile: { readonly inputs: Readonly<Record<string, object>> };
  readonly outputFiles: readonly { readonly path: string; readonly contents: string }[];
}

const { isUpToDate, writeBundle } = jest.requireActual<{
  isUpToDate: (bundle: Bundle) => boolean;
  writeBundle: (bundle: Bundle, result: BuildResult, options: { startedAt: number }) => void;
}>('../../tools/bundle.js');

const PROJECT = resolve(__dirname, '../..');
const HOUR = 3600 * 1000;

const folder = temporaryFolder('bundle');
const bundleOf = (): Bundle => ({ folder: folder.path, entries: { main: 'main.ts' } });
const inOut = (name: string) => join(folder.path, 'dist', name);
const parts = () => readdirSync(join(folder.path, 'dist')).filter((name) => name.startsWith('part-'));

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-29T10:00:00Z') });
  writeSource('one');
});

afterEach(() => jest.useRealTimers());

function writeSource(text: string): void {
  writeFileSync(join(folder.path, 'main.ts'), text);
}

/** Result of a build whose program loads one part, named after the text. */
function resultOf(text: string): BuildResult {
  return {
    metafile: { inputs: { 'main.ts': {} } },
    outputFiles: [
      { path: inOut('main.cjs'), contents: `program of ${text}` },
      { path: inOut(`part-${text}.cjs`), contents: `part of ${text}` },
    ],
  };
}

/** Long after the files of a test were written: no build seems to have begun before. */
const LATER = Date.parse('2100-01-01T00:00:00Z');
const build = (text: string, startedAt = LATER) => writeBundle(bundleOf(), resultOf(text), { startedAt });
const upToDate = () => isUpToDate(bundleOf());

describe('a bundle', () => {
  test('is built when there is none, and not again while nothing changes', () => {
    expect(upToDate()).toBe(false);
    build('one');
    expect(upToDate()).toBe(true);
  });

  test('is built again when a source changes or goes away, and when its list of programs changes', () => {
    build('one');
    writeSource('another');
    expect(upToDate()).toBe(false);
    build('two');
    expect(upToDate()).toBe(true);
    rmSync(join(folder.path, 'main.ts'));
    expect(upToDate()).toBe(false);
    build('two');
    expect(isUpToDate({ ...bundleOf(), entries: { main: 'main.ts', index: 'index.ts' } })).toBe(false);
  });

  test('is built again when a source was written after the build began, for the build may have read it before', () => {
    build('one', Date.parse('2020-01-01T00:00:00Z'));
    expect(upToDate()).toBe(false);
    build('one');
    expect(upToDate()).toBe(true);
  });

  test('is built again when a source with an old time was put in its place after the build began', () => {
    utimesSync(join(folder.path, 'main.ts'), new Date(0), new Date(0));
    build('one', Date.parse('2020-01-01T00:00:00Z'));
    expect(upToDate()).toBe(false);
  });

  test('depends on the installed packages and on the compiler’s options', () => {
    build('one');
    const { stamp } = JSON.parse(readFileSync(inOut('built-from.json'), 'utf8'));
    const project = Object.keys(stamp).map((file) => relative(PROJECT, resolve(folder.path, file)));
    expect(project).toEqual(
      expect.arrayContaining(['package-lock.json', 'node_modules/.package-lock.json', 'tsconfig.json']),
    );
  });

  test.each([
    ['a part is missing', () => rmSync(inOut('part-one.cjs'))],
    ['a part is empty', () => truncateSync(inOut('part-one.cjs'))],
    ['the program is missing', () => rmSync(inOut('main.cjs'))],
    ['the program is empty', () => truncateSync(inOut('main.cjs'))],
    ['the record of the build is cut off', () => truncateSync(inOut('built-from.json'), 20)],
  ])('is built again when %s', (_, damage) => {
    build('one');
    damage();
    expect(upToDate()).toBe(false);
    build('one');
    expect(upToDate()).toBe(true);
  });

  test('is built again when two builds of different sources at once left the program of one, the record of the other', () => {
    build('one');
    const record = readFileSync(inOut('built-from.json'));
    build('two');
    writeFileSync(inOut('built-from.json'), record);
    expect(upToDate()).toBe(false);
  });

  test('is built again when a build was interrupted before its record', () => {
    build('one');
    writeFileSync(inOut('main.cjs'), 'program of two');
    expect(upToDate()).toBe(false);
  });
});

test('half a file of an interrupted build goes after a day', () => {
  build('one');
  for (const name of ['main.cjs.4711', 'part-two.cjs.4711', 'built-from.json.4711']) writeFileSync(inOut(name), 'ha');
  writeFileSync(inOut('requirements.txt'), 'no file of a build');
  build('one');
  jest.advanceTimersByTime(24 * HOUR);
  build('one');
  expect(readdirSync(join(folder.path, 'dist')).sort()).toEqual([
    'built-from.json',
    'main.cjs',
    'part-one.cjs',
    'requirements.txt',
  ]);
});

describe('parts of an earlier build', () => {
  test('stay for a day from when they were replaced, however old they are', () => {
    build('one');
    utimesSync(inOut('part-one.cjs'), new Date(0), new Date(0));
    jest.advanceTimersByTime(100 * HOUR);
    build('two');
    expect(parts()).toEqual(['part-one.cjs', 'part-two.cjs']);
    jest.advanceTimersByTime(23 * HOUR);
    build('three');
    expect(parts()).toEqual(['part-one.cjs', 'part-three.cjs', 'part-two.cjs']);
    jest.advanceTimersByTime(1 * HOUR);
    build('three');
    expect(parts()).toEqual(['part-three.cjs', 'part-two.cjs']);
  });

  test('stay for a day when nothing says since when they are not in use', () => {
    build('one');
    jest.advanceTimersByTime(100 * HOUR);
    writeFileSync(inOut('built-from.json'), '');
    build('two');
    expect(parts()).toEqual(['part-one.cjs', 'part-two.cjs']);
    jest.advanceTimersByTime(24 * HOUR);
    build('two');
    expect(parts()).toEqual(['part-two.cjs']);
  });

  test('that are in use again are old only from when they are replaced again', () => {
    build('one');
    build('two');
    jest.advanceTimersByTime(23 * HOUR);
    build('one');
    jest.advanceTimersByTime(23 * HOUR);
    build('two');
    jest.advanceTimersByTime(23 * HOUR);
    build('two');
    expect(parts()).toEqual(['part-one.cjs', 'part-two.cjs']);
  });
});
