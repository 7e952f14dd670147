/**
 * Documents between the page and its server. Types only, and of nothing that the browser lacks. Times are ISO 8601 in
 * UTC unless a name says otherwise; `null`: not known.
 */
import type { EnvironmentStatus } from '../../documents/status';

/** Subjects of the event stream: a document changed, and is to be read again. */
export type Topic =
  | 'status'
  | 'timeline'
  | 'runs'
  | 'dashboard'
  | 'alarms'
  | 'mails'
  | 'troubles'
  | 'activities'
  | 'reading';

/** GET /events, event `changed`. */
export interface Changed {
  readonly topics: readonly Topic[];
}

/** Answer that may have failed while earlier ones were well: the page shows the last one, and the trouble. */
export interface Reading<Document> {
  /** Newest answer; `null`: there is none yet. */
  readonly document: Document | null;
  /** Time of the newest answer. */
  readonly readAt: string | null;
  /** Sentence about why the last look failed; `null`: it did not. */
  readonly problem: string | null;
}

/** GET /api/place: where the page looks. It does not change while the server runs. */
export interface Place {
  readonly environment: string;
  readonly deployment: string;
  /** Options with which a command of the page names this deployment, such as `--deployment staging`; empty: none. */
  readonly commandOptions: string;
  readonly region: string;
  readonly version: string;
  /** True: a local cloud, where the page may change things. */
  readonly isLocal: boolean;
  /** Zone of the times that people read here, as `TZ` has it: `Europe/Berlin`. */
  readonly timeZone: string;
}

/** GET /api/status. */
export type StatusReading = Reading<EnvironmentStatus>;

/** Error of any call, with an HTTP status of 400 or more. */
export interface Refusal {
  /** Sentences: what, where, the value, what is allowed, what to do. */
  readonly error: string;
}
