import { ensureLauncher } from '../packages/managed-flink/src/launcher';
import { DEMO_JAR, ensureArtifacts } from '../stacks/synthesis/artifacts';
import { declareCommand, defineCommand, readArguments, runCommand } from '../tools/command';
import { talk } from '../tools/talk';

const DECLARATION = declareCommand({
  command: 'npm run build',
  summary:
    "Builds the demo's JAR, the Lambda zip and the launcher of local Flink clusters: what is missing or older than its sources.",
  options: {},
  examples: [],
});

async function build(): Promise<void> {
  await ensureArtifacts(DEMO_JAR);
  await ensureLauncher();
  talk('JAR, Lambda zip and launcher are up to date.');
}

void runCommand(
  defineCommand({ declaration: DECLARATION, read: (argv) => readArguments(DECLARATION, argv), run: build }),
);
