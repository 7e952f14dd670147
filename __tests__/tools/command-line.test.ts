import { readArguments } from '../../tools/command';
import { readCommandLine } from '../../tools/command-line';

function answersTo(argv: string[], read = (args: string[]): object => readArguments({ args }).values) {
  const said: string[] = [];
  const asked = readCommandLine('the usage', read, argv, {
    out: (text) => said.push(`out: ${text}`),
    err: (text) => said.push(`err: ${text}`),
    exitCode: (code) => said.push(`exit code ${code}`),
  });
  return { asked, said };
}

test('a program is started by arguments that it knows', () => {
  expect(answersTo([])).toEqual({ asked: {}, said: [] });
});

test.each([['--help'], ['-h']])('%s prints the usage, and nothing is started', (argument) => {
  expect(answersTo(['--nonsense', argument])).toEqual({ asked: undefined, said: ['out: the usage'] });
});

test('arguments that it does not know are said with the usage, and nothing is started', () => {
  expect(answersTo(['--nonsense'])).toEqual({
    asked: undefined,
    said: [expect.stringMatching(/^err: .*Unknown option '--nonsense'[\s\S]*\n\nthe usage$/), 'exit code 2'],
  });
});

test('a bug while they are read is no wrong usage', () => {
  const bug = () => {
    throw new TypeError('a bug');
  };
  expect(() => answersTo([], bug)).toThrow(TypeError);
});
