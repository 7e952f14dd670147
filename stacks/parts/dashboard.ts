import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import type { Settings } from '../../config/settings';
import { FLINK_METRICS, MANAGER_METRICS, type Metric } from '../metrics';
import type { Names } from '../names';

/** One graph, with a line for each application. */
interface Widget {
  readonly title: string;
  readonly metric: Metric;
  /** Metric math on `m`, where the figure is not shown as it is measured. */
  readonly shownAs?: string;
  readonly periodSeconds: number;
  /** Where the alarm fires, in the unit shown. */
  readonly threshold?: { readonly label: string; readonly value: number };
}

export interface DashboardProps {
  readonly settings: Settings;
  readonly names: Names;
}

const WIDTH = 12;
const HEIGHT = 6;
const COLUMNS = 2;
const MINUTE_SECONDS = 60;

/** The eight graphs of the reference system, with the snapshots' true duration and the alarms' thresholds in them. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { settings, names }: DashboardProps) {
    super(scope, id);
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: names.dashboard,
      dashboardBody: JSON.stringify({
        // Each graph keeps its period at any zoom: the sums below hold for that period only.
        periodOverride: 'inherit',
        widgets: widgets(settings).map((widget, index) => ({
          type: 'metric',
          x: (index % COLUMNS) * WIDTH,
          y: Math.floor(index / COLUMNS) * HEIGHT,
          width: WIDTH,
          height: HEIGHT,
          properties: properties(widget, settings.region, names),
        })),
      }),
    });
  }
}

function widgets({ snapshots, alarms }: Settings): Widget[] {
  const scheduleSeconds = snapshots.scheduleMinutes * MINUTE_SECONDS;
  const perMinute = { periodSeconds: MINUTE_SECONDS };
  return [
    { title: 'Downtime (minutes)', metric: FLINK_METRICS.downtimeMs, shownAs: 'm / 60000', ...perMinute },
    { title: 'Uptime (minutes)', metric: FLINK_METRICS.uptimeMs, shownAs: 'm / 60000', ...perMinute },
    { title: 'Snapshots that are READY', metric: MANAGER_METRICS.snapshotCount, periodSeconds: scheduleSeconds },
    {
      title: 'Snapshot duration (seconds)',
      metric: MANAGER_METRICS.snapshotDurationMs,
      shownAs: 'm / 1000',
      periodSeconds: scheduleSeconds,
      threshold: { label: 'alarm', value: alarms.snapshotDurationSeconds },
    },
    { title: 'Failed checkpoints since the job started', metric: FLINK_METRICS.failedCheckpoints, ...perMinute },
    {
      title: 'Duration of the last checkpoint (ms)',
      metric: FLINK_METRICS.checkpointDurationMs,
      ...perMinute,
      threshold: { label: 'alarm', value: alarms.checkpointDurationMs },
    },
    // Managed Flink reports these four times a minute. https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
    { title: 'Records in', metric: FLINK_METRICS.recordsIn, shownAs: 'm / 4', ...perMinute },
    { title: 'Records out', metric: FLINK_METRICS.recordsOut, shownAs: 'm / 4', ...perMinute },
  ];
}

function properties(widget: Widget, region: string, names: Names): object {
  const { title, metric, periodSeconds, threshold } = widget;
  return {
    title,
    region,
    view: 'timeSeries',
    stat: metric.statistic,
    period: periodSeconds,
    metrics: areAllKnown(names)
      ? names.snapshottedApplications.flatMap((application, index) => lines(widget, application, index))
      : [[{ expression: search(widget) }]],
    ...(threshold ? { annotations: { horizontal: [threshold] } } : {}),
  };
}

function areAllKnown({ applicationEntries, snapshottedApplications }: Names): boolean {
  return applicationEntries.length === snapshottedApplications.length;
}

/** Applications that only a run finds: a line for each that reports, of whatever deployment in this region. */
function search({ metric, shownAs = 'm', periodSeconds }: Widget): string {
  const { namespace, dimension, name, statistic } = metric;
  const found = `SEARCH('{${namespace},${dimension}} MetricName="${name}"', '${statistic}', ${periodSeconds})`;
  return shownAs.replace('m', found);
}

function lines({ metric, shownAs }: Widget, application: string, index: number): unknown[][] {
  const measured = [metric.namespace, metric.name, metric.dimension, application];
  if (!shownAs) return [[...measured, { label: application }]];
  const id = `m${index}`;
  return [[...measured, { id, visible: false }], [{ expression: shownAs.replace('m', id), label: application }]];
}
