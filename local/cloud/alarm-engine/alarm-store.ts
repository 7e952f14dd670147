import { readKeptFile, writeKeptFile } from '../kept-file';
import {
  type Alarm,
  type AlarmState,
  alarmRecord,
  type CompositeAlarm,
  type CompositeAlarmSettings,
  isComposite,
  type MetricAlarm,
  type MetricAlarmSettings,
} from './alarm';

export interface HistoryItem {
  readonly AlarmName: string;
  readonly AlarmType: 'MetricAlarm' | 'CompositeAlarm';
  /** Epoch seconds. */
  readonly Timestamp: number;
  readonly HistoryItemType: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly HistorySummary: string;
  readonly HistoryData: string;
}

/** A change of an alarm's state. */
export interface Transition {
  readonly alarm: Alarm;
  readonly before: AlarmState;
  /** Epoch seconds: since when it was in the state before. */
  readonly beforeSince: number;
}

/** The alarms, with their states. Alarms outlive the local cloud; their history does not. */
export interface AlarmStore {
  get(name: string): Alarm | undefined;
  metricAlarms(): readonly MetricAlarm[];
  compositeAlarms(): readonly CompositeAlarm[];
  put(settings: MetricAlarmSettings | CompositeAlarmSettings): Promise<Alarm>;
  remove(names: readonly string[]): Promise<void>;
  setActionsEnabled(names: readonly string[], enabled: boolean): Promise<void>;
  /** The transition, when the state is another one. */
  setState(name: string, state: AlarmState, reason: string): Promise<Transition | undefined>;
  /** Newest first. */
  history(): readonly HistoryItem[];
  addHistory(alarm: Alarm, type: HistoryItem['HistoryItemType'], summary: string, data?: object): void;
}

export interface AlarmStoreOptions {
  readonly file: string;
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
}

/** CloudWatch keeps history for 30 days; here so many items. */
const HISTORY_LENGTH = 1_000;

export async function openAlarmStore(options: AlarmStoreOptions): Promise<AlarmStore> {
  const { file, accountId, region } = options;
  const alarms = new Map<string, Alarm>();
  const history: HistoryItem[] = [];
  const nowSeconds = (): number => options.now().getTime() / 1_000;

  for (const [name, value] of Object.entries((await readKeptFile(file)) ?? {}))
    alarms.set(name, alarmRecord.parse(value));

  const save = (): Promise<void> => writeKeptFile(file, Object.fromEntries(alarms));
  const addHistory: AlarmStore['addHistory'] = (alarm, type, summary, data = {}) => {
    history.unshift({
      AlarmName: alarm.AlarmName,
      AlarmType: isComposite(alarm) ? 'CompositeAlarm' : 'MetricAlarm',
      Timestamp: nowSeconds(),
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: JSON.stringify({ version: '1.0', ...data }),
    });
    history.splice(HISTORY_LENGTH);
  };

  return {
    get: (name) => alarms.get(name),
    metricAlarms: () => [...alarms.values()].filter((alarm): alarm is MetricAlarm => !isComposite(alarm)),
    compositeAlarms: () => [...alarms.values()].filter(isComposite),
    put: async (settings) => {
      const before = alarms.get(settings.AlarmName);
      const now = nowSeconds();
      // An update keeps the state (and does not run any action), as in CloudWatch.
      const alarm: Alarm = {
        ...settings,
        AlarmArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${settings.AlarmName}`,
        AlarmConfigurationUpdatedTimestamp: now,
        StateValue: before?.StateValue ?? 'INSUFFICIENT_DATA',
        StateReason: before?.StateReason ?? 'Unchecked: Initial alarm creation',
        StateUpdatedTimestamp: before?.StateUpdatedTimestamp ?? now,
        StateTransitionedTimestamp: before?.StateTransitionedTimestamp ?? now,
      };
      alarms.set(alarm.AlarmName, alarm);
      const summary = `Alarm "${alarm.AlarmName}" ${before === undefined ? 'created' : 'updated'}`;
      addHistory(alarm, 'ConfigurationUpdate', summary);
      await save();
      return alarm;
    },
    remove: async (names) => {
      for (const name of names) alarms.delete(name);
      await save();
    },
    setActionsEnabled: async (names, enabled) => {
      for (const name of names) {
        const alarm = alarms.get(name);
        if (alarm !== undefined) alarms.set(name, { ...alarm, ActionsEnabled: enabled });
      }
      await save();
    },
    setState: async (name, state, reason) => {
      const before = alarms.get(name);
      if (before === undefined) return undefined;
      const now = nowSeconds();
      const isTransition = before.StateValue !== state;
      const alarm: Alarm = {
        ...before,
        StateValue: state,
        StateReason: reason,
        StateUpdatedTimestamp: now,
        StateTransitionedTimestamp: isTransition ? now : before.StateTransitionedTimestamp,
      };
      alarms.set(name, alarm);
      if (!isTransition) return undefined;
      addHistory(alarm, 'StateUpdate', `Alarm updated from ${before.StateValue} to ${state}`, {
        oldState: { stateValue: before.StateValue, stateReason: before.StateReason },
        newState: { stateValue: state, stateReason: reason },
      });
      await save();
      return { alarm, before: before.StateValue, beforeSince: before.StateTransitionedTimestamp };
    },
    history: () => history,
    addHistory,
  };
}
