import type { Metric } from './metrics';

/** What of one subject an alarm watches. Metrics are named by single letters in the expression. */
export interface Measure {
  readonly metrics: Readonly<Record<string, Metric>>;
  /**
   * CloudWatch metric math that makes one figure of them, in the metric's unit; none: the one metric as it is.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
   */
  readonly expression?: string;
  /** What the figure is, where it is no plain metric; shown in the console. */
  readonly label?: string;
}

/** What an alarm's threshold, period and measure may depend on. */
export interface AlarmContext {
  /** Settings of the schedule's runs, and what bounds them. */
  readonly snapshots: {
    readonly scheduleEnabled: boolean;
    readonly scheduleMinutes: number;
    readonly timeoutSeconds: number;
    readonly quota: number;
  };
  /** Objective of the application: so old its newest READY snapshot may become. */
  readonly snapshotAgeMinutes: number;
  /** Seconds that a snapshot usually takes; of the whole deployment: the most of any application. */
  readonly usualSnapshotSeconds: number;
  readonly checkpointIntervalSeconds: number;
  /** `restarts` and `downtime` have other metrics from Flink 2 on. */
  readonly isFlink2: boolean;
}

/** When an alarm fires: above, or below, a value that can be set in a unit which people think in. */
export interface Threshold {
  readonly fires: 'above' | 'below';
  /** Its name in the settings, with its unit: `abovePercent`. None: the value is fixed. */
  readonly setting?: string;
  /** In the setting's unit. A function where it follows from other settings. */
  readonly value: number | ((context: AlarmContext) => number);
  /** What the value follows from, where it is no number of its own. */
  readonly from?: string;
  readonly least?: number;
  readonly most?: number;
  /** The metric's units in one of the setting's; 1 when left out. */
  readonly factor?: number | ((context: AlarmContext) => number);
}

/** A further figure of an alarm that can be set. */
export interface Option {
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/** A period that follows from the settings. */
export interface DerivedPeriod {
  /** A multiple of 60, a day at most: CloudWatch allows no other. */
  readonly seconds: (context: AlarmContext) => number;
  /** What it follows from, as a person reads it: `periods of …`. */
  readonly from: string;
}

/** So many of the last so many periods have to be above (or below). */
export interface Periods {
  readonly breaching: number;
  readonly of: number;
}

/** One alarm as data; each value has its reason beside it. */
export interface AlarmDefinition {
  /** Part of its name, its key under `alarms.tune`, and the heading of its page in the runbook. */
  readonly id: string;
  /** What is wrong when it fires: whole sentences, read at night. `limit` is the threshold in words. */
  readonly meaning: (limit: string, context: AlarmContext) => string;
  readonly measure: Measure | ((context: AlarmContext, options: Readonly<Record<string, number>>) => Measure);
  /** Further figures that the measure uses, by their names in the settings. */
  readonly options?: Readonly<Record<string, Option>>;
  readonly threshold: Threshold;
  /** In seconds; `schedule`: one period for each scheduled run. */
  readonly period: number | 'schedule' | DerivedPeriod;
  readonly periods: Periods;
  /** What a period without data counts as. */
  readonly noData: MissingData | ((context: AlarmContext) => MissingData);
  /** `now`: it is part of needs-a-person. `soon`: it can wait for the morning. */
  readonly urgency: 'now' | 'soon';
  /** True for the alarms that the set `essential` has. */
  readonly isEssential?: boolean;
  /**
   * True where the snapshot manager's own mail reports the same, with its reason: the alarm pages if it is urgent, and is
   * else for the dashboard.
   */
  readonly isMailedByManager?: boolean;
  /** False where the alarm would stand for ever under these settings; left out: it always makes sense. */
  readonly isUseful?: (context: AlarmContext) => boolean;
}

/** CloudWatch's treatments of missing data. `ignore`: the alarm keeps its state, and a new one has none. */
export type MissingData = 'breaching' | 'notBreaching' | 'ignore';

/** The manager stops to wait for a snapshot so long before its own time-out: time to leave its record. */
export const LAST_SECONDS_OF_A_RUN = 15;

/** True where a run sees the end of a usual snapshot. */
export function seesSnapshotsEnd({ snapshots, usualSnapshotSeconds }: AlarmContext): boolean {
  return usualSnapshotSeconds < snapshots.timeoutSeconds - LAST_SECONDS_OF_A_RUN;
}

export const MINUTE_SECONDS = 60;

/** CloudWatch: the longest period of an alarm. */
export const DAY_SECONDS = 86_400;
