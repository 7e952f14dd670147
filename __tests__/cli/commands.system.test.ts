import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const PROJECT = resolve(__dirname, '../..');
const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(resolve(PROJECT, 'package.json'), 'utf8'),
);
const COMMANDS = Object.entries(scripts).flatMap(([name, script]) => {
  const [, file, kda] =
    /^(?:exec node -r \S+ --import )?(?:tsx (\S+\.ts)|exec node (bin\/kda\.js \S+))$/.exec(script) ?? [];
  if (kda !== undefined) return [{ name, args: kda.split(' '), shown: kda.replace('bin/kda.js', 'kda') }];
  return file === undefined ? [] : [{ name, args: ['--import', 'tsx', file], shown: usageName(name) }];
});

/** Programs of packages and of the program `kda` are called by their own name in their usage. */
function usageName(name: string): string {
  return name === 'managed-flink' ? 'managed-flink' : `npm run ${name}`;
}

/** A command that starts its work instead of answering is stopped, and fails its test. */
const AT_ONCE_MS = 20_000;
jest.setTimeout(AT_ONCE_MS + 5_000);

function answerTo(
  program: readonly string[],
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const environment = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('KDA_'),
  );
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...program, ...args],
      { cwd: PROJECT, env: { ...Object.fromEntries(environment), ...extra }, timeout: AT_ONCE_MS },
      (error, stdout, stderr) => done({ code: error === null ? 0 : (error.code ?? error.signal), stdout, stderr }),
    );
  });
}

test('every npm script is one of these commands, but for those that are several or another tool’s', () => {
  const others = Object.keys(scripts).filter((name) => !COMMANDS.some((command) => command.name === name));

  expect(others.sort()).toEqual(['check', 'fix', 'prepack', 'schema', 'synth', 'test']);
  expect(COMMANDS.length).toBeGreaterThan(20);
});

describe.each(COMMANDS)('npm run $name', ({ args, shown }) => {
  test('-- --help shows the usage, which has its name, and does nothing else', async () => {
    const { code, stdout } = await answerTo(args, ['--help']);

    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`Usage: ${shown}`) });
  });

  test('-- --nonsense is refused with the usage and the exit code 2', async () => {
    const { code, stdout, stderr } = await answerTo(args, ['--nonsense']);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--nonsense');
    expect(stderr).toContain(`Usage: ${shown}`);
  });
});

/** Each command that calls AWS itself, with arguments that are complete. */
const CALLING_AWS: Readonly<Record<string, readonly string[]>> = {
  audit: ['orders'],
  hold: ['orders', 'kda.1', '--why', 'a test', '--who', 'a test'],
  holds: [],
  plan: [],
  'pre-deploy': [],
  release: ['orders', 'kda.1', '--who', 'a test'],
  snapshot: ['orders', '--reason', 'a test'],
  'start-application': ['orders'],
  'stop-application': ['orders'],
};

/** Those that change nothing: without an answer their exit code is 3. */
const ONLY_READING = ['audit', 'holds', 'plan'];

/** Those that need no credentials, or whose Terraform, S3 state or local cloud ask for them. */
const NOT_CALLING_AWS = [
  ...['alarm-drill', 'apply-stacks', 'bench', 'bootstrap', 'build', 'check-cdktn', 'checksums', 'cost', 'demo'],
  ...[
    'destroy',
    'generate',
    'local',
    'managed-flink',
    'mutate',
    'next-steps',
    'pictures',
    'plan-stacks',
    'properties',
    'review-plan',
    'scan',
    'soak',
  ],
];

test('of every command it is known whether it calls AWS', () => {
  const known = [...Object.keys(CALLING_AWS), ...NOT_CALLING_AWS];
  expect(known.sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
});

describe('without credentials', () => {
  const nobody = {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    AWS_CONFIG_FILE: '/nowhere/config',
  };

  test.each(Object.entries(CALLING_AWS))('npm run %s says in one sentence what to do', async (name, args) => {
    const program = COMMANDS.find((command) => command.name === name)?.args ?? [];
    const { code, stdout, stderr } = await answerTo(program, args, nobody);

    expect({ code, stdout }).toEqual({ code: ONLY_READING.includes(name) ? 3 : 1, stdout: '' });
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on, run "aws sso login" first.',
    );
    expect(stderr).not.toContain('CredentialsProviderError');
  });
});
