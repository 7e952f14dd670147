import { change, create, destroy, type Losses, update } from './plan-of';

export const ALARM = 'aws_cloudwatch_metric_alarm';
const alarm = (parts: object) => ({
  alarm_name: 'orders/downtime',
  actions_enabled: true,
  alarm_actions: ['arn:topic'],
  ok_actions: ['arn:topic'],
  ...parts,
});

/** Changes of alarms that must be refused for a kind, and similar ones that must not. */
export const lossesOfAlarms: Losses = {
  'alarm-destroyed': {
    fires: {
      destroyed: [destroy(ALARM, alarm({})), change('aws_s3_bucket', {})],
      'a composite one': [destroy('aws_cloudwatch_composite_alarm', alarm({})), change('aws_s3_bucket', {})],
      'another one created': [
        destroy(ALARM, alarm({})),
        update(ALARM, {}, alarm({ alarm_name: 'orders/other' }), { action: 'create', address: 'b' }),
      ],
    },
    spares: {
      'created again at another address': [
        destroy(ALARM, alarm({})),
        update(ALARM, {}, alarm({}), { action: 'create', address: 'b' }),
      ],
      'its dashboard destroyed': destroy('aws_cloudwatch_dashboard'),
      'the parameter of kda destroyed': destroy('aws_ssm_parameter'),
      'the parameter of kda changed': update(
        'aws_ssm_parameter',
        { insecure_value: '{}' },
        { insecure_value: '{"a": 1}' },
      ),
    },
  },
  'alarm-silenced': {
    fires: {
      'no action': update(ALARM, alarm({}), alarm({ alarm_actions: [] })),
      'no action when it is over': update(ALARM, alarm({}), alarm({ ok_actions: null })),
      'actions turned off': update(ALARM, alarm({}), alarm({ actions_enabled: false })),
      'replaced by a silent one': update(ALARM, alarm({}), alarm({ alarm_name: 'b', alarm_actions: [] }), {
        action: 'replace',
      }),
    },
    spares: {
      'another topic': update(ALARM, alarm({}), alarm({ alarm_actions: ['arn:other'] })),
      'a topic that this plan makes': update(ALARM, alarm({}), alarm({ alarm_actions: null }), {
        unknown: { alarm_actions: true },
      }),
      'a topic that this plan makes, in a list': update(ALARM, alarm({}), alarm({ alarm_actions: [] }), {
        unknown: { alarm_actions: [true] },
      }),
      'silent all along': update(ALARM, alarm({ alarm_actions: [] }), alarm({ alarm_actions: [] })),
      'another threshold': update(ALARM, alarm({ threshold: 1 }), alarm({ threshold: 2 })),
      'a new one that is off': create(ALARM, alarm({ actions_enabled: false })),
    },
  },
};
