/** An application as the service describes it at one moment. */
export interface ApplicationState {
  readonly name: string;
  /** The service's own word: RUNNING, READY (which means stopped), UPDATING, … */
  readonly status: string;
  readonly version: number;
  readonly runtimeEnvironment: string;
  readonly snapshotsEnabled: boolean;
  /** The service's own word for the kind of snapshots that the application has; absent: the service named none. */
  readonly snapshotMode?: string;
  readonly createdAt: Date | undefined;
  /** What the application would be restored from if it were started without saying. */
  readonly restoresFrom: RestoreSource;
}

export type RestoreSource =
  | { readonly kind: 'latest' }
  | { readonly kind: 'snapshot'; readonly name: string }
  | { readonly kind: 'none' };
