import { type Classes, harmless, headedClass, judged, judgedByValue, look, plain, replacing } from './attribute-class';

const VARIABLE = 'environment.variables';

/** Classes of the function that takes snapshots. The variables of this project’s function are classed one by one. */
export const classesOfFunction: Classes = {
  aws_lambda_function: {
    destroyed: judged('Refused: schedule-off.'),
    replaced: headedClass(
      'The function that takes the snapshots is recreated. No snapshot is taken until the new function exists.',
    ),
    attributes: [
      plain(
        '{description,code_sha256,invoke_arn,last_modified,qualified_arn,qualified_invoke_arn,signing_job_arn}',
        '{signing_profile_version_arn,source_code_size,version,snap_start.optimization_status,vpc_config.vpc_id}',
      ),
      replacing('function_name', 'package_type'),
      judgedByValue('Refused if it is 0: schedule-off.', 'reserved_concurrent_executions'),
      judged('Refused if a run can’t end within it: schedule-off. Headed if it is lowered.', 'timeout'),
      judged('Refused: retention-shortened, schedule-off.', `${VARIABLE}.RETENTION`, `${VARIABLE}.APPLICATIONS`),
      judged('Refused: retention-shortened. The snapshots on hold are in another table.', `${VARIABLE}.HOLDS_TABLE`),
      headedClass(
        'The snapshots get another name. The manager no longer deletes the earlier snapshots, because it treats them as somebody else’s. Together with the new ones they fill the quota.',
        `${VARIABLE}.SNAPSHOT_NAME_PREFIX`,
      ),
      headedClass(
        'Whether the manager treats snapshots of the reference system as its own changes. It deletes them by its retention, or keeps them for ever.',
        `${VARIABLE}.ADOPT_REFERENCE_SNAPSHOTS`,
      ),
      headedClass(
        'The manager writes its records to another table. It no longer knows the earlier runs.',
        `${VARIABLE}.AUDIT_TABLE`,
      ),
      headedClass('The manager reports to another topic. Who is subscribed to that topic?', `${VARIABLE}.TOPIC_ARN`),
      headedClass(
        'The manager’s events go to this bus from now on. Do the rules for pager and chat exist there?',
        `${VARIABLE}.EVENT_BUS`,
      ),
      look(
        'The manager’s reports change, or how long its records are kept.',
        `${VARIABLE}.{NOTIFICATIONS,AUDIT_RETENTION_DAYS,SNAPSHOT_AGE_MINUTES,PROVEN_WITHIN_DAYS,PASSING_STATUS_MINUTES}`,
      ),
      look(
        'The manager uses another snapshot quota. Is it the quota that the service allows?',
        `${VARIABLE}.SNAPSHOT_QUOTA`,
      ),
      look(
        'The manager runs other applications for an event of the rule, or pauses at other hours. Has each schedule its rule?',
        `${VARIABLE}.{SCHEDULE,QUIET_HOURS}`,
      ),
      look(
        'The manager calls the service at another rate. Above the service’s limit, its calls are throttled. Far below it, a run of many applications ends late.',
        `${VARIABLE}.CALLS_PER_SECOND`,
      ),
      headedClass('The function that takes the snapshots uses another role. Can this role create snapshots?', 'role'),
      headedClass(
        'The code, runtime or network of the function that takes the snapshots changes. Does the code run there, and can it reach AWS?',
        'file_system_config.{arn,local_mount_path}',
        '{architectures,code_signing_config_arn,filename,handler}',
        'image_config.{command,entry_point,working_directory}',
        '{image_uri,layers,runtime,s3_bucket,vpc_config.ipv6_allowed_for_dual_stack}',
        'vpc_config.{security_group_ids,subnet_ids}',
      ),
      look(
        'The size of the function that takes the snapshots changes. With too little memory, a run of many applications ends early.',
        '{memory_size,ephemeral_storage.size}',
      ),
      look(
        'The log of the function changes its place or format. Metrics and the search for causes need it.',
        'logging_config.{application_log_level,log_format,log_group,system_log_level}',
      ),
      look('The variables of the function are encrypted with another key. Can its role use this key?', 'kms_key_arn'),
      look('The destination of runs that finally fail changes.', 'dead_letter_config.target_arn'),
      harmless(
        'It is a new release of the code. Its name is the hash of its content, and the review does not read code.',
        '{s3_key,s3_object_version,source_code_hash}',
      ),
      harmless('Versions and tracing do not affect a run.', 'publish', 'snap_start.apply_on', 'tracing_config.mode'),
      harmless(
        'They set what Terraform does when it destroys the function.',
        '{skip_destroy,replace_security_groups_on_destroy,replacement_security_group_ids}',
      ),
    ],
  },
  aws_lambda_function_event_invoke_config: {
    destroyed: look('Lambda’s default retries apply, and runs that finally fail are not stored anywhere.'),
    replaced: look('It is recreated. Until the new one exists, runs that finally fail are not stored anywhere.'),
    attributes: [
      plain(),
      replacing('function_name', 'qualifier'),
      look(
        'The retries of a failed run change: how long and how often it is tried again.',
        '{maximum_event_age_in_seconds,maximum_retry_attempts}',
      ),
      look(
        'Runs that finally fail are sent elsewhere, or nowhere. An alarm may watch the earlier destination.',
        'destination_config.on_{failure,success}.destination',
      ),
    ],
  },
};
