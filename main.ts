import { settingsWarnings } from './config/checks/settings-warnings';
import { loadSettings } from './config/load-settings';
import { readArtifactFiles } from './config/model/artifact-files';
import { ensureArtifacts } from './stacks/synthesis/artifacts';
import { prepareOutput, showToCli } from './stacks/synthesis/output-folder';
import { forgetOtherBackends } from './stacks/synthesis/remembered-backend';
import { synthesize } from './stacks/synthesis/synthesize';
import { writeSynthesizedFrom } from './stacks/synthesis/synthesized-from';
import { SYNTHESIZED } from './stacks/synthesis/synthesized-stacks';
import { errorText } from './tools/error-text';

async function main(): Promise<void> {
  const settings = loadSettings();
  // On stdout: cdktf marks each line of stderr as an error.
  for (const warning of settingsWarnings(settings)) console.log(`Warning: ${warning}`);
  const files = readArtifactFiles(await ensureArtifacts(settings.application && settings.artifacts.jar));
  const { CDKTF_OUTDIR: top = SYNTHESIZED } = process.env;
  const outdir = prepareOutput(settings.environment, top);
  synthesize(settings, files, outdir);
  forgetOtherBackends(settings.environment, outdir);
  writeSynthesizedFrom(outdir, settings);
  showToCli(outdir, top);
}

main().catch((error: unknown) => {
  // The reader has to correct wrong settings or a missing JAR. The message says how; a stack trace would hide it.
  console.error(errorText(error));
  process.exitCode = 1;
});
