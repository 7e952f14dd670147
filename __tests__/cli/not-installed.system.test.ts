import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../temporary-folder';

const PROJECT = resolve(__dirname, '../..');
const STARTERS = [
  'bin/kda.js',
  'packages/managed-flink/bin/managed-flink.js',
  'packages/plan-review/bin/review-plan.js',
];

/** Folder with the starters, what they load, and the npm scripts: a fresh clone, as far as it matters. */
const clone = temporaryFolder('clone');

beforeEach(() => {
  for (const part of [...STARTERS, 'tools', 'package.json']) {
    cpSync(join(PROJECT, part), join(clone.path, part), { recursive: true });
  }
  for (const part of ['managed-flink', 'plan-review']) {
    cpSync(join(PROJECT, 'packages', part, 'bundle.js'), join(clone.path, 'packages', part, 'bundle.js'));
  }
});

const runIn = (binary: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(binary, args, { cwd: clone.path, encoding: 'utf8' });
  return { status, stdout, stderr };
};

const INSTALL = {
  status: 1,
  stdout: '',
  stderr: expect.stringMatching(/^\S+ has no installed packages\. Run "npm ci" there first\.\n$/),
};

test.each(STARTERS)('%s of a fresh clone says what to run first, without a stack trace', (starter) => {
  expect(runIn(process.execPath, starter, '--help')).toEqual(INSTALL);
});

test.each(['demo', 'local', 'managed-flink', 'soak'])('so does npm run %s', (script) => {
  expect(runIn('npm', 'run', '--silent', script)).toEqual(INSTALL);
});

test.each(STARTERS)('%s of a tarball packed without its program says how to pack it', (starter) => {
  rmSync(join(clone.path, 'tools'), { recursive: true });
  for (const part of ['managed-flink', 'plan-review']) rmSync(join(clone.path, 'packages', part, 'bundle.js'));
  expect(runIn(process.execPath, starter, '--help')).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^\S+ is missing: this package was packed without its program\. Pack it in a checkout after "npm ci", with "npm pack --ignore-scripts=false.*"\.\n$/,
    ),
  });
});
