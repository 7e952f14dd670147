import { App } from 'cdktf';
import { loadSettings } from '../../config/load-settings';
import { readArtifactFiles } from '../../config/model/artifact-files';
import { addStacks } from '../../stacks/deployment';
import { ensureArtifacts } from '../../stacks/synthesis/artifacts';

/** What main.ts does, for the default settings with fifty named applications: a program of its own, so that its start counts. */
async function main(): Promise<void> {
  const settings = loadSettings('default');
  const applications = Array.from({ length: 50 }, (_, index) => `orders-service-${index}`);
  const files = readArtifactFiles(await ensureArtifacts(settings.application && settings.artifacts.jar));
  const app = new App();
  addStacks(app, { ...settings, snapshots: { ...settings.snapshots, applications } }, files);
  app.synth();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
