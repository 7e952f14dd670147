import { App } from 'cdktf';
import { ensureArtifacts } from './cli/build';
import { writeSynthesizedFrom } from './cli/synthesized-from';
import { settingsWarnings } from './config/checks/settings-warnings';
import { loadSettings } from './config/load-settings';
import { readArtifactFiles } from './stacks/artifact-files';
import { addStacks } from './stacks/deployment';

async function main(): Promise<void> {
  const settings = loadSettings();
  for (const warning of settingsWarnings(settings)) console.error(`Warning: ${warning}`);
  const files = readArtifactFiles(await ensureArtifacts(settings.application && settings.artifacts.jar));
  const app = new App();
  addStacks(app, settings, files);
  app.synth();
  writeSynthesizedFrom(app.outdir, settings);
}

main().catch((error: unknown) => {
  // Wrong settings or a missing JAR are the reader's to correct: the message says all, a stack trace would bury it.
  console.error(error instanceof Error && !(error instanceof TypeError) ? error.message : error);
  process.exitCode = 1;
});
