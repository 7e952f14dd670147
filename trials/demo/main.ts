import { DEMO } from '../../cli/commands/demo';
import { STACK_IDS } from '../../config/model/stack-ids';
import { announceClusters } from '../../local/flink-web-ui';
import { CLOUD_FOLDER, openLocalSession, writeEnvironmentFile } from '../../local/local-session';
import { startPage } from '../../local/page';
import { requirePrerequisites } from '../../local/prerequisites';
import { readArguments, runProgram } from '../../tools/command';
import { aborted } from '../../tools/interruptible';
import { Progress } from '../../tools/progress';
import { runDemo } from './demo';
import { closingText, renderSummary } from './summary';

const DECLARATION = { ...DEMO, command: 'npm run demo --' };

/** `npm run demo`; `keep` leaves it running at the end. */
async function main(keep: boolean, isVerbose: boolean, signal: AbortSignal): Promise<void> {
  requirePrerequisites(console.log);
  const progress = new Progress(console.log);
  const session = await openLocalSession({
    environmentName: 'demo',
    after: STACK_IDS.application,
    folder: CLOUD_FOLDER,
    progress,
    signal,
    isVerbose,
  });
  let restores = 0;
  try {
    const result = await runDemo(session, progress);
    restores = result.restores.length;
    console.log(renderSummary(result, progress.times));
    if (keep) {
      const file = writeEnvironmentFile(CLOUD_FOLDER, session.cloud.environment, session.deployment.environment);
      console.log(`\nStill running until Ctrl-C; in another terminal: . ${file}`);
      console.log(`Gateway: ${session.cloud.endpoint}`);
      const page = await startPage({ environment: session.deployment.environment, report: console.error });
      console.log(page.url === undefined ? page.problem : `Page for a browser: ${page.url}`);
      const stopAnnouncing = announceClusters(session.cloud.managedFlink, console.log);
      await aborted(signal);
      stopAnnouncing();
      await page.close();
    }
  } finally {
    await session.close();
  }
  if (!keep) console.log(closingText(restores));
}

runProgram(
  DECLARATION,
  (argv) => readArguments(DEMO, argv).values,
  (signal, { keep, verbose }) => main(keep ?? false, verbose ?? false, signal),
);
