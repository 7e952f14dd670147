import { unchanged } from './plan-of';

export const FUNCTION = 'aws_lambda_function';
export const RULE = 'aws_cloudwatch_event_rule';
export const TARGET = 'aws_cloudwatch_event_target';
export const SCHEDULE = 'aws_scheduler_schedule';

export const arn = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
export const ours = {
  function_name: 'manager',
  reserved_concurrent_executions: -1,
  environment: [{ variables: { RETENTION: '{"keepLast":10}', SNAPSHOT_NAME_PREFIX: 'kda.', APPLICATIONS: '["a"]' } }],
};
export const rule = (state: 'ENABLED' | 'DISABLED', parts: object = {}) => ({
  name: 'every-hour',
  arn: 'arn:aws:events:eu-west-1:000000000000:rule/every-hour',
  schedule_expression: 'rate(10 minutes)',
  state,
  is_enabled: state === 'ENABLED',
  ...parts,
});
export const target = (name: string) => ({ rule: 'every-hour', target_id: 'it', arn: arn(name) });
export const flink = unchanged('aws_kinesisanalyticsv2_application', { name: 'orders' });
export const manager = unchanged(FUNCTION, ours);
export const toManager = [unchanged(TARGET, target('manager')), manager];
