/** Snapshot to go back to. */
export type RestoreTarget =
  /** ISO 8601 in UTC: the newest trusted snapshot that was begun at this time or earlier. */
  { readonly before: string } | { readonly snapshot: string } | 'latest';

/** POST /api/actions/commands: one of the `kda` commands that the page may run, with typed arguments. */
export type CommandRequest = { readonly application: string } & (
  | { readonly command: 'snapshot'; readonly why: string }
  | {
      readonly command: 'restore';
      readonly to: RestoreTarget;
      readonly why?: string;
      /** True: shows the plan and changes nothing. */
      readonly dryRun?: boolean;
    }
  | { readonly command: 'continue-restore' }
  | { readonly command: 'rollback'; readonly why?: string; readonly dryRun?: boolean }
  | {
      readonly command: 'start';
      /** Snapshot to start from; default: the newest trusted one. */
      readonly snapshot?: string;
      /** True: with empty state, and never with a snapshot beside it. */
      readonly isEmpty?: boolean;
      readonly why?: string;
      readonly dryRun?: boolean;
    }
  | { readonly command: 'stop'; readonly isForced?: boolean; readonly why?: string }
  | { readonly command: 'hold' | 'suspect' | 'trust'; readonly snapshot: string; readonly why: string }
  | {
      readonly command: 'release';
      readonly snapshot: string;
      /** Who holds it; default: the person. */
      readonly holder?: string;
    }
  | { readonly command: 'freeze'; readonly why: string }
  | { readonly command: 'thaw' }
  | { readonly command: 'verify'; readonly seconds?: number }
  | { readonly command: 'why' | 'next' | 'snapshots' | 'history' | 'status' }
);

/**
 * Run of a `kda` command that the page started. It goes on when the page is closed.
 *
 * POST /api/actions/commands answers the new one; 409 while another command changes the same application.
 * POST /api/actions/activities/ID/interrupt, with an empty object, does what Ctrl-C does, and answers it.
 */
export interface Activity {
  readonly id: string;
  /** Command as a person would type it: `kda restore orders --latest --yes`. */
  readonly line: string;
  readonly command: CommandRequest['command'];
  readonly application: string;
  /** True: it only reads. */
  readonly onlyReads: boolean;
  readonly startedAt: string;
  /** `null`: it runs. */
  readonly endedAt: string | null;
  /** Exit code; `null`: it runs, or a signal ended it. */
  readonly exitCode: number | null;
  /** Lines of stdout and stderr in their order, the newest 500. */
  readonly lines: readonly string[];
  /** Sentence on what stays if it is interrupted now; `null`: nothing of it does. */
  readonly ifInterrupted: string | null;
}

/** GET /api/activities, topic `activities`; only on a local cloud. Newest first, 20 at most. */
export interface Activities {
  readonly activities: readonly Activity[];
}
