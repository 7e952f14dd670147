import { declareCommand, readArguments, runProgram, UsageError } from '../tools/command';
import { aborted } from '../tools/interruptible';
import { Progress } from '../tools/progress';
import { announceClusters } from './flink-web-ui';
import { CLOUD_FOLDER, LOCAL_ENGINES, type LocalEngine, openLocalSession, writeEnvironmentFile } from './local-session';
import { type Page, startPage } from './page';
import { requirePrerequisites } from './prerequisites';

const DECLARATION = declareCommand({
  command: 'npm run local',
  summary:
    'Starts a local cloud, deploys the stacks of the environment in use (KDA_ENVIRONMENT) onto it, and keeps it until Ctrl-C.',
  options: {
    engine: {
      value: 'NAME',
      choices: LOCAL_ENGINES,
      summary: 'flink (the default) runs the job; simulated only answers as the service does, without Flink',
    },
  },
  examples: [],
});

/** Engine that was asked for. @throws UsageError for another word. */
function readEngine(argv: string[]): LocalEngine {
  const { engine = 'flink' } = readArguments(DECLARATION, argv).values;
  const known = LOCAL_ENGINES.find((each) => each === engine);
  if (known === undefined) throw new UsageError(`--engine is ${engine}, expected ${LOCAL_ENGINES.join(' or ')}.`);
  return known;
}

/** `npm run local`. */
async function local(signal: AbortSignal, engine: LocalEngine): Promise<void> {
  requirePrerequisites(console.error);
  const session = await openLocalSession({
    environmentName: process.env.KDA_ENVIRONMENT ?? 'default',
    folder: CLOUD_FOLDER,
    progress: new Progress(console.error),
    signal,
    engine,
  });
  let page: Page | undefined;
  try {
    const file = writeEnvironmentFile(CLOUD_FOLDER, session.cloud.environment, session.deployment.environment);
    const name = session.settings.application?.name ?? 'NAME';
    page = await startPage({ environment: session.deployment.environment, report: console.error });
    console.log(`
The local cloud is up, and the stacks are deployed on it.

  Page for a browser           ${page.url ?? page.problem}
  Gateway (all AWS services)   ${session.cloud.endpoint}
  E-mails and state            ${CLOUD_FOLDER}

In another terminal:
  . ${file}
  npx kda start ${name} --none${engine === 'flink' ? '   (its Flink web UI is then printed here)' : ''}
  npx kda status
  npx kda stop ${name}

Ctrl-C ends it, with everything that it started.`);
    const stopAnnouncing = announceClusters(session.cloud.managedFlink, console.log);
    await aborted(signal);
    stopAnnouncing();
  } finally {
    await page?.close();
    await session.close();
    console.error('The local cloud is gone.');
  }
}

runProgram(DECLARATION, readEngine, local);
