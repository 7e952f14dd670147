import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Level } from '../api/dashboard';
import { alarmOfArn, type DescribedAlarms } from './alarms';
import { withWords } from './expressions';
import type { Line } from './metric-lines';

/** Lines and thresholds that a metric widget draws because its annotations name alarms. */
export interface AlarmGraph {
  readonly lines: readonly Line[];
  readonly levels: readonly Level[];
  readonly notes: readonly string[];
}

/** Draws the metrics of alarms with their thresholds. A composite alarm has none. */
export function alarmGraph(arns: readonly string[], { byName, problem }: DescribedAlarms): AlarmGraph {
  const graph = { lines: [] as Line[], levels: [] as Level[], notes: [] as string[] };
  for (const [index, arn] of arns.entries()) {
    const name = alarmOfArn(arn)?.name ?? arn;
    const found = byName.get(name);
    if (found === undefined) graph.notes.push(`The alarm ${name} can't be drawn: ${problem ?? 'it does not exist.'}`);
    else if (found.kind === 'composite') graph.notes.push(`The alarm ${name} is composite: it has no metric to draw.`);
    else {
      graph.lines.push(...linesOfAlarm(found.alarm, name, `alarm${index}`));
      const { Threshold: value } = found.alarm;
      if (value === undefined) continue;
      graph.levels.push({ value, bandTo: null, label: name, color: null, axis: 'left', fill: 'none' });
    }
  }
  return graph;
}

function linesOfAlarm(alarm: MetricAlarm, label: string, prefix: string): Line[] {
  const { Namespace, MetricName, Dimensions = [], Statistic, ExtendedStatistic, Period = 300, Metrics = [] } = alarm;
  const base = { label, axis: 'left', isVisible: true } as const;
  const dimensionsOf = (given: typeof Dimensions) => given.map(({ Name = '', Value = '' }) => ({ Name, Value }));
  if (Namespace !== undefined && MetricName !== undefined) {
    const stat = Statistic ?? ExtendedStatistic ?? 'Average';
    const measured = { namespace: Namespace, name: MetricName, dimensions: dimensionsOf(Dimensions), stat };
    return [{ ...base, ...measured, kind: 'metric', id: prefix, period: Period }];
  }
  // The ids of two alarms may be the same.
  const idOf = (id: string) => `${prefix}_${id}`;
  const ids = Metrics.map(({ Id = '' }) => Id);
  const renamed = (word: string) => (ids.includes(word) ? idOf(word) : word);
  return Metrics.map(({ Id = '', Expression, MetricStat, ReturnData = true, Period: own }): Line => {
    const id = idOf(Id);
    const shown = { ...base, id, isVisible: ReturnData };
    if (Expression !== undefined) {
      const period = own ?? Metrics.find((each) => each.MetricStat !== undefined)?.MetricStat?.Period ?? Period;
      return { ...shown, kind: 'expression', expression: withWords(Expression, renamed), period };
    }
    const { Metric, Stat = 'Average', Period: period = Period } = MetricStat ?? {};
    const { Namespace: namespace = '', MetricName: name = '', Dimensions: dimensions = [] } = Metric ?? {};
    return { ...shown, kind: 'metric', namespace, name, dimensions: dimensionsOf(dimensions), stat: Stat, period };
  });
}
