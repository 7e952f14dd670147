import type { ResourceChange } from '../src/plan';
import {
  create,
  destroy,
  findingsIn,
  kindsAndTexts,
  lookedAt,
  looksAt,
  NOTHING,
  passes,
  refusedFor,
  refuses,
  unchanged,
  update,
} from './plan-of';

const ALARM = 'aws_cloudwatch_metric_alarm';
const alarm = (parts: object = {}) => ({
  alarm_name: 'orders/downtime',
  actions_enabled: true,
  namespace: 'AWS/KinesisAnalytics',
  metric_name: 'downtime',
  dimensions: { Application: 'orders' },
  comparison_operator: 'GreaterThanThreshold',
  threshold: 0,
  treat_missing_data: 'breaching',
  alarm_actions: ['arn:chat', 'arn:pager'],
  ok_actions: ['arn:chat'],
  ...parts,
});
const elsewhere = (parts: object, more: Partial<ResourceChange> = {}) => [
  destroy(ALARM, alarm()),
  create(ALARM, alarm(parts), { address: `${ALARM}.new`, ...more }),
];

describe('an alarm is silenced when', () => {
  refuses('%s', 'alarm-silenced', {
    'one of its actions goes': update(ALARM, alarm(), alarm({ alarm_actions: ['arn:chat'] })),
    'two go and one comes': update(ALARM, alarm(), alarm({ alarm_actions: ['arn:other'] })),
    'two go and one comes that is known after apply only': update(ALARM, alarm(), alarm({ alarm_actions: [null] }), {
      unknown: { alarm_actions: [true] },
    }),
    'it comes again at another address with fewer actions': elsewhere({ alarm_actions: ['arn:chat'] }),
    'it comes again at another address with its actions off': elsewhere({ actions_enabled: false }),
    'it comes again at another address and does not say when it is over': elsewhere({ ok_actions: null }),
  });

  test('and the refusal says where it comes again', () => {
    expect(findingsIn(...elsewhere({ alarm_actions: ['arn:chat'] })).refusals).toEqual([
      expect.objectContaining({
        address: `${ALARM}.it`,
        detail: `It is created again as ${ALARM}.new.`,
        attributes: [expect.objectContaining({ path: 'alarm_actions' })],
      }),
    ]);
  });
});

describe('an alarm is nobody’s concern when', () => {
  passes('%s', {
    'another action takes the place of one': update(ALARM, alarm(), alarm({ alarm_actions: ['arn:chat', 'arn:x'] })),
    'one that is known after apply only takes the place of one': update(
      ALARM,
      alarm(),
      alarm({ alarm_actions: ['arn:chat', null] }),
      {
        unknown: { alarm_actions: [false, true] },
      },
    ),
    'all its actions are known after apply only': update(ALARM, alarm(), alarm({ alarm_actions: null }), {
      unknown: { alarm_actions: true },
    }),
    'an action comes': update(ALARM, alarm({ alarm_actions: ['arn:chat'] }), alarm()),
    'it comes again as it was': elsewhere({}),
    'it comes again with actions that are known after apply only': elsewhere(
      { alarm_actions: undefined, ok_actions: undefined },
      { unknown: { alarm_actions: true, ok_actions: true } },
    ),
    'its threshold is tuned': update(ALARM, alarm(), alarm({ threshold: 3, evaluation_periods: 5 })),
    'it begins to take missing data for a breach': update(ALARM, alarm({ treat_missing_data: 'missing' }), alarm()),
    'it is new': create(ALARM, alarm({ treat_missing_data: 'notBreaching' })),
  });

  test('a state has empty texts where its successor’s plan has nothing', () => {
    const query = (parts: object) => ({ metric_query: [{ id: 'a', expression: 'DIFF(b)', ...parts }], dimensions: {} });
    expect(
      kindsAndTexts(
        destroy(ALARM, alarm(query({ label: '', period: 0, metric: [] }))),
        create(ALARM, alarm({ ...query({ label: null, period: null, metric: [] }), dimensions: null }), {
          address: 'b',
        }),
      ),
    ).toEqual(NOTHING);
  });
});

describe('an alarm is looked at when', () => {
  test.each([
    [
      'missing data is no breach any more',
      alarm({ treat_missing_data: 'notBreaching' }),
      'no longer treats missing data as breaching',
    ],
    [
      'it leaves missing data to the default',
      alarm({ treat_missing_data: null }),
      'no longer treats missing data as breaching',
    ],
    ['it has another metric', alarm({ metric_name: 'uptime' }), 'something else: metric_name changed.'],
    [
      'it has another application',
      alarm({ dimensions: { Application: 'payments' }, comparison_operator: 'LessThanThreshold' }),
      'something else: dimensions, comparison_operator changed.',
    ],
  ])('%s', (_, after, text) => {
    expect(kindsAndTexts(update(ALARM, alarm(), after))).toEqual(lookedAt(text));
  });

  test('a composite one has another rule', () => {
    expect(
      kindsAndTexts(update('aws_cloudwatch_composite_alarm', { alarm_rule: 'ALARM(a)' }, { alarm_rule: 'FALSE' }))
        .looked,
    ).toEqual([expect.stringContaining('alarm_rule')]);
  });
});

describe('of a topic', () => {
  const TOPIC = 'aws_sns_topic';
  const SUBSCRIPTION = 'aws_sns_topic_subscription';
  const arn = 'arn:aws:sns:eu-west-1:000000000000:alerts';
  const topic = { name: 'alerts', arn };
  const mail = { topic_arn: arn, protocol: 'email', endpoint: 'ops@example.com' };
  const sender = unchanged(ALARM, alarm({ alarm_actions: [arn] }));
  const moved = update(ALARM, alarm({ alarm_actions: [arn], ok_actions: [arn] }), alarm({ alarm_actions: null }), {
    unknown: { alarm_actions: true, ok_actions: true },
  });
  const again = create(
    SUBSCRIPTION,
    { ...mail, topic_arn: undefined },
    { unknown: { topic_arn: true }, address: 's.b' },
  );
  const renamed = update(TOPIC, topic, { name: 'alarms' }, { action: 'replace', unknown: { arn: true } });
  const replacedMail = update(
    SUBSCRIPTION,
    mail,
    { ...mail, topic_arn: null },
    { action: 'replace', unknown: { topic_arn: true } },
  );

  refuses('refused: %s', 'recipient-removed', {
    'a subscription goes': [destroy(SUBSCRIPTION, mail), sender],
    'a subscription goes to whose topic the snapshot manager sends': [
      destroy(SUBSCRIPTION, mail),
      unchanged('aws_lambda_function', { environment: [{ variables: { TOPIC_ARN: arn } }] }),
    ],
    'a subscription is replaced by another recipient’s': [
      update(SUBSCRIPTION, mail, { ...mail, endpoint: 'other@example.com' }, { action: 'replace' }),
      sender,
    ],
    'a subscription goes and the same one to another topic comes': [
      destroy(SUBSCRIPTION, mail),
      create(SUBSCRIPTION, { ...mail, topic_arn: 'arn:other' }, { address: 'b' }),
      sender,
    ],
    'the topic goes': [destroy(TOPIC, topic), sender],
    'the topic is replaced, its subscription is not made anew': [renamed, moved, destroy(SUBSCRIPTION, mail)],
    'the topic is replaced, of its subscriptions nothing is known': [renamed, moved],
  });

  test('the refusal names who is told no more, unless that is sensitive', () => {
    const lost = (more: Partial<ResourceChange>) =>
      findingsIn(renamed, moved, destroy(SUBSCRIPTION, mail, more)).refusals[0]?.detail;
    expect(lost({})).toBe('Subscriptions that are not recreated: ops@example.com.');
    expect(lost({ beforeSensitive: { endpoint: true } })).toBeUndefined();
  });

  looksAt('looked at: %s', {
    'it is replaced with its subscription': [
      [renamed, moved, replacedMail],
      'recreated for another topic. A mail address',
    ],
    'it goes, and its subscription comes for another': [
      [destroy(TOPIC, topic), moved, destroy(SUBSCRIPTION, mail), again],
      'recreated for another topic. A mail address',
    ],
    'a mail’s subscription is made anew': [
      [destroy(SUBSCRIPTION, mail), { ...again, after: mail, unknown: {} }, sender],
      'The subscription is recreated. A mail address',
    ],
    'it goes and its senders send to another': [[destroy(TOPIC, topic), moved], 'Who is subscribed to that topic?'],
    'nothing in the plan sends to it': [
      [destroy(TOPIC, topic), destroy(SUBSCRIPTION, mail)],
      'Nothing in this plan sends to the topic',
    ],
    'nothing in the plan sends to the subscription’s': [
      destroy(SUBSCRIPTION, mail),
      'Nothing in this plan sends to the topic',
    ],
    'a subscription begins to filter': [
      update(SUBSCRIPTION, mail, { ...mail, filter_policy: '{"a":["b"]}' }),
      'has another filter',
    ],
  });

  passes('nobody’s concern: %s', {
    'a queue’s subscription is made anew': [
      update(SUBSCRIPTION, { ...mail, protocol: 'sqs' }, { ...mail, protocol: 'sqs' }, { action: 'replace' }),
      sender,
    ],
    'a subscription goes after its senders did': [destroy(SUBSCRIPTION, mail), moved],
  });

  test('all of it goes with its alarms, which is what is refused', () => {
    expect(
      kindsAndTexts(
        destroy(TOPIC, topic),
        destroy(SUBSCRIPTION, mail),
        destroy(ALARM, alarm({ alarm_actions: [arn] })),
      ),
    ).toEqual(refusedFor('alarm-destroyed'));
  });
});
