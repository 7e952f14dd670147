import { type Classes, harmless, headedClass, judged, judgedByValue, look, plain, replacing } from './attribute-class';

const OTHER_USE = 'It applies only to targets that are not functions. A rule judges the target itself.';
const RETRIES =
  'EventBridge changes how long and how often it tries to start the function, or where it sends undelivered events.';
const FIRES = 'Refused if it no longer fires. Headed if it fires less often or can’t be compared.';
const INPUT = 'Refused if the input loses the time of the event. Headed otherwise.';

/** Classes of the resources that start the function that takes snapshots. */
export const classesOfSchedule: Classes = {
  aws_cloudwatch_event_rule: {
    destroyed: judged('Refused: schedule-off.'),
    replaced: look('The rule is recreated. No snapshot is taken until the new rule exists.'),
    attributes: [
      plain('description'),
      replacing('name', 'name_prefix', 'event_bus_name'),
      judgedByValue('Refused: schedule-off.', 'state', 'is_enabled'),
      judged(FIRES, 'schedule_expression'),
      judgedByValue('Headed: events start the function as well.', 'event_pattern'),
      look('The rule uses another role. Does this role have the rights that the rule needs?', 'role_arn'),
      harmless('It lets Terraform delete a rule that AWS manages.', 'force_destroy'),
    ],
  },
  aws_cloudwatch_event_target: {
    destroyed: judged('Refused: schedule-off.'),
    replaced: look('The target is recreated. No snapshot is taken until the new target exists.'),
    attributes: [
      harmless('The provider sets it.', 'id'),
      replacing('event_bus_name', 'rule', 'target_id'),
      judgedByValue('Refused: schedule-off.', 'arn'),
      judged(INPUT, 'input', 'input_path', 'input_transformer.{input_paths,input_template}'),
      look('The target is started with another role. Does this role have the rights to start it?', 'role_arn'),
      look(RETRIES, 'dead_letter_config.arn', 'retry_policy.{maximum_event_age_in_seconds,maximum_retry_attempts}'),
      harmless('It lets Terraform delete a target that AWS manages.', 'force_destroy'),
      harmless(
        OTHER_USE,
        '{appsync,batch,ecs,http,kinesis,redshift,sagemaker_pipeline,sqs}_target.*',
        'run_command_targets.*',
      ),
    ],
  },
  aws_scheduler_schedule: {
    destroyed: judged('Refused: schedule-off.'),
    replaced: look('The schedule is recreated. No snapshot is taken until the new schedule exists.'),
    attributes: [
      plain('description'),
      replacing('name', 'name_prefix', 'group_name'),
      judgedByValue('Refused: schedule-off.', 'state', 'target.arn', 'end_date'),
      judgedByValue('Headed: no snapshot is taken before this date.', 'start_date'),
      judged(FIRES, 'schedule_expression'),
      judged(INPUT, 'target.input'),
      look(
        'Snapshots are taken at other times, or spread over a time window.',
        'schedule_expression_timezone',
        'flexible_time_window.{maximum_window_in_minutes,mode}',
      ),
      look(
        'The schedule uses another role or another key. Can it still start the function?',
        '{target.role_arn,kms_key_arn}',
      ),
      look(
        RETRIES,
        'target.dead_letter_config.arn',
        'target.retry_policy.{maximum_event_age_in_seconds,maximum_retry_attempts}',
      ),
      harmless(OTHER_USE, 'target.{ecs,eventbridge,kinesis,sagemaker_pipeline,sqs}_parameters.*'),
    ],
  },
  aws_sfn_state_machine: {
    destroyed: look('The state machine is removed. If it drills applications, no more drills take place on schedule.'),
    replaced: look(
      'The state machine is recreated. AWS ends its executions: a drill under way is finished by the next run.',
    ),
    attributes: [
      plain('description', '{creation_date,revision_id,state_machine_version_arn,status}'),
      replacing('name', 'name_prefix', 'type'),
      look('The steps of the state machine change. Executions under way keep the earlier ones.', 'definition'),
      look('The state machine uses another role. May this role invoke the function?', 'role_arn'),
      look(
        'The executions are encrypted otherwise. May the state machine’s role use the key?',
        'encryption_configuration.{kms_data_key_reuse_period_seconds,kms_key_id,type}',
      ),
      harmless(
        'Versions, logs and traces do not affect what an execution does.',
        '{publish,version_description}',
        'logging_configuration.{include_execution_data,level,log_destination}',
        'tracing_configuration.enabled',
      ),
    ],
  },
  aws_lambda_permission: {
    destroyed: judged('Refused: schedule-off.'),
    replaced: look(
      'The permission is recreated. The schedule can’t start the function until the new permission exists.',
    ),
    attributes: [
      plain(),
      replacing('statement_id', 'statement_id_prefix', 'function_name', 'qualifier', 'function_url_auth_type'),
      headedClass(
        'The permission to start the function that takes the snapshots changes. Does it still include the schedule?',
        '{action,event_source_token,principal,principal_org_id,source_account,source_arn}',
      ),
    ],
  },
};
