import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRehearse } from '../../../cli/commands/rehearse';
import { runRehearse } from '../../../cli/rehearse/run-rehearse';
import { UndeterminedError } from '../../../tools/undetermined-error';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('without-verdict');

/** Lines that a rehearsal of HEAD with itself says, and its error. The JAR of the build is none, so nothing is started. */
async function rehearseHead(mvnw: string) {
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder.path });
  git('init', '-q');
  writeFileSync(join(folder.path, 'mvnw'), `#!/bin/sh\n${mvnw}\n`, { mode: 0o755 });
  git('add', '.');
  git('commit', '-q', '-m', 'code');
  writeFileSync(join(folder.path, 'Job.java'), 'the new code');
  const said: string[] = [];
  const talk = jest.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)));
  const before = process.cwd();
  const { XDG_CACHE_HOME } = process.env;
  process.chdir(folder.path);
  process.env.XDG_CACHE_HOME = join(folder.path, 'cache');
  try {
    const asked = parseRehearse(['--from', 'HEAD', '--to', 'HEAD']);
    return { said, error: await runRehearse(asked).catch((cause: unknown) => cause) };
  } finally {
    process.chdir(before);
    if (XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
    talk.mockRestore();
  }
}

test('a build that fails leaves the verdict open, and changes that are not committed are named once', async () => {
  const { said, error } = await rehearseHead('echo repository is down\nexit 1');
  // The program ends with 3 for this class of errors, and with 1 for others.
  expect(error).toBeInstanceOf(UndeterminedError);
  expect(String(error)).toBe(
    'UndeterminedError: There is no verdict: The build of HEAD failed: ./mvnw -q -B package -DskipTests ended with exit code 1.\nrepository is down',
  );
  expect(said.filter((line) => line.includes('not committed'))).toEqual([
    expect.stringMatching(/^Warning: Changes that are not committed are not rehearsed: .*Job\.java differs/),
  ]);
});

test('code that was built before is told as taken from the cache', async () => {
  const { said, error } = await rehearseHead('mkdir target\necho none > target/app.jar');
  expect(String(error)).toMatch(/HEAD is no JAR/);
  expect(said.filter((line) => line.includes('HEAD ('))).toEqual([
    expect.stringMatching(/^Building HEAD \([0-9a-f]{10}\) …$/),
    expect.stringMatching(/^HEAD \([0-9a-f]{10}\) is taken from the cache: its files were built before\.$/),
  ]);
});
