import { alarmsOf } from '../../config/model/deployment-alarms';
import { hasDashboardOfEach, namesOf } from '../../config/model/names';
import { reachText } from '../../config/model/reach-text';
import { ownSchedule } from '../../config/model/schedules';
import type { Settings } from '../../config/schema/settings';
import { METRICS } from '../../lambda-src/contract';
import type { Assumptions } from './assumptions';
import { type CostContext, type CostLine, costLine, numberText } from './cost-line';
import type { PriceList } from './prices';
import { freeTypes, resourceLines } from './resource-costs';
import type { SynthesizedResource } from './synthesized-resources';
import { workloadOf } from './workload';

export interface Estimate {
  readonly environment: string;
  readonly region: string;
  readonly prices: Pick<PriceList, 'currency' | 'region' | 'asOf'>;
  readonly assumptions: Assumptions;
  /** Lines, the most expensive first. */
  readonly lines: readonly CostLine[];
  readonly totalUsd: number;
  /** Ways to reduce the highest costs, in whole sentences. */
  readonly levers: readonly string[];
  /** Facts that a reader might assume otherwise. */
  readonly notes: readonly string[];
  readonly free: readonly { readonly type: string; readonly why: string }[];
}

/** Monthly cost of a deployment of these settings, with everything running and no failures. */
export function estimate(
  settings: Settings,
  resources: readonly SynthesizedResource[],
  assumptions: Assumptions,
  prices: PriceList,
): Estimate {
  const context: CostContext = { settings, assumptions, prices, workload: workloadOf(settings, assumptions) };
  const lines = [...resourceLines(resources, context), ...managerLines(context)]
    .filter(({ quantity }) => quantity > 0)
    .toSorted((a, b) => b.usd - a.usd || (a.what < b.what ? -1 : 1));
  return {
    environment: settings.environment,
    region: settings.region,
    prices: { currency: prices.currency, region: prices.region, asOf: prices.asOf },
    assumptions,
    lines,
    totalUsd: lines.reduce((sum, { usd }) => sum + usd, 0),
    levers: leversOf(lines, context),
    notes: notesOf(context),
    free: freeTypes(resources),
  };
}

/** Costs of what the manager creates at run time, which no stack lists. */
function managerLines(context: CostContext): CostLine[] {
  const { workload, assumptions } = context;
  return [
    ...metricLines(context),
    costLine(
      context,
      'eventBridgeMillionEvents',
      'events for machines',
      workload.events / 1e6,
      `${numberText(workload.events)} events, one for each run of each application`,
    ),
    ...workload.snapshots.map(({ of, applications, kept }) =>
      costLine(
        context,
        'snapshotGbMonth',
        `snapshots of ${of}`,
        applications * kept * assumptions.stateGb,
        `${applications === 1 ? '' : `${applications} applications × `}${kept} kept × ${assumptions.stateGb} GB`,
      ),
    ),
  ];
}

/** Metrics of an account at the first price. */
const FIRST_METRICS = 10_000;

function metricLines(context: CostContext): CostLine[] {
  const { workload, assumptions, settings } = context;
  const { metrics, metricHours, applications, snapshots } = workload;
  const ofAll = snapshots.every(({ isNamed }) => isNamed) ? '' : ', and of all together';
  const hours = metricHours < 1 ? `, in ${numberText(metricHours * 100)} % of the hours` : '';
  const senders = [
    {
      what: 'metrics of the manager',
      quantity: metrics * metricHours,
      reckoning: `of ${applications} ${applications === 1 ? 'application' : 'applications'}${ofAll}${hours}`,
    },
    {
      what: 'metrics of Flink',
      quantity: settings.application ? assumptions.flinkMetrics : 0,
      reckoning: 'if AWS bills them as custom metrics',
    },
  ];
  let firstLeft = FIRST_METRICS;
  return senders.flatMap(({ what, quantity, reckoning }) => {
    const first = Math.min(quantity, firstLeft);
    firstLeft -= first;
    return [
      costLine(context, 'metricMonth', what, first, reckoning),
      costLine(context, 'furtherMetricMonth', `${what}, above 10,000`, quantity - first, reckoning),
    ];
  });
}

function leversOf(lines: readonly CostLine[], { settings, workload, assumptions, prices }: CostContext): string[] {
  const price = (name: CostLine['price']) => prices.prices[name].value;
  const usd = (value: number) => `$${value < 0.1 ? value.toPrecision(1) : value.toFixed(2)}`;
  const kpuUsd = 730 * price('kpuHour') + 50 * price('runningStorageGbMonth');
  const levers: Partial<Record<CostLine['price'], string>> = {
    kpuHour: `KPUs: each one less is ${usd(kpuUsd)} with its storage (application.parallelism); a stopped application costs none.`,
    snapshotGbMonth: `Snapshots: each one less of each application is ${usd(price('snapshotGbMonth') * assumptions.stateGb * workload.applications)} (snapshots.retention); a longer schedule keeps as many.`,
    metricMonth: `Metrics: those of an application are ${usd(price('metricMonth') * Object.keys(METRICS).length)}; sent less than once an hour (snapshots.scheduleMinutes above 60) they cost less.`,
    alarmMetricMonth: `Alarms: each is ${usd(price('alarmMetricMonth'))} for each application that is named; one found by prefix, pattern or tag has none.${essentialSaves(settings, price('alarmMetricMonth'), usd)}`,
    dashboardMonth: dashboardsSave(settings, price('dashboardMonth'), usd),
    lambdaGbSecondArm: `Lambda: half as many runs (${halfAsMany(settings)}) cost half.`,
    logsIngestedGb: 'Logs: application.logLevel WARN writes a fraction; logRetentionDays decides what is kept.',
  };
  const dear = new Set(lines.filter((line) => line.usd >= 0.1).map((line) => line.price));
  return [
    ...[...dear].flatMap((name) => levers[name] ?? []),
    ...(detailedLevel(settings) ? ['Flink’s own metrics: application.metricsLevel APPLICATION sends the fewest.'] : []),
  ];
}

/** Setting that halves the runs. */
function halfAsMany({ snapshots }: Settings): string {
  return snapshots.scheduleCron === undefined
    ? `snapshots.scheduleMinutes ${ownSchedule(snapshots).longestMinutes * 2}`
    : 'snapshots.scheduleCron with half as many times';
}

/** Saving by alarms.set, if not chosen already. */
function essentialSaves(settings: Settings, priceOfOne: number, usd: (value: number) => string): string {
  const metricsWith = (set: Settings['alarms']['set']): number => {
    const { alarms } = alarmsOf({ ...settings, alarms: { ...settings.alarms, set } }, namesOf(settings));
    return alarms.reduce((sum, { measure }) => sum + Object.keys(measure.metrics).length, 0);
  };
  const less = metricsWith(settings.alarms.set) - metricsWith('essential');
  return less > 0 ? ` Only the essential ones (alarms.set) cost ${usd(less * priceOfOne)} less.` : '';
}

/** Saving if applications have no dashboard each; none if they have none. */
function dashboardsSave(settings: Settings, priceOfOne: number, usd: (value: number) => string): string | undefined {
  const names = namesOf(settings);
  if (!hasDashboardOfEach(settings, names)) return undefined;
  const saved = usd(names.watchedApplications.length * priceOfOne);
  return `Dashboards: without one for each application (dashboard.perApplication false) the cost is ${saved} lower.`;
}

/** Level of Flink's metrics, if it multiplies them. */
function detailedLevel({ application }: Settings): string | undefined {
  return application?.metricsLevel === 'APPLICATION' ? undefined : application?.metricsLevel;
}

function notesOf({ settings, workload, prices, assumptions }: CostContext): string[] {
  const growing = workload.snapshots.filter(({ isSteady }) => !isSteady);
  const level = detailedLevel(settings);
  const full = workload.snapshots.filter(({ kept }) => kept >= settings.snapshots.quota);
  const all = Object.values(prices.prices);
  const official = all.filter(({ basis }) => basis === 'aws');
  return [
    ...workload.snapshots.map((group) => `How far back a restore can go with ${group.of}: ${reachText(group)}.`),
    ...(settings.region === prices.region
      ? []
      : [`The prices are those of ${prices.region}; they may differ in ${settings.region}.`]),
    'Free tiers are the account’s, not a deployment’s, so none is deducted: 10 metrics, 10 alarm metrics, 3 dashboards, 1 million Lambda requests and 400,000 GB-seconds, 25 GB in DynamoDB, 5 GB of logs, 1,000 mails, 20,000 KMS requests a month.',
    `Not included: KPUs of applications that this deployment does not create, data transfer, ${level || assumptions.flinkMetrics > 0 ? '' : 'Flink’s own metrics, '}the service’s own snapshots (STOP-…, UPDATEAPPLICATION-…), which nobody deletes, and Logs Insights queries.`,
    ...(level && assumptions.flinkMetrics === 0
      ? [
          `Flink’s own metrics at level ${level} are not included: AWS warns of their cost, but does not say which of them are charged (docs/cost.md); --flink-metrics counts a number of them as custom metrics.`,
        ]
      : []),
    ...(growing.length > 0
      ? [
          `${growing.map(({ of }) => of).join(', ')}: the retention keeps some snapshots without end, so they grow; shown is the number after a year, or at the quota.`,
        ]
      : []),
    ...(full.length > 0
      ? [
          `${full.map(({ of }) => of).join(', ')}: the retention fills the quota of ${numberText(settings.snapshots.quota)} snapshots, after which none can be taken.`,
        ]
      : []),
    ...(assumptions.kpus === undefined && settings.application?.autoScalingEnabled
      ? ['KPUs are those of application.parallelism; auto scaling adds more under load (--kpus for another number).']
      : []),
    `Of ${all.length} prices ${official.length} were read in AWS’s own pages, the others with people who quote AWS (docs/cost.md).`,
  ];
}
