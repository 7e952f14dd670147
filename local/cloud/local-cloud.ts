import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import {
  type ManagedFlinkOptions,
  type ManagedFlinkServer,
  startManagedFlink,
} from '../../packages/managed-flink/src/server';
import { ensureJava } from '../../tools/java/java';
import { startAlarmEngine } from './alarm-engine/alarm-engine';
import { openQueryDefinitions } from './alarm-engine/query-definitions';
import { asyncInvocations } from './async-invocations';
import { embeddedMetrics } from './embedded-metrics';
import { emulatorClients, LOCAL_CREDENTIALS } from './emulator-clients';
import { flinkMetrics } from './flink-metrics';
import { type CallRecorder, type Interceptor, startGateway } from './gateway';
import { applicationTags } from './identity/application-tags';
import { type FunctionRole, type RoleCall, roleRights } from './identity/role-rights';
import { lockFolder } from './lock-file';
import { openLogForwarder } from './log-forwarder';
import type { Mail } from './mail';
import { startMailSink } from './mail-sink';
import { startMiniStack } from './ministack';
import { ensureMiniStack } from './ministack-installation';
import { reportQueues } from './queue-metrics';
import { repeat } from './repeating-task';
import { ruleDelivery } from './schedule/rule-delivery';
import { keepRules } from './schedule/rule-keeper';
import { type Scheduler, startScheduler } from './schedule/scheduler';

export interface LocalCloudOptions {
  /** Everything that this local cloud keeps lies below it; two local clouds never share one. */
  readonly folder: string;
  readonly region: string;
  readonly accountId: string;
  readonly engine: 'flink' | 'simulated';
  /** Gets a line for each thing worth telling a person. */
  readonly report: (line: string) => void;
  /** More about the Managed Flink API: the simulated engine's durations and failures, the quota. */
  readonly managedFlink?: Partial<ManagedFlinkOptions>;
  /** How many times faster than the world's clock schedules and retries run. Default: 1. */
  readonly speedUp?: number;
  /** `fresh` (the default) forgets what an earlier local cloud left in the folder; `kept` goes on with it. */
  readonly state?: 'fresh' | 'kept';
  /** Signatures are checked and the policies of roles hold, for Managed Flink too. Default: everybody may everything. */
  readonly enforceIdentity?: boolean;
  /** Sees every call through the gateway. Default: nobody does. */
  readonly recorder?: CallRecorder;
  /** The gateway's port. Default: a free one. */
  readonly port?: number;
  /** Where MiniStack is installed, once for all local clouds of this checkout. Default: `.local/ministack`. */
  readonly installationFolder?: string;
  /** Default: 5 s. */
  readonly alarmIntervalMs?: number;
  /** The grid on which alarm periods end. Default: 60, CloudWatch's. */
  readonly alarmStepSeconds?: number;
  /** Default: 15 s, the service's four samples a minute. */
  readonly flinkMetricsIntervalMs?: number;
}

/** A running local cloud. */
export interface LocalCloud {
  /** The one endpoint for all services: `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /**
   * Variables that make any AWS SDK, the AWS CLI and Terraform use this local cloud, where no other AWS_ variable is set:
   * a profile, a session token or a service's own endpoint would win over them.
   */
  readonly environment: Readonly<Record<string, string>>;
  readonly managedFlink: ManagedFlinkServer;
  /** Its speed can be changed at any time; no rule and no plan changes by it. */
  readonly schedule: Pick<Scheduler, 'speedUp'>;
  /** Mails sent so far, oldest first; they lie as files in `mails/` of the folder, too. */
  mails(): readonly Mail[];
  alarms(): readonly { readonly name: string; readonly state: string; readonly reason: string }[];
  /** Calls through the gateway so far, by `service.Operation`. */
  callCounts(): Record<string, number>;
  /** What roles called so far, in order; only with `enforceIdentity`. */
  roleCalls(): readonly RoleCall[];
  /** Ends everything that was started, in a few seconds. Safe to call twice. */
  close(): Promise<void>;
}

const INSTALLATION_FOLDER = resolve(__dirname, '..', '..', '.local', 'ministack');
/** What lies in the folder and is forgotten by a fresh start. */
const STATE_FOLDERS = ['ministack', 'managed-flink', 'alarms', 'rules', 'logs', 'mails'] as const;

const EMBEDDED_METRICS_INTERVAL_MS = 2_000;
const LOG_INTERVAL_MS = 500;
/** SQS reports once a minute; here often enough that an alarm need not wait for it. */
const QUEUE_INTERVAL_MS = 15_000;

/**
 * Starts all parts and resolves when they answer; when one fails, those already started are ended first.
 * @throws FolderInUseError when a local cloud runs on the folder already.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { folder, region, accountId, report, alarmIntervalMs = 5_000, flinkMetricsIntervalMs = 15_000 } = options;
  const started: (() => Promise<void> | void)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closeAll(started, report);
    return closing;
  };

  try {
    let emulator: string | undefined;
    let managedFlinkEndpoint: string | undefined;
    const interceptors: Interceptor[] = [];
    const rights = options.enforceIdentity
      ? roleRights({
          emulator: () => emulator,
          functions: () => functionsOf(clients.lambda),
          applicationTags: (arn) => applicationTags(managedFlinkEndpoint, arn),
          region,
          accountId,
        })
      : undefined;
    const gateway = await startGateway({
      region,
      emulator: () => emulator,
      managedFlink: () => managedFlinkEndpoint,
      interceptors,
      roleRights: rights,
      recorder: options.recorder,
      port: options.port,
    });
    started.push(gateway.close);
    const lock = await lockFolder(folder, gateway.endpoint);
    started.push(lock.release);
    if (options.state !== 'kept') {
      for (const part of STATE_FOLDERS) await rm(join(folder, part), { recursive: true, force: true });
    }

    const installation = await ensureMiniStack(options.installationFolder ?? INSTALLATION_FOLDER, report);
    const miniStack = await startMiniStack(installation, {
      folder: join(folder, 'ministack'),
      region,
      accountId,
      endpointForFunctions: gateway.endpoint,
      enforceIdentity: options.enforceIdentity,
      onUnexpectedEnd: report,
    });
    started.push(miniStack.close);
    const clients = emulatorClients(miniStack.endpoint, region);
    started.push(clients.close);

    const mailSink = await startMailSink({ folder: join(folder, 'mails'), client: clients.sns, report });
    started.push(mailSink.close);
    const alarms = await startAlarmEngine({
      folder: join(folder, 'alarms'),
      accountId,
      region,
      clients,
      report,
      evaluateEveryMs: alarmIntervalMs,
      stepSeconds: options.alarmStepSeconds ?? 60,
    });
    started.push(alarms.close);
    const queries = await openQueryDefinitions(join(folder, 'alarms', 'query-definitions.json'));

    const throughGateway = new LambdaClient({
      endpoint: gateway.endpoint,
      region,
      credentials: LOCAL_CREDENTIALS,
      maxAttempts: 1,
    });
    const delivery = ruleDelivery({ clients, lambda: throughGateway, report });
    started.push(delivery.stop, () => throughGateway.destroy());
    const rules = await keepRules(clients.eventBridge, join(folder, 'rules', 'states.json'), () => scheduler.refresh());
    const scheduler: Scheduler = startScheduler({
      accountId,
      region,
      speedUp: options.speedUp ?? 1,
      rules: rules.rules,
      fire: (rule, event) => void delivery.deliver(rule, event),
    });
    started.push(scheduler.stop);
    const invocations = asyncInvocations({ clients, speedUp: () => scheduler.speedUp, report });
    started.push(invocations.stop);

    interceptors.push(rules, invocations, alarms, queries, mailSink);
    emulator = miniStack.endpoint;

    const java = options.engine === 'flink' ? (await ensureJava(report)).binary : undefined;
    const managedFlink = await startManagedFlink(managedFlinkOptions(options, gateway.endpoint, java));
    started.push(() => managedFlink.close());
    managedFlinkEndpoint = managedFlink.endpoint;

    const logs = await openLogForwarder(
      clients.logs,
      join(folder, 'logs', 'positions.json'),
      managedFlink.runningClusters,
    );
    const tasks = [
      repeat('Application logs', LOG_INTERVAL_MS, logs.forward, report),
      repeat('Embedded metrics', EMBEDDED_METRICS_INTERVAL_MS, embeddedMetrics(clients, new Date()), report),
      repeat('Queue metrics', QUEUE_INTERVAL_MS, () => reportQueues(clients), report),
      repeat(
        'Flink metrics',
        flinkMetricsIntervalMs,
        flinkMetrics(clients.cloudWatch, managedFlink.runningClusters),
        report,
      ),
    ];
    started.push(...tasks.map((task) => task.stop));
    scheduler.refresh();

    return {
      endpoint: gateway.endpoint,
      environment: environmentFor(gateway.endpoint, region),
      managedFlink,
      schedule: scheduler,
      mails: mailSink.mails,
      alarms: () =>
        alarms.alarms().map(({ AlarmName, StateValue, StateReason }) => ({
          name: AlarmName,
          state: StateValue,
          reason: StateReason,
        })),
      callCounts: gateway.callCounts,
      roleCalls: () => rights?.calls() ?? [],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function functionsOf(lambda: LambdaClient): Promise<readonly FunctionRole[]> {
  const functions: FunctionRole[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    functions.push(
      ...Functions.map(({ FunctionArn = '', Role = '' }) => ({ functionArn: FunctionArn, roleArn: Role })),
    );
  }
  return functions;
}

function managedFlinkOptions(
  options: LocalCloudOptions,
  gatewayEndpoint: string,
  java: string | undefined,
): ManagedFlinkOptions {
  return {
    engine:
      options.engine === 'flink'
        ? { kind: 'flink', s3Endpoint: gatewayEndpoint, s3Credentials: LOCAL_CREDENTIALS, java }
        : { kind: 'simulated' },
    region: options.region,
    accountId: options.accountId,
    dataDirectory: join(options.folder, 'managed-flink'),
    log: options.report,
    ...options.managedFlink,
  };
}

function environmentFor(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** In reverse order of their start; one that fails does not keep the others alive. */
async function closeAll(
  started: readonly (() => Promise<void> | void)[],
  report: (line: string) => void,
): Promise<void> {
  for (const closeOne of [...started].reverse()) {
    try {
      await closeOne();
    } catch (error) {
      report(`While ending the local cloud: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
