import { z } from 'zod';
import { messageOf } from '../../../packages/managed-flink/src/errors';
import { parseExpression } from '../metric-math/expression';
import { ALARM_STATES, compositeAlarmSettings, isComposite, metricAlarmSettings } from './alarm';
import type { AlarmStore, Transition } from './alarm-store';
import { parseCompositeRule } from './composite-rule';
import { type TagStore, tagSchema } from './tag-store';

/** An error of CloudWatch's own; `code` is its error type. */
export class CloudWatchError extends Error {
  override readonly name = 'CloudWatchError';

  constructor(
    readonly code: 'ValidationError' | 'InvalidParameterValue' | 'ResourceNotFound' | 'ResourceNotFoundException',
    message: string,
  ) {
    super(message);
  }
}

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
  DescribeAlarms: async (request, { store }) => {
    const filter = read(describeAlarms, request);
    const isWanted = (alarm: { readonly AlarmName: string; readonly StateValue: string }): boolean =>
      (filter.AlarmNames.length === 0 || filter.AlarmNames.includes(alarm.AlarmName)) &&
      alarm.AlarmName.startsWith(filter.AlarmNamePrefix ?? '') &&
      (filter.StateValue === undefined || alarm.StateValue === filter.StateValue);
    const has = (type: string): boolean => filter.AlarmTypes.includes(type);
    return {
      MetricAlarms: has('MetricAlarm') ? store.metricAlarms().filter(isWanted) : [],
      CompositeAlarms: has('CompositeAlarm') ? store.compositeAlarms().filter(isWanted) : [],
    };
  },
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
  DescribeAlarmHistory: async (request, { store }) => {
    const filter = read(describeHistory, request);
    const items = store.history
      .filter((item) => filter.AlarmName === undefined || item.AlarmName === filter.AlarmName)
      .filter((item) => filter.HistoryItemType === undefined || item.HistoryItemType === filter.HistoryItemType);
    return { AlarmHistoryItems: items.slice(0, filter.MaxRecords) };
  },
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

/** List of texts; the Query protocol sends an empty list as an empty text. */
const textList = z.preprocess((value) => (value === '' ? [] : value), z.array(z.string()).default([]));
const describeAlarms = z.object({
  AlarmNames: textList,
  AlarmNamePrefix: z.string().optional(),
  // CloudWatch's default: composite alarms only when asked for.
  AlarmTypes: textList.transform((types) => (types.length === 0 ? ['MetricAlarm'] : types)),
  StateValue: z.enum(ALARM_STATES).optional(),
});
const setAlarmState = z.object({
  AlarmName: z.string(),
  StateValue: z.enum(ALARM_STATES),
  StateReason: z.string(),
});
const describeHistory = z.object({
  AlarmName: z.string().optional(),
  HistoryItemType: z.string().optional(),
  MaxRecords: z.coerce.number().int().min(1).max(100).default(100),
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

function read<Schema extends z.ZodType>(schema: Schema, request: unknown): z.infer<Schema> {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`);
  throw new CloudWatchError('ValidationError', `The request is not valid: ${issues.join('; ')}.`);
}

function validly<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    throw new CloudWatchError('ValidationError', messageOf(error));
  }
}
