import type { Topic } from './common';

/** Calls of one operation since the page's server started. */
export interface CallCount {
  readonly service: string;
  readonly operation: string;
  readonly calls: number;
  /** Calls that AWS refused because there were too many. */
  readonly throttled: number;
}

/** Interval at which the document of a topic is read while a page is visible. */
export interface ReadingInterval {
  readonly topic: Topic;
  readonly everySeconds: number;
  /** True: AWS refused calls, so it is read more rarely for a while. */
  readonly isBackingOff: boolean;
}

/** Part of what an hour of looking costs. */
export interface ReadingCost {
  readonly what: string;
  readonly perHour: number;
  readonly unit: string;
  /** List price of one unit, and the page that has it. */
  readonly usdPerUnit: number;
  readonly source: string;
  readonly usdPerHour: number;
}

/** GET /api/reading, topic `reading`: what the page reads, and what that costs. */
export interface ReadingDocument {
  readonly since: string;
  readonly at: string;
  /** Visible pages. */
  readonly visible: number;
  /** Most calls first. */
  readonly calls: readonly CallCount[];
  readonly intervals: readonly ReadingInterval[];
  /** An hour of looking at list prices; `null`: a local cloud, where it costs nothing. */
  readonly cost: { readonly usdPerHour: number; readonly parts: readonly ReadingCost[] } | null;
  /** The same in one sentence, for the page. */
  readonly sentence: string;
}
