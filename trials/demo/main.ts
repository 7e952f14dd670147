import '../../tools/node-version-warning';
import { STACK_IDS } from '../../config/model/names';
import { announceClusters } from '../../local/flink-web-ui';
import { CLOUD_FOLDER, openLocalSession, writeEnvironmentFile } from '../../local/local-session';
import { requirePrerequisites } from '../../local/prerequisites';
import { readArguments } from '../../tools/command';
import { readCommandLine } from '../../tools/command-line';
import { describeError } from '../../tools/describe-error';
import { aborted, runInterruptible } from '../../tools/interruptible';
import { Progress } from '../../tools/progress';
import { runDemo } from './demo';
import { closingText, renderSummary } from './summary';

const USAGE = `Shows a Managed Flink application snapshotted, pruned, stopped and restored, on this machine.

  npm run demo [-- --keep] [--verbose]

  --keep     leave the local cloud and the application running until Ctrl-C
  --verbose  show Maven's own output, too; without it only when the build fails`;

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
      const stopAnnouncing = announceClusters(session.cloud.managedFlink, console.log);
      await aborted(signal);
      stopAnnouncing();
    }
  } finally {
    await session.close();
  }
  if (!keep) console.log(closingText(restores));
}

const asked = readCommandLine(
  USAGE,
  (args) => readArguments({ args, options: { keep: { type: 'boolean' }, verbose: { type: 'boolean' } } }).values,
);
if (asked) {
  runInterruptible((signal) => main(asked.keep ?? false, asked.verbose ?? false, signal), describeError);
}
