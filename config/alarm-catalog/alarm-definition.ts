import type { Metric } from './metrics';

/** Figure that an alarm watches for one subject. Single letters name the metrics in the expression. */
export interface Measure {
  readonly metrics: Readonly<Record<string, Metric>>;
  /**
   * CloudWatch metric math that combines the metrics into one figure, in the metric's unit; without it, the only metric
   * is used as it is. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
   */
  readonly expression?: string;
  /** Name of the figure, if it is not a plain metric; shown in the console. */
  readonly label?: string;
}

/** Facts that an alarm's threshold, period and measure may depend on. */
export interface AlarmContext {
  /** Settings and limits of scheduled runs. */
  readonly snapshots: {
    readonly scheduleEnabled: boolean;
    /** Minutes between two runs where they are closest, a day at most. */
    readonly scheduleMinutes: number;
    /** Minutes between two runs where they are furthest apart. */
    readonly longestGapMinutes: number;
    /** Days between two runs, if more than one. */
    readonly daysBetweenRuns?: number;
    readonly timeoutSeconds: number;
    readonly quota: number;
  };
  /** Recovery point objective of the application in minutes: maximum age of its newest READY snapshot. */
  readonly snapshotAgeMinutes: number;
  /** Days within which a snapshot must have been proven; missing: no objective. */
  readonly provenWithinDays?: number;
  /** Usual duration of a snapshot in seconds; for the whole deployment the longest of any application. */
  readonly usualSnapshotSeconds: number;
  readonly checkpointIntervalSeconds: number;
  /** True from Flink 2 on, where `restarts` and `downtime` use other metrics. */
  readonly isFlink2: boolean;
}

/** Threshold of an alarm: fires above, or below, a value in a unit that people use. */
export interface Threshold {
  readonly fires: 'above' | 'below';
  /** Name in the settings, ending with the unit: `abovePercent`. Missing: the value is fixed. */
  readonly setting?: string;
  /** Value in the setting's unit; a function if it follows from other settings. */
  readonly value: number | ((context: AlarmContext) => number);
  /** Unit of a value without a setting. Default: `Minutes`. */
  readonly unit?: 'Days';
  /** Source of a derived value, in words. */
  readonly from?: string;
  readonly least?: number;
  readonly most?: number;
  /** Number of the metric's units in one of the setting's; default 1. */
  readonly factor?: number | ((context: AlarmContext) => number);
}

/** Additional figure of an alarm that can be set. */
export interface Option {
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/** Period that follows from the settings. */
export interface DerivedPeriod {
  /** Seconds; CloudWatch allows multiples of 60 up to a day. */
  readonly seconds: (context: AlarmContext) => number;
  /** Source of the period in words, after `periods of …`. */
  readonly from: string;
}

/** Datapoints to alarm: `breaching` of the last `of` periods. */
export interface Periods {
  readonly breaching: number;
  readonly of: number;
}

/** Commands that the mail of an alarm may name: they show what is wrong, and change nothing. */
export type NextCommand =
  | 'kda why NAME'
  | 'kda status NAME'
  | 'kda snapshots NAME'
  | 'kda logs NAME --query errors'
  | 'kda status'
  | 'kda doctor';

/** One alarm as data; each value has its reason beside it. */
export interface AlarmDefinition {
  /** Part of the alarm's name, key under `alarms.tune`, and heading of its runbook page. */
  readonly id: string;
  /** Description of the problem in whole sentences, for a reader at night. `limit` is the threshold in words. */
  readonly meaning: (limit: string, context: AlarmContext) => string;
  /** Command to begin with, in which NAME stands for the application. Mails and the runbook show it. */
  readonly next: NextCommand;
  readonly measure: Measure | ((context: AlarmContext, options: Readonly<Record<string, number>>) => Measure);
  /** Additional figures of the measure, by their names in the settings. */
  readonly options?: Readonly<Record<string, Option>>;
  readonly threshold: Threshold;
  /** Period in seconds; `schedule`: one period for each scheduled run. */
  readonly period: number | 'schedule' | DerivedPeriod;
  readonly periods: Periods;
  /** Treatment of a period without data. */
  readonly noData: MissingData | ((context: AlarmContext) => MissingData);
  /** Urgency. `now`: part of needs-a-person. `soon`: can wait for the morning. */
  readonly urgency: 'now' | 'soon';
  /** True for the alarms of the set `essential`. */
  readonly isEssential?: boolean;
  /**
   * True if a mail of the snapshot manager reports the same, with its reason: the alarm then notifies only if it is
   * urgent; otherwise it is for the dashboard.
   */
  readonly isMailedByManager?: boolean;
  /** False if the alarm would fire permanently under these settings. Default: always useful. */
  readonly isUseful?: (context: AlarmContext) => boolean;
}

/** CloudWatch's treatments of missing data. `ignore`: the alarm keeps its state, and a new one has none. */
export type MissingData = 'breaching' | 'notBreaching' | 'ignore';

/** Seconds before its time-out at which the manager stops waiting for a snapshot, to write its record. */
export const LAST_SECONDS_OF_A_RUN = 15;

/** True where a run sees the end of a usual snapshot. */
export function seesSnapshotsEnd({ snapshots, usualSnapshotSeconds }: AlarmContext): boolean {
  return usualSnapshotSeconds < snapshots.timeoutSeconds - LAST_SECONDS_OF_A_RUN;
}

export const MINUTE_SECONDS = 60;

/** Longest alarm period of CloudWatch, in seconds. */
export const DAY_SECONDS = 86_400;

/** Fires at one bad scheduled run; the next good run ends the alarm. */
export const ONE_RUN = { period: 'schedule', periods: { breaching: 1, of: 1 } } as const;

/** Fires at two bad scheduled runs in a row: an update, a restore or a lost run may affect one run. */
export const TWO_RUNS = { period: 'schedule', periods: { breaching: 2, of: 2 } } as const;

/**
 * Missing data for figures of which a missing value is neither good nor bad: the alarm keeps its state. manager-silent
 * reports a manager that reports nothing, once for the whole deployment.
 */
export function keepsItsState({ snapshots }: AlarmContext): MissingData {
  return snapshots.scheduleEnabled ? 'ignore' : 'notBreaching';
}

/** Threshold of a snapshot's duration: the usual duration in the settings, by default the reference system's 30 s. */
export const ABOVE_USUAL_DURATION: Threshold = {
  fires: 'above',
  setting: 'aboveSeconds',
  value: ({ usualSnapshotSeconds }) => usualSnapshotSeconds,
  from: 'usualSnapshotSeconds',
  least: 1,
  most: 3600,
  factor: 1000,
};
