import { declareCommand, readArguments, UsageError } from '../../../tools/command';
import { messageOf } from './errors';
import { parseFault } from './faults';
import type { ManagedFlinkOptions } from './server';

/** Declaration of the command, under the name that the package gives it. */
export const MANAGED_FLINK = declareCommand({
  command: 'managed-flink',
  summary:
    'Serves the API of Amazon Managed Service for Apache Flink on this machine. The protocol is KinesisAnalytics_20180523; clients are AWS SDKs, the AWS CLI and Terraform.',
  details: [
    '--jar and --s3-endpoint need --engine flink. The options from --applications on need --engine simulated.',
    'ERROR of --fail: the type of an error of the service; FAILED: accepted, ends FAILED; LOST: done, but the answer never\narrives. RATE: share of the calls, 0.25 is every fourth (default: 1).',
  ],
  options: {
    engine: {
      value: 'ENGINE',
      summary: 'flink: real Flink jobs; simulated: jobs that only take time (default: simulated)',
      choices: ['flink', 'simulated'],
    },
    port: { value: 'N', summary: '0: a free one (default: 0)' },
    region: { value: 'REGION', summary: 'in ARNs (default: us-east-1)' },
    account: { value: 'ID', summary: 'in ARNs (default: 000000000000)' },
    data: {
      value: 'DIR',
      summary:
        "state that survives a restart; the engine flink keeps its jobs' state there too (default: .local/managed-flink for flink, none for simulated)",
    },
    'snapshot-quota': {
      value: 'N',
      summary: 'snapshots of an application before manual ones are refused (default: 1000 and the prepared ones)',
    },
    'list-order': {
      value: 'ORDER',
      summary: 'oldest-first or newest-first: ListApplicationSnapshots; AWS promises none (default: oldest-first)',
      choices: ['oldest-first', 'newest-first'],
    },
    'snapshots-disabled': {
      value: 'DO',
      summary: 'accept or refuse a manual snapshot while SnapshotsEnabled is false (default: accept)',
      choices: ['accept', 'refuse'],
    },
    verbose: { summary: 'a line on stderr for each call' },
    jar: { value: 'FILE', summary: "runs this instead of what the application's S3 location names" },
    's3-endpoint': {
      value: 'URL',
      summary: 'where code is fetched (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or AWS)',
    },
    applications: { value: 'N', summary: 'RUNNING ones from the start: app-0001, app-0002, … (default: 0)' },
    'snapshots-per-application': { value: 'N', summary: 'READY ones of each, ten minutes apart (default: 0)' },
    'snapshot-prefix': { value: 'TEXT', summary: 'their names are TEXT and a time (default: prepared.)' },
    'snapshot-duration': { value: 'MS', summary: 'duration of a snapshot (default: 1000)' },
    'transition-duration': { value: 'MS', summary: 'starting, stopping (default: 200)' },
    'rate-limit': {
      value: 'CALLS_PER_S',
      summary: 'for each operation; more get a ThrottlingException (default: none)',
    },
    fail: { value: 'OPERATION=ERROR[:RATE]', summary: 'fault of an operation; repeatable', isRepeatable: true },
  },
  examples: [
    { line: '--engine simulated --applications 3 --snapshots-per-application 20', summary: 'no Java needed' },
    { line: '--engine flink --jar flink-demo/target/user-service.jar --port 4701', summary: 'one JAR for all' },
  ],
  exitCodes: '0 ended by a signal, 1 could not start, 2 wrong usage.',
});

export interface CommandLine {
  readonly options: ManagedFlinkOptions;
  readonly verbose: boolean;
}

/**
 * Parses the arguments.
 *
 * @throws UsageError which says which option, its value, and what is allowed.
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values } = readArguments(MANAGED_FLINK, args);
  const kind = oneOf('engine', values.engine, ['simulated', 'flink']) ?? 'simulated';
  refuseForeign(kind, values);
  return {
    verbose: values.verbose ?? false,
    options: {
      engine: kind === 'flink' ? flinkOptions(values) : simulatedOptions(values),
      port: wholeNumber('port', values.port, 0, 65_535),
      region: values.region,
      accountId: matching('account', values.account, /^\d{12}$/, '12 digits'),
      dataDirectory: values.data ?? (kind === 'flink' ? '.local/managed-flink' : undefined),
      snapshotQuota: wholeNumber('snapshot-quota', values['snapshot-quota'], 0, 1_000_000),
      listOrder: oneOf('list-order', values['list-order'], ['oldest-first', 'newest-first']),
      snapshotsDisabled: oneOf('snapshots-disabled', values['snapshots-disabled'], ['accept', 'refuse']),
    },
  };
}

type Values = ReturnType<typeof readArguments<typeof MANAGED_FLINK.options>>['values'];

const FLINK_ONLY = ['jar', 's3-endpoint'] as const;
const SIMULATED_ONLY = [
  'applications',
  'snapshots-per-application',
  'snapshot-prefix',
  'snapshot-duration',
  'transition-duration',
  'rate-limit',
  'fail',
] as const;

function refuseForeign(kind: 'flink' | 'simulated', values: Values): void {
  const foreign = kind === 'flink' ? SIMULATED_ONLY : FLINK_ONLY;
  for (const option of foreign) {
    if (values[option] !== undefined) throw new UsageError(`--${option} has no meaning with --engine ${kind}.`);
  }
}

function flinkOptions(values: Values): ManagedFlinkOptions['engine'] {
  const s3Endpoint = values['s3-endpoint'];
  if (s3Endpoint !== undefined && !URL.canParse(s3Endpoint)) {
    throw new UsageError(`--s3-endpoint is "${s3Endpoint}", expected a URL such as http://127.0.0.1:4566.`);
  }
  return { kind: 'flink', jarFile: values.jar, s3Endpoint };
}

function simulatedOptions(values: Values): ManagedFlinkOptions['engine'] {
  const transitionMs = wholeNumber('transition-duration', values['transition-duration'], 0, 3_600_000);
  const snapshotMs = wholeNumber('snapshot-duration', values['snapshot-duration'], 0, 86_400_000);
  return {
    kind: 'simulated',
    applications: wholeNumber('applications', values.applications, 0, 9999),
    snapshotsPerApplication: wholeNumber('snapshots-per-application', values['snapshots-per-application'], 0, 100_000),
    snapshotNamePrefix: matching(
      'snapshot-prefix',
      values['snapshot-prefix'],
      /^[a-zA-Z0-9_.-]{0,200}$/,
      'letters, digits or any of "_.-"',
    ),
    durations: {
      ...(snapshotMs !== undefined && { snapshotMs }),
      ...(transitionMs !== undefined && { startMs: transitionMs, stopMs: transitionMs }),
    },
    callsPerSecond: rate(values['rate-limit']),
    faults: (values.fail ?? []).map((text) => {
      try {
        return parseFault(text);
      } catch (error) {
        throw new UsageError(messageOf(error));
      }
    }),
  };
}

function wholeNumber(option: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`--${option} is "${text}", expected a whole number from ${min} to ${max}.`);
}

function rate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--rate-limit is "${text}", expected calls a second above 0.`);
}

function oneOf<T extends string>(option: string, text: string | undefined, allowed: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const found = allowed.find((each) => each === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} is "${text}", expected ${allowed.join(' or ')}.`);
}

function matching(option: string, text: string | undefined, pattern: RegExp, what: string): string | undefined {
  if (text === undefined || pattern.test(text)) return text;
  throw new UsageError(`--${option} is "${text}", expected ${what}.`);
}
