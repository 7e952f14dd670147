import type { MessageData, MetricDataResult } from '@aws-sdk/client-cloudwatch';

/** Values of one line that CloudWatch returned, by time in seconds since 1970. */
export interface FoundLine {
  readonly id: string;
  readonly label: string;
  readonly values: ReadonlyMap<number, number>;
}

export interface FoundLines {
  readonly lines: readonly FoundLine[];
  /** Sentences of CloudWatch on what is missing. */
  readonly notes: readonly string[];
}

/** Part of an answer of GetMetricData. */
export interface Page {
  readonly MetricDataResults?: readonly MetricDataResult[];
  readonly Messages?: readonly MessageData[];
}

/** States of a result that say that there is more, or that there is all. */
const WELL: readonly (string | undefined)[] = [undefined, 'Complete', 'PartialData'];

/**
 * Joins the pages of an answer. A search returns several lines with its id, which their labels tell apart; two lines
 * of the same label are told apart by their order.
 */
export function foundLines(pages: readonly Page[]): FoundLines {
  const lines = new Map<string, { id: string; label: string; values: Map<number, number> }>();
  const notes = new Set<string>();
  for (const page of pages) {
    for (const message of page.Messages ?? []) notes.add(messageText(message));
    const seen = new Map<string, number>();
    for (const result of page.MetricDataResults ?? []) {
      const { Id: id = '', Label: label = '', StatusCode, Messages = [] } = result;
      const name = JSON.stringify([id, label]);
      const before = seen.get(name) ?? 0;
      seen.set(name, before + 1);
      const key = `${name}${before}`;
      const line = lines.get(key) ?? { id, label, values: new Map<number, number>() };
      lines.set(key, line);
      for (const message of Messages) notes.add(messageText(message));
      if (!WELL.includes(StatusCode)) notes.add(`CloudWatch answered ${StatusCode} for ${label || id}.`);
      addValues(line.values, result);
    }
  }
  return { lines: [...lines.values()], notes: [...notes] };
}

function addValues(values: Map<number, number>, { Timestamps = [], Values = [] }: MetricDataResult): void {
  for (const [index, time] of Timestamps.entries()) {
    const value = Values[index];
    if (value !== undefined && Number.isFinite(value)) values.set(Math.floor(time.getTime() / 1000), value);
  }
}

function messageText({ Code, Value }: MessageData): string {
  return `CloudWatch: ${Value ?? Code ?? 'a message without text'}`;
}
