import { loadSettings } from '../../config/load-settings';
import { declareCommand, defineCommand, type Result, readArguments, runCommand } from '../../tools/command';
import { scan } from './scan';
import { scanReport } from './scan-report';
import { settingsOfTheProject } from './scanned-settings';
import { isClean } from './verdict';

const DECLARATION = declareCommand({
  command: 'npm run scan --',
  summary: 'Runs Checkov over the synthesized stacks.',
  arguments: [
    {
      name: 'ENVIRONMENT',
      summary:
        'stacks of config/ENVIRONMENT.json; without one: default, production with its blanks filled in, default with all keys managed',
      isOptional: true,
      isRepeatable: true,
    },
  ],
  options: {},
  examples: [{ line: 'production', summary: 'one environment' }],
  exitCodes:
    '0 done; 1 a check fails without a reason beside its resource, or a reason is no longer needed; 2 wrong usage.',
});

async function scanAll(names: readonly string[]): Promise<Result> {
  const list =
    names.length === 0 ? settingsOfTheProject() : names.map((name) => ({ name, settings: loadSettings(name) }));
  const scans = await scan(list, (line) => console.error(line));
  return {
    text: scanReport(scans).join('\n'),
    exitCode: scans.every(({ verdict }) => isClean(verdict)) ? 0 : 1,
  };
}

void runCommand(
  defineCommand({
    declaration: DECLARATION,
    read: (argv) => readArguments(DECLARATION, argv).positionals,
    run: scanAll,
  }),
);
