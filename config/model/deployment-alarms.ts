import {
  ALARM_CATALOG,
  type AlarmKind,
  MANAGER_SILENT,
  NEEDS_A_PERSON,
  NEXT_OF_COMPOSITES,
} from '../alarm-catalog/alarm-catalog';
import {
  type AlarmContext,
  type AlarmDefinition,
  type Measure,
  MINUTE_SECONDS,
  type MissingData,
  type NextCommand,
  type Periods,
} from '../alarm-catalog/alarm-definition';
import { withUnit } from '../alarm-catalog/in-words';
import { MANAGER_DURATION, MANAGER_RUNS } from '../alarm-catalog/manager-alarms';
import { DRILL_FAILED, DRILL_OVERDUE } from '../alarm-catalog/proof-alarms';
import { NOT_RUNNING } from '../alarm-catalog/snapshot-alarms';
import type { AlarmTuning } from '../schema/alarm-settings';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import { alarmName, type Names } from './names';
import { rhythmOfAlarm, rhythmOfEntry } from './rhythms';
import type { WatchedApplication } from './watched-applications';

/** Recipient of an alarm's start and end. `people`: the topic of this deployment. `pager`: the topics of pagers. */
export type Listener = 'people' | 'pager';

/** Alarm on a metric as deployed: tuned, with the value of its metrics' dimension. */
export interface Alarm {
  readonly id: string;
  readonly name: string;
  /** Kind of the subject. The name does not show it: an application may have the deployment's name. */
  readonly kind: AlarmKind;
  /** Name of the application, function, queue or deployment. */
  readonly subject: string;
  readonly meaning: string;
  /** Command that comes next, with the subject's name. */
  readonly next: string;
  readonly measure: Measure;
  readonly fires: 'above' | 'below';
  /** Threshold in the measure's unit. */
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly periods: Periods;
  readonly noData: MissingData;
  readonly urgency: 'now' | 'soon';
  /** Recipients; empty if a composite above it notifies, or the snapshot manager's own mail reports the same. */
  readonly notifies: readonly Listener[];
  /** Path of its settings: `alarms.tune.cpu`. */
  readonly path: string;
}

/** Alarm over others, which notifies once instead of all of them. */
export interface CompositeAlarm {
  readonly id: typeof NEEDS_A_PERSON | typeof MANAGER_SILENT;
  readonly name: string;
  /** Application; `undefined`: the whole deployment. */
  readonly subject: string | undefined;
  readonly meaning: string;
  /** Command that comes next. */
  readonly next: string;
  readonly notifies: readonly Listener[];
  /** Names of the metric alarms that it notifies for. */
  readonly children: readonly string[];
  /** Names of all alarms in its rule. */
  readonly named: readonly string[];
  /** Rule in CloudWatch's language. */
  readonly rule: string;
}

export interface DeploymentAlarms {
  readonly alarms: readonly Alarm[];
  readonly composites: readonly CompositeAlarm[];
}

/**
 * Alarms of a deployment: of each named application, of all those found at run time, of the manager and its queues;
 * tuned by the settings, without those that are switched off. Each problem is notified once, by one alarm.
 */
export function alarmsOf(settings: Settings, names: Names): DeploymentAlarms {
  const { snapshots } = settings;
  // Alarms of the whole deployment depend on the applications only by the longest usual duration of a snapshot.
  const usual = names.applicationEntries.map(({ usualSnapshotSeconds = 0 }) => usualSnapshotSeconds);
  const usualSnapshotSeconds = Math.max(snapshots.usualSnapshotSeconds, ...usual);
  const none = { snapshotAgeMinutes: 0, checkpointIntervalSeconds: 0, isFlink2: false, usualSnapshotSeconds };
  const own = (kind: AlarmKind): AlarmContext => ({
    ...none,
    snapshots: { ...snapshots, ...rhythmOfAlarm({ kind, subject: '' }, settings, names.applicationEntries) },
  });
  const ofFound = names.applicationEntries.filter(({ name }) => name === undefined);
  const applications = names.watchedApplications.map((application) => applicationAlarms(application, settings));
  const others = [
    ...(ofFound.length > 0
      ? tuned('fleet', settings.name, settings, { ...own('fleet'), usualSnapshotSeconds: usualOf(ofFound, settings) })
      : []),
    ...tuned('deployment', settings.name, settings, own('deployment')),
    ...tuned('manager', names.managerFunction, settings, own('manager')),
    ...[names.undeliveredEventsQueue, names.failedRunsQueue].flatMap((queue) =>
      tuned('queue', queue, settings, own('queue')),
    ),
  ];
  const isAlone = applications.length === 1 && ofFound.length === 0;
  const composites = [...needsAPerson(settings, applications, isAlone), ...managerSilent(settings, others)];
  const belowComposite = new Set(composites.flatMap(({ children }) => children));
  const alarms = [...applications.flatMap(({ alarms }) => alarms), ...others].map((alarm) => ({
    ...alarm,
    notifies: belowComposite.has(alarm.name) ? [] : listeners(alarm, alarm.subject === names.failedRunsQueue),
  }));
  return { alarms, composites };
}

/** Longest usual snapshot duration of the entries, in seconds. */
function usualOf(entries: readonly ApplicationEntry[], { snapshots }: Settings): number {
  return Math.max(...entries.map((entry) => entry.usualSnapshotSeconds ?? snapshots.usualSnapshotSeconds));
}

/**
 * Recipients of an alarm. Failed runs need none: the message belongs to a run that was mailed, or that the next run
 * mails as one that died.
 */
function listeners({ urgency, isMailedByManager }: TunedAlarm, isOfFailedRuns: boolean): Listener[] {
  return [
    ...(isMailedByManager || isOfFailedRuns ? [] : ['people' as const]),
    ...(urgency === 'now' ? ['pager' as const] : []),
  ];
}

/** Alarm before the composites are known. */
type TunedAlarm = Omit<Alarm, 'notifies'> & { readonly isMailedByManager: boolean };

interface ApplicationAlarms {
  readonly application: string;
  readonly alarms: readonly TunedAlarm[];
  /** False: no composite of its own is wanted. */
  readonly hasComposite: boolean;
}

function applicationAlarms(application: WatchedApplication, settings: Settings): ApplicationAlarms {
  const { name, path, entry, isFlink2, checkpointIntervalSeconds, stoppedOnPurpose } = application;
  const snapshotAgeMinutes = entry.snapshotAgeMinutes ?? settings.alarms.snapshotAgeMinutes;
  const snapshots = { ...settings.snapshots, ...rhythmOfEntry(entry, settings) };
  const usualSnapshotSeconds = usualOf([entry], settings);
  const provenWithinDays = entry.provenWithinDays ?? snapshots.provenWithinDays;
  const context: AlarmContext = {
    snapshots,
    snapshotAgeMinutes,
    ...(provenWithinDays === undefined ? {} : { provenWithinDays }),
    usualSnapshotSeconds,
    checkpointIntervalSeconds,
    isFlink2,
  };
  const own = { tune: entry.tune, path: `${path}.tune`, set: entry.alarmSet };
  const alarms = tuned('application', name, settings, context, own);
  // Without its objective, or its subject, an alarm would have no threshold, or no data.
  const without = new Set([
    ...(stoppedOnPurpose === undefined ? [] : [NOT_RUNNING]),
    ...(provenWithinDays === undefined ? [DRILL_OVERDUE] : []),
    ...(entry.drill === undefined ? [DRILL_FAILED] : []),
  ]);
  return {
    application: name,
    alarms: alarms.filter(({ id }) => !without.has(id)),
    hasComposite: settings.alarms.tune[NEEDS_A_PERSON] !== false && entry.tune?.[NEEDS_A_PERSON] !== false,
  };
}

interface OwnTuning {
  readonly tune?: Readonly<Partial<Record<string, AlarmTuning>>>;
  readonly path: string;
  readonly set?: Settings['alarms']['set'];
}

function tuned(
  kind: AlarmKind,
  subject: string,
  settings: Settings,
  context: AlarmContext,
  own: OwnTuning = { path: '' },
): TunedAlarm[] {
  const set = own.set ?? settings.alarms.set;
  return ALARM_CATALOG[kind].flatMap((definition) => {
    const { id } = definition;
    const ofAll = settings.alarms.tune[id];
    const ofThis = own.tune?.[id];
    // An application's own object enables an alarm that is disabled for all, or that is not in its set.
    if (ofThis === false || (ofThis === undefined && ofAll === false)) return [];
    const isWanted = (set === 'full' || definition.isEssential) && (definition.isUseful?.(context) ?? true);
    if (!isWanted && ofThis === undefined && ofAll === undefined) return [];
    const path = ofThis === undefined ? `alarms.tune.${id}` : `${own.path}.${id}`;
    const name = alarmName(settings, id, kind === 'fleet' || kind === 'deployment' ? undefined : subject);
    return [alarmFrom(definition, { kind, name, subject, path }, context, { ...(ofAll || {}), ...ofThis })];
  });
}

function alarmFrom(
  definition: AlarmDefinition,
  identity: Pick<TunedAlarm, 'kind' | 'name' | 'subject' | 'path'>,
  context: AlarmContext,
  tuning: Exclude<AlarmTuning, false>,
): TunedAlarm {
  const { id, threshold, measure, options = {}, period, noData, urgency, meaning, next } = definition;
  const figure = (setting: string | undefined, fallback: number): number => {
    const value = setting === undefined ? undefined : tuning[setting];
    return typeof value === 'number' ? value : fallback;
  };
  const { setting, value, factor = 1 } = threshold;
  const limit = figure(setting, typeof value === 'function' ? value(context) : value);
  const chosen = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, figure(name, option.value)]),
  );
  const seconds = secondsOf(period, context);
  const missing = typeof noData === 'function' ? noData(context) : noData;
  return {
    id,
    ...identity,
    // Without a setting under `tune` the limit is the objective, in minutes.
    meaning: meaning(withUnit(setting ?? threshold.unit ?? 'Minutes', limit), context),
    next: nextFor(next, identity.subject),
    measure: typeof measure === 'function' ? measure(context, chosen) : measure,
    fires: threshold.fires,
    threshold: limit * (typeof factor === 'function' ? factor(context) : factor),
    periodSeconds: figure('periodMinutes', seconds / MINUTE_SECONDS) * MINUTE_SECONDS,
    periods: typeof tuning.periods === 'object' ? tuning.periods : periodsOf(definition, missing, context),
    noData: missing,
    urgency,
    isMailedByManager: definition.isMailedByManager ?? false,
  };
}

/** Most periods of a day that CloudWatch looks back. */
const WEEK_DAYS = 7;

/**
 * Datapoints to alarm. With days between two runs, a period of a day mostly has none: one bad run is enough, because
 * the next one comes days later, and silence is as many empty days as no schedule leaves.
 */
function periodsOf({ period, periods }: AlarmDefinition, missing: MissingData, { snapshots }: AlarmContext): Periods {
  const { daysBetweenRuns } = snapshots;
  if (period !== 'schedule' || daysBetweenRuns === undefined) return periods;
  if (missing === 'breaching') {
    const days = Math.min(WEEK_DAYS, daysBetweenRuns + 1);
    return { breaching: days, of: days };
  }
  // Figures that compare a run with the one before need both of them in sight.
  return periods.breaching < periods.of ? { breaching: 1, of: WEEK_DAYS } : { breaching: 1, of: 1 };
}

function nextFor(command: NextCommand, subject: string): string {
  return command.replace('NAME', subject);
}

function secondsOf(period: AlarmDefinition['period'], context: AlarmContext): number {
  if (period === 'schedule') return context.snapshots.scheduleMinutes * MINUTE_SECONDS;
  return typeof period === 'number' ? period : period.seconds(context);
}

/** Composite over the urgent alarms of each application: a second alarm of one outage notifies nobody again. */
function needsAPerson(
  settings: Settings,
  applications: readonly ApplicationAlarms[],
  isAlone: boolean,
): CompositeAlarm[] {
  return applications.flatMap(({ application, alarms, hasComposite }): CompositeAlarm[] => {
    const children = alarms.filter(({ urgency }) => urgency === 'now').map(({ name }) => name);
    if (!hasComposite || children.length === 0) return [];
    return [
      {
        id: NEEDS_A_PERSON,
        name: alarmName(settings, NEEDS_A_PERSON, isAlone ? undefined : application),
        subject: isAlone ? undefined : application,
        next: nextFor(NEXT_OF_COMPOSITES[NEEDS_A_PERSON], application),
        meaning: `${application} needs a person now: one of its urgent alarms is in ALARM. The reason names it; its last word is the heading of its runbook page.`,
        notifies: ['people', 'pager'],
        children,
        named: children,
        rule: children.map((name) => `ALARM("${name}")`).join(' OR '),
      },
    ];
  });
}

/**
 * Composite for the whole deployment. Until the second run of a new deployment manager-duration has no state, and a
 * manager that has not run yet is not silent.
 */
function managerSilent(settings: Settings, others: readonly TunedAlarm[]): CompositeAlarm[] {
  const runs = others.find(({ id }) => id === MANAGER_RUNS)?.name;
  const duration = others.find(({ id }) => id === MANAGER_DURATION)?.name;
  if (runs === undefined || settings.alarms.tune[MANAGER_SILENT] === false) return [];
  const isOld = duration === undefined ? '' : ` AND NOT INSUFFICIENT_DATA("${duration}")`;
  return [
    {
      id: MANAGER_SILENT,
      name: alarmName(settings, MANAGER_SILENT),
      subject: undefined,
      next: NEXT_OF_COMPOSITES[MANAGER_SILENT],
      meaning:
        'The snapshot manager is silent: no run reports on any application. The state of all snapshots is unknown.',
      notifies: ['people', 'pager'],
      children: [runs],
      named: [runs, ...(duration === undefined ? [] : [duration])],
      rule: `ALARM("${runs}")${isOld}`,
    },
  ];
}

/** Part of an event pattern that matches alarm names. */
export type NamePattern = string | { readonly suffix: string };

/**
 * Names of the alarms that notify people, in an EventBridge event pattern. An alarm whose every instance notifies is
 * matched by the end of its name, because a pattern is limited to 2,048 characters.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function namesOfNotifying({ alarms, composites }: DeploymentAlarms): NamePattern[] {
  const all: readonly (Alarm | CompositeAlarm)[] = [...composites, ...alarms];
  const ids = [...new Set(all.map(({ id }) => id))];
  return ids.flatMap((id): NamePattern[] => {
    const ofId = all.filter((alarm) => alarm.id === id);
    const notifying = ofId.filter(({ notifies }) => notifies.includes('people'));
    if (notifying.length < ofId.length) return notifying.map(({ name }) => name);
    return [{ suffix: `/${id}` }];
  });
}
