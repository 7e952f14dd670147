import type { Reading } from './common';

/** `beginning` and `mending` are under way; `failed`: the last act did not work, and `error` says why. */
export type TroubleState = 'absent' | 'beginning' | 'present' | 'mending' | 'failed';

/** Trouble that the local cloud can make, and mend. */
export interface Trouble {
  readonly id: string;
  readonly title: string;
  /** Sentences on what is done, and what a person sees then. */
  readonly what: string;
  readonly mendTitle: string;
  /** Application that it is about; `null`: the deployment. */
  readonly application: string | null;
  readonly state: TroubleState;
  readonly since: string | null;
  readonly error: string | null;
  /** Sentence on why it can't begin now; `null`: it can. */
  readonly hindrance: string | null;
  readonly expected: {
    /** Ids of the alarm catalog, the first to fire first. */
    readonly alarms: readonly string[];
    /** Sentence about the mails. */
    readonly mails: string;
    /** Seconds until the first of the alarms usually fires. */
    readonly after: number;
  };
  /** Line that an operator types against it. */
  readonly command: string;
}

export interface TroublesDocument {
  readonly troubles: readonly Trouble[];
}

/** GET /api/troubles, topic `troubles`; only on a local cloud. */
export type TroublesReading = Reading<TroublesDocument>;

/** POST /api/actions/troubles/ID/begin and …/mend. The answer is the trouble as it is then. */
export interface TroubleRequest {
  /** Application for a trouble of one; default: the first. */
  readonly application?: string;
}
