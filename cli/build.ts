import { ensureLauncher } from '../packages/managed-flink/src/launcher';
import { DEMO_JAR, ensureArtifacts } from '../stacks/synthesis/artifacts';
import { readArguments, runCommand } from '../tools/command';

const USAGE = `Builds the demo's JAR, the Lambda zip and the launcher of local Flink clusters: what is missing or older than its sources.

  npm run build`;

runCommand(USAGE, async (args) => {
  readArguments({ args });
  await ensureArtifacts(DEMO_JAR);
  await ensureLauncher();
  console.error('JAR, Lambda zip and launcher are up to date.');
});
