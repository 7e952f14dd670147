/** An application as the service describes it at one moment. */
export interface ApplicationState {
  readonly name: string;
  /** Status as the service names it: RUNNING, READY (which means stopped), UPDATING, … */
  readonly status: string;
  readonly version: number;
  readonly runtimeEnvironment: string;
  readonly snapshotsEnabled: boolean;
  /** Snapshot mode as the service names it; missing if the service names none. */
  readonly snapshotMode?: string;
  readonly createdAt: Date | undefined;
  /** Source that a start without a choice would restore from. */
  readonly restoresFrom: RestoreSource;
}

export type RestoreSource =
  | { readonly kind: 'latest' }
  | { readonly kind: 'snapshot'; readonly name: string }
  | { readonly kind: 'none' };
