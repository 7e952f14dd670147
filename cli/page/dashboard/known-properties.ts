import type { Properties } from './widget-schemas';

/** Properties of a body that change nothing of what a widget means. */
export const BODY_PROPERTIES: readonly string[] = ['end'];

/** Properties of widgets that are known, and change only how AWS's console decorates them. */
export const IGNORED_PROPERTIES: Readonly<Record<keyof Properties, readonly string[]>> = {
  metric: [
    ...['legend', 'sparkline', 'trend', 'singleValueFullPrecision', 'timezone', 'labels', 'liveData', 'theme'],
    ...['title', 'noData'],
  ],
  alarm: ['sortBy'],
  text: ['background'],
  log: ['view', 'stacked', 'legend', 'timezone'],
};

/** Options of a line that change only how it looks. */
export const IGNORED_OPTIONS: readonly string[] = ['lineStyle', 'markers'];
