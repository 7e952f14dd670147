import {
  type Alarm,
  type AlarmState,
  compositeAlarmSettings,
  isComposite,
  type MetricAlarm,
  metricAlarmSettings,
} from '../../local/cloud/alarm-engine/alarm';
import { readAlarmData, windowsOf } from '../../local/cloud/alarm-engine/alarm-data';
import { judge } from '../../local/cloud/alarm-engine/alarm-evaluation';
import { type CompositeRule, parseCompositeRule } from '../../local/cloud/alarm-engine/composite-rule';
import type { FakeWorld } from '../lambda-src/fakes/fake-world';
import { type Resource, resources, type StackJson } from '../stacks/synthesis';

/** One message that reached somebody. */
export interface Message {
  /** Minutes since the deployment. */
  readonly minute: number;
  /** `mail`: to the topic; `page`: to a pager's topic. */
  readonly by: 'mail' | 'page';
  /** `begin` and `end` of an alarm; `manager`: the snapshot manager's own mail. */
  readonly what: 'begin' | 'end' | 'manager';
  readonly about: string;
}

interface Point {
  readonly at: number;
  readonly value: number;
}

interface EventPattern {
  readonly resources: readonly { readonly prefix: string }[];
  readonly detail: {
    readonly alarmName: readonly (string | { readonly suffix: string })[];
    readonly state: { readonly value: readonly string[] };
    readonly previousState: { readonly value: readonly string[] };
  };
}

export interface VirtualCloudOptions {
  readonly world: FakeWorld;
  readonly stack: StackJson;
  readonly scheduleMinutes: number;
  readonly managerFunction: string;
  readonly pager: string;
  /** Minutes between two evaluations of all alarms; CloudWatch's is one. */
  readonly evaluateEvery?: number;
}

const MINUTE_MS = 60_000;

/**
 * The snapshot manager's handler, the metrics that it writes, the alarms as they are synthesized, judged by the local
 * cloud's rules, and what reaches people, on the one fake clock of a world.
 */
export class VirtualCloud {
  readonly messages: Message[] = [];
  /** False: the manager is not invoked. */
  isScheduled = true;
  private readonly alarms = new Map<string, Alarm>();
  private readonly rulesOf = new Map<string, CompositeRule>();
  private readonly points = new Map<string, Point[]>();
  private readonly startedAt: number;
  private readLines = 0;
  private readMails = 0;
  private minute = 0;

  constructor(private readonly options: VirtualCloudOptions) {
    this.startedAt = Math.ceil(options.world.clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
    this.deploy(options.stack);
  }

  /** Creates the alarms that are new, and changes none of the others: as an apply does. */
  deploy(stack: StackJson): void {
    const put = (alarm: Omit<Alarm, keyof ReturnType<typeof newState>> & { AlarmName: string }) => {
      if (!this.alarms.has(alarm.AlarmName))
        this.alarms.set(alarm.AlarmName, { ...alarm, ...newState(alarm.AlarmName) } as Alarm);
    };
    for (const alarm of resources(stack, 'aws_cloudwatch_metric_alarm'))
      put(metricAlarmSettings.parse(asRequest(alarm)));
    for (const alarm of resources(stack, 'aws_cloudwatch_composite_alarm')) {
      const settings = compositeAlarmSettings.parse(asRequest(alarm));
      put(settings);
      this.rulesOf.set(settings.AlarmName, parseCompositeRule(settings.AlarmRule));
    }
  }

  /** Lets time pass; the manager runs at each minute of its schedule. */
  async pass(minutes: number): Promise<void> {
    const { world, scheduleMinutes, evaluateEvery = 1 } = this.options;
    for (const until = this.minute + minutes; this.minute < until; ) {
      this.minute += 1;
      const now = this.startedAt + this.minute * MINUTE_MS;
      const behind = now - world.clock.now().getTime();
      if (behind > 0) world.clock.advance(behind);
      if (this.isScheduled && this.minute % scheduleMinutes === 0) await this.run(new Date(now));
      if (this.minute % evaluateEvery === 0) await this.evaluate(new Date(now));
    }
  }

  count(by: Message['by'], what: Message['what']): number {
    return this.messages.filter((message) => message.by === by && message.what === what).length;
  }

  stateOf(name: string): AlarmState | undefined {
    return this.alarms.get(name)?.StateValue;
  }

  private async run(at: Date): Promise<void> {
    const { world, managerFunction } = this.options;
    const begun = world.clock.now().getTime();
    // Lambda repeats a run that fails twice, and then puts its event into the queue.
    let errors = 0;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const failed = await world.invoke(at.toISOString()).then(
        () => false,
        () => true,
      );
      if (!failed) break;
      errors += 1;
    }
    this.add('AWS/Lambda', 'Errors', 'FunctionName', managerFunction, at, errors);
    const durationMs = world.clock.now().getTime() - begun;
    this.add('AWS/Lambda', 'Duration', 'FunctionName', managerFunction, at, durationMs);
    if (errors === 3) {
      const queue = managerFunction.replace(/-manager$/, '-failed-runs');
      this.add('AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', queue, at, 1);
    }
    this.takeMetrics(at);
    for (const { subject } of world.topic.published.slice(this.readMails)) {
      this.messages.push({ minute: this.minute, by: 'mail', what: 'manager', about: subject });
    }
    this.readMails = world.topic.published.length;
  }

  /** Reads the run's embedded metrics; their time is that of the run, within a second. */
  private takeMetrics(at: Date): void {
    const { lines } = this.options.world;
    for (const line of lines.slice(this.readLines)) {
      const { _aws, ...values } = JSON.parse(line);
      const [wrapping] = _aws?.CloudWatchMetrics ?? [];
      if (!wrapping) continue;
      const dimension: string = wrapping.Dimensions[0][0];
      for (const { Name } of wrapping.Metrics) {
        this.add(wrapping.Namespace, Name, dimension, values[dimension], at, values[Name]);
      }
    }
    this.readLines = lines.length;
  }

  private add(namespace: string, name: string, dimension: string, value: string, at: Date, figure: number): void {
    const key = [namespace, name, dimension, value].join('|');
    const points = this.points.get(key) ?? [];
    // CloudWatch has it a moment after it was written: in the period that ends with the next minute.
    points.push({ at: at.getTime(), value: figure });
    this.points.set(key, points);
  }

  private async evaluate(now: Date): Promise<void> {
    for (const alarm of [...this.alarms.values()]) {
      if (!isComposite(alarm)) await this.evaluateOne(alarm, now);
    }
  }

  private async evaluateOne(alarm: MetricAlarm, now: Date): Promise<void> {
    const windows = windowsOf(alarm, now, 60);
    const { points, begins } = await readAlarmData(alarm, windows, async ({ MetricStat }, { start, end }) => {
      const [dimension] = MetricStat?.Metric.Dimensions ?? [];
      const { Namespace, MetricName } = MetricStat?.Metric ?? {};
      const all = this.points.get([Namespace, MetricName, dimension?.Name, dimension?.Value].join('|')) ?? [];
      const values = all.filter(({ at }) => at >= start.getTime() && at < end.getTime()).map(({ value }) => value);
      if (values.length === 0) return undefined;
      if (MetricStat?.Stat === 'Sum') return values.reduce((sum, value) => sum + value, 0);
      return MetricStat?.Stat === 'Minimum' ? Math.min(...values) : Math.max(...values);
    });
    const judged = judge(points, begins, {
      comparison: alarm.ComparisonOperator,
      threshold: alarm.Threshold,
      evaluationPeriods: alarm.EvaluationPeriods,
      datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
      missingData: alarm.TreatMissingData ?? 'missing',
    });
    if (judged) this.change(alarm.AlarmName, judged.state);
  }

  /** As CloudWatch: a composite is judged as soon as an alarm in its rule changes. */
  private change(name: string, state: AlarmState): void {
    const alarm = this.alarms.get(name);
    if (!alarm || alarm.StateValue === state) return;
    const before = alarm.StateValue;
    this.alarms.set(name, { ...alarm, StateValue: state });
    this.notify(alarm, before, state);
    for (const [composite, { isTrue }] of this.rulesOf) {
      this.change(composite, isTrue((child) => this.stateOf(child)) ? 'ALARM' : 'OK');
    }
  }

  private notify(alarm: Alarm, before: AlarmState, state: AlarmState): void {
    const say = (by: Message['by'], what: Message['what']) =>
      this.messages.push({ minute: this.minute, by, what, about: alarm.AlarmName });
    const actions = state === 'ALARM' ? alarm.AlarmActions : state === 'OK' ? alarm.OKActions : [];
    for (const action of actions) {
      say(action === this.options.pager ? 'page' : 'mail', state === 'ALARM' ? 'begin' : 'end');
    }
    if (this.rules().some((pattern) => fits(pattern, alarm.AlarmName, before, state))) say('mail', 'end');
  }

  private rules(): EventPattern[] {
    return resources(this.options.stack, 'aws_cloudwatch_event_rule').flatMap(({ event_pattern }) =>
      event_pattern === undefined ? [] : [JSON.parse(String(event_pattern))],
    );
  }
}

function fits(
  { resources: [arn], detail }: EventPattern,
  name: string,
  before: AlarmState,
  state: AlarmState,
): boolean {
  const prefix = arn?.prefix.split(':alarm:')[1] ?? '';
  return (
    name.startsWith(prefix) &&
    detail.alarmName.some((one) => (typeof one === 'string' ? one === name : name.endsWith(one.suffix))) &&
    detail.state.value.includes(state) &&
    detail.previousState.value.includes(before)
  );
}

function newState(name: string) {
  return {
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`,
    AlarmConfigurationUpdatedTimestamp: 0,
    StateValue: 'INSUFFICIENT_DATA' as const,
    StateReason: '',
    StateUpdatedTimestamp: 0,
    StateTransitionedTimestamp: 0,
  };
}

/** A resource of Terraform as the call that its provider makes. */
function asRequest(alarm: Resource): object {
  const dimensions = (value: unknown) =>
    Object.entries(value ?? {}).map(([Name, Value]) => ({ Name, Value: String(Value) }));
  const queries = Array.isArray(alarm.metric_query) ? alarm.metric_query : undefined;
  return {
    AlarmName: alarm.alarm_name,
    AlarmActions: alarm.alarm_actions ?? [],
    OKActions: alarm.ok_actions ?? [],
    AlarmRule: alarm.alarm_rule,
    Namespace: alarm.namespace,
    MetricName: alarm.metric_name,
    Dimensions: dimensions(alarm.dimensions),
    Statistic: alarm.statistic,
    Period: alarm.period,
    Metrics: queries?.map(({ id, expression, label, return_data, metric }) => ({
      Id: id,
      Expression: expression,
      Label: label,
      ReturnData: return_data ?? false,
      MetricStat: metric && {
        Metric: {
          Namespace: metric.namespace,
          MetricName: metric.metric_name,
          Dimensions: dimensions(metric.dimensions),
        },
        Period: metric.period,
        Stat: metric.stat,
      },
    })),
    EvaluationPeriods: alarm.evaluation_periods,
    DatapointsToAlarm: alarm.datapoints_to_alarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison_operator,
    TreatMissingData: alarm.treat_missing_data,
  };
}
