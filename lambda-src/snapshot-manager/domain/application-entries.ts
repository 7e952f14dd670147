import { NOTIFICATION_POLICIES, type NotificationPolicy } from '../../contract';
import { type DrillConsent, parseDrillConsent } from './drill/drill-window';
import type { RetentionPolicy } from './retention/retention-policy';
import { parseQuietHours, type QuietHours } from './schedule/quiet-hours';
import { expressionOf } from './schedule/written-schedule';

/** Entry of the applications to snapshot: a selector, and settings of its own. */
export interface ApplicationEntry {
  readonly selector: Selector;
  readonly retention?: RetentionPolicy;
  readonly snapshotAgeMinutes?: number;
  readonly notify?: NotificationPolicy;
  /** Consent to a drill in place; only a named application has one. */
  readonly drill?: DrillConsent;
  /** Days within which a snapshot must have been proven. */
  readonly provenWithinDays?: number;
  /** Expression of its own schedule, such as `rate(10 minutes)`. */
  readonly schedule?: string;
  /** Its own quiet hours; `false`: none, whatever the deployment has. */
  readonly quietHours?: QuietHours | false;
}

export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'tag'; readonly key: string; readonly value: string };

/**
 * Parses the entries as the settings write them: names, or objects with one of `name`, `prefix`, `pattern`, `tag`.
 *
 * @returns undefined when anything in them is invalid, or a name is used twice.
 */
export function parseApplicationEntries(
  value: unknown,
  parseRetention: (value: unknown) => RetentionPolicy | undefined,
): readonly ApplicationEntry[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const entries: ApplicationEntry[] = [];
  for (const written of value) {
    const entry = parseEntry(typeof written === 'string' ? { name: written } : written, parseRetention);
    if (!entry) return undefined;
    entries.push(entry);
  }
  const names = entries.flatMap(({ selector }) => (selector.kind === 'name' ? [selector.name] : []));
  return new Set(names).size === names.length ? entries : undefined;
}

function parseEntry(
  written: unknown,
  parseRetention: (value: unknown) => RetentionPolicy | undefined,
): ApplicationEntry | undefined {
  if (typeof written !== 'object' || written === null) return undefined;
  const {
    retention,
    snapshotAgeMinutes,
    notify,
    drill,
    provenWithinDays,
    scheduleMinutes,
    scheduleCron,
    quietHours,
    ...selectors
  }: Written = { ...written };
  const selector = parseSelector(selectors);
  const times = parseTimes({ scheduleMinutes, scheduleCron, quietHours });
  const policy = retention === undefined ? undefined : parseRetention(retention);
  const notifies = NOTIFICATION_POLICIES.find((known) => known === notify);
  const consent = selector?.kind === 'name' ? parseDrillConsent(drill) : undefined;
  const isInvalid =
    (retention !== undefined && !policy) || (notify !== undefined && !notifies) || (drill !== undefined && !consent);
  if (!selector || !times || isInvalid || !isCount(snapshotAgeMinutes) || !isCount(provenWithinDays)) return undefined;
  return {
    selector,
    retention: policy,
    snapshotAgeMinutes,
    notify: notifies,
    ...(consent === undefined ? {} : { drill: consent }),
    ...(provenWithinDays === undefined ? {} : { provenWithinDays }),
    ...times,
  };
}

type Written = Partial<Record<string, unknown>>;

function isCount(value: unknown): value is number | undefined {
  return value === undefined || (typeof value === 'number' && value > 0);
}

/** Schedule and quiet hours of an entry; undefined when one of them is invalid. */
function parseTimes({
  scheduleMinutes,
  scheduleCron,
  quietHours: written,
}: Written): Pick<ApplicationEntry, 'schedule' | 'quietHours'> | undefined {
  const hasSchedule = scheduleMinutes !== undefined || scheduleCron !== undefined;
  const schedule = expressionOf({ scheduleMinutes, scheduleCron });
  const quietHours = written === false ? false : parseQuietHours(written);
  if (hasSchedule !== (schedule !== undefined) || (written !== undefined && quietHours === undefined)) return undefined;
  return { ...(schedule === undefined ? {} : { schedule }), ...(quietHours === undefined ? {} : { quietHours }) };
}

function parseSelector(written: Partial<Record<string, unknown>>): Selector | undefined {
  const [[kind, value] = [], ...others] = Object.entries(written);
  if (others.length > 0 || value === '') return undefined;
  if (typeof value === 'string') {
    if (kind === 'name') return { kind, name: value };
    if (kind === 'prefix') return { kind, prefix: value };
    if (kind === 'pattern') return { kind, pattern: value };
  }
  if (kind !== 'tag' || typeof value !== 'object' || value === null) return undefined;
  const { key, value: tagValue }: Partial<Record<string, unknown>> = { ...value };
  return typeof key === 'string' && typeof tagValue === 'string' ? { kind, key, value: tagValue } : undefined;
}
