import type { DrillWindow } from '../../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { Hold } from '../../../lambda-src/snapshot-manager/domain/hold';
import type { Marks } from '../../../lambda-src/snapshot-manager/domain/marks';
import type { QuietHours } from '../../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import type { Recovery } from '../../recovery/recovery';
import type { PastRow } from '../../safety/facts';

/** Most rows of one application that are read and kept: a month with a run a minute and more. */
export const MOST_ROWS = 50_000;

/** Row of the audit, as far as a time line needs it: a month of fifty applications stays in memory. */
export interface TimelineRow extends PastRow {
  readonly runId: number;
  readonly snapshotCreatedAt?: Date | undefined;
  readonly snapshotStatus?: string | undefined;
}

/** Facts about an application now. Missing: it could not be read. */
export interface Present {
  readonly createdAt?: Date | undefined;
  readonly snapshots?: readonly Snapshot[] | undefined;
  /** Time at which their list was asked for; what ended later need not be in it. Missing: now. */
  readonly snapshotsReadAt?: Date | undefined;
  readonly holds?: readonly Hold[] | undefined;
  readonly marks?: Marks | undefined;
  /** Restore or start that its journal has. */
  readonly recovery?: Recovery | undefined;
  /** Sentences about what could not be read. */
  readonly unread: readonly string[];
}

/** Settings of an application that its time line needs. */
export interface TimelineSettings {
  readonly objectiveMinutes: number;
  /** False: snapshots are taken only on request. */
  readonly isScheduled: boolean;
  /** Expression of its schedule, such as `rate(10 minutes)`. */
  readonly schedule: string;
  readonly quietHours?: QuietHours | undefined;
  /** Window of its drills. */
  readonly drill?: DrillWindow | undefined;
}

/** Everything that a time line is drawn from. */
export interface TimelineFacts extends Present, TimelineSettings {
  readonly application: string;
  readonly now: Date;
  /** Rows in any order. */
  readonly rows: readonly TimelineRow[];
  /** True: the audit has no row before these. */
  readonly isWhole: boolean;
}
