import type { ApplicationEntry } from '../domain/application-entries';
import { fleetMetrics, type Measured } from '../domain/fleet-metrics';
import { embeddedFleetMetrics, type MetricValues } from '../domain/metrics';
import { metricsOfRecord, withKnownAge } from '../domain/run-metrics';
import { type ManagerSettings, settingsFor } from '../domain/settings';
import type { RunResult } from './close-run';
import type { RunContext } from './run-context';
import type { OtherApplication } from './schedules';
import type { Selection } from './select-applications';

/** Run of one application, as far as the deployment's metrics need it. */
export interface MeasuredRun {
  readonly application: { readonly settings: ManagerSettings; readonly isNamed: boolean };
  /** Missing when the run ended with an error. */
  readonly result?: RunResult;
}

/** Facts of a run over the deployment. */
export interface DeploymentRun {
  readonly selection: Selection;
  /** Applications of other schedules. */
  readonly others: readonly OtherApplication[];
  readonly runs: readonly MeasuredRun[];
  /** False for a request on demand, and when not every application could be found. */
  readonly isOfAll: boolean;
  /** False: neither table answers, so the trouble could not be mailed. */
  readonly isTold: boolean;
  /** True: the runs of another schedule do not come. */
  readonly isAnotherSilent: boolean;
}

/**
 * Writes the heartbeat of a scheduled run that knows its applications and reports on at least one; without it the alarm
 * on a silent manager fires. It is also withheld while the runs of another schedule do not come: nobody else would
 * notice, because silence has one alarm for the deployment; and by a run that could neither record nor mail. The other
 * figures cover only applications that were found: each named one has its own alarms, which may be tuned or switched
 * off, and a request for a few applications must not pass for all. Applications of other schedules count with what their
 * last run found, so that the figures do not change with the schedule that ran last.
 */
export function writeDeploymentMetrics(
  { selection, others, runs, isOfAll, isTold, isAnotherSilent }: DeploymentRun,
  { settings, ports }: RunContext,
): void {
  const now = ports.clock.now();
  const measured = runs.flatMap(({ application, result }): readonly FleetFigures[] => {
    if (!result) return [];
    // A retry runs only the failed applications, but reports the figures of all.
    const metrics = result.metrics ?? metricsOfRecord(result.record, now, application.settings);
    return [{ metrics, snapshotAgeMinutes: application.settings.snapshotAgeMinutes, isNamed: application.isNamed }];
  });
  const isReporting = runs.length === 0 || measured.some(({ metrics }) => metrics.newestSnapshotAge !== undefined);
  const isAlive = isOfAll && isTold && isReporting && !isAnotherSilent;
  const areNamed = namesIn(settings.applications);
  const isSearching = areNamed.size < settings.applications.length;
  if (!isSearching && !isAlive) return;
  const found = selection.applications.filter(({ name }) => !areNamed.has(name)).length;
  const values = isSearching
    ? fleetMetrics(
        [
          ...measured.filter(({ isNamed }) => !isNamed),
          ...others.filter(({ name }) => !areNamed.has(name)).map((other) => figuresOfOther(other, settings, now)),
        ],
        selection.troubles.length > 0 ? undefined : found,
      )
    : {};
  ports.writeLine(embeddedFleetMetrics(settings.deployment, now, { ...values, runs: isAlive ? 1 : undefined }));
}

interface FleetFigures extends Measured {
  readonly isNamed: boolean;
}

/** Figures of an application that this run did not cover; its results were counted by its own run. */
function figuresOfOther({ entry, newest }: OtherApplication, ofAll: ManagerSettings, now: Date): Measured {
  const settings = settingsFor(entry, ofAll);
  const last = newest.find(({ applicationStatus }) => applicationStatus !== undefined);
  const metrics: MetricValues = last ? metricsOfRecord(last, now, settings) : {};
  return { metrics: withKnownAge(metrics, newest, now, settings), snapshotAgeMinutes: settings.snapshotAgeMinutes };
}

/**
 * Names in the entries, including those whose application an earlier entry matches: their alarms are created by name.
 */
export function namesIn(entries: readonly ApplicationEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ selector }) => (selector.kind === 'name' ? [selector.name] : [])));
}
