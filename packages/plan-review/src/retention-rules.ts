import { ENVIRONMENT } from '../../../lambda-src/contract';
import {
  type ApplicationEntry,
  parseApplicationEntries,
  type Selector,
} from '../../../lambda-src/snapshot-manager/domain/application-entries';
import { type Duration, durationText } from '../../../lambda-src/snapshot-manager/domain/duration';
import { fitsPattern } from '../../../lambda-src/snapshot-manager/domain/name-pattern';
import {
  COUNT_RULES,
  parseRetentionPolicy,
  RETENTION_SPANS,
  type RetentionPolicy,
  RetentionPolicyError,
} from '../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { isApplication } from './flink-application';
import { isEqual, type Json, type JsonObject } from './json';
import { jsonInText } from './json-text';
import type { ResourceChange } from './plan';
import { headed, type Rule, type RuleFinding, refusal, when } from './rule';
import { managerVariables } from './snapshot-manager';
import { isSecret, watch } from './switches';

/** Rules on changes that would make the snapshot manager delete more, or cover fewer applications. */
export const retentionRules: readonly Rule[] = [
  {
    types: ['aws_lambda_function'],
    find: (change, all) => {
      const before = managerVariables(change.before);
      if (!(change.action === 'update' || change.action === 'replace') || before === undefined) return [];
      const retention = watch(change, 'environment', 'variables', ENVIRONMENT.retention);
      const applications = watch(change, 'environment', 'variables', ENVIRONMENT.applications);
      if (retention.isUnknown || applications.isUnknown) return [headed(UNKNOWN)];
      if (isEqual(retention.old, retention.now) && isEqual(applications.old, applications.now)) return [];
      const old = policiesOf(before);
      // A manager that could not read its old variables did not use them: there is nothing to compare with.
      if (old === undefined) return [];
      const now = policiesOf(managerVariables(change.after) ?? {});
      if (now === undefined) return [headed(UNREADABLE)];
      const isHidden = [retention, applications].some(isSecret);
      const watched = [retention, applications].filter((one) => !isEqual(one.old, one.now));
      const falls = shortened(old, now);
      return [
        ...when(falls.length > 0, refusal('retention-shortened', watched, isHidden ? undefined : falls.join(' '))),
        ...dropped(old, now, goneNames(all), isHidden, watched),
      ];
    },
  },
];

const UNKNOWN =
  'The snapshot manager’s variables are known only after apply, because they refer to something that this plan creates. Whether it deletes more was not judged: check the retention in the configuration.';
const UNREADABLE =
  'The snapshot manager’s retention or list of applications can’t be read. The manager does not start with it, or is no longer this project’s.';

/** Entry of the applications, with its effective policy. */
interface Entry {
  readonly selector: Selector;
  readonly policy: RetentionPolicy;
}

function policiesOf(variables: JsonObject): readonly Entry[] | undefined {
  const stackWide = policyOf(jsonInText(variables[ENVIRONMENT.retention]));
  if (stackWide === undefined) return undefined;
  const entries: readonly ApplicationEntry[] | undefined = parseApplicationEntries(
    jsonInText(variables[ENVIRONMENT.applications]),
    (json) => policyOf(json, stackWide),
  );
  return entries?.map(({ selector, retention }) => ({ selector, policy: retention ?? stackWide }));
}

function policyOf(json: unknown, stackWide?: RetentionPolicy): RetentionPolicy | undefined {
  try {
    return parseRetentionPolicy(json, stackWide);
  } catch (error) {
    if (error instanceof RetentionPolicyError) return undefined;
    throw error;
  }
}

/** Sentences on policies that keep less than before, with their applications. */
function shortened(old: readonly Entry[], now: readonly Entry[]): readonly string[] {
  const byFall = new Map<string, string[]>();
  const selectors = [...old, ...now.filter(({ selector }) => !has(old, selector))].map(({ selector }) => selector);
  for (const selector of selectors) {
    const [before, after] = [entryFor(selector, old), entryFor(selector, now)];
    const falls = before && after ? fallsOf(before.policy, after.policy) : '';
    if (falls !== '') byFall.set(falls, [...(byFall.get(falls) ?? []), nameOf(selector)]);
  }
  return [...byFall].map(
    ([falls, names]) => `${names.length === selectors.length ? '' : `For ${names.join(', ')}: `}${falls}`,
  );
}

/** Entry with the same selector, or else the first one that covers it. */
function entryFor(selector: Selector, entries: readonly Entry[]): Entry | undefined {
  return (
    entries.find((one) => isEqual({ ...one.selector }, { ...selector })) ??
    entries.find((one) => covers(one.selector, selector))
  );
}

function has(entries: readonly Entry[], selector: Selector): boolean {
  return entries.some((one) => isEqual({ ...one.selector }, { ...selector }));
}

function covers(wide: Selector, selector: Selector): boolean {
  if (selector.kind === 'prefix') return wide.kind === 'prefix' && selector.prefix.startsWith(wide.prefix);
  if (selector.kind !== 'name') return false;
  if (wide.kind === 'prefix') return selector.name.startsWith(wide.prefix);
  return wide.kind === 'pattern' && fitsPattern(selector.name, wide.pattern);
}

/** Sentence on the snapshots that are no longer kept, and what the next run does; empty if there are none. */
function fallsOf(old: RetentionPolicy, now: RetentionPolicy): string {
  if (now.deleteSurplus === false) return '';
  if (old.deleteSurplus === false)
    return 'deleteSurplus is turned on: the next run deletes the snapshots that no rule keeps.';
  return [fallsOfOurs(old, now), fallsOfService(old, now)].filter((sentence) => sentence !== '').join(' ');
}

/** Sentence on the snapshots of the service that are no longer kept. */
function fallsOfService(
  { serviceSnapshots: old }: RetentionPolicy,
  { serviceSnapshots: now }: RetentionPolicy,
): string {
  if (!now) return '';
  if (!old) {
    const rules = Object.entries(now).map(([name, value]) => `${name} ${textOf(value)}`);
    return `serviceSnapshots is turned on (${rules.join(', ')}): the next run deletes the other snapshots that the service took for stops, updates and scalings.`;
  }
  const falls = (['keepLast', 'keepWithin'] as const)
    .filter((name) => sizeOf(old[name]) > sizeOf(now[name]))
    .map((name) => `serviceSnapshots.${name} ${textOf(old[name])} → ${textOf(now[name])}`);
  return falls.length === 0
    ? ''
    : `${falls.join(', ')}: the next run deletes the snapshots of the service that the policy no longer keeps.`;
}

/** Sentence on the manager's own snapshots that are no longer kept. */
function fallsOfOurs(old: RetentionPolicy, now: RetentionPolicy): string {
  const rules = now.keepLast === -1 ? [] : RULES.filter((name) => sizeOf(old[name]) > sizeOf(now[name]));
  const cap =
    now.keepAtMost !== undefined &&
    now.keepAtMost < Math.min(old.keepAtMost ?? Number.POSITIVE_INFINITY, mostKept(now));
  const names = [...rules, ...(cap ? (['keepAtMost'] as const) : [])];
  if (names.length === 0) return '';
  const falls = names.map((name) => `${name} ${textOf(old[name])} → ${textOf(now[name])}`).join(', ');
  const [only] = names;
  const isSimple = names.length === 1 && only !== undefined && old[only] !== undefined && isOnlyRule(only, old, now);
  const fewer = isSimple && only !== undefined ? sizeOf(old[only]) - sizeOf(now[only]) : Number.NaN;
  return Number.isFinite(fewer)
    ? `${falls}: the next run may delete ${fewer} restore ${fewer === 1 ? 'point' : 'points'} of each application.`
    : `${falls}: the next run deletes the snapshots that the policy no longer keeps.`;
}

const RULES = [...COUNT_RULES, ...RETENTION_SPANS] as const;

/** Most restore points that the rules can keep. */
function mostKept(policy: RetentionPolicy): number {
  const isOpen = RETENTION_SPANS.some((name) => policy[name] !== undefined);
  return isOpen ? Number.POSITIVE_INFINITY : COUNT_RULES.reduce((sum, name) => sum + sizeOf(policy[name]), 0);
}

/** True if `keepLast` alone, or the cap alone, decides on both sides. */
function isOnlyRule(name: string, old: RetentionPolicy, now: RetentionPolicy): boolean {
  if (name === 'keepAtMost') return true;
  return (
    name === 'keepLast' && [old, now].every((policy) => RULES.every((one) => one === name || policy[one] === undefined))
  );
}

function sizeOf(value: number | Duration | undefined): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value === -1 ? Number.POSITIVE_INFINITY : value;
  // Average hours of years and months are exact enough to compare two durations.
  return value.years * 8766 + value.months * 730.5 + value.days * 24 + value.hours;
}

function textOf(value: number | Duration | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'number') return value === -1 ? 'all' : String(value);
  return durationText(value);
}

/** Findings on applications of which no more snapshots are taken. */
function dropped(
  old: readonly Entry[],
  now: readonly Entry[],
  gone: ReadonlySet<Json>,
  isHidden: boolean,
  watched: Parameters<typeof refusal>[1],
): readonly RuleFinding[] {
  const lost = old
    .map(({ selector }) => selector)
    .filter((selector) => entryFor(selector, now) === undefined)
    .filter((selector) => selector.kind !== 'name' || !gone.has(selector.name));
  if (lost.length === 0) return [];
  const mayBeFound = now.some(({ selector }) => selector.kind === 'tag');
  if (mayBeFound || lost.some(({ kind }) => kind !== 'name')) return [headed(OTHERS)];
  const detail = `No more snapshots are taken of ${lost.map(nameOf).join(', ')}.`;
  return [refusal('schedule-off', watched, isHidden ? undefined : detail)];
}

const OTHERS =
  'The snapshot manager’s list of applications changes. It takes no more snapshots of the applications that the list no longer matches, and deletes none of theirs.';

function goneNames(all: readonly ResourceChange[]): ReadonlySet<Json> {
  return new Set(
    all
      .filter((change) => isApplication(change) && change.action === 'destroy')
      .map((change) => watch(change, 'name').old ?? null),
  );
}

function nameOf(selector: Selector): string {
  if (selector.kind === 'name') return selector.name;
  if (selector.kind === 'prefix') return `${selector.prefix}*`;
  return selector.kind === 'pattern' ? selector.pattern : `the tag ${selector.key}=${selector.value}`;
}
