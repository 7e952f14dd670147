import { loadSettings } from '../../config/load-settings';
import { readArguments, runCommand } from '../../tools/command';
import { scan } from './scan';
import { scanReport } from './scan-report';
import { settingsOfTheProject } from './scanned-settings';
import { isClean } from './verdict';

const USAGE = `npm run scan -- [ENVIRONMENT...]

Runs Checkov over the synthesized stacks: those of config/ENVIRONMENT.json, or without one those of
default, of production with its blanks filled in, and of default with all keys managed.
Exit code 1 when a check fails without a reason beside its resource, or a reason is no longer needed.`;

runCommand(USAGE, async (argv) => {
  const { positionals } = readArguments({ args: argv, allowPositionals: true });
  const list =
    positionals.length === 0
      ? settingsOfTheProject()
      : positionals.map((name) => ({ name, settings: loadSettings(name) }));
  const scans = await scan(list, (line) => console.error(line));
  console.log(scanReport(scans).join('\n'));
  if (!scans.every(({ verdict }) => isClean(verdict))) process.exitCode = 1;
});
