import { z } from 'zod';
import { VIEWS } from '../api/dashboard';

const text = z.string();
const size = z.int().min(1).max(1000);
const side = z.enum(['left', 'right']);

export const bodySchema = z.looseObject({
  widgets: z.array(z.unknown()),
  periodOverride: z.enum(['auto', 'inherit']).default('auto'),
  start: text.optional(),
});

export const placeSchema = z.looseObject({
  x: z.int().min(0).max(23).optional(),
  y: z.int().min(0).optional(),
  width: size.max(24).optional(),
  height: size.optional(),
});

export const widgetSchema = z.looseObject({ type: text, properties: z.looseObject({}) });

const axis = z.looseObject({ label: text.optional(), min: z.number().optional(), max: z.number().optional() });

const level = z.looseObject({
  value: z.number(),
  label: text.optional(),
  color: text.optional(),
  fill: z.enum(['above', 'below', 'none']).optional(),
  yAxis: side.optional(),
  visible: z.boolean().optional(),
});

const moment = z.looseObject({
  value: z.iso.datetime({ offset: true }),
  label: text.optional(),
  color: text.optional(),
  fill: z.enum(['before', 'after', 'none']).optional(),
  visible: z.boolean().optional(),
});

/** Options at the end of a metric's array. */
const options = z.looseObject({
  expression: text.optional(),
  id: z
    .string()
    .regex(/^[a-z]\w*$/, 'expected a lowercase letter, then letters, digits and _')
    .optional(),
  label: text.optional(),
  color: text.optional(),
  stat: text.optional(),
  period: z.number().positive().optional(),
  visible: z.boolean().optional(),
  yAxis: side.optional(),
  region: text.optional(),
  accountId: text.optional(),
});

const metric = z.looseObject({
  metrics: z.array(z.array(z.union([text, options]))).optional(),
  region: text.optional(),
  accountId: text.optional(),
  title: text.optional(),
  view: z.enum(VIEWS).default('timeSeries'),
  stacked: z.boolean().default(false),
  stat: text.default('Average'),
  period: z.number().positive().default(300),
  start: text.optional(),
  end: text.optional(),
  liveData: z.boolean().default(false),
  setPeriodToTimeRange: z.boolean().default(false),
  yAxis: z.looseObject({ left: axis.optional(), right: axis.optional() }).default({}),
  annotations: z
    .looseObject({
      horizontal: z.array(z.union([level, z.tuple([level, level])])).default([]),
      vertical: z.array(z.union([moment, z.tuple([moment, moment])])).default([]),
      alarms: z.array(text).default([]),
    })
    .default({ horizontal: [], vertical: [], alarms: [] }),
  table: z.looseObject({ summaryColumns: z.array(z.enum(['MIN', 'MAX', 'SUM', 'AVG'])).optional() }).default({}),
});

const alarm = z.looseObject({
  alarms: z.array(text),
  title: text.optional(),
  states: z.array(z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA'])).optional(),
});

const log = z.looseObject({
  query: text,
  region: text.optional(),
  accountId: text.optional(),
  title: text.optional(),
  queryLanguage: text.optional(),
});

/** Properties of the widgets that can be drawn, by type. */
export const PROPERTIES = { metric, alarm, text: z.looseObject({ markdown: text }), log };

export interface Properties {
  readonly metric: z.infer<typeof metric>;
  readonly alarm: z.infer<typeof alarm>;
  readonly text: { readonly markdown: string };
  readonly log: z.infer<typeof log>;
}

export type MetricProperties = Properties['metric'];
export type LineOptions = z.infer<typeof options>;
export type LevelInput = z.infer<typeof level>;
export type MomentInput = z.infer<typeof moment>;
