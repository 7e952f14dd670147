import { isManagedMode, unmanagedModeText } from '../domain/application-state';
import { areDeletionsOpen } from '../domain/deletions';
import { isHolder } from '../domain/drill/drill';
import { isUncertain, ofThisApplication } from '../domain/record';
import { fullQuotaAdvice } from '../domain/retention/full-quota';
import { quietPeriodAt } from '../domain/schedule/quiet-hours';
import { quietText } from '../domain/schedule/quiet-text';
import {
  isFuture,
  isKnownStatus,
  newestReady,
  type Snapshot,
  type SnapshotFacts,
  snapshotFacts,
  uniqueByName,
  withBounds,
} from '../domain/snapshot';
import { isOurs } from '../domain/snapshot-name';
import { SnapshotApiError, type SnapshotApiErrorKind } from '../ports';
import { tendProofs } from './proofs-of-run';
import { type Ending, type Findings, type RunInProgress, textOf } from './run-in-progress';
import { settleEarlier } from './settle-earlier';
import { deleteSurplusAtEnd, deleteSurplusAtStart, readMarks } from './surplus';
import { usualDurationMs, type WaitResult, waitForSnapshot } from './wait';

/** Milliseconds after which a look for drills has done something, so that the first look is old. */
const DRILLED_MS = 2_000;
/** Least time for a snapshot; with less it would certainly be late. */
const LEAST_TIME_FOR_A_RUN_MS = 30_000;

/**
 * Takes the snapshot of this run, or returns why not. At most one snapshot is in flight. A snapshot of this run's name
 * that an earlier attempt started is adopted. Surplus ones are deleted only after the new one is READY.
 */
export async function takeSnapshot(run: RunInProgress, findings: Findings): Promise<Ending> {
  const { application, api, clock } = run;
  if (run.deadline.getTime() - clock.now().getTime() < LEAST_TIME_FOR_A_RUN_MS) return { reason: 'no-time' };
  const openRuns = run.recent.filter((earlier) => isUncertain(earlier) || areDeletionsOpen(earlier));

  try {
    findings.application = await api.describeApplication(application);
    findings.firstSeen = findings.application;
  } catch (error) {
    const isMissing = error instanceof SnapshotApiError && error.kind === 'not-found';
    return { reason: isMissing ? 'application-not-found' : 'describe-failed', detail: textOf(error) };
  }
  const { snapshotMode } = findings.application;
  if (!isManagedMode(snapshotMode)) {
    return { reason: 'enhanced-snapshots', detail: unmanagedModeText(application, snapshotMode) };
  }
  const listedAt = clock.now();
  try {
    findings.snapshots = uniqueByName(await api.listSnapshots(application));
  } catch (error) {
    return { reason: 'list-failed', detail: textOf(error) };
  }
  run.stages.endListing();
  if ([findings.deletions, ...openRuns].some(areDeletionsOpen)) {
    // The list may belong to an application recreated since the first look. Then no run deleted what is missing in it.
    try {
      findings.application = await api.describeApplication(application);
    } catch (error) {
      return { reason: 'describe-failed', detail: textOf(error) };
    }
  }
  await settleEarlier(run, openRuns, findings, listedAt);
  await readMarks(run, findings);
  await tendProofs(run, findings);

  const own = findings.snapshots.find((snapshot) => snapshot.name === run.snapshotName);
  const drill = await lookForDrill(run, findings);
  if (drill) return drill;
  if (own) return adopt(run, own, findings);
  if (findings.application.status !== 'RUNNING') return notRunning(findings);
  const quiet = quietNow(run);
  if (quiet) return quiet;
  if (!findings.application.snapshotsEnabled) return { reason: 'snapshots-disabled' };
  const newer = newerThanTheEvent(run, findings.snapshots);
  if (newer) return { reason: 'newer-snapshot', detail: `It is ${newer.name}.` };
  const inFlight = findings.snapshots.find(isCreating);
  if (inFlight) return { reason: 'snapshot-in-flight', detail: inFlightDetail(inFlight) };
  await deleteSurplusAtStart(run, findings);
  if (findings.application.status !== 'RUNNING') return notRunning(findings);
  if (clock.now() >= run.callsUntil) return { reason: 'no-time' };
  // The cleanup, or the turns before it, may have lasted into the quiet hours.
  return quietNow(run) ?? create(run, findings);
}

/**
 * Ending of a scheduled run in quiet hours; `undefined` outside. The time is that of the decision, not of the event: what
 * the quiet hours protect must not be touched by an event that arrives late.
 */
function quietNow({ event, settings: { quietHours }, clock }: RunInProgress): Ending | undefined {
  if (quietHours === undefined || event.requestReason !== undefined) return undefined;
  const period = quietPeriodAt(quietHours, clock.now());
  return period && { reason: 'quiet-hours', detail: quietText(quietHours, period) };
}

/**
 * Ending of a run that a drill keeps from its snapshot. Of an application without consent the journal is read only where
 * a drill left a trace: its consent may have been taken away in the middle. A table that does not answer must not cost the snapshot.
 *
 * @returns undefined when the run goes on, with the application as it is then.
 */
async function lookForDrill(run: RunInProgress, findings: Findings): Promise<Ending | undefined> {
  const { application, api, clock, log } = run;
  if (!run.mayBeDrilled && !mayHaveBeenDrilled(findings)) return undefined;
  const before = clock.now();
  try {
    findings.drill = await run.seenDrill?.(findings.application?.createdAt);
    const underWay = findings.drill?.underWay;
    if (underWay) return { reason: 'drill-under-way', detail: underWay.detail };
  } catch (error) {
    log('drill.error', { error });
    findings.drill = { isUnknown: true };
    return undefined;
  }
  // This run went on with a drill whose driver had died.
  const { unfinished } = findings.drill ?? {};
  if (!unfinished && clock.now().getTime() - before.getTime() < DRILLED_MS) return undefined;
  try {
    findings.application = await api.describeApplication(application);
    findings.snapshots = uniqueByName(await api.listSnapshots(application));
  } catch (error) {
    return { reason: 'describe-failed', detail: textOf(error) };
  }
  const isBack = findings.application.status === 'RUNNING' && unfinished && !unfinished.isTooOld;
  return isBack ? { reason: 'drill-under-way', detail: unfinished.detail } : undefined;
}

/** Ending for an application that does not run; a drill without a driver may have stopped it. */
function notRunning({ drill }: Findings): Ending {
  const detail = drill?.unfinished?.detail;
  return { reason: 'not-running', ...(detail === undefined ? {} : { detail }) };
}

/** True for an application that does not run, or is frozen by a drill. */
function mayHaveBeenDrilled({ application, marks }: Findings): boolean {
  return application?.status !== 'RUNNING' || (marks?.freezes.some(({ who }) => isHolder(who)) ?? false);
}

/** Adopts the snapshot of an earlier attempt that was cut off before it could record the end. */
async function adopt(run: RunInProgress, own: Snapshot, findings: Findings): Promise<Ending> {
  const { clock, startedAt } = run;
  if (own.status !== 'CREATING' && isKnownStatus(own.status)) {
    const facts = withBounds(snapshotFacts(own), startedAt, clock.now());
    return endingOf(run, own, facts, 'adopted', findings);
  }
  const result = await waitForSnapshot(waiting(run, clock.now()));
  if (result.kind !== 'settled') return endingOfWait(run, result, findings);
  const facts = { ...snapshotFacts(result.snapshot), lastSeenCreatingAt: result.lastSeenCreatingAt };
  return endingOf(run, result.snapshot, withBounds(facts, startedAt, result.seenAt), 'adopted', findings);
}

async function create(run: RunInProgress, findings: Findings): Promise<Ending> {
  const { application, snapshotName, api, clock, log } = run;
  const sentAt = clock.now();
  findings.mayHaveBegun = true;
  try {
    await api.createSnapshot(application, snapshotName);
    log('snapshot.created', { snapshot: snapshotName });
  } catch (error) {
    log('snapshot.create-error', { snapshot: snapshotName, error });
    const refusal = await settleCreateError(run, error, findings, sentAt);
    if (refusal) return refusal;
  }
  const result = await waitForSnapshot({
    ...waiting(run, sentAt),
    usualMs: usualDurationMs(ofThisApplication(run.recent, findings.application?.createdAt)),
  });
  if (result.kind !== 'settled') return endingOfWait(run, result, findings);
  const facts = {
    ...snapshotFacts(result.snapshot),
    durationMs: result.seenAt.getTime() - sentAt.getTime(),
    durationAtLeastMs: Math.max(0, (result.lastSeenCreatingAt ?? sentAt).getTime() - sentAt.getTime()),
  };
  return endingOf(run, result.snapshot, facts, 'ready', findings);
}

/** Time to look for a snapshot whose create call was not answered, because reads lag behind writes. */
const LOOK_FOR_MS = 10_000;
const LOOK_PAUSE_MS = 2_500;

/**
 * Settles a create error. The snapshot may have been accepted whatever the error says: the answer was lost, or the
 * SDK's retry was refused because the first try worked. Only its absence confirms the error.
 *
 * @returns undefined when the snapshot exists.
 */
async function settleCreateError(
  run: RunInProgress,
  error: unknown,
  findings: Findings,
  sentAt: Date,
): Promise<Ending | undefined> {
  const detail = textOf(error);
  const kind = error instanceof SnapshotApiError ? error.kind : 'other';
  try {
    const { application, snapshotName, api } = run;
    // Only without an answer it is unknown whether the service accepted the call.
    const lookMs = kind === 'other' ? LOOK_FOR_MS : 0;
    const seen = await lookUntil(run, sentAt, lookMs, () => api.describeSnapshot(application, snapshotName));
    if (seen) return undefined;
  } catch (lookError) {
    return {
      reason: 'create-refused',
      detail: `${detail} Whether it was started nevertheless is unknown: ${textOf(lookError)}`,
    };
  }
  if (kind === 'unsupported') return { reason: 'operation-refused', detail };
  if (kind !== 'other') {
    // Since the first look the application may have stopped, or somebody else may have started a snapshot.
    const inTheWay = await whatIsInTheWay(run, findings, kind);
    if (inTheWay) return { ...inTheWay, detail: inTheWay.detail ?? detail };
  }
  if (kind === 'quota-reached') {
    // Without this no run would ever make room again, because only runs that take a snapshot clean up.
    const trouble = await deleteSurplusAtEnd(run, findings);
    const advice = findings.plan ? fullQuotaAdvice(findings.plan, run.settings.retention) : '';
    return { reason: 'quota-reached', detail: [detail, trouble?.detail, advice].filter(Boolean).join(' ') };
  }
  return { reason: 'create-refused', detail };
}

/**
 * Reason why the service refused: the application no longer runs, or another snapshot of it is being created. Which
 * errors the service uses for them is only partly documented, so all are checked.
 */
async function whatIsInTheWay(
  run: RunInProgress,
  findings: Findings,
  kind: SnapshotApiErrorKind,
): Promise<Ending | undefined> {
  const { application, api, clock, log } = run;
  try {
    const state = await api.describeApplication(application);
    if (state.status !== 'RUNNING') {
      findings.application = state;
      return { reason: 'not-running' };
    }
    // At the quota the error is clear, and a list of a thousand snapshots takes long.
    const lookMs = kind === 'quota-reached' ? 0 : LOOK_FOR_MS;
    const inFlight = await lookUntil(run, clock.now(), lookMs, async () => {
      findings.snapshots = uniqueByName(await api.listSnapshots(application));
      return findings.snapshots.find(isCreating);
    });
    if (inFlight) return { reason: 'snapshot-in-flight', detail: inFlightDetail(inFlight) };
  } catch (error) {
    log('snapshot.poll-error', { application, error });
  }
  return undefined;
}

/** Looks until it sees something, while the time limit and the run's time allow. */
async function lookUntil<T>(
  { clock, callsUntil }: RunInProgress,
  since: Date,
  ms: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const until = Math.min(since.getTime() + ms, callsUntil.getTime());
  for (;;) {
    const seen = await look();
    if (seen !== undefined || clock.now().getTime() >= until) return seen;
    await clock.sleep(Math.min(LOOK_PAUSE_MS, until - clock.now().getTime()));
  }
}

async function endingOf(
  run: RunInProgress,
  snapshot: Snapshot,
  facts: SnapshotFacts,
  whenReady: 'ready' | 'adopted',
  findings: Findings,
): Promise<Ending> {
  noteSnapshot(snapshot, findings);
  if (snapshot.status === 'FAILED') return { reason: 'snapshot-failed', snapshot: facts };
  if (snapshot.status !== 'READY') return { reason: 'snapshot-gone', snapshot: facts };
  const trouble = await deleteSurplusAtEnd(run, findings);
  return { ...(trouble ?? { reason: whenReady }), snapshot: facts };
}

function endingOfWait(
  run: RunInProgress,
  result: Exclude<WaitResult, { kind: 'settled' }>,
  findings: Findings,
): Ending {
  const named = { name: run.snapshotName };
  switch (result.kind) {
    case 'late':
      if (result.snapshot) noteSnapshot(result.snapshot, findings);
      return {
        reason: result.snapshot && !isKnownStatus(result.snapshot.status) ? 'unknown-status' : 'still-creating',
        snapshot: {
          ...(result.snapshot ? snapshotFacts(result.snapshot) : named),
          lastSeenCreatingAt: result.lastSeenCreatingAt,
        },
      };
    case 'application-stopped':
      findings.application = result.application;
      if (result.snapshot) noteSnapshot(result.snapshot, findings);
      return { reason: 'application-stopped', snapshot: result.snapshot ? snapshotFacts(result.snapshot) : named };
    case 'gone':
      return { reason: 'snapshot-gone', snapshot: named };
    case 'unobservable':
      return { reason: 'snapshot-unobservable', snapshot: named, detail: textOf(result.error) };
  }
}

function noteSnapshot(snapshot: Snapshot, findings: Findings): void {
  const others = (findings.snapshots ?? []).filter((other) => other.name !== snapshot.name);
  findings.snapshots = [...others, snapshot];
}

function waiting(run: RunInProgress, since: Date): Parameters<typeof waitForSnapshot>[0] {
  return { ...run, since, until: run.callsUntil, usualMs: undefined };
}

function isCreating({ status }: Snapshot): boolean {
  return status === 'CREATING';
}

/**
 * Newest READY snapshot of this manager that was started after the event: delayed events arrive together, and would
 * push as many older snapshots out. Requests on demand are taken all the same, because somebody waits for them.
 */
function newerThanTheEvent(
  { event, settings, clock }: RunInProgress,
  snapshots: readonly Snapshot[],
): Snapshot | undefined {
  if (event.requestReason !== undefined) return undefined;
  const ownership = { ownPrefix: settings.snapshotNamePrefix, ...settings };
  const now = clock.now();
  const newest = newestReady(snapshots.filter((each) => isOurs(each, ownership) && !isFuture(each, now)));
  return newest?.createdAt && newest.createdAt > event.time ? newest : undefined;
}

function inFlightDetail(snapshot: Snapshot): string {
  return `It is ${snapshot.name}${snapshot.createdAt ? `, started at ${snapshot.createdAt.toISOString()}` : ''}.`;
}
