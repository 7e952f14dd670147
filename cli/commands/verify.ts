import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';
import { readDurationMs } from '../recovery/time-input';

const DEFAULT_WINDOW = '5m';
const MOST_MS = 24 * 3_600_000;

const DECLARATION = declareCommand({
  command: 'kda verify',
  summary: 'Watches an application after a deployment, and ends with 0 if it works, else with 1 and what to do.',
  details: [
    'It works if it is RUNNING for the whole time without a restart, all its tasks run, a checkpoint is completed, and records\nflow. The job is looked at through CreateApplicationPresignedUrl, else by its metrics; what could not be seen is named.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  onlyReads: true,
  options: {
    for: { value: 'DURATION', summary: `how long to watch, such as 90s or 10m; default: ${DEFAULT_WINDOW}` },
    after: {
      value: 'FILE',
      summary: 'document of kda pre-deploy --json: the running applications in it that the deployment restarts',
    },
    'allow-idle': { summary: 'accept that no record flows, because the source has nothing to read' },
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'verdicts as JSON' },
  },
  examples: [
    { line: 'orders', summary: 'after its deployment' },
    { line: 'orders --for 15m', summary: 'for longer' },
    { line: '--after pre-deploy.json', summary: 'in a pipeline' },
  ],
  exitCodes: '0 works, 1 does not work, 2 wrong usage, 3 it could not be found out.',
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on no name and no file, on both, or on a duration of another form.
 */
export function parseVerify(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const { after, for: text = DEFAULT_WINDOW } = values;
  if (after !== undefined && positionals.length > 0) throw new UsageError('NAME and --after exclude each other.');
  const windowMs = readDurationMs(text);
  if (!windowMs || windowMs > MOST_MS) {
    throw new UsageError(`--for is "${text}", expected a duration up to 24h, such as 90s or 10m.`);
  }
  return {
    application: after === undefined ? readApplication(positionals) : undefined,
    after,
    windowMs,
    allowIdle: values['allow-idle'] ?? false,
    choice: readChoice(values),
  };
}

async function run({ application, after, choice, ...rules }: ReturnType<typeof parseVerify>): Promise<Result> {
  const { restartedApplications, runVerify } = await import('../verify/run-verify');
  const { openApplication } = await import('../known-deployment');
  const applications = application === undefined ? restartedApplications(after ?? '') : [application];
  return runVerify({ applications, ...rules }, await openApplication(choice));
}

export const verify = defineCommand({
  declaration: DECLARATION,
  read: parseVerify,
  run,
  schema: async () => (await import('../documents/verify')).verifyDocument,
});
