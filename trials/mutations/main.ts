import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readArguments, runCommand } from '../../tools/command';
import { CommandFailedError, run } from '../../tools/processes/run';
import { MUTATED_FOLDER, mutatedFiles, systemTestsFor } from './mutated-files';
import { MUTATION_FOLDER, strykerOptions } from './stryker-options';

const USAGE = `npm run mutate -- [FILE...] [--tests TEST]...

Changes the snapshot manager's code in one place at a time (StrykerJS), and lists the changes that no test notices.

  FILE           beginning of a file's or folder's name below ${MUTATED_FOLDER}: retention, domain/, wait.ts.
                 Without one: every file but the AWS adapters (hours). Unit tests judge; for files of aws/ also the
                 system tests that drive the adapters.
  --tests TEST   only the unit tests of __tests__/lambda-src whose file's name begins so: faster, and notices less.

The report is ${MUTATION_FOLDER}/report.html. docs/mutations.md has the measured scores and the changes left.`;

const PROJECT = resolve(__dirname, '../..');

runCommand(USAGE, async (argv) => {
  const { positionals, values } = readArguments({
    args: argv,
    allowPositionals: true,
    options: { tests: { type: 'string', multiple: true, default: [] } },
  });
  const all = readdirSync(join(PROJECT, MUTATED_FOLDER), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${MUTATED_FOLDER}/${file}`);
  const files = mutatedFiles(positionals, all);
  const folder = join(PROJECT, MUTATION_FOLDER);
  mkdirSync(folder, { recursive: true });
  const options = join(folder, 'stryker.config.json');
  writeFileSync(options, JSON.stringify(strykerOptions(files), undefined, 2));
  const stryker = join(dirname(require.resolve('@stryker-mutator/core/package.json')), 'bin/stryker.js');
  try {
    await run(process.execPath, [stryker, 'run', options], {
      cwd: PROJECT,
      environment: {
        ...process.env,
        KDA_MUTATE_SYSTEM_TESTS: JSON.stringify(systemTestsFor(files)),
        KDA_MUTATE_TESTS: JSON.stringify(values.tests),
      },
      hasOwnGroup: false,
      onLine: console.log,
    });
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    // Its own words are above.
    process.exitCode = error.exitCode ?? 1;
  }
});
