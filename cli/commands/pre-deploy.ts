import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import type { PreDeployArguments } from '../pre-deploy/pre-deploy';

const DEFAULT_WAIT_SECONDS = 600;
const DEFAULT_HOLD_DAYS = 7;
const MOST_HOLD_DAYS = 365;

const DECLARATION = declareCommand({
  command: 'kda pre-deploy',
  summary:
    'Checks names and takes a snapshot, just before a deployment. Run it before cdktf deploy or terraform apply of the environment in use (KDA_ENVIRONMENT).',
  details: [
    'It checks whether topic, tables and function of these names belong to another deployment, and whether those of this one\nwould be renamed; whether every entry of snapshots.applications selects an application; takes a snapshot of the\napplication of this deployment if it is RUNNING; and says where its next start takes the state from.',
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
    'hold-days': {
      value: 'N',
      summary: `number of days during which the retention must not delete that snapshot, 0 to ${MOST_HOLD_DAYS}; default: ${DEFAULT_HOLD_DAYS}`,
    },
    json: { summary: 'environment and applications as JSON' },
  },
  examples: [
    { line: '', summary: 'before the stacks are deployed' },
    { line: '--plans plans --hold-days 14', summary: 'before kda apply-stacks' },
  ],
  exitCodes: '0 the deployment may continue, 1 it must not, 2 wrong usage.',
});

/**
 * Parses the arguments, with the environment as default.
 *
 * @throws UsageError on an unknown option or an invalid value.
 */
export function parsePreDeploy(argv: string[], environment: NodeJS.ProcessEnv = {}): PreDeployArguments {
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
  const holdDays = values['hold-days'] ?? String(DEFAULT_HOLD_DAYS);
  if (!/^\d{1,3}$/.test(holdDays) || Number(holdDays) > MOST_HOLD_DAYS) {
    throw new UsageError(
      `--hold-days is "${holdDays}", expected a whole number of days from 0 (no hold) to ${MOST_HOLD_DAYS}.`,
    );
  }
  return {
    holdDays: Number(holdDays),
    options: {
      allowStateLoss: values['allow-state-loss'] ?? loss === 'true',
      noSnapshotBecause: because,
      waitSeconds: Number(wait),
    },
    json: values.json ?? false,
    plans: values.plans,
  };
}

export const preDeployCommand = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parsePreDeploy(argv, process.env),
  run: async (asked) => (await import('../pre-deploy/pre-deploy')).runPreDeploy(asked),
  schema: async () => (await import('../documents/pre-deploy')).preDeployDocument,
});
