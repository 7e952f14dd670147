import { z } from 'zod';
import { validationError } from '../cloudwatch-error';
import { listPage } from '../list-pages';
import { listShape, readShape, timeShape } from '../metric-data/metric-query';
import { ALARM_STATES, type Alarm, isComposite } from './alarm';
import type { AlarmStore } from './alarm-store';

const textList = listShape(z.string()).default([]);
/** CloudWatch's default: composite alarms only when asked for. */
const alarmTypes = textList.transform((types) => (types.length === 0 ? ['MetricAlarm'] : types));
const pageShape = (most: number) => ({
  MaxRecords: z.coerce.number().int().min(1).max(100).default(most),
  NextToken: z.string().optional(),
});

const alarmsRequest = z.object({
  AlarmNames: textList,
  AlarmNamePrefix: z.string().optional(),
  AlarmTypes: alarmTypes,
  StateValue: z.enum(ALARM_STATES).optional(),
  ActionPrefix: z.string().optional(),
  ChildrenOfAlarmName: z.string().optional(),
  ParentsOfAlarmName: z.string().optional(),
  ...pageShape(50),
});

const historyRequest = z.object({
  AlarmName: z.string().optional(),
  AlarmTypes: alarmTypes,
  HistoryItemType: z.string().optional(),
  StartDate: timeShape.optional(),
  EndDate: timeShape.optional(),
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
  ...pageShape(100),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export function describeAlarms(request: unknown, store: AlarmStore): object {
  const filter = readShape(alarmsRequest, request);
  if (filter.ChildrenOfAlarmName !== undefined || filter.ParentsOfAlarmName !== undefined) {
    throw validationError('ChildrenOfAlarmName and ParentsOfAlarmName are not emulated by the local cloud.');
  }
  const isWanted = (alarm: Alarm): boolean =>
    filter.AlarmTypes.includes(isComposite(alarm) ? 'CompositeAlarm' : 'MetricAlarm') &&
    (filter.AlarmNames.length === 0 || filter.AlarmNames.includes(alarm.AlarmName)) &&
    alarm.AlarmName.startsWith(filter.AlarmNamePrefix ?? '') &&
    (filter.StateValue === undefined || alarm.StateValue === filter.StateValue) &&
    (filter.ActionPrefix === undefined ||
      actionsOf(alarm).some((action) => action.startsWith(filter.ActionPrefix ?? '')));
  const alarms = [...store.compositeAlarms(), ...store.metricAlarms()].filter(isWanted);
  // All alarms that are asked for by name fit into one answer.
  const most = filter.AlarmNames.length > 0 ? Math.max(filter.MaxRecords, filter.AlarmNames.length) : filter.MaxRecords;
  const { items, next } = listPage(alarms, most, filter.NextToken);
  return {
    MetricAlarms: items.filter((alarm) => !isComposite(alarm)),
    CompositeAlarms: items.filter(isComposite),
    ...next,
  };
}

/**
 * History of alarms that are gone too, as long as the local cloud runs.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
 */
export function describeAlarmHistory(request: unknown, { history }: AlarmStore): object {
  const filter = readShape(historyRequest, request);
  const from = (filter.StartDate?.getTime() ?? -Infinity) / 1_000;
  const to = (filter.EndDate?.getTime() ?? Infinity) / 1_000;
  const found = history
    .filter(({ AlarmName }) => filter.AlarmName === undefined || AlarmName === filter.AlarmName)
    .filter(({ AlarmType }) => filter.AlarmTypes.includes(AlarmType))
    .filter(({ HistoryItemType }) => filter.HistoryItemType === undefined || HistoryItemType === filter.HistoryItemType)
    .filter(({ Timestamp }) => Timestamp >= from && Timestamp <= to);
  const ordered = filter.ScanBy === 'TimestampAscending' ? found.toReversed() : found;
  const { items, next } = listPage(ordered, filter.MaxRecords, filter.NextToken);
  return { AlarmHistoryItems: items, ...next };
}

function actionsOf({ OKActions, AlarmActions, InsufficientDataActions }: Alarm): readonly string[] {
  return [...OKActions, ...AlarmActions, ...InsufficientDataActions];
}
