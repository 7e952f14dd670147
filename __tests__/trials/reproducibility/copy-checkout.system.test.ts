import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyCheckout } from '../../../trials/reproducibility/copy-checkout';
import { copyOwnJars, fillBlanks } from '../../../trials/reproducibility/deployables';

let folder: string;
let project: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkout-test-'));
  project = join(folder, 'project');
  mkdirSync(join(project, 'sub'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(project, name), text);
}

test('a copy has tracked files as they lie there and new ones, not what was deleted or is ignored', () => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project });
  git('init', '-q');
  write('.gitignore', 'built/\n');
  write('edited.ts', 'as committed');
  write('deleted.ts', '');
  git('add', '.');
  write('edited.ts', 'as edited');
  rmSync(join(project, 'deleted.ts'));
  write('sub/new, with ünusual name.ts', '');
  mkdirSync(join(project, 'built'));
  write('built/old.jar', '');
  mkdirSync(join(project, 'node_modules'));
  write('.git/info/exclude', 'node_modules\n');

  const fileTime = new Date('2001-02-03T04:05:06Z');
  const copy = join(folder, 'copy');
  const files = copyCheckout(project, copy, { linkModules: true, fileTime, reversed: true });

  expect(files).toEqual(['.gitignore', 'edited.ts', 'sub/new, with ünusual name.ts']);
  expect(readFileSync(join(copy, 'edited.ts'), 'utf8')).toBe('as edited');
  expect(statSync(join(copy, 'edited.ts')).mtime).toEqual(fileTime);
  expect(lstatSync(join(copy, 'node_modules')).isSymbolicLink()).toBe(true);
});

test('a folder that is no git clone is refused with what to do', () => {
  expect(() => copyCheckout(project, join(folder, 'copy'), { linkModules: false })).toThrow(
    `${project} can't be copied: git does not list its files. Run this in a git clone of the project, with git on PATH.`,
  );
});

test('a JAR of one’s own that the settings name is copied, though git does not hold it', () => {
  mkdirSync(join(project, 'config'));
  write('config/orders.json', '{ "artifacts": { "jar": "sub/orders.jar" } }');
  write('config/default.json', '{ "artifacts": { "bucket": "b" } }');
  write('sub/orders.jar', 'built elsewhere');
  const copy = join(folder, 'copy');

  copyOwnJars(project, copy);

  expect(readFileSync(join(copy, 'sub/orders.jar'), 'utf8')).toBe('built elsewhere');
});

test('blanks of a settings file are filled in, all else stays as it is', () => {
  write(
    'production.json',
    '{ "artifacts": { "bucket": "<a free name>" }, "state": { "bucket": "<another>" }, "to": { "mailAddresses": ["<on call>"] }, "n": "<" }',
  );
  write('demo.json', '{ "name": "demo" }');
  write('settings.schema.json', '{}');

  expect(fillBlanks(project)).toEqual(['demo', 'production']);
  expect(JSON.parse(readFileSync(join(project, 'production.json'), 'utf8'))).toEqual({
    artifacts: { bucket: 'filled-in-1' },
    state: { bucket: 'filled-in-2' },
    to: { mailAddresses: ['on-call@example.com'] },
    n: '<',
  });
});
