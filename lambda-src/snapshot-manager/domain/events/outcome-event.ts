import type { Action, Outcome } from '../../../contract';

/** Outcome that an event can report: how a run ended, or what a person did. */
export type ReportedOutcome = Outcome | Action;

/** EventBridge's `detail-type` of each outcome. Rules match these texts, so they never change. */
export const DETAIL_TYPES = {
  taken: 'Snapshot Taken',
  skipped: 'Snapshot Skipped',
  late: 'Snapshot Late',
  failed: 'Snapshot Failed',
  abandoned: 'Snapshot Abandoned',
  held: 'Snapshot Held',
  released: 'Snapshot Released',
  suspect: 'Snapshots Suspect',
  trusted: 'Snapshots Trusted',
  frozen: 'Deletions Frozen',
  thawed: 'Deletions Thawed',
  drilled: 'Application Drilled',
  restored: 'Application Restored',
  started: 'Application Started',
  stopped: 'Application Stopped',
  'rolled-back': 'Application Rolled Back',
  deployed: 'Application Deployed',
} as const satisfies Record<ReportedOutcome, string>;

/** Version of the detail. It grows only when a reader of the earlier one would be wrong; new fields do not change it. */
export const DETAIL_VERSION = 1;

/** Detail of an event, as `docs/events.schema.json` describes it. Times are ISO 8601 in UTC. */
export interface EventDetail {
  readonly version: typeof DETAIL_VERSION;
  /** `application/runId/outcome`, or with `/settled` after it: the same for an event that is sent again. */
  readonly id: string;
  readonly deployment: string;
  readonly application: string;
  readonly outcome: ReportedOutcome;
  readonly runId: number;
  readonly message: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly reason?: string;
  readonly eventId?: string;
  readonly eventTime?: string;
  readonly settledAt?: string;
  readonly requestReason?: string;
  readonly who?: string;
  readonly applicationStatus?: string;
  readonly snapshot?: SnapshotDetail;
  readonly newestGoodAt?: string;
  readonly deletedSnapshots?: number;
  readonly rpoSeconds?: number;
  readonly rtoSeconds?: number;
  readonly verdict?: string;
  readonly codeVersion?: number;
  readonly codeKey?: string;
  readonly commit?: string;
}

export interface SnapshotDetail {
  readonly name: string;
  readonly status?: string;
  readonly createdAt?: string;
  readonly applicationVersion?: number;
  readonly durationMs?: number;
}

/** Event as it is handed to the bus. */
export interface OutcomeEvent {
  readonly detailType: string;
  readonly at: Date;
  readonly detail: EventDetail;
}

/**
 * Maximum characters of a text: an entry has 256 KB in a call of ten (EventBridge's quota), and a character takes up to
 * six bytes.
 */
export const MOST_TEXT_CHARACTERS = 2_000;

/** Detail-type and time of an event with this detail. */
export function eventOf(detail: EventDetail): OutcomeEvent {
  return { detailType: DETAIL_TYPES[detail.outcome], at: new Date(detail.settledAt ?? detail.endedAt), detail };
}

/**
 * Id of an event. Readers drop what they have seen, so an end that a later run found out has another one: a late
 * snapshot stays `late` when it becomes READY after its run.
 */
export function eventKey(application: string, runId: number, outcome: ReportedOutcome, isSettled = false): string {
  return `${application}/${runId}/${outcome}${isSettled ? '/settled' : ''}`;
}
