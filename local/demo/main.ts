import '../../cli/node-version-warning';
import { parseArgs } from 'node:util';
import { describeError } from '../describe-error';
import { announceClusters } from '../flink-web-ui';
import { aborted, runInterruptible } from '../interruptible';
import { CLOUD_FOLDER, openLocalSession, writeEnvironmentFile } from '../local-session';
import { requirePrerequisites } from '../prerequisites';
import { Progress } from '../progress';
import { runDemo } from './demo';
import { renderSummary } from './summary';

const USAGE = `Shows a Managed Flink application snapshotted, pruned, stopped and restored, on this machine.

  npm run demo [-- --keep]

  --keep  leave the local cloud and the application running until Ctrl-C`;

/** `npm run demo`. */
function main(): void {
  const keep = readKeep();
  if (keep === undefined) return;
  runInterruptible(async (signal) => {
    requirePrerequisites(console.log);
    const progress = new Progress(console.log);
    const session = await openLocalSession({ environmentName: 'demo', folder: CLOUD_FOLDER, progress, signal });
    try {
      const result = await runDemo(session, progress);
      console.log(renderSummary(result, progress.times));
      if (keep) {
        const file = writeEnvironmentFile(CLOUD_FOLDER, session.cloud.environment);
        console.log(`\nStill running until Ctrl-C; in another terminal: . ${file}`);
        console.log(`Gateway: ${session.cloud.endpoint}`);
        const stopAnnouncing = announceClusters(session.cloud.managedFlink, console.log);
        await aborted(signal);
        stopAnnouncing();
      }
    } finally {
      await session.close();
    }
  }, describeError);
}

/** Undefined when only the usage was asked for, or was needed. */
function readKeep(): boolean | undefined {
  try {
    const { values } = parseArgs({ options: { keep: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
    if (!values.help) return values.keep ?? false;
    console.log(USAGE);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exitCode = 2;
  }
  return undefined;
}

main();
