import { CONTAINER_MEMORY_BYTES } from '../../packages/managed-flink/src/flink-cluster/flink-jvm';
import type {
  JobFigures,
  ProcessFigures,
  RecordCounts,
} from '../../packages/managed-flink/src/flink-cluster/flink-metrics';
import type { MetricValue } from './put-metrics';

/** Result of a round about one application. */
export interface Sample {
  readonly atMs: number;
  readonly job: JobFigures;
  /** Undefined while the job does not run. */
  readonly records: RecordCounts | undefined;
  /** Undefined when no TaskManager is registered. */
  readonly process: ProcessFigures | undefined;
  /** Memory of the JVM: everything that runs in the "container". */
  readonly residentBytes: number | undefined;
}

export interface SampledApplication {
  readonly name: string;
  readonly runtimeEnvironment: string;
  readonly kpus: number;
}

/**
 * The metrics that the service reports of an application with metrics level APPLICATION, in its names and units:
 * https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
 *
 * Not reported: disk use and KPUs (nothing here stands for them), watermarks, connectors' metrics.
 *
 * @param before the application's sample before this one, of the same job; none: what needs two samples is left out.
 */
export function serviceMetrics(application: SampledApplication, now: Sample, before?: Sample): readonly MetricValue[] {
  const dimensions = { Application: application.name };
  const metric = (name: string, unit: MetricValue['unit'], value: number | undefined): MetricValue[] =>
    value === undefined ? [] : [{ name, unit, value, dimensions }];
  const { job, records, process } = now;
  const cpu = cpuPercent(application.kpus, now, before);
  return [
    ...metric('uptime', 'Milliseconds', job.uptimeMs),
    ...metric('downtime', 'Milliseconds', job.downtimeMs),
    ...(isFlink2(application)
      ? [
          ...metric('numRestarts', 'Count', job.numRestarts),
          ...metric('runningTime', 'Milliseconds', job.runningTimeMs),
          ...metric('restartingTime', 'Milliseconds', job.restartingTimeMs),
          ...metric('failingTime', 'Milliseconds', job.failingTimeMs),
          ...metric('cancellingTime', 'Milliseconds', job.cancellingTimeMs),
        ]
      : metric('fullRestarts', 'Count', job.fullRestarts)),
    ...metric('numberOfFailedCheckpoints', 'Count', job.numberOfFailedCheckpoints),
    ...metric('lastCheckpointDuration', 'Milliseconds', job.lastCheckpointDurationMs),
    ...metric('lastCheckpointSize', 'Bytes', job.lastCheckpointSizeBytes),
    ...metric('numRecordsIn', 'Count', records?.recordsIn),
    ...metric('numRecordsOut', 'Count', records?.recordsOut),
    ...metric('numRecordsInPerSecond', 'Count/Second', rate(now, before, 'recordsIn')),
    ...metric('numRecordsOutPerSecond', 'Count/Second', rate(now, before, 'recordsOut')),
    ...metric('cpuUtilization', 'Percent', cpu),
    // The JVM is all that runs in the container.
    ...metric('containerCPUUtilization', 'Percent', cpu),
    ...metric('heapMemoryUtilization', 'Percent', percent(process?.heapUsedBytes, process?.heapMaxBytes)),
    ...metric('containerMemoryUtilization', 'Percent', percent(now.residentBytes, CONTAINER_MEMORY_BYTES)),
    ...metric('threadsCount', 'Count', process?.threads),
    ...metric('oldGenerationGCCount', 'Count', process?.oldCollections),
    ...metric('oldGenerationGCTime', 'Milliseconds', process?.oldCollectionMs),
  ];
}

/** Flink 2.2 has no `fullRestarts`; `uptime` and `downtime` are deprecated there, and still reported. */
function isFlink2({ runtimeEnvironment }: SampledApplication): boolean {
  return runtimeEnvironment.startsWith('FLINK-2_');
}

/** CPU time against one vCPU for each KPU, which is what the service gives: a container can have no more than all of it. */
function cpuPercent(kpus: number, now: Sample, before: Sample | undefined): number | undefined {
  const [from, to] = [before?.process?.cpuTimeMs, now.process?.cpuTimeMs];
  if (before === undefined || from === undefined || to === undefined) return undefined;
  const availableMs = (now.atMs - before.atMs) * kpus;
  // A restarted JVM counts from 0.
  if (to < from || availableMs <= 0) return undefined;
  return Math.min(100, ((to - from) * 100) / availableMs);
}

function percent(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole === 0 ? undefined : (part * 100) / whole;
}

/** None at the first sample, and none across a restart of the job's tasks, where the count begins again. */
function rate(now: Sample, before: Sample | undefined, count: keyof RecordCounts): number | undefined {
  const [from, to] = [before?.records?.[count], now.records?.[count]];
  if (before === undefined || from === undefined || to === undefined) return undefined;
  if (to < from || now.atMs <= before.atMs) return undefined;
  return ((to - from) * 1_000) / (now.atMs - before.atMs);
}
