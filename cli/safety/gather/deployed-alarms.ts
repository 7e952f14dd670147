import {
  type CloudWatchClient,
  type CompositeAlarm,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { ALARM_CATALOG, MANAGER_SILENT, NEEDS_A_PERSON } from '../../../config/alarm-catalog/alarm-catalog';

/** Ids of alarms that need a person now. */
const URGENT: ReadonlySet<string> = new Set([
  ...Object.values(ALARM_CATALOG)
    .flat()
    .filter(({ urgency }) => urgency === 'now')
    .map(({ id }) => id),
  NEEDS_A_PERSON,
  MANAGER_SILENT,
]);

/** Alarm as CloudWatch describes it. */
export interface DeployedAlarm {
  readonly alarm: MetricAlarm | CompositeAlarm;
  readonly name: string;
  /** Id in the alarm catalog: the last part of the name. */
  readonly id: string;
  readonly isComposite: boolean;
  readonly isUrgent: boolean;
}

/** Reads all alarms whose names have a prefix, composites included. */
export async function deployedAlarms(AlarmNamePrefix: string, client: CloudWatchClient): Promise<DeployedAlarm[]> {
  const alarms: DeployedAlarm[] = [];
  const pages = paginateDescribeAlarms(
    { client, pageSize: 100 },
    { AlarmNamePrefix, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
  );
  for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
    alarms.push(...MetricAlarms.map((alarm) => deployed(alarm, false)));
    alarms.push(...CompositeAlarms.map((alarm) => deployed(alarm, true)));
  }
  return alarms;
}

function deployed(alarm: MetricAlarm | CompositeAlarm, isComposite: boolean): DeployedAlarm {
  const { AlarmName: name = '' } = alarm;
  const id = name.slice(name.lastIndexOf('/') + 1);
  return { alarm, name, id, isComposite, isUrgent: URGENT.has(id) };
}
