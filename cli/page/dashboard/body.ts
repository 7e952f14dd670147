import { z } from 'zod';
import { BODY_PROPERTIES, IGNORED_PROPERTIES } from './known-properties';
import { bodySchema, PROPERTIES, type Properties, placeSchema, widgetSchema } from './widget-schemas';

/** Body of a dashboard, read. */
export interface DashboardBody {
  /** `auto`: the periods of all graphs follow the range; `inherit`: each keeps its own. */
  readonly periodOverride: 'auto' | 'inherit';
  readonly widgets: readonly ReadWidget[];
  readonly notes: readonly string[];
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Widget of the body; `undrawn`: the page can't draw it, and the notes say why. */
export type ReadWidget = Place & { readonly title: string; readonly notes: readonly string[] } & (
    | { readonly kind: 'metric'; readonly properties: Properties['metric'] }
    | { readonly kind: 'alarm'; readonly properties: Properties['alarm'] }
    | { readonly kind: 'text'; readonly properties: Properties['text'] }
    | { readonly kind: 'log'; readonly properties: Properties['log'] }
    | { readonly kind: 'undrawn' }
  );

/** Error for a body that is none; the message says what is wrong with it. */
export class DashboardBodyError extends Error {
  override readonly name = 'DashboardBodyError';
}

/**
 * Reads the body of a dashboard as CloudWatch keeps it. A widget that is broken or of a kind that can't be drawn says
 * so in its place; the others stay.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 *
 * @throws DashboardBodyError when the text is no body at all.
 */
export function readBody(text: string): DashboardBody {
  const parsed = bodySchema.safeParse(jsonOf(text));
  if (!parsed.success) throw new DashboardBodyError(`The dashboard's body is broken: ${firstIssue(parsed.error)}`);
  const { widgets, periodOverride, start, ...others } = parsed.data;
  return {
    periodOverride,
    widgets: placed(widgets.map(readWidget)),
    notes: [
      ...(start === undefined
        ? []
        : [`It is deployed to start with the range ${start}; here a range is chosen above.`]),
      ...unknownNotes('The dashboard', Object.keys(others), BODY_PROPERTIES),
    ],
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DashboardBodyError('The dashboard’s body is no JSON.');
  }
}

type Unplaced = ReadWidget & { readonly isPlaced: boolean };

function readWidget(input: unknown): Unplaced {
  const place = placeSchema.safeParse(input);
  const { x = 0, y = 0, width = 6, height = 6 } = place.data ?? {};
  const at = { x, y, width, height, isPlaced: place.data?.x !== undefined && place.data.y !== undefined };
  const undrawn = (title: string, note: string): Unplaced => ({ ...at, kind: 'undrawn', title, notes: [note] });
  if (!place.success) return undrawn('Widget', `This widget can't be drawn: ${firstIssue(place.error)}`);
  const widget = widgetSchema.safeParse(input);
  if (!widget.success) return undrawn('Widget', `This widget can't be drawn: ${firstIssue(widget.error)}`);
  const { type, properties } = widget.data;
  const title = typeof properties.title === 'string' ? properties.title : '';
  const schema = PROPERTIES[type as keyof Properties];
  if (!Object.hasOwn(PROPERTIES, type)) {
    return undrawn(title || `Widget of type ${type}`, `A widget of type ${type} can't be drawn here.`);
  }
  const read = schema.safeParse(properties);
  if (!read.success) return undrawn(title || 'Widget', `This ${type} widget can't be drawn: ${firstIssue(read.error)}`);
  const known = Object.keys(schema.shape);
  const others = Object.keys(properties).filter((name) => !known.includes(name));
  const notes = unknownNotes('The widget', others, IGNORED_PROPERTIES[type as keyof Properties]);
  return { ...at, title, notes, kind: type, properties: read.data } as Unplaced;
}

/** Notes on properties that are not known here, and may change what a widget means. */
function unknownNotes(whose: string, names: readonly string[], ignored: readonly string[]): string[] {
  return names
    .filter((name) => !ignored.includes(name))
    .map((name) => `${whose} has the property "${name}", which is not known here: what it changes is not shown.`);
}

/** Widgets without a place of their own follow the others, from the left. */
function placed(widgets: readonly Unplaced[]): ReadWidget[] {
  let bottom = Math.max(0, ...widgets.filter(({ isPlaced }) => isPlaced).map(({ y, height }) => y + height));
  return widgets.map(({ isPlaced, ...widget }) => {
    if (isPlaced) return widget;
    const y = bottom;
    bottom += widget.height;
    return { ...widget, x: 0, y };
  });
}

/** First thing that is wrong, with its place and value: `properties.period is "x": expected number`. */
function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it is broken.';
  const path = z.core.toDotPath(issue.path);
  const message = issue.message.replace(/^Invalid input: /, '');
  return `${path === '' ? 'it' : path}: ${message}.`;
}
