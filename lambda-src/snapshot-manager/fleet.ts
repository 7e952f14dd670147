import type { ApplicationEntry } from './domain/application-entries';
import { fleetMetrics, type Measured } from './domain/fleet-metrics';
import { embeddedFleetMetrics } from './domain/metrics';
import type { RunRecord } from './domain/record';
import type { RunEvent } from './domain/request';
import { metricsOfRecord } from './domain/run-metrics';
import { byUrgency } from './domain/run-order';
import { settingsFor } from './domain/settings';
import { boundedText } from './domain/texts';
import { jsonLog } from './log';
import { snapshotApplication } from './run';
import { AuditSession } from './run/audit-session';
import type { RunResult } from './run/close-run';
import { NO_APPLICATION, recordWithoutApplication } from './run/record-without-application';
import type { RunContext } from './run/run-context';
import type { ApplicationContext } from './run/run-in-progress';
import { type SelectedApplication, type Selection, selectApplications } from './run/select-applications';
import { tell, tellOfRecording } from './run/tell';
import { Turns } from './run/turns';

/**
 * Error that lists the applications of one run that failed. Each was recorded before, or the message says that it could
 * not be.
 */
export class RunFailedError extends Error {
  override readonly name = 'RunFailedError';

  constructor(readonly failures: readonly { readonly application: string; readonly message: string }[]) {
    super(shownFailures(failures));
  }
}

/**
 * Maximum characters of a failure. Lambda sends the error's text twice, once with its stack, to the failure queue,
 * which rejects more than 256 KB. A character takes up to six bytes.
 */
const MOST_CHARACTERS_OF_A_FAILURE = 1_000;
const MOST_CHARACTERS = 14_000;

function shownFailures(failures: RunFailedError['failures']): string {
  let shown = '';
  for (const [index, { application, message }] of failures.entries()) {
    const text = boundedText(`${application}: ${message}`, MOST_CHARACTERS_OF_A_FAILURE);
    if (shown.length + text.length > MOST_CHARACTERS) {
      return `${shown} | ${failures.length - index} more: npm run audit shows each.`;
    }
    shown += index === 0 ? text : ` | ${text}`;
  }
  return shown;
}

/**
 * Concurrency, in seconds of the call rate: enough to saturate the rate at 1 s latency. More would only delay every
 * run.
 */
const LISTING_SECONDS = 1;
const CLEANING_SECONDS = 1;
/** Maximum questions waiting for their turn, in seconds of the call rate: well within a run's last 15 s. */
const WAITING_SECONDS = 6;
/** Maximum runs begun at once; each holds a list of up to a thousand snapshots, about 0.3 MB. */
const BEGUN_AT_ONCE = 100;
/** Concurrent reads of records: the audit table has no call rate, only latency. */
const READING_RECORDS_AT_ONCE = 20;

/**
 * Takes a snapshot of every application independently: a failure is thrown at the end, after all others had their run.
 * The application with the oldest newest READY snapshot comes first, so what one run has no time for comes first in the
 * next.
 *
 * @throws RunFailedError naming the failed applications. Lambda counts it and retries; completed work is not repeated.
 */
export async function snapshotAll(event: RunEvent, context: RunContext): Promise<readonly RunRecord[]> {
  const selection = await selectApplications(context.settings.applications, context.ports.directory);
  const { applications, troubles } = selection;
  const records: RunRecord[] = [];
  const failures: { application: string; message: string }[] = [];
  if (troubles.length > 0) {
    // The first says it all when the list failed; a thousand tags that failed would fill the row.
    const detail = troubles.slice(0, 10).join(' ');
    const message = await recordWithoutApplication('discovery-failed', detail, context, event);
    failures.push({ application: NO_APPLICATION, message });
  }

  const reading = new Turns(READING_RECORDS_AT_ONCE);
  const known = await Promise.all(applications.map((each) => reading.during(() => readRecords(each, event, context))));
  const order = known.toSorted(byUrgency);
  const turns = turnsFor(context.settings.callsPerSecond);
  const runs = order.map((application) => inTurn(application, event, turns));
  const areNamed = namesIn(context.settings.applications);
  const measured: Measured[] = [];
  const ages: number[] = [];
  const results = await Promise.allSettled(runs);
  for (const [index, result] of results.entries()) {
    const application = order[index];
    if (result.status === 'fulfilled') {
      const { record, metrics } = result.value;
      records.push(record);
      // A retry works on the failed applications only, but tells of all.
      const figures =
        metrics ?? metricsOfRecord(record, context.ports.clock.now(), application?.settings ?? context.settings);
      if (figures.newestSnapshotAge !== undefined) ages.push(figures.newestSnapshotAge);
      if (application && !areNamed.has(application.name)) measured.push({ metrics: figures, ...application.settings });
    }
    const message = failureOf(result);
    if (message !== undefined) failures.push({ application: application?.name ?? NO_APPLICATION, message });
  }
  const isOfSchedule = event.requestReason === undefined;
  const isReporting = troubles.length === 0 && (applications.length === 0 || ages.length > 0);
  writeDeploymentMetrics(measured, isOfSchedule && isReporting, selection, context);
  const ended = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  await tell(
    ended.flatMap(({ news }) => news ?? []),
    context,
  );
  const isOfAll = isOfSchedule && troubles.length === 0 && applications.length > 0;
  await tellOfRecording(recordingTrouble(known), isOfAll, context);

  if (failures.length > 0) throw new RunFailedError(failures);
  return records;
}

/** First error of the audit table in this run; `undefined` if there was none. */
function recordingTrouble(applications: readonly KnownApplication[]): string | undefined {
  return applications.find(({ audit }) => audit.trouble !== undefined)?.audit.trouble;
}

/**
 * Writes the heartbeat of a scheduled run that knows its applications and reports on at least one; without it the alarm
 * on a silent manager fires. The other figures cover only applications that were found: each named one has its own
 * alarms, which may be tuned or switched off, and a request for a few applications must not pass for all.
 */
function writeDeploymentMetrics(
  measured: readonly Measured[],
  isAlive: boolean,
  { applications, troubles }: Selection,
  { settings, ports }: RunContext,
): void {
  const areNamed = namesIn(settings.applications);
  const isSearching = areNamed.size < settings.applications.length;
  if (!isSearching && !isAlive) return;
  const found = applications.filter(({ name }) => !areNamed.has(name)).length;
  const values = isSearching ? fleetMetrics(measured, troubles.length > 0 ? undefined : found) : {};
  const line = embeddedFleetMetrics(settings.deployment, ports.clock.now(), {
    ...values,
    runs: isAlive ? 1 : undefined,
  });
  ports.writeLine(line);
}

/**
 * Names in the entries, including those whose application an earlier entry matches: their alarms are created by name.
 */
function namesIn(entries: readonly ApplicationEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ selector }) => (selector.kind === 'name' ? [selector.name] : [])));
}

interface KnownApplication extends Omit<ApplicationContext, 'stages'> {
  readonly name: string;
}

async function readRecords(
  { name, entry }: SelectedApplication,
  event: RunEvent,
  context: RunContext,
): Promise<KnownApplication> {
  const { clock, audit: table, writeLine } = context.ports;
  const log = jsonLog(writeLine, () => clock.now(), { application: name, eventId: event.id });
  const audit = new AuditSession(table, log);
  return {
    ...context,
    name,
    settings: settingsFor(entry, context.settings),
    isNamed: namesIn(context.settings.applications).has(name),
    audit,
    log,
    recent: await audit.findRecent(name),
  };
}

interface FleetTurns {
  readonly begun: Turns;
  readonly listing: Turns;
  readonly waiting: Turns;
  readonly cleaning: Turns;
}

function turnsFor(callsPerSecond: number): FleetTurns {
  return {
    begun: new Turns(BEGUN_AT_ONCE),
    listing: new Turns(LISTING_SECONDS * callsPerSecond),
    waiting: new Turns(WAITING_SECONDS * callsPerSecond),
    cleaning: new Turns(CLEANING_SECONDS * callsPerSecond),
  };
}

/**
 * Runs one application when there is room for it. Few lists are read at a time, because they take most of a fleet's
 * time and finish earlier one after the other; many snapshots are waited for at once, because that costs only time;
 * deletions delay no snapshot.
 */
async function inTurn(application: KnownApplication, event: RunEvent, turns: FleetTurns): Promise<RunResult> {
  const ends: (() => void)[] = [];
  try {
    for (const stage of [turns.begun, turns.waiting, turns.listing]) ends.push(await stage.take());
    const [, endWaiting, endListing] = ends;
    return await snapshotApplication(application.name, event, {
      ...application,
      stages: {
        hasListed: () => endListing?.(),
        hasWaited: () => endWaiting?.(),
        whenToClean: (clean) => turns.cleaning.during(clean),
      },
    });
  } finally {
    for (const end of ends) end();
  }
}

function failureOf(result: PromiseSettledResult<RunResult>): string | undefined {
  if (result.status === 'rejected')
    return result.reason instanceof Error ? result.reason.message : String(result.reason);
  const { record, isRecorded, trouble } = result.value;
  const message = record.message ?? record.state;
  if (!isRecorded)
    return `${message} The audit table did not accept the record${trouble === undefined ? '.' : `: ${trouble}`}`;
  return record.state === 'failed' ? message : undefined;
}
