import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { declareCommand, defineCommand, readArguments, runCommand } from '../../tools/command';
import { CommandFailedError, run } from '../../tools/processes/run';
import { MUTATED_FOLDER, mutatedFiles, systemTestsFor } from './mutated-files';
import { MUTATION_FOLDER, strykerOptions } from './stryker-options';

const DECLARATION = declareCommand({
  command: 'npm run mutate --',
  summary:
    "Changes the snapshot manager's code in one place at a time (StrykerJS), and lists the changes that no test notices.",
  details: [
    `Unit tests judge; for files of aws/ also the system tests that drive the adapters. The report is\n${MUTATION_FOLDER}/report.html. docs/mutations.md has the measured scores and the changes left.`,
  ],
  arguments: [
    {
      name: 'FILE',
      summary: `beginning of a file's or folder's name below ${MUTATED_FOLDER}: retention, domain/, wait.ts; without one: every file but the AWS adapters (hours)`,
      isOptional: true,
      isRepeatable: true,
    },
  ],
  options: {
    tests: {
      value: 'TEST',
      summary:
        "only the unit tests of __tests__/lambda-src whose file's name begins so: faster, and notices less; repeatable",
      isRepeatable: true,
    },
  },
  examples: [{ line: 'retention', summary: 'the rules of the retention (minutes)' }],
});

const PROJECT = resolve(__dirname, '../..');

function read(argv: string[]) {
  const { positionals, values } = readArguments(DECLARATION, argv);
  const all = readdirSync(join(PROJECT, MUTATED_FOLDER), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${MUTATED_FOLDER}/${file}`);
  const files = mutatedFiles(positionals, all);
  return { files, tests: values.tests ?? [] };
}

async function mutate({ files, tests }: ReturnType<typeof read>): Promise<void> {
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
        KDA_MUTATE_TESTS: JSON.stringify(tests),
      },
      hasOwnGroup: false,
      onLine: console.log,
    });
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    // Its own words are above.
    process.exitCode = error.exitCode ?? 1;
  }
}

void runCommand(defineCommand({ declaration: DECLARATION, read, run: mutate }));
