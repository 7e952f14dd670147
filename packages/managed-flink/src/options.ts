import { parseArgs } from 'node:util';
import { messageOf } from './errors';
import { parseFault } from './faults';
import type { ManagedFlinkOptions } from './server';

export const USAGE = `Usage: managed-flink [options]

The API of Amazon Managed Service for Apache Flink (KinesisAnalytics_20180523) on this machine.

  --engine flink|simulated       real Flink jobs, or jobs that only take time (default: simulated)
  --port N                       0: a free one (default: 0)
  --region REGION                in ARNs (default: us-east-1)
  --account ID                   in ARNs (default: 000000000000)
  --data DIR                     state that survives a restart; the engine flink keeps its jobs' state there too
                                 (default: .local/managed-flink for flink, none for simulated)
  --snapshot-quota N             snapshots of an application before manual ones are refused (default: 1000
                                 and the prepared ones)
  --list-order ORDER             oldest-first|newest-first: ListApplicationSnapshots; AWS promises none
                                 (default: oldest-first)
  --snapshots-disabled DO        accept|refuse a manual snapshot while SnapshotsEnabled is false (default: accept)
  --verbose                      a line on stderr for each call

With --engine flink:
  --jar FILE                     runs this instead of what the application's S3 location names
  --s3-endpoint URL              where code is fetched (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or AWS)

With --engine simulated:
  --applications N               RUNNING ones from the start: app-0001, app-0002, … (default: 0)
  --snapshots-per-application N  READY ones of each, ten minutes apart (default: 0)
  --snapshot-prefix TEXT         their names are TEXT and a time (default: prepared.)
  --snapshot-duration MS         (default: 1000)
  --transition-duration MS       starting, stopping (default: 200)
  --rate-limit CALLS_PER_S       for each operation; more get a ThrottlingException (default: none)
  --fail OPERATION=ERROR[:RATE]  repeatable. ERROR: a service error type; FAILED: accepted, ends FAILED; LOST: done, but
                                 the answer never arrives. RATE: share of the calls, 0.25 is every fourth (default: 1)
`;

/** The command line cannot be understood: says which option, its value, and what is allowed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface CommandLine {
  readonly options: ManagedFlinkOptions;
  readonly verbose: boolean;
}

/** Error: UsageError. Answers 'help' when that is asked for. */
export function parseCommandLine(args: readonly string[]): CommandLine | 'help' {
  const { values } = parsed(args);
  if (values.help) return 'help';
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

type Values = ReturnType<typeof parsed>['values'];

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        engine: { type: 'string' },
        port: { type: 'string' },
        region: { type: 'string' },
        account: { type: 'string' },
        data: { type: 'string' },
        'snapshot-quota': { type: 'string' },
        'list-order': { type: 'string' },
        'snapshots-disabled': { type: 'string' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        jar: { type: 'string' },
        's3-endpoint': { type: 'string' },
        applications: { type: 'string' },
        'snapshots-per-application': { type: 'string' },
        'snapshot-prefix': { type: 'string' },
        'snapshot-duration': { type: 'string' },
        'transition-duration': { type: 'string' },
        'rate-limit': { type: 'string' },
        fail: { type: 'string', multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

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
    if (values[option] !== undefined) throw new UsageError(`--${option} has no meaning with --engine ${kind}`);
  }
}

function flinkOptions(values: Values): ManagedFlinkOptions['engine'] {
  const s3Endpoint = values['s3-endpoint'];
  if (s3Endpoint !== undefined && !URL.canParse(s3Endpoint)) {
    throw new UsageError(`--s3-endpoint is "${s3Endpoint}", expected a URL such as http://127.0.0.1:4566`);
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
  throw new UsageError(`--${option} is "${text}", expected a whole number from ${min} to ${max}`);
}

function rate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--rate-limit is "${text}", expected calls a second above 0`);
}

function oneOf<T extends string>(option: string, text: string | undefined, allowed: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const found = allowed.find((each) => each === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} is "${text}", expected ${allowed.join(' or ')}`);
}

function matching(option: string, text: string | undefined, pattern: RegExp, what: string): string | undefined {
  if (text === undefined || pattern.test(text)) return text;
  throw new UsageError(`--${option} is "${text}", expected ${what}`);
}
