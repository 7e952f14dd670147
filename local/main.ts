import { declareCommand, readArguments, runProgram } from '../tools/command';
import { aborted } from '../tools/interruptible';
import { Progress } from '../tools/progress';
import { announceClusters } from './flink-web-ui';
import { CLOUD_FOLDER, openLocalSession, writeEnvironmentFile } from './local-session';
import { requirePrerequisites } from './prerequisites';

const DECLARATION = declareCommand({
  command: 'npm run local',
  summary:
    'Starts a local cloud, deploys the stacks of the environment in use (KDA_ENVIRONMENT) onto it, and keeps it until Ctrl-C.',
  options: {},
  examples: [],
});

/** `npm run local`. */
async function local(signal: AbortSignal): Promise<void> {
  requirePrerequisites(console.error);
  const session = await openLocalSession({
    environmentName: process.env.KDA_ENVIRONMENT ?? 'default',
    folder: CLOUD_FOLDER,
    progress: new Progress(console.error),
    signal,
  });
  try {
    const file = writeEnvironmentFile(CLOUD_FOLDER, session.cloud.environment, session.deployment.environment);
    const name = session.settings.application?.name ?? 'NAME';
    console.log(`
The local cloud is up, and the stacks are deployed on it.

  Gateway (all AWS services)   ${session.cloud.endpoint}
  E-mails and state            ${CLOUD_FOLDER}

In another terminal:
  . ${file}
  npx kda start ${name} --none   (its Flink web UI is then printed here)
  npx kda stop ${name}

Ctrl-C ends it, with everything that it started.`);
    const stopAnnouncing = announceClusters(session.cloud.managedFlink, console.log);
    await aborted(signal);
    stopAnnouncing();
  } finally {
    await session.close();
    console.error('The local cloud is gone.');
  }
}

runProgram(DECLARATION, (argv) => readArguments(DECLARATION, argv), local);
