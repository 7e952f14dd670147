import { STACK_IDS } from '../../config/model/stack-ids';
import type { Settings } from '../../config/schema/settings';
import { describeAwsTrouble } from '../../tools/aws-trouble';
import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { type Caller, readCaller } from '../identity';
import type { StepResult } from '../state-bucket/bootstrap-state-bucket';
import { BucketProblem } from '../state-bucket/bucket-problem';

const DECLARATION = declareCommand({
  command: 'kda bootstrap',
  summary:
    "Makes the bucket for Terraform's state. Name and region come from the settings of the environment in use (KDA_ENVIRONMENT); the bucket is versioned, encrypted, private, and reached over TLS only. Only what differs is changed, and nothing is deleted: a second run changes nothing.",
  options: {
    'dry-run': { summary: 'the same list, and nothing is changed' },
    json: { summary: 'what was done as JSON' },
  },
  examples: [
    { line: '--dry-run', summary: 'what it would do' },
    { line: '', summary: 'make or complete the bucket' },
  ],
  exitCodes:
    '0 the bucket is as it should be, or the state needs none (Terraform Cloud); 1 a step failed, or something that somebody set endangers the state ("danger"); 2 wrong usage, or the settings keep the state in a local file.',
});

type S3State = Extract<Settings['state'], { kind: 's3' }>;
type CloudState = Extract<Settings['state'], { kind: 'terraform-cloud' }>;

/**
 * Parses the arguments.
 *
 * @throws UsageError on invalid arguments.
 */
export function parseBootstrap(argv: string[]): { dryRun: boolean; json: boolean } {
  const { values } = readArguments(DECLARATION, argv);
  return { dryRun: values['dry-run'] ?? false, json: values.json ?? false };
}

/** Advice on the manual steps if Terraform Cloud keeps the state. */
export function cloudAdvice(environment: string, state: CloudState): string {
  const { hostname, organization, workspacePrefix } = state;
  const workspaces = Object.values(STACK_IDS).map((stack) => `  ${workspacePrefix}-${environment}-${stack}`);
  return [
    `No bucket is needed: ${hostname} keeps the state, in workspaces of the organization ${organization}:`,
    ...workspaces,
    `Run "terraform login ${hostname}" once, or set the variable ${tokenVariable(hostname)}.`,
    'Terraform creates missing workspaces at the first deployment. What to set in each (execution mode, AWS',
    'credentials by OIDC, order of the stacks): docs/state.md, "Terraform Cloud".',
  ].join('\n');
}

/**
 * Terraform's variable for a host's token:
 * https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials
 */
function tokenVariable(hostname: string): string {
  return `TF_TOKEN_${hostname.replaceAll('-', '__').replaceAll('.', '_')}`;
}

/** Last line of the output. */
export function summary(results: readonly StepResult[], dryRun: boolean): string {
  const count = (outcome: StepResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const changes = count(dryRun ? 'would-change' : 'changed');
  const left = count('left');
  const dangers = results.filter(isDanger).map(({ step }) => step);
  const leftToo =
    (left > 0 ? ` ${left} kept as somebody set it.` : '') +
    (dangers.length > 0
      ? ` The state is in danger: a person has to correct ${dangers.length} (${dangers.join(', ')}).`
      : '');
  if (dryRun)
    return `Nothing was changed. Without --dry-run ${changes} of ${results.length} would be changed.${leftToo}`;
  return changes === 0 ? `No changes were needed.${leftToo}` : `${changes} of ${results.length} changed.${leftToo}`;
}

/** Exit code; 1 when the bucket is not as it should be, although every step succeeded. */
export function exitCodeOf(results: readonly StepResult[]): 0 | 1 {
  return results.some(isDanger) ? 1 : 0;
}

function isDanger({ outcome }: StepResult): boolean {
  return outcome === 'danger';
}

/** One result as text. */
export function showResult({ outcome, message }: StepResult): string {
  const word = outcome === 'would-change' ? 'would change' : outcome;
  return `  ${word.padEnd(12)}  ${message}`;
}

/**
 * Sets up the bucket; with --json the completed steps are printed even if one fails.
 *
 * @throws BucketProblem when a step fails.
 */
async function bootstrapS3(
  settings: Settings,
  state: S3State,
  { dryRun, json }: { dryRun: boolean; json: boolean },
): Promise<Result> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const { bootstrapStateBucket } = await import('../state-bucket/bootstrap-state-bucket');
  const { account, partition, arn } = await callerIdentity(state.region);
  const say = (line: string) => (json ? undefined : console.log(line));
  say(`State bucket of the environment "${settings.environment}", by ${arn}:`);
  const results: StepResult[] = [];
  const s3 = new S3Client({ region: state.region });
  const settingsFile = `config/${settings.environment}.json`;
  const wanted = { ...state, tags: settings.tags, settingsFile, account, partition };
  let failure: unknown;
  try {
    await bootstrapStateBucket(s3, wanted, dryRun, (result) => {
      results.push(result);
      say(showResult(result));
    });
  } catch (error) {
    failure = error;
  }
  const { bucket, region } = state;
  const document = { bucket, region, account, dryRun, steps: results };
  if (failure !== undefined) return { document, failure };
  return { document, text: summary(results, dryRun), exitCode: exitCodeOf(results) };
}

/**
 * Account and partition of the credentials. Needs no right, so it distinguishes missing credentials from missing
 * rights.
 */
async function callerIdentity(region: string): Promise<Caller> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  try {
    const caller = await readCaller(new STSClient({ region }));
    if (!caller.account || !caller.arn) {
      throw new BucketProblem('AWS did not return the account of these credentials. Try again.');
    }
    return caller;
  } catch (cause) {
    const trouble = describeAwsTrouble(cause, 'state.region');
    if (trouble) throw new BucketProblem(trouble, { cause });
    throw cause;
  }
}

async function run(options: ReturnType<typeof parseBootstrap>): Promise<Result> {
  const { loadSettings } = await import('../../config/load-settings');
  const settings = loadSettings();
  const { state } = settings;
  if (state.kind === 's3') return bootstrapS3(settings, state, options);
  if (state.kind === 'local') {
    throw new UsageError(
      `No bucket is needed: config/${settings.environment}.json keeps the state in local files below ${state.directory} (state.kind is "local"). For a team set state.kind to "s3", with bucket and region; or choose another environment with KDA_ENVIRONMENT.`,
    );
  }
  const advice = cloudAdvice(settings.environment, state);
  return { document: { kind: state.kind, steps: [], advice }, text: advice };
}

export const bootstrap = defineCommand({
  declaration: DECLARATION,
  read: parseBootstrap,
  run,
  schema: async () => (await import('../documents/bootstrap')).bootstrapDocument,
});
