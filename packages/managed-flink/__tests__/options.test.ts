import { UsageError } from '../../../tools/command';
import { parseCommandLine } from '../src/options';

test('without options the engine is simulated, on a free port, with no state on disk', () => {
  expect(parseCommandLine([])).toMatchObject({
    options: { engine: { kind: 'simulated', faults: [] }, port: undefined, dataDirectory: undefined },
  });
});

test('the simulated engine takes its options', () => {
  const args =
    '--engine simulated --port 4701 --snapshot-duration 20000 --applications 100 --snapshots-per-application 1000 ' +
    '--fail CreateApplicationSnapshot=FAILED:0.1 --fail ListApplications=LOST --rate-limit 10 --snapshots-disabled refuse';
  expect(parseCommandLine(args.split(' '))).toMatchObject({
    options: {
      port: 4701,
      snapshotsDisabled: 'refuse',
      engine: {
        kind: 'simulated',
        durations: { snapshotMs: 20_000 },
        applications: 100,
        snapshotsPerApplication: 1000,
        callsPerSecond: 10,
        faults: [
          { operation: 'CreateApplicationSnapshot', kind: 'FAILED', rate: 0.1 },
          { operation: 'ListApplications', kind: 'LOST', rate: 1 },
        ],
      },
    },
  });
});

test('the Flink engine keeps its state in a folder of the project unless told otherwise', () => {
  expect(parseCommandLine(['--engine', 'flink', '--jar', 'a.jar'])).toMatchObject({
    options: { engine: { kind: 'flink', jarFile: 'a.jar' }, dataDirectory: '.local/managed-flink' },
  });
});

test.each([
  [['--engine', 'real'], '--engine is "real", expected simulated or flink.'],
  [['--port', '70000'], '--port is "70000", expected a whole number from 0 to 65535.'],
  [['--rate-limit', '0'], '--rate-limit is "0", expected calls a second above 0.'],
  [['--engine', 'flink', '--applications', '3'], '--applications has no meaning with --engine flink.'],
  [['--jar', 'a.jar'], '--jar has no meaning with --engine simulated.'],
  [['--account', '12'], '--account is "12", expected 12 digits.'],
  [
    ['--engine', 'flink', '--jar', 'a.jar', '--s3-endpoint', 'x'],
    '--s3-endpoint is "x", expected a URL such as http://127.0.0.1:4566.',
  ],
  [['--snapshot-prefix', 'ä'], '--snapshot-prefix is "ä", expected letters, digits or any of "_.-".'],
  [
    ['--fail', 'CreateApplicationSnapshot=FAILED:2'],
    '--fail CreateApplicationSnapshot=FAILED:2: the rate is "2", expected above 0, up to 1.',
  ],
  [['--fast'], "Unknown option '--fast'. Did you mean --fail?"],
  [['fast'], "Unexpected argument 'fast'."],
])('%j is refused with what is allowed', (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(UsageError);
  expect(() => parseCommandLine(args)).toThrow(expect.objectContaining({ message }));
});
