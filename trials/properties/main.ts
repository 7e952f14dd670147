import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { declareCommand, readArguments, runProgram, UsageError } from '../../tools/command';
import { CommandFailedError, run } from '../../tools/processes/run';
import { propertyTests } from './property-tests';

const PROJECT = resolve(__dirname, '../..');
const MINUTE_MS = 60_000;
const MOST_MINUTES = 24 * 60;

const DECLARATION = declareCommand({
  command: 'npm run properties --',
  summary: 'Looks for an example that breaks a property of the tests: each round has others than `npm test`.',
  details: ['Ends with the first round that fails, and says how to repeat it.'],
  arguments: [
    {
      name: 'FILE',
      summary: "beginning of a test file's or folder's name; without one: all that have properties",
      isOptional: true,
      isRepeatable: true,
    },
  ],
  options: {
    minutes: { value: 'N', summary: `begins no round after so many minutes, 1 to ${MOST_MINUTES} (default 10)` },
  },
  examples: [{ line: '--minutes 60 run-history', summary: 'an hour of histories of runs' }],
});

function read(argv: string[]) {
  const { positionals, values } = readArguments(DECLARATION, argv);
  const { minutes = '10' } = values;
  if (!/^[1-9]\d*$/.test(minutes) || Number(minutes) > MOST_MINUTES) {
    throw new UsageError(`--minutes ${minutes}: expected a whole number from 1 to ${MOST_MINUTES}.`);
  }
  return { files: propertyTests(PROJECT, positionals), ms: Number(minutes) * MINUTE_MS };
}

/** `npm run properties`. */
async function search(signal: AbortSignal, { files, ms }: ReturnType<typeof read>): Promise<void> {
  const jest = join(PROJECT, 'node_modules/jest/bin/jest.js');
  const endAt = Date.now() + ms;
  const first = randomInt(1_000_000_000);
  for (let round = 0; round === 0 || Date.now() < endAt; round += 1) {
    const seed = String(first + round);
    const environment = { ...process.env, KDA_PROPERTY_SEED: seed };
    console.log(`Round ${round + 1}, seed ${seed}: ${files.length} test files ...`);
    try {
      await run(process.execPath, [jest, '--silent', ...files], { cwd: PROJECT, environment, signal });
    } catch (error) {
      if (!(error instanceof CommandFailedError)) throw error;
      console.log(error.lines.filter((line) => !line.startsWith('PASS ')).join('\n'));
      console.log(`\nAgain: KDA_PROPERTY_SEED=${seed} npx jest FILE`);
      process.exitCode = 1;
      return;
    }
  }
  console.log('No round failed.');
}

runProgram(DECLARATION, read, search);
