import { followLogs } from '../../../cli/logs/follow';
import type { LogGroups } from '../../../cli/logs/log-groups';
import type { RawLine } from '../../../cli/logs/log-line';
import { LogTroubleError } from '../../../cli/logs/log-reader';
import { flinkLine } from './log-lines';

const START = Date.parse('2026-11-28T01:20:00Z');
const FROM = new Date(START - 600_000);
const GROUPS: LogGroups = { application: { group: '/job' }, manager: { problem: 'No deployment is known.' } };

/** World whose log grows by one step each round, and which ends after the last. */
function worldOf(rounds: readonly (readonly RawLine[] | Error)[]) {
  const abort = new AbortController();
  const printed: string[] = [];
  const said: string[] = [];
  const asked: Date[] = [];
  const log: RawLine[] = [];
  let now = START;
  let step = 0;
  const reader = {
    lines: async (_group: string, { from }: { from: Date }) => {
      asked.push(from);
      const grown = rounds[step];
      if (grown instanceof Error) throw grown;
      log.push(...(grown ?? []));
      return { lines: log.filter(({ at }) => at >= from), isCut: false };
    },
  };
  const ports = {
    ...{ reader, groups: GROUPS, signal: abort.signal, now: () => new Date(now) },
    print: (line: string) => printed.push(line),
    say: (line: string) => said.push(line),
    sleep: async (ms: number) => {
      now += ms;
      step += 1;
      if (step >= rounds.length) abort.abort();
    },
  };
  return { ports, printed, said, asked };
}

const error = (text: string, atMs: number, id?: string): RawLine => ({
  ...{ at: new Date(atMs), message: flinkLine(text, 'ERROR') },
  ...(id === undefined ? {} : { id }),
});
const follow = (ports: Parameters<typeof followLogs>[1]) =>
  followLogs({ application: 'orders', query: 'errors', from: FROM }, ports);

test('each line is printed once, a late one too, with an id or without', async () => {
  const { ports, printed, said } = worldOf([
    [error('old', START - 500_000), error('one', START - 1000, 'a')],
    [error('two', START + 1000, 'b'), { at: new Date(START), message: flinkLine('Amount of users: 1') }],
    [error('late', START - 5000)],
    [],
  ]);
  await follow(ports);
  expect(printed.map((line) => line.split('  ').at(-1))).toEqual(['old', 'one', 'two', 'late']);
  expect(said).toEqual(['Not read (manager): No deployment is known.']);
});

test('a quiet log is not read from its beginning again, and nothing is printed twice', async () => {
  const quiet = Array.from({ length: 200 }, () => []);
  const { ports, printed, asked } = worldOf([[error('one', START - 300_000)], ...quiet]);
  await follow(ports);
  expect(printed).toHaveLength(1);
  expect(asked[0]).toEqual(FROM);
  expect(asked.at(-1)?.getTime()).toBe(START + 199 * 2000 - 120_000);
});

test('a round that fails is said once and repeated from where the last good one began', async () => {
  const trouble = new LogTroubleError('The log group /job can’t be read.');
  const { ports, printed, said } = worldOf([[error('one', START)], trouble, trouble, [error('two', START + 3000)]]);
  await follow(ports);
  expect(printed).toHaveLength(2);
  expect(said.slice(1)).toEqual(['The log group /job can’t be read. Trying again.']);
});

test('it ends with the trouble that lasts', async () => {
  const trouble = new LogTroubleError('The log group /job can’t be read.');
  const { ports } = worldOf(Array.from({ length: 9 }, () => trouble));
  await expect(follow(ports)).rejects.toThrow(trouble);
});

test('without any known log it says so', async () => {
  const { ports } = worldOf([[]]);
  const groups: LogGroups = { application: { problem: 'It logs nowhere.' }, manager: { problem: 'Not known.' } };
  await expect(follow({ ...ports, groups })).rejects.toThrow('No log of orders is known, so none can be followed.');
});
