import type { Reading } from './common';

/** State as CloudWatch names it. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Alarm of the deployment as it is deployed, composites included. */
export interface Alarm {
  readonly name: string;
  /** Id in the alarm catalog: last part of the name, and heading of its runbook page. */
  readonly id: string;
  /** Application that it watches; `null`: the deployment. */
  readonly application: string | null;
  readonly isComposite: boolean;
  /** True: it needs a person now. */
  readonly isUrgent: boolean;
  readonly state: AlarmState;
  /** Time of its last change of state. */
  readonly since: string | null;
  /** CloudWatch's sentence on why it has this state. */
  readonly reason: string | null;
  /** Sentences on what is wrong while it is in ALARM. */
  readonly meaning: string;
  /** Address of its runbook page as its mail has it: an https address, or a file of the checkout. */
  readonly runbook: string | null;
  /** Command to begin with, which only reads. */
  readonly nextCommand: string | null;
  /** ARNs of the topics that it notifies itself when it fires. */
  readonly notifies: readonly string[];
  /** Ids of the composite alarms that fire with it and notify. */
  readonly notifiedBy: readonly string[];
  /** True: a mail of the snapshot manager tells the same, with its reason. */
  readonly isMailedByManager: boolean;
  /** False: its actions are switched off. */
  readonly isWired: boolean;
}

/** Change of an alarm's state. */
export interface AlarmChange {
  readonly name: string;
  readonly at: string;
  readonly from: AlarmState | null;
  readonly to: AlarmState;
  readonly reason: string | null;
}

export interface AlarmsDocument {
  readonly at: string;
  /** In ALARM first, urgent ones before the others. */
  readonly alarms: readonly Alarm[];
  /** Changes of the last week, newest first, 200 at most; `null`: not read. */
  readonly changes: readonly AlarmChange[] | null;
  /** Time before which changes were not read; `null`: those of the whole week were. */
  readonly changesSince: string | null;
  /** Sentences about what could not be read. */
  readonly unread: readonly string[];
}

/** GET /api/alarms, topic `alarms`. */
export type AlarmsReading = Reading<AlarmsDocument>;

/** GET /api/runbook/ID: page of the runbook for an alarm. */
export interface RunbookPage {
  readonly id: string;
  /** Markdown of its section, without its heading; `null`: this installation has no runbook. */
  readonly text: string | null;
}
