import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const PROJECT = resolve(__dirname, '../..');
const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(resolve(PROJECT, 'package.json'), 'utf8'),
);
const COMMANDS = Object.entries(scripts).flatMap(([name, script]) => {
  const [, file] = /^(?:exec node --import )?tsx (\S+\.ts)$/.exec(script) ?? [];
  return file === undefined ? [] : [{ name, file }];
});

/** A command that starts its work instead of answering is stopped, and fails its test. */
const AT_ONCE_MS = 20_000;
jest.setTimeout(AT_ONCE_MS + 5_000);

function answerTo(file: string, argument: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const environment = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('KDA_'),
  );
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', file, argument],
      { cwd: PROJECT, env: Object.fromEntries(environment), timeout: AT_ONCE_MS },
      (error, stdout, stderr) => done({ code: error === null ? 0 : (error.code ?? error.signal), stdout, stderr }),
    );
  });
}

/** As it is typed; a command whose output goes into a file is called with npm's own lines left out. */
const itsName = (name: string) => new RegExp(`npm run (--silent )?${name}\\b`);

test('every npm script is one of these commands, but for those that are several or another tool’s', () => {
  const others = Object.keys(scripts).filter((name) => !COMMANDS.some((command) => command.name === name));

  expect(others.sort()).toEqual(['check', 'fix', 'schema', 'synth', 'test']);
  expect(COMMANDS.length).toBeGreaterThan(20);
});

describe.each(COMMANDS)('npm run $name', ({ name, file }) => {
  test('-- --help shows the usage, which has its name, and does nothing else', async () => {
    const { code, stdout } = await answerTo(file, '--help');

    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(itsName(name)) });
  });

  test('-- --nonsense is refused with the usage and the exit code 2', async () => {
    const { code, stdout, stderr } = await answerTo(file, '--nonsense');

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--nonsense');
    expect(stderr).toMatch(itsName(name));
  });
});
