import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder } from '../temporary-folder';

const PROJECT = resolve(__dirname, '../..');
const COPIED = [
  'bin/kda.js',
  'tools/bundle.js',
  'tools/bundle-kda.js',
  'tools/ensure-installed.js',
  'packages/plan-review/bin/review-plan.js',
  'packages/plan-review/bundle.js',
];

const folder = temporaryFolder('bundle-errors');

beforeEach(() => {
  for (const file of COPIED) {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true });
    copyFileSync(join(PROJECT, file), join(folder.path, file));
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(folder.path, 'node_modules'));
  writeSource('cli/main.ts', "import { said } from './said';\nconsole.log(said);\n");
  writeSource('cli/said.ts', "export const said = 'ran';\n");
  writeSource('cli/page/browser/page.tsx', 'export {};\n');
  writeSource('packages/plan-review/src/main.ts', "console.log('ran');\n");
  writeSource('packages/plan-review/src/index.ts', 'export {};\n');
});

function writeSource(file: string, text: string): void {
  mkdirSync(dirname(join(folder.path, file)), { recursive: true });
  writeFileSync(join(folder.path, file), text);
}

function start(program: string, { uid }: { uid?: number } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder.path, program)], {
    cwd: folder.path,
    encoding: 'utf8',
    uid,
  });
  return { status, stdout, stderr };
}

test('a program is built and run', () => {
  const ran = { status: 0, stdout: 'ran\n', stderr: '' };
  expect(start('bin/kda.js')).toEqual(ran);
  expect(start('bin/kda.js')).toEqual(ran);
  expect(start('packages/plan-review/bin/review-plan.js')).toEqual(ran);
});

test('a syntax error is one sentence with its place, and the program before it is not run', () => {
  start('bin/kda.js');
  writeSource('cli/main.ts', 'console.log(;\n');
  expect(start('bin/kda.js')).toEqual({
    status: 1,
    stdout: '',
    stderr: `kda can't be built: cli/main.ts:1:12: Unexpected ";".\n`,
  });
});

test('a missing source is one sentence that names who wants it', () => {
  rmSync(join(folder.path, 'cli/said.ts'));
  expect(start('bin/kda.js')).toEqual({
    status: 1,
    stdout: '',
    stderr: `kda can't be built: cli/main.ts:1:21: Could not resolve "./said".\n`,
  });
});

test('the program of a package says so, too, and how many errors there are', () => {
  writeSource('packages/plan-review/src/main.ts', 'console.log(;\n');
  writeSource('packages/plan-review/src/index.ts', 'export {;\n');
  expect(start('packages/plan-review/bin/review-plan.js')).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^packages\/plan-review can't be built: packages\/plan-review\/src\/(index|main)\.ts:1:\d+: .*\. One more error follows\.\n$/,
    ),
  });
});

test('a checkout that the user can only read is one sentence with what to do', () => {
  // Nobody's rights stop the superuser.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  chmodSync(folder.path, 0o555);
  const [kda, review] = [start('bin/kda.js', { uid }), start('packages/plan-review/bin/review-plan.js', { uid })];
  chmodSync(folder.path, 0o755);
  expect(kda).toEqual({
    status: 1,
    stdout: '',
    stderr: `kda must be built, and ${join(folder.path, '.build/kda')} can't be written: run it once as its owner.\n`,
  });
  if (uid === undefined) return;
  expect(review.stderr).toBe(
    `packages/plan-review must be built, and ${join(folder.path, 'packages/plan-review/dist')} can't be written: run it once as its owner.\n`,
  );
});
