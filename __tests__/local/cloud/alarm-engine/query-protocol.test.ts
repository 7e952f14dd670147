import { XMLParser } from 'fast-xml-parser';
import { metricAlarmSettings } from '../../../../local/cloud/alarm-engine/alarm';
import { readForm, xmlAnswer, xmlError } from '../../../../local/cloud/alarm-engine/query-protocol';

test('a form is read into lists and objects', () => {
  const form =
    'Action=PutMetricAlarm&AlarmName=a%20b&AlarmActions.member.1=t1&AlarmActions.member.2=t2&OKActions=' +
    '&Metrics.member.1.Id=e&Metrics.member.1.Expression=DIFF(m)&Metrics.member.1.ReturnData=true' +
    '&Metrics.member.2.Id=m&Metrics.member.2.ReturnData=false&Metrics.member.2.MetricStat.Period=60' +
    '&Metrics.member.2.MetricStat.Stat=Sum&Metrics.member.2.MetricStat.Metric.Namespace=N' +
    '&Metrics.member.2.MetricStat.Metric.MetricName=M&Metrics.member.2.MetricStat.Metric.Dimensions.member.1.Name=d' +
    '&Metrics.member.2.MetricStat.Metric.Dimensions.member.1.Value=v' +
    '&EvaluationPeriods=2&Threshold=0.5&ComparisonOperator=GreaterThanThreshold&ActionsEnabled=false';
  expect(metricAlarmSettings.parse(readForm(form))).toEqual({
    AlarmName: 'a b',
    AlarmActions: ['t1', 't2'],
    OKActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    ActionsEnabled: false,
    EvaluationPeriods: 2,
    Threshold: 0.5,
    ComparisonOperator: 'GreaterThanThreshold',
    Metrics: [
      { Id: 'e', Expression: 'DIFF(m)', ReturnData: true },
      {
        Id: 'm',
        ReturnData: false,
        MetricStat: {
          Period: 60,
          Stat: 'Sum',
          Metric: { Namespace: 'N', MetricName: 'M', Dimensions: [{ Name: 'd', Value: 'v' }] },
        },
      },
    ],
  });
});

test('an answer is XML with lists as members, ISO times and escaped text', () => {
  const answer = xmlAnswer('DescribeAlarms', {
    MetricAlarms: [{ AlarmName: 'a<b>', StateUpdatedTimestamp: 1_795_428_000, OKActions: [], Period: undefined }],
  });
  const parsed: unknown = new XMLParser({ parseTagValue: false }).parse(answer.body.toString());
  expect(parsed).toMatchObject({
    DescribeAlarmsResponse: {
      DescribeAlarmsResult: {
        MetricAlarms: {
          member: { AlarmName: 'a<b>', StateUpdatedTimestamp: '2026-11-23T10:00:00.000Z', OKActions: '' },
        },
      },
    },
  });
  expect(answer.body.toString()).not.toContain('Period');
});

test('an error carries its code and message', () => {
  const answer = xmlError('ValidationError', 'not "this"');
  expect(answer.status).toBe(400);
  expect(answer.body.toString()).toContain('<Code>ValidationError</Code><Message>not &quot;this&quot;</Message>');
});
