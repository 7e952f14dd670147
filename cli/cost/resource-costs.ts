import { z } from 'zod';
import { drillsAMonth } from '../../config/model/drills/drill-rules';
import { namesOf } from '../../config/model/names';
import { BUILD_MB } from './assumptions';
import { type CostContext, type CostLine, costLine, numberText } from './cost-line';
import type { SynthesizedResource } from './synthesized-resources';
import { HOURS_A_MONTH } from './workload';

type Bodies = readonly SynthesizedResource['body'][];
type Costing = { readonly free: string } | { readonly lines: (bodies: Bodies, context: CostContext) => CostLine[] };

/** Error for a type of resource in the stacks whose cost is unknown. */
export class UnpricedResourceError extends Error {
  override readonly name = 'UnpricedResourceError';
}

/**
 * Lines of all resources.
 *
 * @throws UnpricedResourceError for a type that is neither priced nor known to be free.
 */
export function resourceLines(resources: readonly SynthesizedResource[], context: CostContext): CostLine[] {
  return [...new Set(resources.map(({ type }) => type))].flatMap((type) => {
    const ofType = resources.filter((resource) => resource.type === type);
    const costing = COSTINGS.get(type);
    if (!costing) {
      const stacks = [...new Set(ofType.map(({ stack }) => stack))].join(', ');
      throw new UnpricedResourceError(
        `${type} (${ofType.length} in ${stacks}) has no price, expected each type of resource to be priced or free. Add it to cli/cost/resource-costs.ts, with the reason if it is free.`,
      );
    }
    return 'free' in costing
      ? []
      : costing.lines(
          ofType.map(({ body }) => body),
          context,
        );
  });
}

/** Types without costs, with the reason. */
export function freeTypes(
  resources: readonly SynthesizedResource[],
): { readonly type: string; readonly why: string }[] {
  return [...new Set(resources.map(({ type }) => type))].sort().flatMap((type) => {
    const costing = COSTINGS.get(type);
    return costing && 'free' in costing ? [{ type, why: costing.free }] : [];
  });
}

const NO_CHARGE_IAM = 'IAM has no charge';
const BUCKET_SETTING = 'a setting of its bucket';
const POLICY = 'a setting of what it protects';

const COSTINGS: ReadonlyMap<string, Costing> = new Map<string, Costing>([
  ['aws_kinesisanalyticsv2_application', { lines: applicationLines }],
  ['aws_lambda_function', { lines: functionLines }],
  ['aws_cloudwatch_metric_alarm', { lines: alarmLines }],
  ['aws_cloudwatch_composite_alarm', { lines: compositeAlarmLines }],
  ['aws_cloudwatch_dashboard', { lines: dashboardLines }],
  ['aws_cloudwatch_log_group', { lines: logLines }],
  ['aws_dynamodb_table', { lines: tableLines }],
  ['aws_sns_topic_subscription', { lines: mailLines }],
  ['aws_s3_object', { lines: objectLines }],
  ['aws_kms_key', { lines: keyLines }],
  ['aws_ssm_parameter', { lines: parameterLines }],
  ['aws_sfn_state_machine', { lines: machineLines }],
  ['aws_s3_object_copy', { free: 'a copy within S3 of a JAR that is there twice already; some megabytes' }],
  ['terraform_data', { free: 'a note in Terraform’s own state' }],
  ['aws_cloudwatch_event_rule', { free: 'schedules, and events of AWS services, on the default bus have no charge' }],
  ['aws_cloudwatch_event_target', { free: 'a part of its rule' }],
  ['aws_cloudwatch_log_stream', { free: 'a part of its log group' }],
  ['aws_cloudwatch_query_definition', { free: 'saving a query has no charge; running it costs by what it reads' }],
  ['aws_iam_role', { free: NO_CHARGE_IAM }],
  ['aws_iam_role_policy', { free: NO_CHARGE_IAM }],
  ['aws_kms_alias', { free: 'a name of its key' }],
  ['aws_kms_key_policy', { free: POLICY }],
  ['aws_lambda_function_event_invoke_config', { free: 'a setting of its function' }],
  ['aws_lambda_permission', { free: POLICY }],
  ['aws_s3_bucket', { free: 'paid for by what lies in it' }],
  ['aws_s3_bucket_lifecycle_configuration', { free: BUCKET_SETTING }],
  ['aws_s3_bucket_ownership_controls', { free: BUCKET_SETTING }],
  ['aws_s3_bucket_policy', { free: BUCKET_SETTING }],
  ['aws_s3_bucket_public_access_block', { free: BUCKET_SETTING }],
  ['aws_s3_bucket_server_side_encryption_configuration', { free: BUCKET_SETTING }],
  ['aws_s3_bucket_versioning', { free: BUCKET_SETTING }],
  [
    'aws_sns_topic',
    { free: 'paid for by its deliveries; publishing a few hundred messages is below a hundredth of a cent' },
  ],
  ['aws_sns_topic_policy', { free: POLICY }],
  ['aws_sqs_queue', { free: 'paid for by its requests; there are none while nothing fails' }],
  ['aws_sqs_queue_policy', { free: POLICY }],
]);

const applicationBody = z.object({
  name: z.string(),
  application_configuration: z.object({
    flink_application_configuration: z.object({
      parallelism_configuration: z.object({ parallelism: z.number(), parallelism_per_kpu: z.number() }),
    }),
  }),
});

/** Running storage that AWS allocates and charges for each KPU of the job, in GB. */
const STORAGE_GB_PER_KPU = 50;

function applicationLines(bodies: Bodies, context: CostContext): CostLine[] {
  return bodies.flatMap((body) => {
    const { name, application_configuration: configuration } = applicationBody.parse(body);
    const { parallelism, parallelism_per_kpu: perKpu } =
      configuration.flink_application_configuration.parallelism_configuration;
    const kpus = context.assumptions.kpus ?? Math.ceil(parallelism / perKpu) + 1;
    return [
      costLine(
        context,
        'kpuHour',
        `KPUs of ${name}`,
        kpus * HOURS_A_MONTH,
        `${kpus} KPUs, one for orchestration, × 730 h`,
      ),
      costLine(
        context,
        'runningStorageGbMonth',
        `running storage of ${name}`,
        (kpus - 1) * STORAGE_GB_PER_KPU,
        `${kpus - 1} ${kpus === 2 ? 'KPU' : 'KPUs'} × ${STORAGE_GB_PER_KPU} GB`,
      ),
    ];
  });
}

const functionBody = z.object({ memory_size: z.number(), architectures: z.tuple([z.literal('arm64')]) });

function functionLines(bodies: Bodies, context: CostContext): CostLine[] {
  const { runs } = context.workload;
  const { runSeconds } = context.assumptions;
  return bodies.flatMap((body) => {
    const { memory_size: memoryMb } = functionBody.parse(body);
    return [
      costLine(context, 'lambdaMillionRequests', 'Lambda requests', runs / 1e6, `${numberText(runs)} runs`),
      costLine(
        context,
        'lambdaGbSecondArm',
        'Lambda time',
        (runs * runSeconds * memoryMb) / 1024,
        `${numberText(runs)} runs × ${runSeconds} s × ${memoryMb} MB`,
      ),
    ];
  });
}

const alarmBody = z.object({
  period: z.number().optional(),
  metric_query: z.array(z.object({ metric: z.object({ period: z.number() }).optional() })).optional(),
});

/**
 * Lines of alarms: an alarm on an expression is charged for each of its metrics; with a period below a minute at the
 * price of high resolution.
 */
function alarmLines(bodies: Bodies, context: CostContext): CostLine[] {
  const metrics = bodies.flatMap((body) => {
    const { period, metric_query: queries } = alarmBody.parse(body);
    const periods = queries ? queries.flatMap(({ metric }) => (metric ? [metric.period] : [])) : [period ?? 60];
    // An expression that searches, or counts nothing itself, is paid as one.
    return periods.length > 0 ? periods : [60];
  });
  const fast = metrics.filter((period) => period < 60).length;
  const reckoning = `${bodies.length} alarms`;
  const lines = [costLine(context, 'alarmMetricMonth', 'alarms', metrics.length - fast, reckoning)];
  if (fast > 0) lines.push(costLine(context, 'fastAlarmMetricMonth', 'high-resolution alarms', fast, reckoning));
  return lines;
}

function compositeAlarmLines({ length }: Bodies, context: CostContext): CostLine[] {
  return [costLine(context, 'compositeAlarmMonth', 'composite alarms', length, 'needs-a-person, manager-silent')];
}

function dashboardLines({ length }: Bodies, context: CostContext): CostLine[] {
  return [
    costLine(
      context,
      'dashboardMonth',
      'dashboards',
      length,
      length === 1 ? 'of all applications' : 'of all applications, and of each',
    ),
  ];
}

const logGroupBody = z.object({ name: z.string(), retention_in_days: z.number() });
const DAYS_A_MONTH = HOURS_A_MONTH / 24;

function logLines(bodies: Bodies, context: CostContext): CostLine[] {
  return bodies.flatMap((body) => {
    const { name, retention_in_days: days } = logGroupBody.parse(body);
    const isManagers = name.startsWith('/aws/lambda/');
    const gb = isManagers ? context.workload.managerLogGb : context.assumptions.logGb;
    const what = isManagers ? 'log of the manager' : 'log of the application';
    return [
      costLine(context, 'logsIngestedGb', `${what}, written`, gb, `${numberText(gb)} GB a month`),
      costLine(context, 'logsStoredGbMonth', `${what}, kept`, gb * (days / DAYS_A_MONTH), `${days} days of it`),
    ];
  });
}

const tableBody = z.object({ point_in_time_recovery: z.object({ enabled: z.boolean() }).optional() });

/** Lines of all tables together, because the workload is not known for each. */
function tableLines(bodies: Bodies, context: CostContext): CostLine[] {
  const { tableWrites, tableReads, tableGb } = context.workload;
  const isRestorable = bodies.some((body) => tableBody.parse(body).point_in_time_recovery?.enabled);
  const days = context.settings.audit.retentionDays;
  return [
    costLine(context, 'dynamoMillionWrites', 'DynamoDB writes', tableWrites / 1e6, `${numberText(tableWrites)} units`),
    costLine(context, 'dynamoMillionReads', 'DynamoDB reads', tableReads / 1e6, `${numberText(tableReads)} units`),
    costLine(context, 'dynamoGbMonth', 'DynamoDB storage', tableGb, `${days} days of rows`),
    ...(isRestorable
      ? [costLine(context, 'dynamoRecoveryGbMonth', 'DynamoDB recovery', tableGb, 'point in time, of the same')]
      : []),
  ];
}

const subscriptionBody = z.object({ protocol: z.literal('email') });

function mailLines(bodies: Bodies, context: CostContext): CostLine[] {
  for (const body of bodies) subscriptionBody.parse(body);
  const { mailsToEach } = context.workload;
  const reckoning = `${numberText(mailsToEach)} to each of ${bodies.length}`;
  return [costLine(context, 'snsThousandMails', 'mails', (mailsToEach * bodies.length) / 1000, reckoning)];
}

function objectLines(_bodies: Bodies, context: CostContext): CostLine[] {
  const { buildsKept } = context.assumptions;
  const hasJar = context.settings.application !== undefined;
  const buildMb = context.assumptions.buildMb ?? (hasJar ? BUILD_MB.withJar : BUILD_MB.zipAlone);
  const gb = (buildMb * (buildsKept + 1)) / 1024;
  const reckoning = `${buildsKept} old builds and the present one, ${buildMb} MB each`;
  return [costLine(context, 's3GbMonth', hasJar ? 'JAR and zip in S3' : 'zip in S3', gb, reckoning)];
}

function keyLines({ length }: Bodies, context: CostContext): CostLine[] {
  const { kmsRequests } = context.workload;
  return [
    costLine(
      context,
      'kmsKeyMonth',
      'KMS keys',
      length,
      'in the first year; the first two yearly rotations add as much each',
    ),
    costLine(
      context,
      'kmsTenThousandRequests',
      'KMS requests',
      kmsRequests / 10_000,
      `${numberText(kmsRequests)} for mails`,
    ),
  ];
}

const parameterBody = z.object({ tier: z.enum(['Standard', 'Advanced']) });

/** The standard tier has no charge. */
function parameterLines(bodies: Bodies, context: CostContext): CostLine[] {
  const advanced = bodies.filter((body) => parameterBody.parse(body).tier === 'Advanced').length;
  if (advanced === 0) return [];
  const why = 'the list of applications makes it larger than 4 KB';
  return [costLine(context, 'advancedParameterMonth', 'parameter of the deployment', advanced, why)];
}

/** Requests of a usual drill: some minutes, with a wait of some seconds between two. */
const REQUESTS_A_DRILL = 20;
/** State transitions of an execution: Step, Count, Ended? and Wait for each request; Begin and Ended once. */
const TRANSITIONS_A_DRILL = 4 * REQUESTS_A_DRILL + 2;

/** The free transitions of the account are not deducted. Requests of the function are below a hundredth of a cent. */
function machineLines(_bodies: Bodies, context: CostContext): CostLine[] {
  const drills = drillsAMonth(namesOf(context.settings).applicationEntries, DAYS_A_MONTH);
  const transitions = drills * TRANSITIONS_A_DRILL;
  const reckoning = `${numberText(drills)} drills of ${TRANSITIONS_A_DRILL}`;
  return [costLine(context, 'stateTransitionThousand', 'steps of drills', transitions / 1000, reckoning)];
}
