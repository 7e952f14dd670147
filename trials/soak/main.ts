import { join } from 'node:path';
import { loadSettings } from '../../config/load-settings';
import { namesOf } from '../../config/model/names';
import { requireApplication } from '../../config/schema/settings';
import { startLocalCloud } from '../../local/cloud/local-cloud';
import { ACCOUNT_ID, CLOUD_FOLDER, clientConfigurationFor } from '../../local/local-session';
import { PREREQUISITES, requirePrerequisites } from '../../local/prerequisites';
import type { Call } from '../../packages/managed-flink/src/http/api-server';
import { ensureLauncher } from '../../packages/managed-flink/src/launcher';
import { DEMO_JAR, ensureArtifacts } from '../../stacks/synthesis/artifacts';
import { declareCommand, readArguments, runProgram } from '../../tools/command';
import { Progress } from '../../tools/progress';
import { soak } from './soak';
import { renderSummary } from './summary';

/** Folder of its own, so that a demo's cloud is not in the way. */
const FOLDER = join(CLOUD_FOLDER, '..', 'soak');
/** Few enough that snapshots are deleted, many enough that those restored at the end come from several episodes. */
const KEEP_LAST = 10;

const DECLARATION = declareCommand({
  command: 'npm run soak',
  summary: 'Fifty scheduled runs under faults on a real Flink, then every snapshot restored (minutes).',
  options: {},
  examples: [],
  exitCodes: '0 done, 1 what was seen contradicts what is promised, 2 wrong usage.',
});

/** `npm run soak`. */
async function main(signal: AbortSignal): Promise<void> {
  requirePrerequisites(
    console.log,
    PREREQUISITES.filter(({ what }) => what !== 'Terraform'),
  );
  const progress = new Progress(console.log);
  const settings = requireApplication(loadSettings('demo'));
  const artifacts = await progress.phase('Build the JAR, the Lambda zip and the launcher of Flink', async () => {
    await ensureLauncher();
    return ensureArtifacts(DEMO_JAR);
  });
  const calls = callsSeen();
  const cloud = await progress.phase('Start the local cloud', (say) =>
    startLocalCloud({
      folder: FOLDER,
      region: settings.region,
      accountId: ACCOUNT_ID,
      engine: 'flink',
      report: say,
      managedFlink: { onCall: calls.see },
    }),
  );
  try {
    const result = await soak({
      cloud,
      deployment: {
        settings,
        names: namesOf(settings),
        artifacts,
        keepLast: KEEP_LAST,
        properties: {
          generateUsersTimer: String(settings.application.generateUsersTimerSeconds),
          pauseBetweenUserGeneration: String(settings.application.pauseBetweenUserGenerationMs),
        },
        clientConfiguration: clientConfigurationFor(cloud, settings.region),
      },
      progress,
      signal,
      calls,
    });
    console.log(renderSummary(result, progress.times));
    const count = result.mismatches.length;
    if (count > 0)
      throw new SoakFailedError(`${count} ${count === 1 ? 'contradiction' : 'contradictions'}, listed above.`);
  } finally {
    await cloud.close();
  }
}

/** The soak came to its end, but what it saw contradicts what was promised. */
class SoakFailedError extends Error {
  override readonly name = 'SoakFailedError';
}

/** Answered calls of the Managed Flink API, by operation; those that were throttled apart. */
function callsSeen() {
  const answered = new Map<string, number>();
  let throttled = 0;
  return {
    answered,
    throttled: () => throttled,
    see: ({ operation, errorType }: Call) => {
      answered.set(operation, (answered.get(operation) ?? 0) + 1);
      if (errorType === 'ThrottlingException') throttled += 1;
    },
  };
}

runProgram(DECLARATION, (argv) => readArguments(DECLARATION, argv), main);
