import { NO_APPLICATION } from '../contract';
import type { RunRecord } from './domain/record';
import type { RunEvent } from './domain/request';
import { byUrgency } from './domain/run-order';
import { settingsFor } from './domain/settings';
import { boundedText } from './domain/texts';
import { seenDrill } from './drill/drill';
import { jsonLog } from './log';
import { snapshotApplication } from './run';
import { AuditSession } from './run/audit-session';
import type { RunResult } from './run/close-run';
import { namesIn, writeDeploymentMetrics } from './run/deployment-metrics';
import { Outbox } from './run/outbox';
import { recordWithoutApplication } from './run/record-without-application';
import type { RunContext } from './run/run-context';
import { type ApplicationContext, textOf } from './run/run-in-progress';
import { callRateOf, coveredBy, type OtherApplication } from './run/schedules';
import { type SelectedApplication, type Selection, selectApplications } from './run/select-applications';
import { isAnotherSilent } from './run/silence';
import { tell, tellOfRecording } from './run/tell';
import { Turns } from './run/turns';

interface Failure {
  /** `*` when applications could not be found. */
  readonly application: string;
  readonly message: string;
}

/**
 * Error that lists the applications of one run that failed. Each was recorded before, or the message says that it could
 * not be.
 */
export class RunFailedError extends Error {
  override readonly name = 'RunFailedError';

  constructor(readonly failures: readonly Failure[]) {
    super(shownFailures(failures));
  }
}

/**
 * Maximum characters of a failure. Lambda sends the error's text twice, once with its stack, to the failure queue,
 * which rejects more than 256 KB. A character takes up to six bytes.
 */
const MOST_CHARACTERS_OF_A_FAILURE = 1_000;
const MOST_CHARACTERS = 14_000;

function shownFailures(failures: readonly Failure[]): string {
  let shown = '';
  for (const [index, { application, message }] of failures.entries()) {
    const text = boundedText(`${application}: ${message}`, MOST_CHARACTERS_OF_A_FAILURE);
    if (shown.length + text.length > MOST_CHARACTERS) {
      return `${shown} | ${failures.length - index} more: kda audit shows each.`;
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
const RUNNING_AT_ONCE = 100;
/** Concurrent reads of records: the audit table has no call rate, only latency. */
const READING_RECORDS_AT_ONCE = 20;

/**
 * Takes a snapshot of every application of the event's schedule independently: a failure is thrown at the end, after all others had their run.
 * The application with the oldest newest READY snapshot comes first, so what one run has no time for comes first in the
 * next.
 *
 * @throws RunFailedError naming the failed applications. Lambda counts it and retries; completed work is not repeated.
 */
export async function snapshotAll(event: RunEvent, context: RunContext): Promise<readonly RunRecord[]> {
  const { settings, ports } = context;
  const selection = await selectApplications(settings.applications, ports.directory);
  const notFound = selection.troubles.length > 0 ? [await recordNotFound(selection, event, context)] : [];
  const covered = coveredBy(event, selection.applications, settings);
  const [known, ofOthers] = await Promise.all([
    readAllRecords(covered.due, event, context),
    readNewestRecords(covered.others, event, context),
  ]);
  const outbox = new Outbox(context);
  const runs = await runAll(known, event, callRateOf(covered, settings.callsPerSecond), outbox, context);

  const isOfAll = event.requestReason === undefined && selection.troubles.length === 0;
  const isTold = await tellOfRecording(recordingTrouble(known), isOfAll && known.length > 0, context);
  // While applications could not be found, nobody knows which schedules have any.
  const isSilent = isOfAll && (await isAnotherSilent(event, ofOthers, context));
  writeDeploymentMetrics({ selection, others: ofOthers, runs, isOfAll, isTold, isAnotherSilent: isSilent }, context);
  const results = runs.flatMap(({ result }) => result ?? []);
  await tell(
    results.flatMap(({ news }) => news ?? []),
    context,
  );
  await outbox.finish();

  const failures = [...notFound, ...runs.flatMap(({ failure }) => failure ?? [])];
  if (failures.length > 0) throw new RunFailedError(failures);
  return results.map(({ record }) => record);
}

/** Runs the applications, the most urgent first, at a rate of calls that is the run's own. */
async function runAll(
  applications: readonly KnownApplication[],
  event: RunEvent,
  callsPerSecond: number,
  outbox: Outbox,
  { settings, ports: { callRate } }: RunContext,
): Promise<readonly FinishedRun[]> {
  const turns = turnsFor(callsPerSecond, settings.callsPerSecond);
  callRate.set(callsPerSecond);
  try {
    return await Promise.all(
      applications.toSorted(byUrgency).map(async (application) => {
        const run = await runToEnd(application, event, turns);
        await outbox.send(recordsToSend(run));
        return run;
      }),
    );
  } finally {
    callRate.set(settings.callsPerSecond);
  }
}

/** Records that this run wrote, for events: without a row there is no event. */
function recordsToSend({ result }: FinishedRun): readonly RunRecord[] {
  if (!result) return [];
  const { record, isRecorded, newOutcomes = [] } = result;
  return isRecorded ? [...newOutcomes, record] : newOutcomes;
}

/** Records that not every application could be found, in addition to the records of those that were. */
async function recordNotFound({ troubles }: Selection, event: RunEvent, context: RunContext): Promise<Failure> {
  // If the list failed, the first message is enough; a thousand failed tag requests would fill the row.
  const detail = troubles.slice(0, 10).join(' ');
  const message = await recordWithoutApplication('discovery-failed', detail, context, event);
  return { application: NO_APPLICATION, message };
}

/** First error of the audit table in this run; `undefined` if there was none. */
function recordingTrouble(applications: readonly KnownApplication[]): string | undefined {
  return applications.find(({ audit }) => audit.trouble !== undefined)?.audit.trouble;
}

interface KnownApplication extends Omit<ApplicationContext, 'stages' | 'seenDrill'> {
  readonly name: string;
}

/** Reads the records of the applications, some at a time. */
async function readAllRecords(
  applications: readonly SelectedApplication[],
  event: RunEvent,
  context: RunContext,
): Promise<readonly KnownApplication[]> {
  const { clock, audit: table, writeLine } = context.ports;
  const areNamed = namesIn(context.settings.applications);
  const reading = new Turns(READING_RECORDS_AT_ONCE);
  return Promise.all(
    applications.map(async ({ name, entry }) => {
      const log = jsonLog(writeLine, () => clock.now(), { application: name, eventId: event.id });
      const audit = new AuditSession(table, log);
      const settings = settingsFor(entry, context.settings);
      const recent = await reading.during(() => audit.findRecent(name));
      return {
        ...context,
        name,
        settings,
        isNamed: areNamed.has(name),
        mayBeDrilled: entry.drill !== undefined,
        audit,
        log,
        recent,
      };
    }),
  );
}

/**
 * Reads the newest records of applications that the run does not cover. One that can't be read counts as never run: its
 * own run reports that the table does not answer.
 */
async function readNewestRecords(
  applications: readonly SelectedApplication[],
  event: RunEvent,
  { ports: { audit, clock, writeLine } }: RunContext,
): Promise<readonly OtherApplication[]> {
  const log = jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION, eventId: event.id });
  const reading = new Turns(READING_RECORDS_AT_ONCE);
  let answers = true;
  const newestOf = async (name: string) => {
    // After one failure no more calls are made, because each would wait for all of the SDK's retries again.
    if (!answers) return [];
    try {
      return await audit.findNewest(name);
    } catch (error) {
      answers = false;
      log('audit.error', { call: 'find-newest', error });
      return [];
    }
  };
  return Promise.all(
    applications.map(async ({ name, entry }) => ({ name, entry, newest: await reading.during(() => newestOf(name)) })),
  );
}

interface FleetTurns {
  readonly running: Turns;
  readonly listing: Turns;
  readonly waiting: Turns;
  readonly cleaning: Turns;
}

/** @param wholeRate rate of the deployment: to wait takes time, and hardly any calls. */
function turnsFor(callsPerSecond: number, wholeRate: number): FleetTurns {
  return {
    running: new Turns(RUNNING_AT_ONCE),
    listing: new Turns(Math.ceil(LISTING_SECONDS * callsPerSecond)),
    waiting: new Turns(WAITING_SECONDS * wholeRate),
    cleaning: new Turns(Math.ceil(CLEANING_SECONDS * callsPerSecond)),
  };
}

/**
 * Runs one application when there is room for it. Few lists are read at a time, because they take most of a fleet's
 * time and finish earlier one after the other; many snapshots are waited for at once, because that costs only time;
 * deletions delay no snapshot.
 */
async function runInTurn(application: KnownApplication, event: RunEvent, turns: FleetTurns): Promise<RunResult> {
  const endRun = await turns.running.take();
  const endWaiting = await turns.waiting.take();
  const endListing = await turns.listing.take();
  try {
    return await snapshotApplication(application.name, event, {
      ...application,
      seenDrill: (createdAt) => seenDrill(application.name, createdAt, application.settings, application),
      stages: { endListing, endWaiting, cleanInTurn: (clean) => turns.cleaning.during(clean) },
    });
  } finally {
    endListing();
    endWaiting();
    endRun();
  }
}

interface FinishedRun {
  readonly application: KnownApplication;
  /** Missing when the run ended with an error. */
  readonly result?: RunResult;
  /** Missing when the run did not fail. */
  readonly failure?: Failure;
}

/** Runs one application to its end; never throws. */
async function runToEnd(application: KnownApplication, event: RunEvent, turns: FleetTurns): Promise<FinishedRun> {
  try {
    const result = await runInTurn(application, event, turns);
    const message = failureOf(result);
    return message === undefined
      ? { application, result }
      : { application, result, failure: { application: application.name, message } };
  } catch (error) {
    return { application, failure: { application: application.name, message: textOf(error) } };
  }
}

function failureOf({ record, isRecorded, trouble }: RunResult): string | undefined {
  const message = record.message ?? record.state;
  if (!isRecorded) {
    return `${message} The audit table did not accept the record${trouble === undefined ? '.' : `: ${trouble}`}`;
  }
  return record.state === 'failed' ? message : undefined;
}
