import { CloudWatchError } from '../cloudwatch-error';

/** Series that a query returns, oldest first. */
export interface QueryResult {
  readonly id: string;
  readonly label: string;
  readonly times: readonly Date[];
  /** One for each time. */
  readonly values: readonly number[];
  readonly messages: readonly { readonly Code: string; readonly Value: string }[];
}

export interface PageRequest {
  readonly isAscending: boolean;
  readonly mostPoints: number;
  readonly token: string | undefined;
}

const NOTHING: QueryResult = { id: '', label: '', times: [], values: [], messages: [] };

/** Place of a page: the result it begins with, and the number of that one's points that came before. */
const TOKEN = /^page-(\d+)-(\d+)$/;

/**
 * One page of results. A result that is cut is PartialData; the next page goes on with it.
 *
 * @throws CloudWatchError (InvalidNextToken)
 */
export function pageOf(results: readonly QueryResult[], { isAscending, mostPoints, token }: PageRequest) {
  let [result, from] = placeIn(token);
  let room = mostPoints;
  const page: object[] = [];
  for (; result < results.length && (room > 0 || page.length === 0); result += 1, from = 0) {
    const { id, label, times, values, messages } = results[result] ?? NOTHING;
    const part = <Item>(all: readonly Item[]) => (isAscending ? all : all.toReversed()).slice(from, from + room);
    const shown = part(values);
    const isCut = from + shown.length < values.length;
    page.push({
      ...{ Id: id, Label: label },
      Timestamps: part(times),
      Values: shown,
      StatusCode: isCut ? 'PartialData' : 'Complete',
      ...(messages.length === 0 ? {} : { Messages: messages }),
    });
    room -= shown.length;
    if (isCut) return { MetricDataResults: page, NextToken: `page-${result}-${from + shown.length}`, Messages: [] };
  }
  const next = result < results.length ? { NextToken: `page-${result}-0` } : {};
  return { MetricDataResults: page, ...next, Messages: [] };
}

function placeIn(token: string | undefined): [result: number, from: number] {
  if (token === undefined) return [0, 0];
  const [, result, from] = TOKEN.exec(token) ?? [];
  if (result === undefined || from === undefined) {
    throw new CloudWatchError('InvalidNextToken', `NextToken "${token}" is not one that GetMetricData returned.`);
  }
  return [Number(result), Number(from)];
}
