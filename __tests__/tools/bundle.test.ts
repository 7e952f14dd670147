import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../temporary-folder';

interface Bundle {
  readonly folder: string;
  readonly entries: Readonly<Record<string, string>>;
}

/** What esbuild answers, as far as it is read. */
interface BuildResult {
  readonly metafile: { readonly inputs: Readonly<Record<string, object>> };
  readonly outputFiles: readonly { readonly path: string; readonly contents: string }[];
}

const { writeBundle } = jest.requireActual<{
  writeBundle: (bundle: Bundle, result: BuildResult) => void;
}>('../../tools/bundle.js');

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

const build = (text: string) => writeBundle(bundleOf(), resultOf(text));

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
