import { z } from 'zod';
import { messageOf } from '../../../packages/managed-flink/src/errors';
import { CloudWatchError } from '../cloudwatch-error';
import { readShape as read } from '../metric-data/metric-query';
import { parseExpression } from '../metric-math/expression';
import { ALARM_STATES, compositeAlarmSettings, isComposite, metricAlarmSettings } from './alarm';
import { describeAlarmHistory, describeAlarms } from './alarm-descriptions';
import type { AlarmStore, Transition } from './alarm-store';
import { parseCompositeRule } from './composite-rule';
import { type TagStore, tagSchema } from './tag-store';

export interface AlarmOperations {
  readonly store: AlarmStore;
  readonly tags: TagStore;
  /** Runs an alarm's actions, after its state was set by hand. */
  readonly actOn: (transition: Transition) => Promise<void>;
  /** Brings composites up to date, after alarms were changed. */
  readonly evaluateComposites: () => Promise<void>;
}

type Operation = (request: unknown, context: AlarmOperations) => Promise<object>;

const names = z.object({ AlarmNames: z.array(z.string()) });
const resource = z.object({ ResourceARN: z.string() });

/** The alarm calls of CloudWatch, by name. */
export const ALARM_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutMetricAlarm: async (request, context) => {
    const settings = read(metricAlarmSettings, request);
    for (const { Expression } of settings.Metrics ?? [])
      if (Expression !== undefined) validly(() => parseExpression(Expression));
    await put(settings, request, context);
    return {};
  },
  PutCompositeAlarm: async (request, context) => {
    if (typeof request === 'object' && request !== null && 'ActionsSuppressor' in request) {
      throw new CloudWatchError('ValidationError', 'ActionsSuppressor is not emulated by the local cloud.');
    }
    const settings = read(compositeAlarmSettings, request);
    for (const name of validly(() => parseCompositeRule(settings.AlarmRule)).alarmNames) {
      if (context.store.get(name) === undefined) {
        throw new CloudWatchError('ValidationError', `AlarmRule: there is no alarm "${name}".`);
      }
    }
    await put(settings, request, context);
    return {};
  },
  DescribeAlarms: async (request, { store }) => describeAlarms(request, store),
  DeleteAlarms: async (request, { store, tags, evaluateComposites }) => {
    const { AlarmNames } = read(names, request);
    for (const composite of store.compositeAlarms()) {
      if (AlarmNames.includes(composite.AlarmName)) continue;
      const used = parseCompositeRule(composite.AlarmRule).alarmNames.find((name) => AlarmNames.includes(name));
      if (used !== undefined) {
        const message = `Alarm "${used}" cannot be deleted: the composite alarm "${composite.AlarmName}" depends on it.`;
        throw new CloudWatchError('ValidationError', message);
      }
    }
    const arns = AlarmNames.flatMap((name) => store.get(name)?.AlarmArn ?? []);
    await store.remove(AlarmNames);
    for (const arn of arns) await tags.remove(arn);
    await evaluateComposites();
    return {};
  },
  SetAlarmState: async (request, { store, actOn }) => {
    const { AlarmName, StateValue, StateReason } = read(setAlarmState, request);
    if (store.get(AlarmName) === undefined)
      throw new CloudWatchError('ResourceNotFound', `There is no alarm "${AlarmName}".`);
    const transition = await store.setState(AlarmName, StateValue, StateReason);
    if (transition !== undefined) await actOn(transition);
    return {};
  },
  EnableAlarmActions: (request, context) => setActionsEnabled(true, request, context),
  DisableAlarmActions: (request, context) => setActionsEnabled(false, request, context),
  DescribeAlarmHistory: async (request, { store }) => describeAlarmHistory(request, store),
  ListTagsForResource: async (request, { tags }) => ({ Tags: tags.list(read(resource, request).ResourceARN) }),
  TagResource: async (request, { tags }) => {
    const { ResourceARN, Tags } = read(resource.extend({ Tags: z.array(tagSchema) }), request);
    await tags.add(ResourceARN, Tags);
    return {};
  },
  UntagResource: async (request, { tags }) => {
    const { ResourceARN, TagKeys } = read(resource.extend({ TagKeys: z.array(z.string()) }), request);
    await tags.removeKeys(ResourceARN, TagKeys);
    return {};
  },
};

const setAlarmState = z.object({
  AlarmName: z.string(),
  StateValue: z.enum(ALARM_STATES),
  StateReason: z.string(),
});
async function setActionsEnabled(enabled: boolean, request: unknown, { store }: AlarmOperations): Promise<object> {
  await store.setActionsEnabled(read(names, request).AlarmNames, enabled);
  return {};
}

async function put(
  settings: Parameters<AlarmStore['put']>[0],
  request: unknown,
  { store, tags, evaluateComposites }: AlarmOperations,
): Promise<void> {
  const before = store.get(settings.AlarmName);
  if (before !== undefined && isComposite(before) !== 'AlarmRule' in settings) {
    throw new CloudWatchError('ValidationError', `Alarm "${settings.AlarmName}" exists and is of the other type.`);
  }
  const alarm = await store.put(settings);
  const { Tags } = read(z.object({ Tags: z.array(tagSchema).default([]) }), request);
  // A put call sets tags only when it creates the alarm.
  if (before === undefined) await tags.add(alarm.AlarmArn, Tags);
  await evaluateComposites();
}

function validly<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    throw new CloudWatchError('ValidationError', messageOf(error));
  }
}
