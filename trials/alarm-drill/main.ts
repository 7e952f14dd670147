import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalCloud } from '../../local/cloud/local-cloud';
import { ACCOUNT_ID, CLOUD_FOLDER } from '../../local/local-session';
import { requirePrerequisites } from '../../local/prerequisites';
import { ensureLauncher } from '../../packages/managed-flink/src/launcher';
import { DEMO_JAR, ensureArtifacts } from '../../stacks/synthesis/artifacts';
import { declareCommand, readArguments, runProgram, UsageError } from '../../tools/command';
import { Progress } from '../../tools/progress';
import { countStateMails } from './alarm-mails';
import { chooseScenarios } from './choose';
import { alarmIn, deployBoth, drillDeployments, startApplications } from './deploy';
import { drill } from './drill';
import { drillPage, markdownTable, notSeen, tooManyMails } from './report';
import { SCENARIOS } from './scenarios';

/** Folder of its own, so that a demo's cloud is not in the way. */
const FOLDER = join(CLOUD_FOLDER, '..', 'alarm-drill');
const PAGE = join(__dirname, '../../docs/alarm-drill.md');

const DECLARATION = declareCommand({
  command: 'npm run alarm-drill --',
  summary: 'Sets off every alarm on the local cloud by causing its condition, and ends it again (20 minutes).',
  arguments: [
    {
      name: 'ALARM',
      summary: 'only these, by the headings of docs/runbook.md; docs/alarm-drill.md is then left alone',
      isOptional: true,
      isRepeatable: true,
    },
  ],
  options: {},
  examples: [{ line: 'not-running', summary: 'one alarm' }],
  exitCodes: '0 done, 1 an alarm was not seen both ways, 2 wrong usage.',
});

/** `npm run alarm-drill`, of the alarms with these ids; none: all. */
async function main(ids: readonly string[], signal: AbortSignal): Promise<void> {
  const scenarios = chooseScenarios(SCENARIOS, ids);
  const deployments = drillDeployments();
  // A scenario that expects an alarm which is not deployed is found before anything is started.
  for (const { alarms } of scenarios) for (const alarm of alarms) alarmIn(deployments, alarm);
  requirePrerequisites(console.log);

  const progress = new Progress(console.log);
  const { jar } = await progress.phase('Build the JAR, the Lambda zip and the launcher of Flink', async () => {
    await ensureLauncher();
    return ensureArtifacts(DEMO_JAR);
  });
  if (jar === undefined) throw new Error(`${DEMO_JAR} was not built.`);
  const cloud = await progress.phase('Start the local cloud', (say) =>
    startLocalCloud({
      folder: join(FOLDER, 'cloud'),
      region: deployments.named.settings.region,
      accountId: ACCOUNT_ID,
      engine: 'flink',
      report: say,
    }),
  );
  try {
    const options = { cloud, deployments, folder: FOLDER, jar, signal };
    // The schedule begins when its stack is deployed, which takes longer than the applications do.
    const [stage, deployedAt] = await progress.phase('Start twelve applications, deploy alarms twice', (say) =>
      Promise.all([startApplications(options, say), deployBoth(options, say)]),
    );
    const sightings = await drill({
      cloud,
      stage,
      scenarios,
      nameOf: (alarm) => alarmIn(deployments, alarm),
      deployedAt,
      progress,
      signal,
    });
    console.log(`\n${markdownTable(sightings)}\n`);
    const missing = notSeen(sightings);
    if (missing.length > 0) throw new DrillFailedError(missing.join('\n'));
    const counted = countStateMails(
      cloud.mails(),
      cloud.alarms().map(({ name }) => name),
    );
    for (const line of tooManyMails(counted, sightings)) console.log(`Noise: ${line}`);
    if (ids.length === 0) writeFileSync(PAGE, drillPage({ sightings, times: progress.times, at: new Date() }));
    console.log(`${sightings.length} times ALARM and OK were seen.`);
  } finally {
    await cloud.close();
  }
}

/**
 * Parses the alarms in the arguments.
 *
 * @throws UsageError for an unknown one.
 */
function parseDrill(args: string[]): readonly string[] {
  const { positionals } = readArguments(DECLARATION, args);
  try {
    chooseScenarios(SCENARIOS, positionals);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return positionals;
}

/** The drill came to its end, but alarms did not do what they are for. */
class DrillFailedError extends Error {
  override readonly name = 'DrillFailedError';
}

runProgram(DECLARATION, parseDrill, (signal, ids) => main(ids, signal));
