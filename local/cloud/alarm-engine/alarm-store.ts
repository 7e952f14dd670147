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
import type { AlarmPlace } from './alarm-notification';

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

type AlarmStoreOptions = AlarmPlace & { readonly file: string };

/** CloudWatch keeps history for 30 days; this store keeps this many items. */
const HISTORY_LENGTH = 1_000;

/** The alarms, with their states. Alarms outlive the local cloud; their history does not. */
export class AlarmStore {
  /** Newest first. */
  readonly history: HistoryItem[] = [];

  private constructor(
    private readonly options: AlarmStoreOptions,
    private readonly alarms: Map<string, Alarm>,
  ) {}

  static async open(options: AlarmStoreOptions): Promise<AlarmStore> {
    const kept = Object.entries(await readKeptFile(options.file));
    return new AlarmStore(options, new Map(kept.map(([name, value]) => [name, alarmRecord.parse(value)])));
  }

  get(name: string): Alarm | undefined {
    return this.alarms.get(name);
  }

  metricAlarms(): readonly MetricAlarm[] {
    return [...this.alarms.values()].filter((alarm): alarm is MetricAlarm => !isComposite(alarm));
  }

  compositeAlarms(): readonly CompositeAlarm[] {
    return [...this.alarms.values()].filter(isComposite);
  }

  /** Creates or updates an alarm. An update keeps the state (and does not run any action), as in CloudWatch. */
  async put(settings: MetricAlarmSettings | CompositeAlarmSettings): Promise<Alarm> {
    const { region, accountId } = this.options;
    const before = this.alarms.get(settings.AlarmName);
    const now = nowSeconds();
    const alarm: Alarm = {
      ...settings,
      AlarmArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${settings.AlarmName}`,
      AlarmConfigurationUpdatedTimestamp: now,
      StateValue: before?.StateValue ?? 'INSUFFICIENT_DATA',
      StateReason: before?.StateReason ?? 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: before?.StateUpdatedTimestamp ?? now,
      StateTransitionedTimestamp: before?.StateTransitionedTimestamp ?? now,
    };
    this.alarms.set(alarm.AlarmName, alarm);
    const summary = `Alarm "${alarm.AlarmName}" ${before === undefined ? 'created' : 'updated'}`;
    this.addHistory(alarm, 'ConfigurationUpdate', summary);
    await this.save();
    return alarm;
  }

  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) this.alarms.delete(name);
    await this.save();
  }

  async setActionsEnabled(names: readonly string[], enabled: boolean): Promise<void> {
    for (const name of names) {
      const alarm = this.alarms.get(name);
      if (alarm !== undefined) this.alarms.set(name, { ...alarm, ActionsEnabled: enabled });
    }
    await this.save();
  }

  /** @returns the transition, when the alarm was in another state before. */
  async setState(name: string, state: AlarmState, reason: string): Promise<Transition | undefined> {
    const before = this.alarms.get(name);
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
    this.alarms.set(name, alarm);
    if (!isTransition) return undefined;
    this.addHistory(alarm, 'StateUpdate', `Alarm updated from ${before.StateValue} to ${state}`, {
      oldState: { stateValue: before.StateValue, stateReason: before.StateReason },
      newState: { stateValue: state, stateReason: reason },
    });
    await this.save();
    return { alarm, before: before.StateValue, beforeSince: before.StateTransitionedTimestamp };
  }

  addHistory(alarm: Alarm, type: HistoryItem['HistoryItemType'], summary: string, data: object = {}): void {
    this.history.unshift({
      AlarmName: alarm.AlarmName,
      AlarmType: isComposite(alarm) ? 'CompositeAlarm' : 'MetricAlarm',
      Timestamp: nowSeconds(),
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: JSON.stringify({ version: '1.0', ...data }),
    });
    this.history.splice(HISTORY_LENGTH);
  }

  private save(): Promise<void> {
    return writeKeptFile(this.options.file, Object.fromEntries(this.alarms));
  }
}

function nowSeconds(): number {
  return Date.now() / 1_000;
}
