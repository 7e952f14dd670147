import { loadSettings } from '../../config/load-settings';
import { readArtifactFiles } from '../../config/model/artifact-files';
import { ensureArtifacts } from '../../stacks/synthesis/artifacts';
import { synthesize } from '../../stacks/synthesis/synthesize';

/**
 * Runs main.ts for the default settings with fifty named applications: a program of its own, so that its start counts.
 */
async function main(): Promise<void> {
  const settings = loadSettings('default');
  const applications = Array.from({ length: 50 }, (_, index) => `orders-service-${index}`);
  const files = readArtifactFiles(await ensureArtifacts(settings.application && settings.artifacts.jar));
  synthesize({ ...settings, snapshots: { ...settings.snapshots, applications } }, files);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
