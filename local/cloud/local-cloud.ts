import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { type ManagedFlinkServer, startManagedFlink } from '../../packages/managed-flink/src/server';
import { ensureJava } from '../../tools/java/java';
import { StartedParts } from '../../tools/started-parts';
import { CallFaults } from '../trouble/call-faults';
import { startAlarmEngine } from './alarm-engine/alarm-engine';
import { AsyncInvocations } from './async-invocations';
import { openOwnDoor } from './control/open-own-door';
import { embeddedMetrics } from './embedded-metrics';
import { emulatorClients, LOCAL_CREDENTIALS } from './emulator-clients';
import { environmentFor } from './environment';
import { flinkMetrics } from './flink-metrics';
import { type Interceptor, type OwnDoor, startGateway } from './gateway';
import { applicationTags } from './identity/application-tags';
import { type FunctionRole, type RoleCall, RoleRights } from './identity/role-rights';
import type { LocalCloudOptions } from './local-cloud-options';
import { lockFolder } from './lock-file';
import { openLogForwarder } from './log-forwarder';
import type { Mail } from './mail';
import { MailSink } from './mail-sink';
import { managedFlinkOptions } from './managed-flink-options';
import { MetricStore } from './metric-data/metric-store';
import { startMiniStack } from './ministack';
import { ensureMiniStack } from './ministack-installation';
import { ownServices } from './own-services';
import { reportQueues } from './queue-metrics';
import { repeat } from './repeating-task';
import { RuleDelivery } from './schedule/rule-delivery';
import { RuleKeeper } from './schedule/rule-keeper';
import { Scheduler } from './schedule/scheduler';

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
  /** Schedule whose speed can be changed at any time, and whose rules can be fired now; no rule or plan changes with it. */
  readonly schedule: Pick<Scheduler, 'speedUp' | 'fire'>;
  /** Mails sent so far, oldest first; they lie as files in `mails/` of the folder, too. */
  mails(): readonly Mail[];
  alarms(): readonly { readonly name: string; readonly state: string; readonly reason: string }[];
  /** Calls through the gateway so far, by `service.Operation`. */
  callCounts(): Record<string, number>;
  /** Calls of roles so far, in order; only with `enforceIdentity`. */
  roleCalls(): readonly RoleCall[];
  /** Ends everything that was started, in a few seconds. Safe to call twice. */
  close(): Promise<void>;
}

/** Folders that a fresh start empties. */
const STATE_FOLDERS = ['ministack', 'managed-flink', 'alarms', 'metrics', 'rules', 'logs', 'mails', 'trouble'] as const;

const EMBEDDED_METRICS_INTERVAL_MS = 2_000;
const LOG_INTERVAL_MS = 500;
/** SQS reports once a minute; here often enough that an alarm need not wait for it. */
const QUEUE_INTERVAL_MS = 15_000;

/**
 * Starts all parts and resolves when they answer; when one fails, those already started are ended first.
 * @throws FolderInUseError when a local cloud runs on the folder already.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const started = new StartedParts((line) => options.report(`While ending the local cloud: ${line}`));
  try {
    const door = await startFrontDoor(options, started);
    await forgetState(options);
    const emulator = await startEmulator(options, door, started);
    const services = await startServices(options, emulator, started);
    const schedule = await startSchedule(options, door, emulator, started);
    // The first one that wants a call answers it.
    const { rules, invocations, scheduler } = schedule;
    door.interceptors.push(rules, invocations, services.alarms, ...services.own, services.mailSink);
    door.backends.emulator = emulator.endpoint;
    const managedFlink = await startFlinkApi(options, door, started);
    await startReports(options, emulator, managedFlink, started);
    scheduler.refresh();
    door.backends.ownDoor = openOwnDoor(
      options,
      {
        endpoint: door.gateway.endpoint,
        faults: door.faults,
        speedUp: () => scheduler.speedUp,
        mails: () => services.mailSink.mails(),
      },
      started,
    );
    return runningCloud(options, door, services, scheduler, managedFlink, started);
  } catch (error) {
    await started.end();
    throw error;
  }
}

/** Services behind the gateway that have been started. */
interface Backends {
  emulator?: string;
  managedFlink?: string;
  lambda?: LambdaClient;
  ownDoor?: OwnDoor;
}

/** The one endpoint: it is there first, since functions and Flink are told its address. */
async function startFrontDoor(options: LocalCloudOptions, started: StartedParts) {
  const { folder, region, accountId } = options;
  const backends: Backends = {};
  const interceptors: Interceptor[] = [];
  const faults = new CallFaults();
  const rights = options.enforceIdentity
    ? new RoleRights({
        emulator: () => backends.emulator,
        functions: () => functionsOf(backends.lambda),
        applicationTags: (arn) => applicationTags(backends.managedFlink, arn),
        region,
        accountId,
      })
    : undefined;
  const gateway = started.add(
    await startGateway({
      region,
      emulator: () => backends.emulator,
      managedFlink: () => backends.managedFlink,
      interceptors,
      roleRights: rights,
      recorder: options.recorder,
      refusals: faults,
      ownDoor: () => backends.ownDoor,
      port: options.port,
    }),
    ({ close }) => close(),
  );
  started.add(await lockFolder(folder, gateway.endpoint), ({ release }) => release());
  return { gateway, backends, interceptors, faults, rights };
}

async function forgetState({ folder, state }: LocalCloudOptions): Promise<void> {
  if (state === 'kept') return;
  for (const part of STATE_FOLDERS) await rm(join(folder, part), { recursive: true, force: true });
}

type FrontDoor = Awaited<ReturnType<typeof startFrontDoor>>;

/** MiniStack, which calls go to only when everything that intercepts them is there. */
async function startEmulator(options: LocalCloudOptions, { gateway, backends }: FrontDoor, started: StartedParts) {
  const { folder, region, accountId, report } = options;
  const installation = await ensureMiniStack(report, options.installationFolder);
  const miniStack = await startMiniStack(installation, {
    folder: join(folder, 'ministack'),
    region,
    accountId,
    endpointForFunctions: gateway.endpoint,
    enforceIdentity: options.enforceIdentity,
    waitScale: options.waitScale,
    onUnexpectedEnd: report,
  });
  started.add(miniStack, ({ close }) => close());
  const metrics = await MetricStore.open(join(folder, 'metrics', 'samples.jsonl'));
  const clients = started.add(emulatorClients(miniStack.endpoint, region, metrics), ({ close }) => close());
  backends.lambda = clients.lambda;
  return { endpoint: miniStack.endpoint, clients };
}

type Emulator = Awaited<ReturnType<typeof startEmulator>>;

/** Services that the emulator lacks or implements differently from AWS: mails, alarms, metrics, logs. */
async function startServices(options: LocalCloudOptions, { clients }: Emulator, started: StartedParts) {
  const { folder, region, accountId, report } = options;
  const mailSink = await MailSink.start({ folder: join(folder, 'mails'), client: clients.sns, report });
  started.add(mailSink, (each) => each.close());
  const alarms = started.add(
    await startAlarmEngine({
      folder: join(folder, 'alarms'),
      accountId,
      region,
      clients,
      report,
      evaluateEveryMs: options.alarmIntervalMs ?? 5_000,
      stepSeconds: options.alarmStepSeconds ?? 60,
    }),
    ({ close }) => close(),
  );
  return { mailSink, alarms, own: await ownServices({ folder, accountId, clients, report }) };
}

/** EventBridge's rules and their deliveries, and Lambda's asynchronous invocations, at the speed of the scheduler. */
async function startSchedule(
  options: LocalCloudOptions,
  { gateway }: FrontDoor,
  { clients, endpoint: emulator }: Emulator,
  started: StartedParts,
) {
  const { folder, region, accountId, report } = options;
  const throughGateway = started.add(
    new LambdaClient({ endpoint: gateway.endpoint, region, credentials: LOCAL_CREDENTIALS, maxAttempts: 1 }),
    (client) => client.destroy(),
  );
  const delivery = started.add(
    new RuleDelivery({ clients, lambda: throughGateway, gateway: gateway.endpoint, emulator, region, report }),
    (each) => each.stop(),
  );
  const statesFile = join(folder, 'rules', 'states.json');
  const rules = await RuleKeeper.open(clients.eventBridge, statesFile, () => scheduler.refresh());
  const scheduler: Scheduler = new Scheduler({
    accountId,
    region,
    speedUp: options.speedUp ?? 1,
    rules: () => rules.rules(),
    fire: (rule, event) => void delivery.deliver(rule, event),
  });
  started.add(scheduler, (each) => each.stop());
  const invocations = new AsyncInvocations({ clients, speedUp: () => scheduler.speedUp, report });
  started.add(invocations, (each) => each.stop());
  return { rules, scheduler, invocations };
}

async function startFlinkApi(options: LocalCloudOptions, { gateway, backends }: FrontDoor, started: StartedParts) {
  const java = options.engine === 'flink' ? (await ensureJava(options.report)).binary : undefined;
  const managedFlink = await startManagedFlink(managedFlinkOptions(options, gateway.endpoint, java));
  started.add(managedFlink, (server) => server.close());
  backends.managedFlink = managedFlink.endpoint;
  return managedFlink;
}

/** Reports of AWS services themselves: the logs and metrics of applications, functions and queues. */
async function startReports(
  { folder, report, flinkMetricsIntervalMs = 15_000 }: LocalCloudOptions,
  { clients }: Emulator,
  { runningClusters }: ManagedFlinkServer,
  started: StartedParts,
): Promise<void> {
  const logs = await openLogForwarder(clients.logs, join(folder, 'logs', 'positions.json'), runningClusters);
  const flink = flinkMetrics(clients.metrics, runningClusters);
  const tasks = [
    repeat('Application logs', LOG_INTERVAL_MS, logs, report),
    repeat('Embedded metrics', EMBEDDED_METRICS_INTERVAL_MS, embeddedMetrics(clients, new Date()), report),
    repeat('Queue metrics', QUEUE_INTERVAL_MS, () => reportQueues(clients), report),
    repeat('Flink metrics', flinkMetricsIntervalMs, flink, report),
  ];
  for (const task of tasks) started.add(task, ({ stop }) => stop());
}

function runningCloud(
  { region }: LocalCloudOptions,
  { gateway, rights }: FrontDoor,
  { alarms, mailSink }: Awaited<ReturnType<typeof startServices>>,
  scheduler: Scheduler,
  managedFlink: ManagedFlinkServer,
  started: StartedParts,
): LocalCloud {
  return {
    endpoint: gateway.endpoint,
    environment: environmentFor(gateway.endpoint, region),
    managedFlink,
    schedule: scheduler,
    mails: () => mailSink.mails(),
    alarms: () =>
      alarms.alarms().map(({ AlarmName, StateValue, StateReason }) => ({
        name: AlarmName,
        state: StateValue,
        reason: StateReason,
      })),
    callCounts: gateway.callCounts,
    roleCalls: () => rights?.calls ?? [],
    close: () => started.end(),
  };
}

async function functionsOf(lambda: LambdaClient | undefined): Promise<readonly FunctionRole[]> {
  if (lambda === undefined) return [];
  const functions: FunctionRole[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    functions.push(
      ...Functions.map(({ FunctionArn = '', Role = '' }) => ({ functionArn: FunctionArn, roleArn: Role })),
    );
  }
  return functions;
}
