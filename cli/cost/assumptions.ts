/** Figures that no setting contains: a person's own, or these guesses. */
export interface Assumptions {
  /** Size of one snapshot in GB. Managed Flink reports none; the metric lastCheckpointSize is close. */
  readonly stateGb: number;
  /** Seconds of one run of the manager over all applications, mostly waiting for snapshots. */
  readonly runSeconds: number;
  /** KPUs of each deployed application, including the one for orchestration; undefined: from its parallelism. */
  readonly kpus: number | undefined;
  /** Number of applications that each prefix, pattern and tag finds. */
  readonly applicationsFound: number;
  /** GB that each deployed application writes to its log in a month. */
  readonly logGb: number;
  /**
   * Mails to each address, about runs and alarms; undefined: every run of each application if the policy says so, else
   * 30.
   */
  readonly mails: number | undefined;
  /** MB of JAR and zip together, or of the zip alone; undefined: BUILD_MB. */
  readonly buildMb: number | undefined;
  /** Number of older builds in the bucket: 90 days of old versions. */
  readonly buildsKept: number;
  /** Number of metrics of the deployed application that AWS bills as custom ones. */
  readonly flinkMetrics: number;
}

export const DEFAULT_ASSUMPTIONS: Assumptions = {
  stateGb: 1,
  runSeconds: 30,
  kpus: undefined,
  applicationsFound: 1,
  logGb: 1,
  mails: undefined,
  buildMb: undefined,
  buildsKept: 30,
  flinkMetrics: 0,
};

/** Size of a build in MB: a JAR with connectors; the zip alone is an eighth of a megabyte. */
export const BUILD_MB = { withJar: 50, zipAlone: 1 } as const;
