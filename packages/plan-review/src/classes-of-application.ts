import { harmless, judged, look, object, plain, type ResourceClasses, replacing } from './attribute-class';

const CONFIGURATION = 'application_configuration';
const FLINK = `${CONFIGURATION}.flink_application_configuration`;
const CODE = `${CONFIGURATION}.application_code_configuration`;
const RUN = `${CONFIGURATION}.run_configuration`;

/** Classes of applications, and of snapshots as resources. */
export const classesOfApplication: Readonly<Record<string, ResourceClasses>> = {
  aws_kinesisanalyticsv2_application: {
    object: {
      destroyed: object.judged('Refused: application-destroyed.'),
      replaced: object.judged('Refused: application-replaced.'),
      forgotten: object.forgottenJudged,
    },
    attributes: [
      plain('create_timestamp', 'last_update_timestamp', 'status', 'version_id'),
      replacing('name', 'description', 'application_mode'),
      judged('Refused: snapshots-off.', `${CONFIGURATION}.application_snapshot_configuration.snapshots_enabled`),
      judged('Refused: checkpoints-off.', `${FLINK}.checkpoint_configuration.checkpointing_enabled`),
      judged('Refused: force-stop.', 'force_stop'),
      judged('Refused: stopped-without-snapshot, or state-skipped where it starts.', 'start_application'),
      judged(
        'Refused: state-skipped. A named snapshot is looked at.',
        `${RUN}.application_restore_configuration.application_restore_type`,
        `${RUN}.application_restore_configuration.snapshot_name`,
        `${RUN}.flink_run_configuration.allow_non_restored_state`,
      ),
      judged('Headed: another Flink, one way.', 'runtime_environment'),
      look(
        'What limits the loss after a failure changes: how often the job makes a checkpoint, and who decides it. Between two checkpoints everything is processed again.',
        `${FLINK}.checkpoint_configuration.checkpoint_interval`,
        `${FLINK}.checkpoint_configuration.min_pause_between_checkpoints`,
        `${FLINK}.checkpoint_configuration.configuration_type`,
      ),
      look(
        'The log of the application goes elsewhere, or nowhere: what a failed start or restore says is found there.',
        'cloudwatch_logging_options.log_stream_arn',
      ),
      harmless(
        'AWS sets the id; the log stream is what is meant.',
        'cloudwatch_logging_options.cloudwatch_logging_option_id',
      ),
      look(
        'The application logs or measures something else: alarms and the search for causes live on it.',
        `${FLINK}.monitoring_configuration.configuration_type`,
        `${FLINK}.monitoring_configuration.log_level`,
        `${FLINK}.monitoring_configuration.metrics_level`,
      ),
      look(
        'The application works with the rights of another role: does it give the code, the state of its sources, and the log?',
        'service_execution_role',
      ),
      look(
        'The application is in another network: can it reach its sources and sinks from there?',
        `${CONFIGURATION}.vpc_configuration.security_group_ids`,
        `${CONFIGURATION}.vpc_configuration.subnet_ids`,
      ),
      harmless(
        'AWS sets it.',
        `${CONFIGURATION}.vpc_configuration.vpc_configuration_id`,
        `${CONFIGURATION}.vpc_configuration.vpc_id`,
      ),
      look(
        'The code comes from another bucket, or as another kind: earlier snapshots may be restored with the earlier code only.',
        `${CODE}.code_content_type`,
        `${CODE}.code_content.text_content`,
        `${CODE}.code_content.s3_content_location.bucket_arn`,
      ),
      harmless(
        'New code is what most plans are for; the line about the restart says what becomes of the job.',
        `${CODE}.code_content.s3_content_location.file_key`,
        `${CODE}.code_content.s3_content_location.object_version`,
      ),
      harmless(
        'The code reads its properties; what they mean can’t be told from a plan, and they change all the time.',
        `${CONFIGURATION}.environment_properties.property_group.property_group_id`,
        `${CONFIGURATION}.environment_properties.property_group.property_map`,
      ),
      harmless(
        'Flink restores a snapshot with any parallelism up to the job’s maximum.',
        `${FLINK}.parallelism_configuration.auto_scaling_enabled`,
        `${FLINK}.parallelism_configuration.configuration_type`,
        `${FLINK}.parallelism_configuration.parallelism`,
        `${FLINK}.parallelism_configuration.parallelism_per_kpu`,
      ),
      harmless('Applications for SQL have no snapshots.', `${CONFIGURATION}.sql_application_configuration.*`),
    ],
  },
  aws_kinesisanalyticsv2_application_snapshot: {
    object: {
      destroyed: object.judged('Refused: snapshot-removed.'),
      replaced: object.judged('Refused: snapshot-removed.'),
      forgotten: object.look('Terraform forgets the snapshot: it stays in AWS.'),
    },
    attributes: [
      plain('application_version_id', 'snapshot_creation_timestamp'),
      replacing('application_name', 'snapshot_name'),
    ],
  },
};
