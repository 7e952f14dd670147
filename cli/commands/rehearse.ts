import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { INPUT_OPTION, readInputMs, readWaitMs, WAIT_OPTION } from '../rehearse/wait-option';

const MOST_PARALLELISM = 64;

const DECLARATION = declareCommand({
  command: 'kda rehearse',
  summary:
    'Tries on this machine whether new code reads the state of old code: both run on a real Flink, and one verdict comes out.',
  details: [
    'compatible: restored, the new code asks for all state and reads it, all tasks run, a checkpoint was completed. partial:\nstate of operators, or single states, would be dropped; they are named. incompatible: the state can’t be read, with the\ncause and what to do. unknown: the job can’t run here, with how far it came.\nThe jobs get no AWS credentials, but their sources and sinks are real: name test ones with --properties. Before it runs with\nthose of a deployed application it asks; without a terminal it needs --yes. Results name properties without their values.',
    'Without --state the old code runs first, until it has had some input. DIR is the folder of a savepoint, with _metadata;\nSNAPSHOT is a snapshot of the local cloud (on AWS the service keeps savepoints for itself). A git REF is built by its own\nbuild (mvnw, gradlew or Maven) in a temporary worktree; without your AWS credentials; each tree only\nonce, unless it names SNAPSHOT dependencies. It needs a Java 17 or 21, or installs one.',
  ],
  onlyReads: true,
  options: {
    from: { value: 'CODE', summary: 'old code: JAR, application version or git ref; not needed with --state' },
    to: { value: 'CODE', isRequired: true, summary: 'new code: JAR or git ref' },
    state: { value: 'SNAPSHOT|DIR', summary: 'restore this savepoint; the old code then names its operators only' },
    application: {
      value: 'NAME',
      summary: 'the application of a version or a snapshot; gives parallelism, and properties if you agree',
    },
    properties: { value: 'FILE', summary: 'property groups as JSON: {"group": {"name": "value"}}' },
    parallelism: { value: 'N', summary: 'of the jobs; default: that of the application, else 1' },
    module: {
      value: 'DIR',
      summary:
        'folder of the build below the root of the git repository; default: the root, or the folder in which you are',
    },
    'build-credentials': {
      summary: 'the build of a git ref gets your AWS credentials, such as for a repository on AWS; default: none',
    },
    'allow-non-restored-state': { summary: 'accept that state for which the new code does not ask is dropped' },
    ...WAIT_OPTION,
    ...INPUT_OPTION,
    yes: { summary: 'run with the properties of the deployed application, and do not ask' },
    markdown: { value: 'FILE', summary: 'write the verdict as a comment for a pull request, too' },
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'verdict as JSON' },
  },
  examples: [
    { line: '--from old.jar --to new.jar', summary: 'two builds' },
    { line: '--from main --to HEAD --module flink-demo', summary: 'what this branch changes' },
    { line: '--to new.jar --state savepoints/savepoint-1a2b3c', summary: 'from a savepoint of a test environment' },
    {
      line: '--from 6 --to new.jar --application orders --properties test.json',
      summary: 'from what is deployed',
    },
  ],
  exitCodes: '0 compatible, 1 partial or incompatible, 2 wrong usage, 3 unknown, or no verdict.',
});

/**
 * Parses the arguments.
 *
 * @throws UsageError without new code, without old code and state, and on numbers out of range.
 */
export function parseRehearse(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  if (positionals.length > 0)
    throw new UsageError(`Unexpected: ${positionals.join(' ')}. Code is named by --from and --to.`);
  const { from, to, state, parallelism, timeout } = values;
  if (to === undefined) throw new UsageError('--to is missing: the JAR or git ref of the new code.');
  if (from === undefined && state === undefined) {
    throw new UsageError('Name the old code with --from, or its state with --state.');
  }
  if (parallelism !== undefined && !(/^[1-9]\d?$/.test(parallelism) && Number(parallelism) <= MOST_PARALLELISM)) {
    throw new UsageError(`--parallelism is "${parallelism}", expected a whole number from 1 to ${MOST_PARALLELISM}.`);
  }
  return {
    ...{ from, to, state, timeoutMs: readWaitMs(timeout), inputMs: readInputMs(values.input) },
    application: values.application,
    properties: values.properties,
    parallelism: parallelism === undefined ? undefined : Number(parallelism),
    module: values.module,
    hasBuildCredentials: values['build-credentials'] ?? false,
    allowNonRestoredState: values['allow-non-restored-state'] ?? false,
    markdown: values.markdown,
    isAgreed: values.yes ?? false,
    choice: readChoice(values),
  };
}

async function run(asked: ReturnType<typeof parseRehearse>): Promise<Result> {
  return (await import('../rehearse/run-rehearse')).runRehearse(asked);
}

export const rehearse = defineCommand({
  declaration: DECLARATION,
  read: parseRehearse,
  run,
  schema: async () => (await import('../documents/rehearse')).rehearseDocument,
});
