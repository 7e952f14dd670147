import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireCheckout } from '../../cli/checkout';
import { ENTRIES, nameOf, runProgram } from '../../cli/program';
import { readArguments } from '../../tools/command';

const PROJECT = join(__dirname, '../..');
const NAMES = ENTRIES.map(nameOf);

async function answerTo(...argv: string[]) {
  const said: string[] = [];
  await runProgram(argv, {
    out: (text) => said.push(`out: ${text}`),
    err: (text) => said.push(`err: ${text}`),
    exitCode: (code) => said.push(`exit code ${code}`),
  });
  return said;
}

/** Words of a line as a shell splits them. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

test('each file of cli/commands is one command of the program, under its name', () => {
  const files = readdirSync(join(PROJECT, 'cli/commands')).map((file) => file.replace('.ts', ''));
  expect([...NAMES].sort()).toEqual(files.sort());
});

test('help names each command', () => {
  const help = readFileSync(join(PROJECT, 'help'), 'utf8');
  expect(NAMES.filter((name) => !new RegExp(`^  kda ${name}\\b`, 'm').test(help))).toEqual([]);
});

describe.each(ENTRIES.map((entry) => ({ name: nameOf(entry), entry })))('kda $name', ({ name, entry }) => {
  const { declaration, prepare } = entry.command;

  test('has examples that it understands', () => {
    jest.useFakeTimers({ now: new Date('2026-11-28T03:02:00Z') });
    try {
      expect(declaration.examples.length).toBeGreaterThan(0);
      for (const { line } of declaration.examples) expect(prepare(words(line))).toBeInstanceOf(Function);
    } finally {
      jest.useRealTimers();
    }
  });

  test('--help shows the usage, the options and the examples', async () => {
    const [said = '', ...others] = await answerTo(name, '--help');
    expect(others).toEqual([]);
    expect(said).toContain(`out: Usage: kda ${name}`);
    for (const option of Object.keys(declaration.options)) expect(said).toContain(`--${option}`);
    for (const { line } of declaration.examples) expect(said).toContain(`  kda ${name} ${line}`.trimEnd());
    expect(await answerTo('help', name)).toEqual([said]);
  });

  test('has a schema exactly if it prints a document', () => {
    const printsItself = ['review-plan'];
    expect(entry.command.schema !== undefined || printsItself.includes(name)).toBe('json' in declaration.options);
  });
});

test('kda alone and kda --help list the commands', async () => {
  const [said = ''] = await answerTo();
  for (const name of NAMES) expect(said).toMatch(new RegExp(`^  ${name}  `, 'm'));
  expect(await answerTo('--help')).toEqual([said]);
});

test('an unknown command is refused with the nearest ones', async () => {
  expect(await answerTo('hodl')).toEqual([
    `err: Unknown command 'hodl'. Did you mean hold? "kda --help" lists the commands.`,
    'exit code 2',
  ]);
});

test.each([
  [['aduit', '--help'], "Unknown command 'aduit'. Did you mean audit?"],
  [['help', 'aduit'], "Unknown command 'aduit'. Did you mean audit?"],
  [['--', 'aduit'], "Unknown command 'aduit'. Did you mean audit?"],
  [['--', '--help'], "Unknown command '--help'."],
  [['--josn'], "Unknown option '--josn'."],
])('kda %j is refused, though it asks for help', async (argv, sentence) => {
  expect(await answerTo(...argv)).toEqual([`err: ${sentence} "kda --help" lists the commands.`, 'exit code 2']);
});

test.each([[['help']], [['--']], [['help', 'help']], [['help', '--help']], [['-h']], [['--help', 'audit']]])(
  'kda %j lists the commands',
  async (argv) => {
    expect(await answerTo(...argv)).toEqual(await answerTo());
  },
);

test('kda -- audit is kda audit', async () => {
  expect(await answerTo('--', 'audit', '--help')).toEqual(await answerTo('audit', '--help'));
});

test.each([
  ['plan', 'retention'],
  ['start-application', 'start'],
  ['stop-application', 'stop'],
])('kda %s, the name of an npm script, is answered with kda %s', async (script, command) => {
  expect(await answerTo(script)).toEqual([
    `err: Unknown command '${script}': that is the npm script, the command is kda ${command}. "kda --help" lists the commands.`,
    'exit code 2',
  ]);
});

test('the version is the package’s', async () => {
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  expect(await answerTo('--version')).toEqual([`out: ${version}`]);
});

test('without a checkout a command that needs it says so in one sentence', () => {
  expect(() => requireCheckout('kda holds', __dirname)).toThrow(
    `kda holds needs a checkout of the project: it reads the settings (config/*.json), and ${__dirname} has none. Clone the project, run npm ci there, then npx kda holds.`,
  );
  expect(() => requireCheckout('kda holds')).not.toThrow();
});

const NAMING = ENTRIES.filter(({ command }) => command.declaration.arguments?.some(({ choices }) => !choices));

test.each(NAMING.map((entry) => [nameOf(entry), entry] as const))(
  'kda %s takes a name that begins with a hyphen after --, and says so',
  async (name, { command: { declaration } }) => {
    expect(readArguments(declaration, ['--', '-orders']).positionals).toEqual(['-orders']);
    const advice = `Unknown option '-orders'. If it is a name, write it behind all options, after --: kda ${name} -- -orders.`;
    expect(() => readArguments(declaration, ['-orders'])).toThrow(advice);
  },
);
