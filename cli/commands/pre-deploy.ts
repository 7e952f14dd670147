import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import { readPerson, thisUser } from '../person';
import type { PreDeployArguments } from '../pre-deploy/pre-deploy';
import { readDurationMs } from '../recovery/time-input';

const DEFAULT_WAIT_SECONDS = 600;
const DEFAULT_HOLD = '7d';
const MOST_HOLD_MS = 365 * 86_400_000;

/** Variables by which pipelines name the commit: GitHub, GitLab, CodeBuild, Azure, Bitbucket, CircleCI, Jenkins. */
const COMMIT_VARIABLES = [
  'GITHUB_SHA',
  'CI_COMMIT_SHA',
  'CODEBUILD_RESOLVED_SOURCE_VERSION',
  'BUILD_SOURCEVERSION',
  'BITBUCKET_COMMIT',
  'CIRCLE_SHA1',
  'GIT_COMMIT',
];
/** Variables by which pipelines name the person who started them. */
const PERSON_VARIABLES = ['GITHUB_ACTOR', 'GITLAB_USER_LOGIN', 'BUILD_REQUESTEDFOREMAIL', 'CIRCLE_USERNAME'];

const DECLARATION = declareCommand({
  command: 'kda pre-deploy',
  summary:
    'Checks names and takes a snapshot, just before a deployment. Run it before cdktf deploy or terraform apply of the environment in use (KDA_ENVIRONMENT).',
  details: [
    'It checks whether topic, tables and function of these names belong to another deployment, and whether those of this one\nwould be renamed; whether every entry of snapshots.applications selects an application; refuses in the middle of a\nrestore or a drill of the application of this deployment; takes a snapshot of it if it is RUNNING; and says where its next\nstart takes the state from.\nIt records the deployment in the audit table: what ran before it, and the snapshot with the state of before. kda verify\nbelongs behind the deployment; kda rollback goes back.',
    'A workflow can set two of the options by variables: KDA_NO_SNAPSHOT=REASON, KDA_ALLOW_STATE_LOSS=true. Empty ones count as\nnot set.',
  ],
  options: {
    plans: {
      value: 'FOLDER',
      summary:
        'filled by kda plan-stacks, if exactly those plans are deployed: an application that they do not change is not restarted, and needs no snapshot',
    },
    'no-snapshot': { value: 'REASON', summary: 'take none' },
    'allow-state-loss': { summary: 'continue although the application runs with its snapshots switched off' },
    'wait-seconds': {
      value: 'N',
      summary: `for a status that passes (UPDATING, …), and for the snapshot; default: ${DEFAULT_WAIT_SECONDS}`,
    },
    hold: {
      value: 'DURATION',
      summary: `time during which the retention must not delete that snapshot, up to 365d; 0d: none; default: ${DEFAULT_HOLD}`,
    },
    commit: { value: 'COMMIT', summary: 'what is deployed; default: the variable of the pipeline, such as GITHUB_SHA' },
    why: { value: 'REASON', summary: 'stored in the audit table; default: deployment' },
    who: { value: 'PERSON', summary: 'who deploys; default: the person of the pipeline, or the user of this machine' },
    json: { summary: 'environment and applications as JSON' },
  },
  examples: [
    { line: '', summary: 'before the stacks are deployed' },
    { line: '--plans plans --hold 14d', summary: 'before kda apply-stacks' },
  ],
  exitCodes: '0 the deployment may continue, 1 it must not, 2 wrong usage.',
});

/**
 * Parses the arguments, with the environment as default.
 *
 * @throws UsageError on an unknown option or an invalid value.
 */
export function parsePreDeploy(
  argv: string[],
  environment: NodeJS.ProcessEnv = {},
  user: string | undefined = thisUser(),
): PreDeployArguments {
  const { values } = readArguments(DECLARATION, argv);
  const because = values['no-snapshot'] ?? (environment.KDA_NO_SNAPSHOT || undefined);
  if (because !== undefined && because.trim() === '') {
    const where = values['no-snapshot'] === undefined ? 'KDA_NO_SNAPSHOT is blank' : '--no-snapshot is empty';
    throw new UsageError(`${where}, expected a reason: the log of the deployment has to show it.`);
  }
  const loss = environment.KDA_ALLOW_STATE_LOSS || 'false';
  if (loss !== 'true' && loss !== 'false') {
    throw new UsageError(`KDA_ALLOW_STATE_LOSS is ${JSON.stringify(loss)}, expected true or false.`);
  }
  const wait = values['wait-seconds'] ?? String(DEFAULT_WAIT_SECONDS);
  if (!/^\d{1,5}$/.test(wait)) {
    throw new UsageError(`--wait-seconds is "${wait}", expected a whole number of seconds from 0 to 99999.`);
  }
  return {
    holdMs: readHoldMs(values.hold),
    deployment: {
      who: readPerson(values.who ?? firstOf(PERSON_VARIABLES, environment), user),
      why: values.why ?? 'deployment',
      commit: values.commit ?? firstOf(COMMIT_VARIABLES, environment),
    },
    options: {
      allowStateLoss: values['allow-state-loss'] ?? loss === 'true',
      noSnapshotBecause: because,
      waitSeconds: Number(wait),
    },
    json: values.json ?? false,
    plans: values.plans,
  };
}

function firstOf(variables: readonly string[], environment: NodeJS.ProcessEnv): string | undefined {
  return variables.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
}

function readHoldMs(text: string = DEFAULT_HOLD): number {
  const ms = readDurationMs(text);
  if (ms !== undefined && ms <= MOST_HOLD_MS) return ms;
  throw new UsageError(`--hold is "${text}", expected a duration up to 365d, such as 7d; 0d for no hold.`);
}

export const preDeployCommand = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parsePreDeploy(argv, process.env),
  run: async (asked) => (await import('../pre-deploy/pre-deploy')).runPreDeploy(asked),
  schema: async () => (await import('../documents/pre-deploy')).preDeployDocument,
});
