import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { PublishCommand } from '@aws-sdk/client-sns';
import { messageOf } from '../../../packages/managed-flink/src/errors';
import { readText } from '../../../packages/managed-flink/src/http/json-protocol';
import type { Answer, Call } from '../aws-call';
import { deliverToRules } from '../aws-events';
import { answerCloudWatch, readCloudWatch } from '../cloudwatch-protocol';
import type { EmulatorClients } from '../emulator-clients';
import type { Interceptor } from '../gateway';
import { repeat } from '../repeating-task';
import { type Alarm, type AlarmState, type CompositeAlarm, isComposite, type MetricAlarm } from './alarm';
import { readAlarmData, windowReader, windowsOf } from './alarm-data';
import { judge } from './alarm-evaluation';
import { alarmNotification } from './alarm-notification';
import { ALARM_OPERATIONS, type AlarmOperations } from './alarm-operations';
import { AlarmStore, type Transition } from './alarm-store';
import { parseCompositeRule } from './composite-rule';
import { stateChangeEvent } from './state-change-event';
import { longTime } from './state-reason';
import { openTagStore } from './tag-store';

/** CloudWatch's alarms: kept, evaluated, and acting. */
export interface AlarmEngine extends Interceptor {
  alarms(): readonly Alarm[];
  /** Judges all alarms by the data of now. */
  evaluate(): Promise<void>;
  /** No evaluation and no action comes after this. */
  close(): Promise<void>;
}

export interface AlarmEngineOptions {
  readonly folder: string;
  readonly accountId: string;
  readonly region: string;
  readonly clients: EmulatorClients;
  readonly report: (line: string) => void;
  readonly evaluateEveryMs: number;
  /** The grid on which periods end; CloudWatch's is a minute. */
  readonly stepSeconds: number;
}

export async function startAlarmEngine(options: AlarmEngineOptions): Promise<AlarmEngine> {
  const { folder, accountId, region, clients, report } = options;
  const store = await AlarmStore.open({ file: join(folder, 'alarms.json'), accountId, region });
  const tags = await openTagStore(join(folder, 'alarm-tags.json'));
  const readWindow = windowReader(clients.metrics);

  const actOn = async (transition: Transition): Promise<void> => {
    await act(transition, options, store);
    await sendEvent(transition, options);
    await evaluateComposites();
  };
  const evaluateOne = async (alarm: MetricAlarm, now: Date): Promise<void> => {
    const windows = windowsOf(alarm, now, options.stepSeconds);
    const { points, begins } = await readAlarmData(alarm, windows, readWindow);
    const judgement = judge(points, begins, {
      comparison: alarm.ComparisonOperator,
      threshold: alarm.Threshold,
      evaluationPeriods: alarm.EvaluationPeriods,
      datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
      missingData: alarm.TreatMissingData ?? 'missing',
    });
    if (judgement === undefined || judgement.state === store.get(alarm.AlarmName)?.StateValue) return;
    const transition = await store.setState(alarm.AlarmName, judgement.state, judgement.reason);
    if (transition !== undefined) await actOn(transition);
  };
  const evaluateComposites = async (): Promise<void> => {
    const stateOf = (name: string): AlarmState | undefined => store.get(name)?.StateValue;
    for (const composite of store.compositeAlarms()) {
      const state = parseCompositeRule(composite.AlarmRule).isTrue(stateOf) ? 'ALARM' : 'OK';
      if (state === composite.StateValue) continue;
      const transition = await store.setState(composite.AlarmName, state, compositeReason(composite, state, store));
      // A composite may depend on another one: after a change all are evaluated again.
      if (transition !== undefined) return actOn(transition);
    }
  };
  const evaluate = async (): Promise<void> => {
    const now = new Date();
    const failures: string[] = [];
    await Promise.all(
      store.metricAlarms().map((alarm) =>
        evaluateOne(alarm, now).catch((error: unknown) => {
          failures.push(`${alarm.AlarmName}: ${messageOf(error)}`);
        }),
      ),
    );
    await evaluateComposites();
    if (failures.length > 0) throw new Error(failures.sort().join('; '));
  };

  const context: AlarmOperations = { store, tags, actOn, evaluateComposites };
  const task = repeat('Alarms', options.evaluateEveryMs, evaluate, report);
  return {
    wants: (head) =>
      head.service === 'monitoring' && head.operation !== undefined && head.operation in ALARM_OPERATIONS,
    answer: (call, forward) => answer(call, forward, context),
    alarms: () => [...store.metricAlarms(), ...store.compositeAlarms()],
    evaluate,
    close: () => task.stop(),
  };
}

async function answer(call: Call, forward: () => Promise<Answer>, context: AlarmOperations): Promise<Answer> {
  const operation = ALARM_OPERATIONS[call.operation ?? ''];
  // The tag calls also serve other CloudWatch resources, which are in the emulator.
  const taggedArn = readText(readCloudWatch(call), 'ResourceARN');
  if (operation === undefined || (taggedArn !== undefined && !taggedArn.includes(':alarm:'))) return forward();
  return answerCloudWatch(call, (request) => operation(request, context));
}

/** Publishes the state's actions; a topic that cannot be reached is reported and does not keep the others from theirs. */
async function act({ alarm, before }: Transition, options: AlarmEngineOptions, store: AlarmStore): Promise<void> {
  if (!alarm.ActionsEnabled) return;
  const { subject, message } = alarmNotification(alarm, before, childrenOf(alarm, store), options);
  for (const action of actionsOf(alarm)) {
    try {
      if (!action.includes(':sns:')) throw new Error('the local cloud runs actions on SNS topics only');
      await options.clients.sns.send(
        new PublishCommand({
          TopicArn: action,
          Subject: subject,
          Message: JSON.stringify(message),
        }),
      );
      store.addHistory(alarm, 'Action', `Successfully executed action ${action}`);
    } catch (error) {
      const reason = messageOf(error);
      store.addHistory(alarm, 'Action', `Failed to execute action ${action}. Received error: "${reason}"`);
      options.report(`Alarm ${alarm.AlarmName}: action ${action}: ${reason}`);
    }
  }
}

/** Tells the rules that are about it; that they can't be told is reported, and changes nothing. */
async function sendEvent(
  transition: Transition,
  { clients, report, accountId, region }: AlarmEngineOptions,
): Promise<void> {
  try {
    await deliverToRules(stateChangeEvent(transition, { accountId, region }, randomUUID()), clients, report);
  } catch (error) {
    const reason = messageOf(error);
    report(`Alarm ${transition.alarm.AlarmName}: event of its state change: ${reason}`);
  }
}

function childrenOf(alarm: Alarm, store: AlarmStore): readonly Alarm[] {
  if (!isComposite(alarm)) return [];
  return parseCompositeRule(alarm.AlarmRule).alarmNames.flatMap((name) => store.get(name) ?? []);
}

/** Reason of a composite: the alarm that changed last, in CloudWatch's words, or that it is new. */
function compositeReason(composite: CompositeAlarm, state: AlarmState, store: AlarmStore): string {
  if (composite.StateValue === 'INSUFFICIENT_DATA') {
    return `${composite.AlarmArn} was created and its alarm rule evaluates to ${state}`;
  }
  const [last] = [...childrenOf(composite, store)].sort(
    (a, b) => b.StateTransitionedTimestamp - a.StateTransitionedTimestamp,
  );
  if (last === undefined) return `${composite.AlarmRule} evaluates to ${state}`;
  return `${last.AlarmArn} transitioned to ${last.StateValue} at ${longTime(new Date(last.StateTransitionedTimestamp * 1_000))}`;
}

function actionsOf(alarm: Alarm): readonly string[] {
  switch (alarm.StateValue) {
    case 'ALARM':
      return alarm.AlarmActions;
    case 'OK':
      return alarm.OKActions;
    case 'INSUFFICIENT_DATA':
      return alarm.InsufficientDataActions;
  }
}
