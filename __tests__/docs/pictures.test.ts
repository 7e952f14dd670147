import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { ENTRIES, nameOf } from '../../cli/program';
import {
  filesOf,
  MOST_BYTES,
  markupOf,
  PICTURES,
  PICTURES_FOLDER,
  type PictureName,
} from '../../trials/pictures/picture-list';
import { readList } from '../../trials/pictures/write-pictures';

const PROJECT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(PROJECT, file), 'utf8');
const SCRIPTS: Record<string, string> = JSON.parse(read('package.json')).scripts;
const NAMES = Object.keys(PICTURES) as PictureName[];
const LIST = readList();
const REMAKE = 'make it again: npm run pictures';

/** Words of a line as a shell splits them. */
const words = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** Sentence about a line that nobody can type any more; undefined for one that works. */
function staleness(line: string): string | undefined {
  const [program, ...argv] = words(line);
  if (program === 'npm') return (argv[1] ?? '') in SCRIPTS ? undefined : `${line}: there is no such script; ${REMAKE}`;
  const entry = ENTRIES.find((each) => nameOf(each) === argv[0]);
  if (program !== 'kda' || entry === undefined) return `${line}: there is no such command; ${REMAKE}`;
  try {
    entry.command.prepare(argv.slice(1));
    return undefined;
  } catch (error) {
    return `${line}: ${error instanceof Object && 'message' in error ? error.message : error} ${REMAKE}`;
  }
}

test('a line that works is not stale, and one with another command, option or script is', () => {
  expect(staleness('kda restore orders --before 14:00 --why "counts are wrong" --yes')).toBeUndefined();
  expect(staleness('npm run demo')).toBeUndefined();
  expect(staleness('kda restart orders')).toBe(`kda restart orders: there is no such command; ${REMAKE}`);
  expect(staleness('kda status --verbose')).toMatch(/^kda status --verbose: Unknown option '--verbose'\./);
  expect(staleness('npm run show')).toBe(`npm run show: there is no such script; ${REMAKE}`);
});

test('each picture is made, and each file is of one', () => {
  expect(Object.keys(LIST).sort()).toEqual([...NAMES].sort());
  const files = NAMES.flatMap((name) => Object.values(filesOf(name)));
  expect(readdirSync(join(PROJECT, PICTURES_FOLDER)).sort()).toEqual(['pictures.json', ...files].sort());
});

describe.each(NAMES)('the picture %s', (name) => {
  const files = Object.values(filesOf(name)).map((file) => join(PICTURES_FOLDER, file));

  test('is small', () => {
    expect(files.filter((file) => statSync(join(PROJECT, file)).size > MOST_BYTES)).toEqual([]);
  });

  test('stands in its documents, with a text for those who do not see it', () => {
    const { documents } = PICTURES[name];
    expect(documents.length).toBeGreaterThan(0);
    expect(documents.filter((document) => !read(document).includes(markupOf(name, document)))).toEqual([]);
  });

  test('shows commands and options that exist', () => {
    const shows = LIST[name]?.shows ?? [];
    expect(shows.length).toBeGreaterThan(0);
    expect(shows.flatMap((line) => staleness(line) ?? [])).toEqual([]);
  });

  test('is made again by a line that works', () => {
    expect(LIST[name]?.madeBy).toBe(`npm run pictures -- ${name}`);
    expect(SCRIPTS.pictures).toBeDefined();
  });
});

const DRAWN = NAMES.filter((name) => PICTURES[name].kind === 'terminal').flatMap((name) =>
  Object.values(filesOf(name)).map((file) => ({ name, file: join(PICTURES_FOLDER, file) })),
);

test.each(DRAWN)(
  '$file is an SVG that names no command which is gone, and no folder of a machine',
  ({ name, file }) => {
    const svg = read(file);
    expect(XMLValidator.validate(svg)).toBe(true);
    const text = svg.replaceAll(/<style>[\s\S]*<\/style>|<[^>]*>/g, ' ');
    const named = [...text.matchAll(/\bkda ([a-z][a-z-]*)/g)].map(([, command]) => command);
    expect(named.filter((command) => !ENTRIES.some((entry) => nameOf(entry) === command))).toEqual([]);
    expect(text).not.toMatch(/\/(?:tmp|home|root|work|Users)\//);
    const typed = [...svg.matchAll(/class="typed">([^<]*)</g)].map(([, part = '']) => part.replaceAll('&gt;', '>'));
    const lines = typed
      .join('\n')
      .replaceAll(/ \\\n */g, ' ')
      .split('\n');
    expect(LIST[name]?.shows).toEqual(expect.arrayContaining(lines.map((line) => line.replace(/^\$ /, ''))));
  },
);
