import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compositeAlarmSettings, metricAlarmSettings } from '../../../../local/cloud/alarm-engine/alarm';
import { describeAlarmHistory, describeAlarms } from '../../../../local/cloud/alarm-engine/alarm-descriptions';
import { AlarmStore, type HistoryItem } from '../../../../local/cloud/alarm-engine/alarm-store';

let folder: string;
let store: AlarmStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alarms-'));
  store = await AlarmStore.open({ file: join(folder, 'alarms.json'), accountId: '1', region: 'eu-west-1' });
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  for (let minute = 0; minute < 60; minute += 1) {
    jest.setSystemTime(Date.UTC(2026, 10, 28, 10, minute));
    await store.put(
      metricAlarmSettings.parse({
        ...{
          AlarmName: `a-${minute}`,
          Namespace: 'N',
          MetricName: 'm',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
        },
        ...{ ComparisonOperator: 'GreaterThanThreshold', AlarmActions: [`arn:aws:sns:x:1:topic-${minute % 2}`] },
      }),
    );
  }
  jest.setSystemTime(Date.UTC(2026, 10, 28, 11, 0));
  await store.put(compositeAlarmSettings.parse({ AlarmName: 'all', AlarmRule: 'ALARM("a-1")' }));
  for (const [minute, state] of [
    ['05', 'ALARM'],
    ['10', 'OK'],
    ['15', 'ALARM'],
  ] as const) {
    jest.setSystemTime(new Date(`2026-11-28T11:${minute}:00Z`));
    await store.setState('a-1', state, 'by hand');
  }
});

afterAll(async () => {
  jest.useRealTimers();
  await rm(folder, { recursive: true });
});

const history = (request: object) =>
  describeAlarmHistory(request, store) as { AlarmHistoryItems: HistoryItem[]; NextToken?: string };
const summaries = (request: object) => history(request).AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary);

test('the history of an alarm has the newest change first, or the oldest', () => {
  const changes = [
    'Alarm updated from OK to ALARM',
    'Alarm updated from ALARM to OK',
    'Alarm updated from INSUFFICIENT_DATA to ALARM',
  ];
  expect(summaries({ AlarmName: 'a-1', HistoryItemType: 'StateUpdate' })).toEqual(changes);
  expect(summaries({ AlarmName: 'a-1', ScanBy: 'TimestampAscending' })).toEqual([
    'Alarm "a-1" created',
    ...changes.toReversed(),
  ]);
});

test('the history of a range is that between its dates, in whichever form they come', () => {
  const request = { HistoryItemType: 'StateUpdate', EndDate: '2026-11-28T11:12:00Z' };
  expect(summaries({ ...request, StartDate: Date.UTC(2026, 10, 28, 11, 6) / 1_000 })).toEqual([
    'Alarm updated from ALARM to OK',
  ]);
  expect(summaries({ ...request, StartDate: new Date(0) })).toHaveLength(2);
});

test('composite alarms are there only for whom asks for them', () => {
  expect(summaries({ AlarmName: 'all' })).toEqual([]);
  expect(summaries({ AlarmName: 'all', AlarmTypes: ['CompositeAlarm'] })).toEqual(['Alarm "all" created']);
});

test('pages of the history follow each other, and a made-up token is refused', () => {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = history({ HistoryItemType: 'ConfigurationUpdate', MaxRecords: 25, NextToken });
    names.push(...page.AlarmHistoryItems.map(({ AlarmName }) => AlarmName));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(names).toEqual(Array.from({ length: 60 }, (_, index) => `a-${59 - index}`));
  expect(() => history({ NextToken: '25' })).toThrow('NextToken "25" is not one that was returned.');
});

const alarms = (request: object) =>
  describeAlarms(request, store) as {
    MetricAlarms: { AlarmName: string }[];
    CompositeAlarms: { AlarmName: string }[];
    NextToken?: string;
  };

test('a page has fifty alarms, composites first', () => {
  const first = alarms({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
  expect([first.MetricAlarms.length, first.CompositeAlarms.length]).toEqual([49, 1]);
  const second = alarms({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], NextToken: first.NextToken });
  expect(second.MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(
    Array.from({ length: 11 }, (_, index) => `a-${49 + index}`),
  );
  expect(second.NextToken).toBeUndefined();
});

test('alarms are found by name, prefix, state and action', () => {
  const found = (request: object) => alarms(request).MetricAlarms.map(({ AlarmName }) => AlarmName);
  expect(found({ AlarmNames: ['a-3', 'a-59', 'no'] })).toEqual(['a-3', 'a-59']);
  expect(found({ AlarmNamePrefix: 'a-5', MaxRecords: 100 })).toHaveLength(11);
  expect(found({ StateValue: 'ALARM' })).toEqual(['a-1']);
  expect(found({ ActionPrefix: 'arn:aws:sns:x:1:topic-1' })).toHaveLength(30);
  expect(() => found({ ChildrenOfAlarmName: 'all' })).toThrow('not emulated');
});
