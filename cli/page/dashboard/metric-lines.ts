import type { Side } from '../api/dashboard';
import { IGNORED_OPTIONS } from './known-properties';
import type { LineOptions, MetricProperties } from './widget-schemas';

interface LineBase {
  /** Unique in its widget. */
  readonly id: string;
  readonly label?: string;
  readonly color?: string;
  readonly axis: Side;
  readonly isVisible: boolean;
  /** Seconds that each value is to cover. */
  readonly period: number;
}

/** Metric that is named with its dimensions. */
export interface MetricLine extends LineBase {
  readonly kind: 'metric';
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly stat: string;
}

/** Expression of metric math, or a search. */
export interface ExpressionLine extends LineBase {
  readonly kind: 'expression';
  readonly expression: string;
}

export type Line = MetricLine | ExpressionLine;

export interface Lines {
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
}

/** Place that is read: metrics of another one are named, not read. */
export interface ReadPlace {
  readonly region: string;
}

/**
 * Reads the metrics array of a widget with its shorthand: "." repeats the field above, "..." all fields above that are
 * not given.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Metrics-Array-Format
 */
export function linesOf(properties: MetricProperties, place: ReadPlace): Lines {
  const notes: string[] = [];
  const lines: Line[] = [];
  const entries = properties.metrics ?? [];
  const nextId = idsBeside(entries.flatMap((entry) => optionsOf(entry).id ?? []));
  let above: readonly string[] = [];
  for (const [index, entry] of entries.entries()) {
    const options = optionsOf(entry);
    const fields = expanded(
      entry.filter((part) => typeof part === 'string'),
      above,
    );
    if (fields.length > 0) above = fields;
    const what = fields.length > 0 ? fields.join(' ') : (options.expression ?? `number ${index + 1}`);
    notes.push(...optionNotes(what, options));
    const elsewhere = elsewhereOf(options, properties, place);
    if (elsewhere !== undefined) notes.push(`Not read: ${what} is of ${elsewhere}; this page reads ${place.region}.`);
    else if (lines.some(({ id }) => id === options.id))
      notes.push(`Not read: ${what} has the id "${options.id}" again.`);
    else {
      const line = lineOf(fields, options, properties, nextId);
      if (line === undefined)
        notes.push(`Not read: ${what} is neither a metric with its dimensions nor an expression.`);
      else lines.push(line);
    }
  }
  return { lines, notes };
}

function optionsOf(entry: readonly (string | LineOptions)[]): LineOptions {
  const last = entry.at(-1);
  return typeof last === 'object' ? last : {};
}

/** Fields with "." and "..." replaced by those above. */
function expanded(fields: readonly string[], above: readonly string[]): string[] {
  const full: string[] = [];
  for (const [index, field] of fields.entries()) {
    const rest = fields.length - index - 1;
    if (field === '...') full.push(...above.slice(full.length, Math.max(full.length, above.length - rest)));
    else full.push(field === '.' ? (above[full.length] ?? field) : field);
  }
  return full;
}

function lineOf(
  fields: readonly string[],
  options: LineOptions,
  widget: MetricProperties,
  nextId: () => string,
): Line | undefined {
  const { expression, id, label, color, visible, yAxis, period, stat } = options;
  const base = {
    id: id ?? nextId(),
    ...(label === undefined ? {} : { label }),
    ...(color === undefined ? {} : { color }),
    axis: yAxis ?? 'left',
    isVisible: visible ?? true,
    period: period ?? widget.period,
  };
  if (fields.length === 0) return expression === undefined ? undefined : { ...base, kind: 'expression', expression };
  const [namespace, name, ...pairs] = fields;
  if (namespace === undefined || name === undefined || pairs.length % 2 !== 0) return undefined;
  const dimensions = Array.from({ length: pairs.length / 2 }, (_, index) => ({
    Name: pairs[2 * index] ?? '',
    Value: pairs[2 * index + 1] ?? '',
  }));
  return { ...base, kind: 'metric', namespace, name, dimensions, stat: stat ?? widget.stat };
}

/** Region or account that is not the page's own; undefined: it is. */
function elsewhereOf(options: LineOptions, widget: MetricProperties, { region }: ReadPlace): string | undefined {
  const account = options.accountId ?? widget.accountId;
  if (account !== undefined) return `the account ${account}`;
  const other = options.region ?? widget.region;
  return other === undefined || other === region ? undefined : `the region ${other}`;
}

const KNOWN_OPTIONS: readonly string[] = [
  ...['expression', 'id', 'label', 'color', 'stat', 'period', 'visible', 'yAxis', 'region', 'accountId'],
  ...IGNORED_OPTIONS,
];

function optionNotes(what: string, options: LineOptions): string[] {
  return Object.keys(options)
    .filter((name) => !KNOWN_OPTIONS.includes(name))
    .map((name) => `${what} has the option "${name}", which is not known here: what it changes is not shown.`);
}

/** Ids that none of the given ones is. */
function idsBeside(used: readonly string[]): () => string {
  let number = 0;
  return () => {
    do number += 1;
    while (used.includes(`line${number}`));
    return `line${number}`;
  };
}
