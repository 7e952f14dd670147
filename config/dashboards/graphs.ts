import {
  DRILL_FIGURES,
  FLINK_2_METRICS,
  FLINK_METRICS,
  LAMBDA_METRICS,
  MANAGER_METRICS,
  QUEUE_MESSAGES,
} from '../alarm-catalog/metrics';
import { DRILL_FAILED, DRILL_OVERDUE } from '../alarm-catalog/proof-alarms';
import type { Alarm } from '../model/deployment-alarms';
import type { Graph, Line, Mark, Subject } from './widgets';

const MINUTE_SECONDS = 60;
const MINUTE_MS = 60_000;
const DAY_SECONDS = 86_400;
const MEGABYTE = 1_000_000;

/** Alarms drawn in a graph, and its period. */
export interface GraphContext {
  readonly scheduleMinutes: number;
  readonly alarms: readonly Alarm[];
}

/** Graphs of applications: their snapshots, then the metrics of their Flink jobs. */
export function applicationGraphs(context: GraphContext): Graph[] {
  return [...snapshotGraphs(context), ...proofGraphs(context), ...flinkGraphs(context)];
}

/** Graphs of snapshots, with one period for each run. */
function snapshotGraphs(context: GraphContext): Graph[] {
  const periodSeconds = context.scheduleMinutes * MINUTE_SECONDS;
  const { marks } = marking(context);
  return [
    {
      title: 'Age of the newest snapshot (minutes)',
      lines: [{ metric: MANAGER_METRICS.newestSnapshotAgeSeconds, divisor: 60 }],
      periodSeconds,
      marks: marks([['snapshot-age', 'objective']], 60),
    },
    {
      title: 'READY snapshots, and percent of the quota',
      lines: [
        { metric: MANAGER_METRICS.snapshotCount, label: 'READY' },
        { metric: MANAGER_METRICS.snapshotQuotaUsePercent, label: '% of the quota', axis: 'right' },
      ],
      periodSeconds,
      marks: marks([['quota-use', 'alarm on the quota']]).map((mark) => ({ ...mark, axis: 'right' })),
    },
    {
      title: 'Days until the quota is full (365: not within a year)',
      lines: [{ metric: MANAGER_METRICS.quotaFullInDays }],
      periodSeconds,
      marks: marks([['quota-forecast', 'alarm on the forecast']]),
    },
    {
      title: 'Outcomes of runs',
      lines: [
        { metric: MANAGER_METRICS.snapshotsTaken, label: 'taken' },
        { metric: MANAGER_METRICS.snapshotsSkipped, label: 'skipped' },
        { metric: MANAGER_METRICS.snapshotsLate, label: 'late' },
        { metric: MANAGER_METRICS.snapshotsFailed, label: 'failed' },
        { metric: MANAGER_METRICS.snapshotsDeleted, label: 'deleted' },
      ],
      periodSeconds,
      isStacked: true,
    },
    {
      title: 'Snapshot duration (seconds)',
      lines: [{ metric: MANAGER_METRICS.snapshotDurationMs, divisor: 1000 }],
      periodSeconds,
      marks: marks([['snapshot-duration', 'alarm']], 1000),
    },
  ];
}

/** Graphs of the last proof and of drills, where an application has the objective or the consent. */
function proofGraphs(context: GraphContext): Graph[] {
  const periodSeconds = context.scheduleMinutes * MINUTE_SECONDS;
  const has = (id: string) => context.alarms.some((alarm) => alarm.id === id);
  return [
    ...(has(DRILL_OVERDUE)
      ? [
          {
            title: 'Age of the last proof (days)',
            lines: [{ metric: DRILL_FIGURES.provenAgeSeconds, divisor: DAY_SECONDS }],
            periodSeconds,
            marks: marking(context).marks([[DRILL_OVERDUE, 'objective']], DAY_SECONDS),
          },
        ]
      : []),
    ...(has(DRILL_FAILED)
      ? [
          {
            title: 'Duration of a drill (seconds), and drills that failed',
            lines: [
              { metric: DRILL_FIGURES.drillSeconds, label: 'seconds' },
              { metric: DRILL_FIGURES.drillsFailed, label: 'failed' },
            ],
            periodSeconds,
          },
        ]
      : []),
  ];
}

/** Graphs of a Flink job's own metrics, per minute; some have other names from Flink 2 on. */
function flinkGraphs(context: GraphContext): Graph[] {
  const { marks } = marking(context);
  const perMinute = { periodSeconds: MINUTE_SECONDS };
  return [
    {
      title: 'Downtime (minutes)',
      lines: [
        { metric: FLINK_METRICS.downtimeMs, flink: 1, divisor: MINUTE_MS },
        { metric: FLINK_2_METRICS.restartingTimeMs, flink: 2, label: 'restarting', divisor: MINUTE_MS },
        { metric: FLINK_2_METRICS.cancellingTimeMs, flink: 2, label: 'cancelling', divisor: MINUTE_MS },
        { metric: FLINK_2_METRICS.failingTimeMs, flink: 2, label: 'failing', divisor: MINUTE_MS },
      ],
      ...perMinute,
      marks: marks([['downtime', 'alarm']], MINUTE_MS),
    },
    {
      title: 'Uptime (minutes)',
      lines: [
        { metric: FLINK_METRICS.uptimeMs, flink: 1, divisor: MINUTE_MS },
        { metric: FLINK_2_METRICS.runningTimeMs, flink: 2, divisor: MINUTE_MS },
      ],
      ...perMinute,
    },
    {
      title: 'Restarts since the start of the application',
      lines: [
        { metric: FLINK_METRICS.fullRestarts, flink: 1 },
        { metric: FLINK_2_METRICS.restarts, flink: 2 },
      ],
      ...perMinute,
    },
    {
      title: 'Failed checkpoints since the start of the job',
      lines: [{ metric: FLINK_METRICS.failedCheckpoints }],
      ...perMinute,
    },
    {
      title: 'Duration of the last checkpoint (ms)',
      lines: [{ metric: FLINK_METRICS.checkpointDurationMs }],
      ...perMinute,
      marks: marks([['checkpoint-duration', 'alarm']]),
    },
    {
      title: 'Size of the last checkpoint (MB)',
      lines: [{ metric: FLINK_METRICS.checkpointSizeBytes, divisor: MEGABYTE }],
      ...perMinute,
    },
    // Managed Flink reports these four times a minute, so a SUM over a minute is four times too high.
    // https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
    { title: 'Records in', lines: [{ metric: FLINK_METRICS.recordsIn, divisor: 4 }], ...perMinute },
    { title: 'Records out', lines: [{ metric: FLINK_METRICS.recordsOut, divisor: 4 }], ...perMinute },
    capacityGraph(context),
  ];
}

function capacityGraph(context: GraphContext): Graph {
  const capacity: readonly (Line & { readonly alarm: string; readonly label: string })[] = [
    { metric: FLINK_METRICS.cpuPercent, label: 'CPU', alarm: 'cpu' },
    { metric: FLINK_METRICS.heapPercent, label: 'heap', alarm: 'heap' },
    { metric: FLINK_METRICS.containerMemoryPercent, label: 'container memory', alarm: 'container-memory' },
  ];
  return {
    title: 'CPU, heap and container memory (%)',
    lines: capacity.map(({ metric, label }) => ({ metric, label })),
    periodSeconds: MINUTE_SECONDS,
    marks: marking(context).marks(capacity.map(({ alarm, label }) => [alarm, `alarm on ${label}`])),
  };
}

/** Graphs of the manager's function and of its queues. */
export function managerGraphs(context: GraphContext, managerFunction: string, queues: readonly string[]) {
  const periodSeconds = context.scheduleMinutes * MINUTE_SECONDS;
  const { marks } = marking(context);
  return [
    {
      subjects: [{ name: managerFunction }],
      graph: {
        title: 'Snapshot manager: errors and throttles',
        lines: [
          { metric: LAMBDA_METRICS.errors, label: 'errors' },
          { metric: LAMBDA_METRICS.throttles, label: 'throttles' },
        ],
        periodSeconds,
      },
    },
    {
      subjects: [{ name: managerFunction }],
      graph: {
        title: 'Snapshot manager: duration of a run (seconds)',
        lines: [{ metric: LAMBDA_METRICS.durationMs, divisor: 1000 }],
        periodSeconds,
        marks: marks([['manager-duration', 'alarm']], 1000),
      },
    },
    {
      subjects: queues.map((name) => ({ name })),
      graph: {
        title: 'Messages waiting for a person',
        lines: [{ metric: QUEUE_MESSAGES }],
        periodSeconds: MINUTE_SECONDS,
      },
    },
  ] satisfies { subjects: readonly Subject[]; graph: Graph }[];
}

/** Marks at the thresholds of the alarms themselves; an alarm that is switched off has no mark. */
function marking({ alarms }: GraphContext) {
  const marks = (wanted: readonly (readonly [id: string, label: string])[], divisor = 1): Mark[] =>
    wanted.flatMap(([id, label]) => {
      const values = new Set(alarms.filter((alarm) => alarm.id === id).map(({ threshold }) => threshold / divisor));
      return [...values].map((value) => ({ label, value }));
    });
  return { marks };
}
