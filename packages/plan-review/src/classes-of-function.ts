import {
  harmless,
  headedClass,
  judged,
  judgedByValue,
  look,
  object,
  plain,
  type ResourceClasses,
  replacing,
} from './attribute-class';

const VARIABLE = 'environment.variables';

/** Classes of the function that takes snapshots. The variables of this project’s function are classed one by one. */
export const classesOfFunction: Readonly<Record<string, ResourceClasses>> = {
  aws_lambda_function: {
    object: {
      destroyed: object.judged('Refused: schedule-off.'),
      replaced: object.headed(
        'The function that takes the snapshots is made anew: until the new one is there, none is taken.',
      ),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(
        'description',
        'code_sha256',
        'invoke_arn',
        'last_modified',
        'qualified_arn',
        'qualified_invoke_arn',
        'signing_job_arn',
        'signing_profile_version_arn',
        'source_code_size',
        'version',
        'snap_start.optimization_status',
        'vpc_config.vpc_id',
      ),
      replacing('function_name', 'package_type'),
      judgedByValue('Refused where it is 0: schedule-off.', 'reserved_concurrent_executions'),
      judged('Refused where a run can’t end within it: schedule-off. Headed where it falls.', 'timeout'),
      judged('Refused: retention-shortened, schedule-off.', `${VARIABLE}.RETENTION`, `${VARIABLE}.APPLICATIONS`),
      judged('Refused: retention-shortened. Holds are in another table.', `${VARIABLE}.HOLDS_TABLE`),
      headedClass(
        'The snapshots get another name. The earlier ones count as somebody else’s from now on: none of them is deleted any more, and together with the new ones they fill the quota.',
        `${VARIABLE}.SNAPSHOT_NAME_PREFIX`,
      ),
      headedClass(
        'Whether snapshots of the reference system count as the manager’s own changes: it deletes them by its retention, or leaves them for ever.',
        `${VARIABLE}.ADOPT_REFERENCE_SNAPSHOTS`,
      ),
      headedClass(
        'The manager writes its records into another table: what the earlier runs did is unknown to it.',
        `${VARIABLE}.AUDIT_TABLE`,
      ),
      headedClass('The manager reports to another topic: who is subscribed to that?', `${VARIABLE}.TOPIC_ARN`),
      look(
        'What the manager reports, and how long its records stay, changes.',
        `${VARIABLE}.NOTIFICATIONS`,
        `${VARIABLE}.AUDIT_RETENTION_DAYS`,
        `${VARIABLE}.SNAPSHOT_AGE_MINUTES`,
        `${VARIABLE}.PASSING_STATUS_MINUTES`,
      ),
      look(
        'The manager counts with another quota of snapshots: is it the one that the service allows?',
        `${VARIABLE}.SNAPSHOT_QUOTA`,
      ),
      look(
        'The manager calls the service at another rate: above the service’s limit its calls are throttled, far below it a run of many applications ends late.',
        `${VARIABLE}.CALLS_PER_SECOND`,
      ),
      headedClass('The function that takes the snapshots works with another role: may that create snapshots?', 'role'),
      headedClass(
        'The function that takes the snapshots is started otherwise, or runs elsewhere: does this code fit, and does it reach AWS from there?',
        'architectures',
        'code_signing_config_arn',
        'file_system_config.arn',
        'file_system_config.local_mount_path',
        'filename',
        'handler',
        'image_config.command',
        'image_config.entry_point',
        'image_config.working_directory',
        'image_uri',
        'layers',
        'runtime',
        's3_bucket',
        'vpc_config.ipv6_allowed_for_dual_stack',
        'vpc_config.security_group_ids',
        'vpc_config.subnet_ids',
      ),
      look(
        'The function that takes the snapshots gets another size: with too little memory a run of many applications ends early.',
        'memory_size',
        'ephemeral_storage.size',
      ),
      look(
        'The log of the function changes its place or its form: metrics and the search for causes read it.',
        'logging_config.application_log_level',
        'logging_config.log_format',
        'logging_config.log_group',
        'logging_config.system_log_level',
      ),
      look('The variables of the function are encrypted with another key: may its role use it?', 'kms_key_arn'),
      look('What becomes of runs that fail for good changes.', 'dead_letter_config.target_arn'),
      harmless(
        'A new release of the code: its name is the hash of its content, and the review does not read code.',
        's3_key',
        's3_object_version',
        'source_code_hash',
      ),
      harmless('Versions and tracing play no part in a run.', 'publish', 'snap_start.apply_on', 'tracing_config.mode'),
      harmless(
        'They say what Terraform does when it destroys the function.',
        'skip_destroy',
        'replace_security_groups_on_destroy',
        'replacement_security_group_ids',
      ),
    ],
  },
  aws_lambda_function_event_invoke_config: {
    object: {
      destroyed: object.look('Lambda’s own retries hold from now on, and runs that fail for good are left nowhere.'),
      replaced: object.look('It is made anew: in between, runs that fail for good are left nowhere.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(),
      replacing('function_name', 'qualifier'),
      look(
        'How long and how often a failed run is tried again changes.',
        'maximum_event_age_in_seconds',
        'maximum_retry_attempts',
      ),
      look(
        'Runs that fail for good are left elsewhere, or nowhere: an alarm may watch the earlier place.',
        'destination_config.on_failure.destination',
        'destination_config.on_success.destination',
      ),
    ],
  },
};
