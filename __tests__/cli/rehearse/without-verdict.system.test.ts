import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRehearse } from '../../../cli/commands/rehearse';
import { runRehearse } from '../../../cli/rehearse/run-rehearse';
import { UndeterminedError } from '../../../tools/undetermined-error';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('without-verdict');

test('a build that fails leaves the verdict open, and changes that are not committed are named before it', async () => {
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder.path });
  git('init', '-q');
  writeFileSync(join(folder.path, 'mvnw'), '#!/bin/sh\necho repository is down\nexit 1\n', { mode: 0o755 });
  git('add', '.');
  git('commit', '-q', '-m', 'code');
  writeFileSync(join(folder.path, 'Job.java'), 'the new code');
  const said: string[] = [];
  const talk = jest.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)));
  const before = process.cwd();
  process.chdir(folder.path);
  try {
    const error = await runRehearse(parseRehearse(['--from', 'HEAD', '--to', 'HEAD'])).catch((cause: unknown) => cause);
    // The program ends with 3 for this class of errors, and with 1 for others.
    expect(error).toBeInstanceOf(UndeterminedError);
    expect(String(error)).toBe(
      'UndeterminedError: There is no verdict: The build of HEAD failed: ./mvnw -q -B package -DskipTests ended with exit code 1.\nrepository is down',
    );
    expect(said.join('\n')).toMatch(/Warning: Changes that are not committed are not rehearsed: .*Job\.java differs/);
  } finally {
    process.chdir(before);
    talk.mockRestore();
  }
});
