import { RefusedRequestError } from './routes';

/** Time as the browser writes it: ISO 8601 in UTC. */
const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;

/**
 * Time in a request; undefined: it has none.
 *
 * @throws RefusedRequestError for another form, and for a time in the future.
 */
export function timeIn(query: URLSearchParams, name: string, now: Date): Date | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = new Date(FORM.test(text) ? text : Number.NaN);
  if (Number.isNaN(time.getTime())) {
    throw new RefusedRequestError(`${name} is "${text}", expected a time in UTC such as 2026-11-28T14:00:00Z.`);
  }
  if (time > now)
    throw new RefusedRequestError(`${name} is ${text}, and it is ${now.toISOString()}: choose a past time.`);
  return time;
}

/** Period in a request, `from` and `to`. @throws RefusedRequestError as `timeIn`, and for an end before the beginning. */
export function timeRangeIn(query: URLSearchParams, now: Date) {
  const [from, to] = [timeIn(query, 'from', now), timeIn(query, 'to', now)];
  if (from && from >= (to ?? now)) {
    throw new RefusedRequestError(`from (${from.toISOString()}) must be before to (${(to ?? now).toISOString()}).`);
  }
  return { from, to };
}
