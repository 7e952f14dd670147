import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUpToDate, markUpToDate } from '../../tools/up-to-date';

let project: string;
const built = () => isUpToDate(project, 'out.zip', ['src', 'single.txt']);

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'up-to-date-'));
  mkdirSync(join(project, 'src/target'), { recursive: true });
  writeFileSync(join(project, 'src/a.ts'), 'a');
  writeFileSync(join(project, 'single.txt'), '1');
  writeFileSync(join(project, 'out.zip'), 'zip');
  markUpToDate(project, 'out.zip', ['src', 'single.txt']);
});

afterEach(() => rmSync(project, { recursive: true }));

describe('a built file', () => {
  test('is up to date right after its build', () => expect(built()).toBe(true));

  test('stays so when only file times change, as in a new checkout', () => {
    utimesSync(join(project, 'src/a.ts'), new Date(), new Date(Date.now() + 60_000));
    expect(built()).toBe(true);
  });

  test('stays so when a build folder beside the sources changes', () => {
    writeFileSync(join(project, 'src/target/x.class'), 'x');
    expect(built()).toBe(true);
  });

  test.each([
    ['a source changed', () => writeFileSync(join(project, 'src/a.ts'), 'b')],
    ['a source was added', () => writeFileSync(join(project, 'src/b.ts'), 'b')],
    ['a single input changed', () => writeFileSync(join(project, 'single.txt'), '2')],
    ['it was replaced by hand', () => writeFileSync(join(project, 'out.zip'), 'other')],
  ])('is built again when %s', (_, change) => {
    change();
    expect(built()).toBe(false);
  });
});
