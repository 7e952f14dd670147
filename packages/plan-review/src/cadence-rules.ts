import { intervalText, minutesBetween } from './cadence';
import { isEmpty, isList, type Json } from './json';
import { hasTrue, maskAt } from './masks';
import type { ResourceChange } from './plan';
import { headed, type RuleFinding, refusal, when } from './rule';
import { isSame, type Watched, watch } from './switches';

/** Findings on a rule or schedule that would take snapshots less often, later, or only until an end. */
export function cadenceFindings(change: ResourceChange): readonly RuleFinding[] {
  if (!(change.action === 'update' || change.action === 'replace' || change.action === 'import')) return [];
  return [...intervalFindings(change), ...eventFindings(change), ...dateFindings(change)];
}

/** Findings on a changed input of a function that takes snapshots. */
export function inputFindings(change: ResourceChange, ...block: readonly string[]): readonly RuleFinding[] {
  if (!(change.action === 'update' || change.action === 'replace')) return [];
  const parts = INPUTS.map((name) => {
    const one = watch(change, ...block, name);
    return { ...one, isUnknown: one.isUnknown || hasTrue(unknownAt(change.unknown, [...block, name])) };
  });
  const changed = parts.filter((one) => one.isUnknown || !isSame(one));
  if (changed.length === 0) return [];
  const [before, after] = (['old', 'now'] as const).map((side) => parts.some((one) => tellsTime(one[side])));
  return before === true && after === false && !changed.some(({ isUnknown }) => isUnknown)
    ? [refusal('schedule-off', changed, SAME_EVENT)]
    : [headed(OTHER_INPUT, changed.map(({ path }) => path).join(', '))];
}

/** Mask of the first block, as `watch` reads it. */
function unknownAt(mask: Json, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((inner, name) => maskAt(isList(inner) ? inner[0] : inner, name), mask);
}

const INPUTS = ['input', 'input_path', 'input_transformer'] as const;

const SAME_EVENT =
  'The function no longer receives the time of the event. Every event looks like the first one, whose snapshot already exists.';
const OTHER_INPUT =
  'The function that takes the snapshots receives another input. It needs the time and the id of each event.';

/** True if an input contains the event's time: from the event’s own field, or the Scheduler’s attribute. */
function tellsTime(input: Json | undefined): boolean {
  return /"\$\.time"|<aws\.scheduler\.scheduled-time>/.test(JSON.stringify(input ?? null));
}

function intervalFindings(change: ResourceChange): readonly RuleFinding[] {
  const expression = watch(change, 'schedule_expression');
  if (expression.isUnknown) return [headed(UNKNOWN)];
  if (isSame(expression)) return [];
  const [before, after] = [minutesBetween(expression.old), minutesBetween(expression.now)];
  if (before === Number.POSITIVE_INFINITY) return [];
  if (after === Number.POSITIVE_INFINITY) {
    return [refusal('schedule-off', [expression], 'It no longer fires repeatedly.')];
  }
  if (before === undefined || after === undefined) return [headed(OTHER_SCHEDULE, shownPair(expression))];
  if (after <= before) return [];
  return [
    headed(
      `Snapshots are taken every ${intervalText(after)} instead of every ${intervalText(before)}. After a failure, more data is lost or processed again.`,
      shownPair(expression),
    ),
  ];
}

const UNKNOWN =
  'The schedule of the snapshots is known only after apply. It was not judged: check it in the configuration.';
const OTHER_SCHEDULE = 'Snapshots are taken by another schedule, which can’t be compared with the earlier one.';

function eventFindings(change: ResourceChange): readonly RuleFinding[] {
  const pattern = watch(change, 'event_pattern');
  // A rule without a schedule is refused by `intervalFindings`.
  if (isEmpty(watch(change, 'schedule_expression').now) || isSame(pattern) || isEmpty(pattern.now)) return [];
  return [headed('Events also start the function that takes the snapshots. Each of these events takes a snapshot.')];
}

function dateFindings(change: ResourceChange): readonly RuleFinding[] {
  const [start, end] = [watch(change, 'start_date'), watch(change, 'end_date')];
  const isSooner = isEmpty(end.old) || String(end.now) < String(end.old);
  const isLater = isEmpty(start.old) || String(start.now) > String(start.old);
  return [
    ...when(!isEmpty(end.now) && !isSame(end) && isSooner, refusal('schedule-off', [end], ENDS)),
    ...when(!isEmpty(start.now) && !isSame(start) && isLater, headed(BEGINS, shownPair(start))),
  ];
}

const ENDS = 'It ends on a date. No snapshot is taken after that date.';
const BEGINS = 'The schedule of the snapshots begins on a date. No snapshot is taken before that date.';

/** Text `old → new`; undefined if either must not be shown. */
function shownPair({ shown: { old, now } }: Watched): string | undefined {
  return old.is === 'value' && now.is === 'value' ? `${text(old.value)} → ${text(now.value)}` : undefined;
}

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
