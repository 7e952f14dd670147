import { type Classes, harmless, judged, look, plain, REPORTED_BY_RULE, replacing } from './attribute-class';

const CONFIGURATION = 'application_configuration';
const FLINK = `${CONFIGURATION}.flink_application_configuration`;
const CODE = `${CONFIGURATION}.application_code_configuration`;
const RUN = `${CONFIGURATION}.run_configuration`;

/** Classes of applications, and of snapshots as resources. */
export const classesOfApplication: Classes = {
  aws_kinesisanalyticsv2_application: {
    destroyed: judged('Refused: application-destroyed.'),
    replaced: judged('Refused: application-replaced.'),
    forgotten: REPORTED_BY_RULE,
    attributes: [
      plain('create_timestamp', 'last_update_timestamp', 'status', 'version_id'),
      replacing('name', 'description', 'application_mode'),
      judged('Refused: snapshots-off.', `${CONFIGURATION}.application_snapshot_configuration.snapshots_enabled`),
      judged('Refused: checkpoints-off.', `${FLINK}.checkpoint_configuration.checkpointing_enabled`),
      judged('Refused: force-stop.', 'force_stop'),
      judged('Refused: stopped-without-snapshot, or state-skipped if the application starts.', 'start_application'),
      judged(
        'Refused: state-skipped. A named snapshot is looked at.',
        `${RUN}.application_restore_configuration.{application_restore_type,snapshot_name}`,
        `${RUN}.flink_run_configuration.allow_non_restored_state`,
      ),
      judged('Headed: there is no way back from a newer Flink version.', 'runtime_environment'),
      look(
        'The checkpoints of the job change: how often it makes one, or who decides this. After a failure, data since the last checkpoint is processed again.',
        `${FLINK}.checkpoint_configuration.{checkpoint_interval,min_pause_between_checkpoints,configuration_type}`,
      ),
      look(
        'The application logs to another place, or not at all. The log shows why a start or a restore fails.',
        'cloudwatch_logging_options.log_stream_arn',
      ),
      harmless(
        'AWS sets the id. The log stream is what matters.',
        'cloudwatch_logging_options.cloudwatch_logging_option_id',
      ),
      look(
        'The application’s logs or metrics change. Alarms and the search for causes need them.',
        `${FLINK}.monitoring_configuration.{configuration_type,log_level,metrics_level}`,
      ),
      look(
        'The application uses another role. Can this role read the code, use the sources and sinks, and write the log?',
        'service_execution_role',
      ),
      look(
        'The application moves to another network. Can it reach its sources and sinks from there?',
        `${CONFIGURATION}.vpc_configuration.{security_group_ids,subnet_ids}`,
      ),
      harmless('AWS sets it.', `${CONFIGURATION}.vpc_configuration.{vpc_configuration_id,vpc_id}`),
      look(
        'The code comes from another bucket, or in another format. Earlier snapshots may need the earlier code.',
        `${CODE}.code_content_type`,
        `${CODE}.code_content.{text_content,s3_content_location.bucket_arn}`,
      ),
      harmless(
        'Most plans bring new code. The line about the restart shows the effect on the job.',
        `${CODE}.code_content.s3_content_location.{file_key,object_version}`,
      ),
      harmless(
        'The code reads these properties. A plan does not show their meaning, and they change all the time.',
        `${CONFIGURATION}.environment_properties.property_group.{property_group_id,property_map}`,
      ),
      harmless(
        'Flink restores a snapshot with any parallelism up to the job’s maximum.',
        `${FLINK}.parallelism_configuration.{auto_scaling_enabled,configuration_type,parallelism,parallelism_per_kpu}`,
      ),
      harmless('Applications for SQL have no snapshots.', `${CONFIGURATION}.sql_application_configuration.*`),
    ],
  },
  aws_kinesisanalyticsv2_application_snapshot: {
    destroyed: judged('Refused: snapshot-removed.'),
    replaced: judged('Refused: snapshot-removed.'),
    forgotten: look('Terraform forgets the snapshot. It stays in AWS.'),
    attributes: [
      plain('application_version_id', 'snapshot_creation_timestamp'),
      replacing('application_name', 'snapshot_name'),
    ],
  },
};
