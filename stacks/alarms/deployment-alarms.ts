import type { AlarmTuning } from '../../config/alarm-settings';
import type { Settings } from '../../config/settings';
import { alarmName, type Names } from '../names';
import type { WatchedApplication } from '../watched-applications';
import { ALARM_CATALOG, type AlarmKind, NEEDS_A_PERSON } from './alarm-catalog';
import {
  type AlarmContext,
  type AlarmDefinition,
  type Measure,
  MINUTE_SECONDS,
  type Periods,
} from './alarm-definition';
import { withUnit } from './in-words';
import { NOT_RUNNING } from './snapshot-alarms';

/** An alarm on a metric as it is deployed: tuned, with the value of its metrics' dimension. */
export interface Alarm {
  readonly id: string;
  readonly name: string;
  /** What the subject is. Its name does not tell: an application may be called like the deployment. */
  readonly kind: AlarmKind;
  /** The application, function, queue or deployment. */
  readonly subject: string;
  readonly meaning: string;
  readonly measure: Measure;
  readonly fires: 'above' | 'below';
  /** In the measure's unit. */
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly periods: Periods;
  readonly noData: 'breaching' | 'notBreaching';
  readonly urgency: 'now' | 'soon';
  /** True for an urgent one that is below no composite which tells the pager. */
  readonly tellsPager: boolean;
  /** Where its settings stand: `alarms.tune.cpu`. */
  readonly path: string;
}

/** An alarm over others: it fires while any of them does. */
export interface CompositeAlarm {
  readonly id: typeof NEEDS_A_PERSON;
  readonly name: string;
  /** The application; none: the whole deployment. */
  readonly subject: string | undefined;
  /**
   * True for one that is over a single application's alarms. A composite tells of nothing while it fires already, so
   * one over several would keep the outage of the second from the pager until the first is over.
   */
  readonly tellsPager: boolean;
  readonly meaning: string;
  /** Names of the alarms below it, metric alarms and composites. */
  readonly children: readonly string[];
  /** In CloudWatch's language: that any of them fires. */
  readonly rule: string;
}

export interface DeploymentAlarms {
  readonly alarms: readonly Alarm[];
  /** Each after those that it is over. */
  readonly composites: readonly CompositeAlarm[];
}

/**
 * Every alarm of a deployment: of each named application, of those found at run time together, of the manager and its
 * queues; as the settings tune them, without those that are switched off.
 */
export function alarmsOf(settings: Settings, names: Names): DeploymentAlarms {
  // What is no application's own depends on none of its figures.
  const { snapshots } = settings;
  const own = { snapshots, snapshotAgeMinutes: 0, checkpointIntervalSeconds: 0, isFlink2: false };
  const applications = names.watchedApplications.map((application) => applicationAlarms(application, settings));
  const isSearching = names.applicationEntries.some(({ name }) => name === undefined);
  const others = [
    ...(isSearching ? tuned('fleet', settings.name, settings, own) : []),
    ...tuned('manager', names.managerFunction, settings, own),
    ...[names.undeliveredEventsQueue, names.failedRunsQueue].flatMap((queue) => tuned('queue', queue, settings, own)),
  ];
  const composites = compositesOf(settings, applications, others, isSearching);
  const pagedByComposite = new Set(
    composites.filter(({ tellsPager }) => tellsPager).flatMap(({ children }) => children),
  );
  const alarms = [...applications.flatMap(({ alarms }) => alarms), ...others].map((alarm) => ({
    ...alarm,
    tellsPager: alarm.urgency === 'now' && !pagedByComposite.has(alarm.name),
  }));
  return { alarms, composites };
}

/** An alarm before it is known which composites there are. */
type TunedAlarm = Omit<Alarm, 'tellsPager'>;

interface ApplicationAlarms {
  readonly application: string;
  readonly alarms: readonly TunedAlarm[];
  /** False: no composite of its own is wanted. */
  readonly hasComposite: boolean;
}

function applicationAlarms(application: WatchedApplication, settings: Settings): ApplicationAlarms {
  const { name, path, entry, isFlink2, checkpointIntervalSeconds, stoppedOnPurpose } = application;
  const snapshotAgeMinutes = entry.snapshotAgeMinutes ?? settings.alarms.snapshotAgeMinutes;
  const { snapshots } = settings;
  const context: AlarmContext = { snapshots, snapshotAgeMinutes, checkpointIntervalSeconds, isFlink2 };
  const alarms = tuned('application', name, settings, context, { tune: entry.tune, path: `${path}.tune` });
  return {
    application: name,
    alarms: alarms.filter(({ id }) => !(id === NOT_RUNNING && stoppedOnPurpose !== undefined)),
    hasComposite: entry.tune?.[NEEDS_A_PERSON] !== false,
  };
}

function tuned(
  kind: AlarmKind,
  subject: string,
  settings: Settings,
  context: AlarmContext,
  own: { readonly tune?: Readonly<Partial<Record<string, AlarmTuning>>>; readonly path: string } = { path: '' },
): TunedAlarm[] {
  return ALARM_CATALOG[kind].flatMap((definition) => {
    const { id } = definition;
    const ofAll = settings.alarms.tune[id];
    const ofThis = own.tune?.[id];
    // An object of its own brings an alarm back that is switched off for all.
    if (ofThis === false || (ofThis === undefined && ofAll === false)) return [];
    const path = ofThis === undefined ? `alarms.tune.${id}` : `${own.path}.${id}`;
    const name = alarmName(settings, id, kind === 'fleet' ? undefined : subject);
    return [alarmFrom(definition, { kind, name, subject, path }, context, { ...(ofAll || {}), ...ofThis })];
  });
}

function alarmFrom(
  definition: AlarmDefinition,
  identity: Pick<TunedAlarm, 'kind' | 'name' | 'subject' | 'path'>,
  context: AlarmContext,
  tuning: Exclude<AlarmTuning, false>,
): TunedAlarm {
  const { id, threshold, measure, options = {}, period, periods, noData, urgency, meaning } = definition;
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
  return {
    id,
    ...identity,
    // The objective has no setting of its own under `tune`; it is one of minutes.
    meaning: meaning(withUnit(setting ?? 'Minutes', limit), context),
    measure: typeof measure === 'function' ? measure(context, chosen) : measure,
    fires: threshold.fires,
    threshold: limit * (typeof factor === 'function' ? factor(context) : factor),
    periodSeconds: figure('periodMinutes', seconds / MINUTE_SECONDS) * MINUTE_SECONDS,
    periods: typeof tuning.periods === 'object' ? tuning.periods : periods,
    noData: typeof noData === 'function' ? noData(context) : noData,
    urgency,
  };
}

function secondsOf(period: AlarmDefinition['period'], context: AlarmContext): number {
  if (period === 'schedule') return context.snapshots.scheduleMinutes * MINUTE_SECONDS;
  return typeof period === 'number' ? period : period.seconds(context);
}

/** One over the urgent alarms of each application, and one over those and the other urgent ones. */
function compositesOf(
  settings: Settings,
  applications: readonly ApplicationAlarms[],
  others: readonly TunedAlarm[],
  isSearching: boolean,
): CompositeAlarm[] {
  if (settings.alarms.tune[NEEDS_A_PERSON] === false) return [];
  const urgent = (alarms: readonly TunedAlarm[]) =>
    alarms.filter(({ urgency }) => urgency === 'now').map(({ name }) => name);
  // Of a single application with nothing beside it the one over all says the same.
  const isSingle = applications.length === 1 && !isSearching;
  const several = isSingle ? [] : applications.filter(({ hasComposite }) => hasComposite);
  const ofApplications = several.flatMap(({ application, alarms }): CompositeAlarm[] => {
    const children = urgent(alarms);
    if (children.length === 0) return [];
    const meaning = `${application} needs a person now: one of its urgent alarms fires, which its mail names.`;
    const name = alarmName(settings, NEEDS_A_PERSON, application);
    const rule = anyOf(children);
    return [{ id: NEEDS_A_PERSON, name, subject: application, tellsPager: true, meaning, children, rule }];
  });
  const withoutOne = applications.filter((each) => !several.includes(each)).flatMap(({ alarms }) => urgent(alarms));
  const children = [...ofApplications.map(({ name }) => name), ...withoutOne, ...urgent(others)];
  if (children.length === 0) return [];
  const meaning =
    'Something of this deployment needs a person now: one of its urgent alarms fires, which its mail names.';
  const name = alarmName(settings, NEEDS_A_PERSON);
  const rule = anyOf(children);
  return [
    ...ofApplications,
    { id: NEEDS_A_PERSON, name, subject: undefined, tellsPager: isSingle, meaning, children, rule },
  ];
}

function anyOf(names: readonly string[]): string {
  return names.map((name) => `ALARM("${name}")`).join(' OR ');
}
