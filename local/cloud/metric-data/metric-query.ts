import { z } from 'zod';
import { validationError } from '../cloudwatch-error';
import { readShape as readShapeOf } from '../read-shape';

/**
 * Shapes of CloudWatch's requests, read from all its protocols: JSON and CBOR carry numbers, booleans and lists, the
 * Query protocol their text (and an empty text for an empty list).
 */
export const numberShape = z.coerce.number();
export const flagShape = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
);
export const listShape = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (value === '' ? [] : value), z.array(item));
/** Epoch seconds, or ISO 8601. */
export const timeShape = z.preprocess((value) => {
  if (typeof value !== 'string') return typeof value === 'number' ? new Date(value * 1_000) : value;
  return new Date(/^\d+(\.\d+)?$/.test(value) ? Number(value) * 1_000 : value);
}, z.date());

export const dimensionShape = z.object({ Name: z.string(), Value: z.string() });

export const metricShape = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: listShape(dimensionShape).default([]),
});
/** Metric by namespace, name and all its dimensions. */
export type Metric = z.infer<typeof metricShape>;

/** Query on a metric, or an expression on others. */
export const metricQuery = z.object({
  Id: z.string(),
  Label: z.string().optional(),
  ReturnData: flagShape.optional(),
  Period: numberShape.optional(),
  Expression: z.string().optional(),
  AccountId: z.string().optional(),
  MetricStat: z
    .object({ Metric: metricShape, Period: numberShape, Stat: z.string(), Unit: z.string().optional() })
    .optional(),
});
export type MetricQuery = z.infer<typeof metricQuery>;

/** Key of a metric; the order of its dimensions does not matter. */
export function metricKey({ Namespace, MetricName, Dimensions }: Metric): string {
  const dimensions = Dimensions.map(({ Name, Value }) => [Name, Value]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return JSON.stringify([Namespace, MetricName, dimensions]);
}

/** @throws CloudWatchError (ValidationError) that names each field. */
export function readShape<Schema extends z.ZodType>(schema: Schema, request: unknown): z.infer<Schema> {
  return readShapeOf(schema, request, validationError);
}
