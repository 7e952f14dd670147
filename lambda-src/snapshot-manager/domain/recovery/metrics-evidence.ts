/** Value of a metric in a minute that the service names by its beginning. */
export interface Datapoint {
  readonly at: Date;
  readonly value: number;
}

/** Metrics of a running job, whole minutes since a start or look, oldest first. */
export interface JobMetrics {
  /** Name of the metric that counts restarts: `fullRestarts`, from Flink 2 on `numRestarts`. */
  readonly restartsName: string;
  readonly restarts: readonly Datapoint[];
  /** Milliseconds that the job has been running: `uptime`, from Flink 2 on `runningTime`. */
  readonly uptimeMs: readonly Datapoint[];
  readonly failedCheckpoints: readonly Datapoint[];
  /** Duration of the last completed checkpoint; negative or missing before there is one. */
  readonly checkpointDurationMs: readonly Datapoint[];
  readonly recordsIn: readonly Datapoint[];
}

/** Sentences against the job: its restarts rise, or it does not run on. */
export function metricsAgainst({ restarts, restartsName, uptimeMs }: JobMetrics): string[] {
  const rise = riseOf(restarts);
  const [last] = uptimeMs.slice(-1);
  return [
    ...(rise > 0
      ? [`The job restarted ${rise === 1 ? 'once' : `${rise} times`} within ${minutes(restarts)} (${restartsName}).`]
      : []),
    ...(last && uptimeMs.length > 1 && last.value <= 0
      ? ['The job does not run: its uptime is 0 in the metrics.']
      : []),
  ];
}

/** Sentences about what the metrics do not show yet. A falling uptime is a restart, whatever the count says. */
export function missingInMetrics({ restarts, restartsName, uptimeMs }: JobMetrics): string[] {
  const isRising =
    uptimeMs.length > 1 && uptimeMs.slice(1).every(({ value }, index) => value > valueAt(uptimeMs, index));
  return [
    ...(restarts.length > 1
      ? []
      : [`CloudWatch has ${restarts.length} of 2 minutes of ${restartsName} since the start.`]),
    ...(isRising
      ? []
      : [
          uptimeMs.length > 1
            ? 'Its uptime did not rise from minute to minute.'
            : `CloudWatch has ${uptimeMs.length} of 2 minutes of uptime since the start.`,
        ]),
  ];
}

/** Facts of a proof by metrics. */
export function seenInMetrics({ restarts, restartsName, uptimeMs }: JobMetrics): string[] {
  const [lastRestarts] = restarts.slice(-1);
  const [lastUptime] = uptimeMs.slice(-1);
  return [
    `${restartsName} stayed at ${lastRestarts?.value ?? 0} for ${minutes(restarts)}`,
    `uptime rose to ${Math.round((lastUptime?.value ?? 0) / 1000)} s`,
  ];
}

/** Sum of all increases: a count that began again at 0 hides none. */
export function riseOf(points: readonly Datapoint[]): number {
  return points.slice(1).reduce((sum, { value }, index) => sum + Math.max(0, value - valueAt(points, index)), 0);
}

function valueAt(points: readonly Datapoint[], index: number): number {
  return points[index]?.value ?? 0;
}

function minutes(points: readonly Datapoint[]): string {
  return `${points.length} min`;
}
