import { join } from 'node:path';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { EmulatorClients } from '../emulator-clients';
import type { Answer, Call, Interceptor } from '../gateway';
import { jsonAnswer, readJson, readText, serviceError } from '../json-protocol';
import { repeat } from '../repeating-task';
import { type Alarm, type AlarmState, isComposite, type MetricAlarm } from './alarm';
import { readAlarmData, windowReader, windowsOf } from './alarm-data';
import { judge } from './alarm-evaluation';
import { ALARM_OPERATIONS, type AlarmOperations, CloudWatchError } from './alarm-operations';
import { type AlarmStore, openAlarmStore, type Transition } from './alarm-store';
import { parseCompositeRule } from './composite-rule';
import { readForm, xmlAnswer, xmlError } from './query-protocol';
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
  const store = await openAlarmStore({ file: join(folder, 'alarms.json'), accountId, region, now: () => new Date() });
  const tags = await openTagStore(join(folder, 'alarm-tags.json'));
  const readWindow = windowReader(clients.cloudWatch);

  const onTransition = async (transition: Transition): Promise<void> => {
    await act(transition, options, store);
    await evaluateComposites();
  };
  const evaluateOne = async (alarm: MetricAlarm, now: Date): Promise<void> => {
    const windows = windowsOf(alarm, now, options.stepSeconds);
    const judgement = judge(await readAlarmData(alarm, windows, readWindow), {
      comparison: alarm.ComparisonOperator,
      threshold: alarm.Threshold,
      evaluationPeriods: alarm.EvaluationPeriods,
      datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
      missingData: alarm.TreatMissingData ?? 'missing',
    });
    if (judgement === undefined || judgement.state === store.get(alarm.AlarmName)?.StateValue) return;
    const transition = await store.setState(alarm.AlarmName, judgement.state, judgement.reason);
    if (transition !== undefined) await onTransition(transition);
  };
  const evaluateComposites = async (): Promise<void> => {
    const stateOf = (name: string): AlarmState | undefined => store.get(name)?.StateValue;
    for (const composite of store.compositeAlarms()) {
      const state = parseCompositeRule(composite.AlarmRule).isTrue(stateOf) ? 'ALARM' : 'OK';
      if (state === composite.StateValue) continue;
      const transition = await store.setState(
        composite.AlarmName,
        state,
        `${composite.AlarmRule} is ${state === 'ALARM'}.`,
      );
      // One composite may ask about another: the change starts the round again.
      if (transition !== undefined) return onTransition(transition);
    }
  };
  const evaluate = async (): Promise<void> => {
    const now = new Date();
    const failures: string[] = [];
    await Promise.all(
      store.metricAlarms().map((alarm) =>
        evaluateOne(alarm, now).catch((error: unknown) => {
          failures.push(`${alarm.AlarmName}: ${error instanceof Error ? error.message : String(error)}`);
        }),
      ),
    );
    await evaluateComposites();
    if (failures.length > 0) throw new Error(failures.sort().join('; '));
  };

  const context: AlarmOperations = { store, tags, onTransition, onChange: evaluateComposites };
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
  const request = call.isForm ? readForm(call.body.toString('utf8')) : readJson(call.body);
  const name = call.operation ?? '';
  const operation = ALARM_OPERATIONS[name];
  // The tag calls serve other CloudWatch resources too; those live in the emulator.
  const taggedArn = readText(request, 'ResourceARN');
  if (operation === undefined || (taggedArn !== undefined && !taggedArn.includes(':alarm:'))) return forward();
  try {
    const result = await operation(request, context);
    return call.isForm ? xmlAnswer(name, result) : jsonAnswer(result, '1.0');
  } catch (error) {
    if (!(error instanceof CloudWatchError)) throw error;
    return call.isForm ? xmlError(error.code, error.message) : serviceError(error.code, error.message, '1.0');
  }
}

/** Publishes the state's actions; a topic that cannot be reached is reported and does not keep the others from theirs. */
async function act({ alarm, before }: Transition, options: AlarmEngineOptions, store: AlarmStore): Promise<void> {
  if (!alarm.ActionsEnabled) return;
  for (const action of actionsOf(alarm)) {
    try {
      if (!action.includes(':sns:')) throw new Error('the local cloud serves SNS topics only');
      await options.clients.sns.send(
        new PublishCommand({
          TopicArn: action,
          // SNS takes at most 100 characters.
          Subject: `${alarm.StateValue}: "${alarm.AlarmName}" in ${options.region}`.slice(0, 100),
          Message: JSON.stringify(notification(alarm, before, options), undefined, 1),
        }),
      );
      store.addHistory(alarm, 'Action', `Successfully executed action ${action}`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      store.addHistory(alarm, 'Action', `Failed to execute action ${action}. Received error: "${message}"`);
      options.report(`Alarm ${alarm.AlarmName}: action ${action}: ${message}`);
    }
  }
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

/** The message CloudWatch sends to SNS topics. */
function notification(alarm: Alarm, before: AlarmState, { accountId, region }: AlarmEngineOptions): object {
  return {
    AlarmName: alarm.AlarmName,
    AlarmDescription: alarm.AlarmDescription ?? null,
    AWSAccountId: accountId,
    NewStateValue: alarm.StateValue,
    NewStateReason: alarm.StateReason,
    StateChangeTime: new Date(alarm.StateTransitionedTimestamp * 1_000).toISOString(),
    Region: region,
    AlarmArn: alarm.AlarmArn,
    OldStateValue: before,
    ...(isComposite(alarm)
      ? { AlarmRule: alarm.AlarmRule }
      : {
          Trigger: {
            Namespace: alarm.Namespace,
            MetricName: alarm.MetricName,
            Dimensions: alarm.Dimensions,
            Metrics: alarm.Metrics,
            Statistic: alarm.Statistic,
            Period: alarm.Period,
            EvaluationPeriods: alarm.EvaluationPeriods,
            DatapointsToAlarm: alarm.DatapointsToAlarm,
            ComparisonOperator: alarm.ComparisonOperator,
            Threshold: alarm.Threshold,
            TreatMissingData: alarm.TreatMissingData,
          },
        }),
  };
}
