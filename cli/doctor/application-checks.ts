import {
  isManagedMode,
  UNMANAGED_MODE_ADVICE,
  unmanagedModeText,
} from '../../lambda-src/snapshot-manager/domain/application-state';
import { type Check, type Part, problem, unknown, well } from './check';

/** Settings of an application that decide whether its state survives. */
export interface ApplicationSettings {
  readonly status: string;
  readonly snapshotsEnabled: boolean;
  readonly snapshotMode: string | undefined;
  readonly checkpointingEnabled: boolean;
  /** Type of the configured restore, as the service names it; undefined where it has none yet. */
  readonly restoreType: string | undefined;
  readonly allowNonRestoredState: boolean;
  readonly autoScaling: boolean;
  /** True if its log goes to CloudWatch. */
  readonly logs: boolean;
}

export interface ApplicationSeen {
  readonly application: string;
  readonly settings: Part<ApplicationSettings>;
}

/** Judges the settings of an application: each that endangers its state is a problem of its own. */
export function applicationChecks({ application, settings }: ApplicationSeen): Check[] {
  if (!('value' in settings)) {
    return [
      settings.isMissing
        ? problem(application, 'there is no such application', 'Correct snapshots.applications, or create it.')
        : unknown(application, settings.because),
    ];
  }
  const dangers = dangersOf(application, settings.value);
  return dangers.length > 0 ? dangers : [well(application, wellText(settings.value))];
}

function dangersOf(application: string, settings: ApplicationSettings): Check[] {
  const { snapshotsEnabled, checkpointingEnabled, restoreType, allowNonRestoredState, autoScaling, logs } = settings;
  const scaling = autoScaling ? ', and so does each scaling of auto scaling' : '';
  return [
    ...(isManagedMode(settings.snapshotMode)
      ? []
      : [problem(application, unmanagedModeText(application, settings.snapshotMode), UNMANAGED_MODE_ADVICE)]),
    ...(snapshotsEnabled
      ? []
      : [
          problem(
            application,
            `snapshots are disabled: each update and stop loses the state${scaling}`,
            'Set application.snapshotsEnabled to true (Terraform: application_snapshot_configuration).',
          ),
        ]),
    ...(checkpointingEnabled
      ? []
      : [
          problem(
            application,
            'checkpointing is disabled: a restart by Flink loses the state',
            'Enable it in the checkpoint configuration (type DEFAULT).',
          ),
        ]),
    ...(restoreType === 'SKIP_RESTORE_FROM_SNAPSHOT'
      ? [
          problem(
            application,
            'it is configured to start empty (SKIP_RESTORE_FROM_SNAPSHOT): the console’s Run and an AWS start without a choice do',
            `See kda next ${application}; kda start ${application} chooses the newest good snapshot by name.`,
          ),
        ]
      : []),
    ...(allowNonRestoredState
      ? [
          problem(
            application,
            'it may start without state that the code has no operator for (AllowNonRestoredState): a renamed operator loses its state in silence',
            `Set it to false once it was needed: the next kda start or restore of ${application} without --allow-non-restored-state does.`,
          ),
        ]
      : []),
    ...(logs
      ? []
      : [
          problem(
            application,
            'it logs nowhere: the cause of a failed snapshot can’t be found',
            'Add a CloudWatch logging option (Terraform: cloudwatch_logging_options).',
          ),
        ]),
  ];
}

function wellText({ status, autoScaling }: ApplicationSettings): string {
  const scaling = autoScaling ? '; auto scaling restarts it, each time from a snapshot of the service' : '';
  return `${status}, snapshots and checkpoints are on${scaling}`;
}
