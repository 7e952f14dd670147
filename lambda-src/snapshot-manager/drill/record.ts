import type { NotificationPolicy } from '../../contract';
import { type Drill, type DrillOutcome, holderOf, isDrillOf, judgedAt, withStep } from '../domain/drill/drill';
import { detailOfDrill, drillMail, REASON_OF_VERDICT } from '../domain/drill/texts';
import { embeddedDrillMetrics } from '../domain/metrics';
import { headline, REASONS } from '../domain/reasons';
import type { RunRecord } from '../domain/record';
import type { ManagerSettings } from '../domain/settings';
import { jsonLog } from '../log';
import { AuditSession } from '../run/audit-session';
import { findApplication } from '../run/find-application';
import { sendEvents } from '../run/outbox';
import type { RunContext } from '../run/run-context';
import { markSuspects } from './mark-suspects';
import type { DrillSession } from './session';

/** Milliseconds in which a mail is tried again. */
const MAIL_MS = 600_000;

/** Facts of a drill that was refused before it began: it has no journal. */
export type EndedDrill = Pick<Drill, 'plan' | 'outcome' | 'seconds' | 'stopSnapshot' | 'before' | 'failure'>;

/**
 * Does what is left once the result is known: releases, records, reports. Each is written down when it is done, and can
 * be repeated.
 *
 * @throws Error when a table does not answer: the next request goes on.
 */
export async function finish(session: DrillSession, settings: ManagerSettings, context: RunContext): Promise<void> {
  const { clock } = context.ports;
  const isGone = await isApplicationGone(session.drill, context);
  if (session.drill.step === 'release') {
    const { drill, trouble } = isGone ? { drill: session.drill } : await markSuspects(session.drill, context.ports);
    if (drill !== session.drill) await session.write(drill);
    if (trouble !== undefined) throw trouble;
    await release(session.drill, context);
    await session.write(withStep(session.drill, 'record', 'Freeze and holds were released.', clock.now()));
  }
  if (session.drill.step === 'record') {
    if (!isGone) await markProven(session.drill, context);
    await recordDrill(session.drill, context, { isMeasured: !isGone });
    await session.write(withStep(session.drill, 'tell', 'The audit table has a row about it.', clock.now()));
  }
  const toldAt = isGone ? undefined : await tellOfDrill(session.drill, settings, context);
  await session.write({ ...session.drill, ...(toldAt ? { toldAt } : {}), isEnded: true });
}

/**
 * True for a drill whose application was deleted, and perhaps made anew. It gets its row and its event; the marks,
 * alarms and mails of that name are the present one's.
 *
 * @throws Error when the service does not answer.
 */
async function isApplicationGone(drill: Drill, { ports }: RunContext): Promise<boolean> {
  const seen = await findApplication(drill.plan.application, ports.api);
  return !seen || !isDrillOf(drill, seen.createdAt);
}

/** Marks the snapshot of the stop as proven: retention keeps the newest such one. */
async function markProven(drill: Drill, { ports }: RunContext): Promise<void> {
  const { plan, outcome, stopSnapshot, seconds } = drill;
  if (outcome?.verdict !== 'proven' || !stopSnapshot) return;
  const { application, who } = plan;
  // Of a drill that is finished later, this may be hours ago.
  const provenAt = judgedAt(drill) ?? ports.clock.now();
  await ports.marks.prove({
    ...{ application, snapshotName: stopSnapshot.name, provenAt, by: 'drill', who },
    ...(stopSnapshot.createdAt ? { snapshotCreatedAt: stopSnapshot.createdAt } : {}),
    ...(seconds === undefined ? {} : { restoreSeconds: seconds }),
  });
}

/** Ends freeze and holds of the drill. Of one that failed the holds stay: whoever restores needs the snapshots. */
async function release(drill: Drill, { ports }: RunContext): Promise<void> {
  const { marks, holds, clock } = ports;
  const { application } = drill.plan;
  const who = holderOf(drill);
  const { freezes } = await marks.marksOf(application);
  for (const freeze of freezes) if (freeze.who === who) await marks.thaw(freeze);
  if (drill.outcome?.verdict === 'not-proven') return;
  const now = clock.now();
  for (const hold of await holds.list(application)) {
    if (hold.who === who && (hold.until === undefined || hold.until > now)) await holds.release(hold, who, now);
  }
}

/**
 * Writes the row of a drill once, then its event and its metrics.
 *
 * @param isMeasured false: without metrics, because the alarm is about another application by now.
 * @returns the row.
 */
export async function recordDrill(
  drill: EndedDrill,
  context: RunContext,
  { isMeasured } = { isMeasured: true },
): Promise<RunRecord> {
  const { clock, audit: table, writeLine } = context.ports;
  const { plan, outcome } = drill;
  const { application, id } = plan;
  const log = jsonLog(writeLine, () => clock.now(), { application, eventId: id });
  const audit = new AuditSession(table, log);
  const { runId, record: found } = await audit.find(application, { id, time: plan.begunAt });
  const record = found ?? { ...recordOf(drill, clock.now()), runId };
  if (!found && !(await audit.complete(record))) {
    throw new Error(`The audit table did not accept the record of drill ${id} of ${application}.`);
  }
  await sendEvents([record], context);
  // Also where an earlier request wrote the row: it may have died before this. Twice the same value changes no alarm.
  const verdict = outcome?.verdict;
  if (isMeasured && (verdict === 'proven' || verdict === 'not-proven')) {
    const drillSeconds = verdict === 'proven' ? drill.seconds : undefined;
    const values = { drillSeconds, drillsFailed: verdict === 'proven' ? 0 : 1 };
    writeLine(embeddedDrillMetrics(application, clock.now(), values));
  }
  log('drill.ended', { drill: id, verdict, seconds: drill.seconds });
  return record;
}

function recordOf(drill: EndedDrill, endedAt: Date): RunRecord {
  const { plan, seconds } = drill;
  const outcome: DrillOutcome = drill.outcome ?? { verdict: 'given-up', because: [], isRunning: false };
  const reason = REASON_OF_VERDICT[outcome.verdict];
  const from = outcome.verdict === 'refused' ? undefined : drill.stopSnapshot;
  const record: RunRecord = {
    application: plan.application,
    runId: 0,
    eventId: plan.id,
    eventTime: plan.begunAt,
    requestReason: plan.why,
    startedAt: plan.begunAt,
    endedAt,
    deadlineAt: endedAt,
    state: REASONS[reason].outcome,
    reason,
    applicationCreatedAt: plan.applicationCreatedAt,
    deleted: [],
    failedToDelete: [],
    kept: [],
    drill: {
      who: plan.who,
      verdict: outcome.verdict,
      proof: outcome.because,
      ...(from ? { restoredFrom: from } : {}),
      ...(seconds === undefined ? {} : { rtoSeconds: seconds }),
    },
  };
  return { ...record, message: headline(record, detailOfDrill(outcome, seconds, plan.application)) };
}

/**
 * Mails a failed drill, the next proof after it, and any drill where the policy mails every result.
 *
 * @throws Error while the topic does not answer: no alarm mails a failed drill, so the next request tries again. After
 * some minutes it is only logged.
 * @returns time of the mail; undefined where there was none.
 */
async function tellOfDrill(drill: Drill, settings: ManagerSettings, context: RunContext): Promise<Date | undefined> {
  const { notifier, clock, writeLine } = context.ports;
  const { outcome, plan, stepBegunAt } = drill;
  if (!outcome || !isNews(drill, settings.notifications.policy)) return undefined;
  const record = recordOf(drill, clock.now());
  try {
    await notifier.publish(
      drillMail(record, outcome, { deployment: settings.deployment, isAfterFailure: plan.isAfterFailure }),
    );
    return clock.now();
  } catch (error) {
    if (clock.now().getTime() - stepBegunAt.getTime() < MAIL_MS) throw error;
    const { application } = plan;
    jsonLog(writeLine, () => clock.now(), { application })('notification.error', { error });
    return undefined;
  }
}

function isNews({ outcome, plan }: Drill, policy: NotificationPolicy): boolean {
  if (policy === 'always' || outcome?.verdict === 'not-proven') return true;
  return policy === 'changes' && outcome?.verdict === 'proven' && plan.isAfterFailure === true;
}
