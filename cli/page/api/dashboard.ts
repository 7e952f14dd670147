/** Documents of the deployed dashboards. Times of charts are seconds since 1970 in UTC. */
import type { AlarmState as State } from './alarms';
import type { Reading } from './common';

/** Time ranges that can be chosen: up to now. */
export const RANGES = ['1h', '3h', '12h', '1d', '3d', '1w', '1M'] as const;
export type Range = (typeof RANGES)[number];

/** Range that is shown first, as in CloudWatch's console. */
export const FIRST_RANGE: Range = '3h';

/** Deployed dashboard. */
export interface DashboardName {
  readonly name: string;
  /** Application that it alone shows; `null`: the whole deployment. */
  readonly application: string | null;
}

/** GET /api/dashboards. */
export type DashboardsReading = Reading<{ readonly dashboards: readonly DashboardName[] }>;

/** GET /api/dashboards/NAME?range=RANGE. */
export type DashboardReading = Reading<DashboardDocument>;

/** Everything that one dashboard shows. */
export interface DashboardDocument {
  readonly name: string;
  readonly range: Range;
  readonly widgets: readonly Widget[];
  /** Sentences on what applies to the whole dashboard. */
  readonly notes: readonly string[];
  /** Cost of having it read again and again. */
  readonly reading: ReadingCost;
}

export interface ReadingCost {
  /** Metrics that one reading asks CloudWatch for; a search counts as what it found. */
  readonly metrics: number;
  readonly everySeconds: number;
  /** Price of an hour of looking in USD; `null`: a local cloud, which costs nothing. */
  readonly usdAnHour: number | null;
}

/** Widget at its place in 24 columns. */
interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** Sentences on what is missing or differs from the deployed widget. */
  readonly notes: readonly string[];
}

export type Widget = ChartWidget | AlarmsWidget | TextWidget | LogWidget | UndrawnWidget;

export const VIEWS = ['timeSeries', 'singleValue', 'bar', 'pie', 'gauge', 'table'] as const;
export type View = (typeof VIEWS)[number];
export type Side = 'left' | 'right';

/** Metrics. */
export interface ChartWidget extends Placed {
  readonly kind: 'chart';
  readonly view: View;
  readonly isStacked: boolean;
  readonly from: number;
  readonly to: number;
  /** Times of the values of all series, ascending. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly axes: Readonly<Record<Side, Axis>>;
  readonly levels: readonly Level[];
  readonly moments: readonly Moment[];
  /** Figures of a table, in order. */
  readonly figures: readonly Figure[];
}

export const FIGURES = ['newest', 'minimum', 'maximum', 'average', 'sum'] as const;
export type Figure = (typeof FIGURES)[number];

/** Values of one metric or expression. */
export interface Series {
  readonly label: string;
  /** Colour of the deployed widget, such as `#1f77b4`; `null`: the page chooses. */
  readonly color: string | null;
  readonly axis: Side;
  /** Seconds that each value covers. */
  readonly period: number;
  /** Values at the chart's times; `null`: none. */
  readonly values: readonly (number | null)[];
}

export interface Axis {
  readonly label: string | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** Horizontal annotation: a threshold, or the band up to a second value. */
export interface Level {
  readonly value: number;
  readonly bandTo: number | null;
  readonly label: string;
  readonly color: string | null;
  readonly axis: Side;
  readonly fill: 'above' | 'below' | 'none';
}

/** Vertical annotation: a moment, or the time up to a second one. */
export interface Moment {
  readonly time: number;
  readonly bandTo: number | null;
  readonly label: string;
  readonly color: string | null;
  readonly fill: 'before' | 'after' | 'none';
}

/** States of alarms. */
export interface AlarmsWidget extends Placed {
  readonly kind: 'alarms';
  readonly alarms: readonly AlarmState[];
}

export interface AlarmState {
  readonly name: string;
  /** `null`: it could not be read, and the reason says why. */
  readonly state: State | null;
  readonly reason: string;
  /** Time of the newest change of state. */
  readonly since: string | null;
}

/** Text, read from Markdown: no HTML of its author is ever used. */
export interface TextWidget extends Placed {
  readonly kind: 'text';
  readonly content: readonly TextNode[];
}

export const TEXT_TAGS = [
  ...(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code'] as const),
  ...(['em', 'strong', 'a', 'br', 'hr', 'table', 'tr', 'th', 'td'] as const),
] as const;
export type TextTag = (typeof TEXT_TAGS)[number];

/** Words, or an element with its content. */
export type TextNode =
  | string
  | {
      readonly tag: TextTag;
      /** Address of a link: http or https. */
      readonly href?: string;
      readonly content: readonly TextNode[];
    };

/** Query of CloudWatch Logs Insights, whose rows are a document of their own. */
export interface LogWidget extends Placed {
  readonly kind: 'log';
  readonly logGroups: readonly string[];
  readonly query: string;
  /** Path of its rows, with a query of its own for the range. */
  readonly rows: string;
}

/** Widget that the page can't draw; the notes say why. */
export interface UndrawnWidget extends Placed {
  readonly kind: 'undrawn';
}

/** GET /api/dashboards/NAME/logs/INDEX?range=RANGE. In a real account each costs per GB of log that it scans. */
export interface LogRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly readAt: string;
  /** Sentence about why there are no rows; `null`: the query was answered. */
  readonly problem: string | null;
}
