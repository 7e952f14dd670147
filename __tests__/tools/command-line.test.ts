import { type Command, declareCommand, defineCommand, readArguments, runCommand } from '../../tools/command';

const DECLARATION = declareCommand({
  command: 'npm run example --',
  summary: 'An example.',
  options: {
    'no-lock': { summary: 'a name that begins with no' },
    keep: { value: 'N', summary: 'a value' },
    only: { value: 'FILE', summary: 'can be given again', isRepeatable: true },
    json: { summary: 'as JSON' },
  },
  examples: [],
});

async function answersTo(argv: string[], command: Partial<Command> = {}) {
  const said: string[] = [];
  await runCommand(
    {
      ...defineCommand({
        declaration: DECLARATION,
        read: (args) => readArguments(DECLARATION, args),
        run: async ({ values, positionals }) => ({ text: JSON.stringify({ values, positionals }) }),
      }),
      ...command,
    },
    argv,
    {
      out: (text) => said.push(`out: ${text}`),
      err: (text) => said.push(`err: ${text}`),
      exitCode: (code) => said.push(`exit code ${code}`),
    },
  );
  return said;
}

test.each([
  [[], '{"values":{},"positionals":[]}'],
  [['--no-lock', '--keep', '3'], '{"values":{"no-lock":true,"keep":"3"},"positionals":[]}'],
  [['--only', 'a', '--only=b'], '{"values":{"only":["a","b"]},"positionals":[]}'],
  [['--keep=--json', '--only=-x'], '{"values":{"keep":"--json","only":["-x"]},"positionals":[]}'],
  [['--keep', '-7d', '--only', '-30m'], '{"values":{"keep":"-7d","only":["-30m"]},"positionals":[]}'],
  [['--keep', '-'], '{"values":{"keep":"-"},"positionals":[]}'],
])('%j is read under the names that are typed', async (argv, read) => {
  expect(await answersTo(argv)).toEqual([`out: ${read}`]);
});

test.each([['--help'], ['-h']])('%s prints the usage, and nothing is started', async (argument) => {
  expect(await answersTo(['--nonsense', argument])).toEqual([
    expect.stringMatching(/^out: Usage: npm run example -- \[options\]\n\nAn example\./),
  ]);
});

test.each([
  ['--keeep', "Unknown option '--keeep'. Did you mean --keep?"],
  ['--keep', '--keep has no value, expected N.'],
  ['more', "Unexpected argument 'more'."],
])('%s is refused in one sentence, with the usage line and where the options are', async (argument, sentence) => {
  expect(await answersTo([argument])).toEqual([
    `err: ${sentence}\nUsage: npm run example -- [options]\nnpm run example -- --help shows the options, with examples.`,
    'exit code 2',
  ]);
});

test('a bug keeps its stack trace, and is no wrong usage', async () => {
  const bug = () => {
    throw new TypeError('a bug');
  };
  expect(await answersTo([], { prepare: bug })).toEqual(['err: TypeError: a bug', 'exit code 1']);
});

describe('--json', () => {
  const ends = (document: unknown, failure?: unknown): Partial<Command> => ({
    prepare: () => async () => ({ document, text: 'for people', failure }),
    schema: async () => (await import('zod')).z.object({ at: (await import('zod')).z.string() }),
  });

  test('prints the document alone, a date as text', async () => {
    expect(await answersTo(['--json'], ends({ at: new Date(0) }))).toEqual([
      'out: {\n  "at": "1970-01-01T00:00:00.000Z"\n}',
    ]);
    expect(await answersTo([], ends({ at: '' }))).toEqual(['out: for people']);
  });

  test('is an option only where it is read as one', async () => {
    const declaration = declareCommand({ ...DECLARATION, arguments: [{ name: 'A', summary: 'a' }] });
    const withArgument = { ...ends({ at: '' }), declaration };
    expect(await answersTo(['--', '--json'], withArgument)).toEqual(['out: for people']);
    expect(await answersTo(['--keep=--json'], withArgument)).toEqual(['out: for people']);
    expect(await answersTo(['--json', '--', 'x'], withArgument)).toEqual(['out: {\n  "at": ""\n}']);
  });

  test('a document against its schema is a bug', async () => {
    expect(await answersTo(['--json'], ends({ at: 1 }))).toEqual([
      expect.stringContaining('expected string, received number'),
      'exit code 1',
    ]);
  });

  test('a failure is reported after the document', async () => {
    expect(await answersTo(['--json'], ends({ at: '' }, new Error('It failed.')))).toEqual([
      'out: {\n  "at": ""\n}',
      'err: It failed.',
      'exit code 1',
    ]);
  });
});
