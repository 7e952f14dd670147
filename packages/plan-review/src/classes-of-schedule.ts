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

const OTHER_USE = 'It is for targets that are no function: which target it is, is judged.';
const RETRIES =
  'How long and how often EventBridge tries to start the function changes, or where it leaves what it could not deliver.';

/** Classes of the resources that start the function that takes snapshots. */
export const classesOfSchedule: Readonly<Record<string, ResourceClasses>> = {
  aws_cloudwatch_event_rule: {
    object: {
      destroyed: object.judged('Refused: schedule-off.'),
      replaced: object.look('The rule is made anew: between the old and the new one no snapshot is taken.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('description'),
      replacing('name', 'name_prefix', 'event_bus_name'),
      judgedByValue('Refused: schedule-off.', 'state', 'is_enabled'),
      judged('Refused where it fires no more; headed where less often, or not to be compared.', 'schedule_expression'),
      judgedByValue('Headed: events start it, too.', 'event_pattern'),
      look('The rule works with another role.', 'role_arn'),
      harmless('It lets Terraform delete a rule that AWS manages.', 'force_destroy'),
    ],
  },
  aws_cloudwatch_event_target: {
    object: {
      destroyed: object.judged('Refused: schedule-off.'),
      replaced: object.look('The target is made anew: between the old and the new one no snapshot is taken.'),
      forgotten: object.forgotten,
    },
    attributes: [
      harmless('The provider sets it.', 'id'),
      replacing('event_bus_name', 'rule', 'target_id'),
      judgedByValue('Refused: schedule-off.', 'arn'),
      judged('Refused where the time of the event is lost; headed otherwise.', 'input', 'input_path'),
      judged(
        'Refused where the time of the event is lost; headed otherwise.',
        'input_transformer.input_paths',
        'input_transformer.input_template',
      ),
      look('The target is started with the rights of another role.', 'role_arn'),
      look(RETRIES, 'dead_letter_config.arn', 'retry_policy.maximum_event_age_in_seconds'),
      look(RETRIES, 'retry_policy.maximum_retry_attempts'),
      harmless('It lets Terraform delete a target that AWS manages.', 'force_destroy'),
      harmless(
        OTHER_USE,
        'appsync_target.*',
        'batch_target.*',
        'ecs_target.*',
        'http_target.*',
        'kinesis_target.*',
        'redshift_target.*',
        'run_command_targets.*',
        'sagemaker_pipeline_target.*',
        'sqs_target.*',
      ),
    ],
  },
  aws_scheduler_schedule: {
    object: {
      destroyed: object.judged('Refused: schedule-off.'),
      replaced: object.look('The schedule is made anew: between the old and the new one no snapshot is taken.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('description'),
      replacing('name', 'name_prefix', 'group_name'),
      judgedByValue('Refused: schedule-off.', 'state', 'target.arn', 'end_date'),
      judgedByValue('Headed: before it none is taken.', 'start_date'),
      judged('Refused where it fires no more; headed where less often, or not to be compared.', 'schedule_expression'),
      judged('Refused where the time of the event is lost; headed otherwise.', 'target.input'),
      look(
        'The hours at which snapshots are taken move, or are spread.',
        'schedule_expression_timezone',
        'flexible_time_window.maximum_window_in_minutes',
        'flexible_time_window.mode',
      ),
      look(
        'The schedule starts the function with the rights of another role, or is encrypted with another key: may it still?',
        'target.role_arn',
        'kms_key_arn',
      ),
      look(
        RETRIES,
        'target.dead_letter_config.arn',
        'target.retry_policy.maximum_event_age_in_seconds',
        'target.retry_policy.maximum_retry_attempts',
      ),
      harmless(
        OTHER_USE,
        'target.ecs_parameters.*',
        'target.eventbridge_parameters.*',
        'target.kinesis_parameters.*',
        'target.sagemaker_pipeline_parameters.*',
        'target.sqs_parameters.*',
      ),
    ],
  },
  aws_lambda_permission: {
    object: {
      destroyed: object.judged('Refused: schedule-off.'),
      replaced: object.look(
        'The permission is made anew: between the old and the new one the schedule can’t start the function.',
      ),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(),
      replacing('statement_id', 'statement_id_prefix', 'function_name', 'qualifier', 'function_url_auth_type'),
      headedClass(
        'Who may start the function that takes the snapshots changes: is its schedule still among them?',
        'action',
        'event_source_token',
        'principal',
        'principal_org_id',
        'source_account',
        'source_arn',
      ),
    ],
  },
};
