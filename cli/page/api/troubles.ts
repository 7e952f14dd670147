import type { Reading } from './common';

/** `beginning` and `mending` are under way; `failed`: the last act did not work, and `error` says why. */
export type TroubleState = 'absent' | 'beginning' | 'present' | 'mending' | 'failed';

/** State of a trouble, in one application or in the deployment. */
export interface TroubleSituation {
  readonly state: TroubleState;
  /** `null`: it is absent, or nobody saw its begin. */
  readonly since: string | null;
  /** Sentence about the act that failed. */
  readonly error: string | null;
  /** Line that an operator types against it. */
  readonly command: string;
  /** True: it can begin now. */
  readonly isPossible: boolean;
  /** Sentence that says why it can't begin. */
  readonly whyNot: string | null;
}

/** Trouble that the local cloud can make, and mend. */
export interface Trouble extends TroubleSituation {
  readonly id: string;
  readonly title: string;
  /** Sentences on what is done, and what a person sees then. */
  readonly what: string;
  readonly mendTitle: string;
  /** True: no button mends it; the command does. */
  readonly isMendedByCommand: boolean;
  readonly expect: {
    /** Ids of the alarm catalog, the first to fire first. */
    readonly alarms: readonly string[];
    /** Sentence about the mails. */
    readonly mails: string;
    /** Seconds until the first of the alarms usually fires. */
    readonly after: number;
  };
  /** Situation in each application; missing where the trouble is the whole deployment's. */
  readonly applications?: readonly (TroubleSituation & { readonly name: string })[];
}

export interface TroublesDocument {
  readonly troubles: readonly Trouble[];
}

/** GET /api/troubles, topic `troubles`; only on a local cloud. */
export type TroublesReading = Reading<TroublesDocument>;

/** POST /api/actions/troubles/ID/begin and …/mend answer an empty object; the act goes on, and the topic says how. */
export interface TroubleRequest {
  /** Application, for a trouble of one. */
  readonly application?: string;
}
