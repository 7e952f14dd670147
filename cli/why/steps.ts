import { type RunRecord, STARTED } from '../../lambda-src/snapshot-manager/domain/record';
import { fieldsOf, type RawLine } from '../logs/log-line';

/** Step of a run. */
export interface RunStep {
  readonly at: Date;
  readonly isTrouble: boolean;
  readonly says: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Words for the events of the manager's log; an event that is not here is shown by its name. */
const WORDS: Readonly<Record<string, (fields: Fields) => string>> = {
  'run.started': ({ snapshot }) => `The run began, for snapshot ${snapshot}.`,
  'run.repeated': ({ outcome, reason }) =>
    `The event arrived again; its run had ended before: ${words(outcome, reason)}.`,
  'run.ended': ({ outcome, reason, runMs }) => `The run ended: ${words(outcome, reason)}${tookText(runMs)}.`,
  'run.settled': ({ runId, outcome, reason }) => `It settled the earlier run ${runId}: ${words(outcome, reason)}.`,
  'run.error': ({ error }) => `An error that nobody expected: ${error}`,
  'snapshot.created': ({ snapshot }) => `The service accepted snapshot ${snapshot}.`,
  'snapshot.create-error': ({ error }) => `The service did not accept the snapshot: ${error}`,
  'snapshot.polled': ({ snapshot, status }) => `${snapshot} is ${status}.`,
  'snapshot.poll-error': ({ error }) => `The snapshot could not be looked at: ${error}`,
  'snapshot.deleted': ({ snapshot }) => `Surplus snapshot ${snapshot} was deleted.`,
  'snapshot.delete-error': ({ snapshot, error }) => `Surplus snapshot ${snapshot} could not be deleted: ${error}`,
  'cleanup.paused': ({ change }) => `Deletions stopped: ${change}`,
  'cleanup.look-error': ({ error }) => `Deletions stopped, because the application could not be looked at: ${error}`,
  'lock.held': ({ heldBy }) => `Another run was active: that of event ${heldBy}.`,
  'audit.error': ({ call, error }) => `The audit table failed (${call}): ${error}`,
  'holds.error': ({ error }) => `Holds could not be read: ${error}`,
  'marks.error': ({ error }) => `Marks could not be read: ${error}`,
  'lock.error': ({ call, error }) => `The lock of the application failed (${call}): ${error}`,
  'notification.error': ({ error }) => `The mail could not be sent: ${error}`,
};

/** Steps of a run as the manager logged them; looks at a snapshot that found the same are one step. */
export function stepsOfLog(lines: readonly RawLine[]): RunStep[] {
  const steps: RunStep[] = [];
  let same: { says: string; count: number } | undefined;
  for (const { at, message } of lines) {
    const fields = fieldsOf(message);
    const event = fields?.event;
    if (fields === undefined) {
      steps.push({ at, isTrouble: true, says: message.trim() });
    } else if (typeof event === 'string') {
      const says = WORDS[event]?.(fields) ?? event;
      const isTrouble = fields.level === 'ERROR';
      if (says === same?.says) {
        same.count += 1;
        steps[steps.length - 1] = { at, isTrouble, says: `${says} (${same.count} times, the last one now)` };
        continue;
      }
      same = { says, count: 1 };
      steps.push({ at, isTrouble, says });
    }
  }
  return steps;
}

/** Steps of a run as far as its row in the audit table has them. */
export function stepsOfRow(run: RunRecord): RunStep[] {
  const { eventTime, startedAt, snapshot, endedAt, state, reason, settledAt, deadlineAt } = run;
  const step = (at: Date | undefined, says: string, isTrouble = false) => (at ? [{ at, isTrouble, says }] : []);
  return [
    ...step(
      eventTime,
      run.requestReason === undefined ? 'The event of the schedule.' : `A person's request: ${run.requestReason}`,
    ),
    ...step(startedAt, 'The run began.'),
    ...step(snapshot?.createdAt, `The service made snapshot ${snapshot?.name}.`),
    ...step(endedAt, `The run ended: ${words(state, reason)}.`, state === 'failed'),
    ...(state === STARTED && !endedAt
      ? step(deadlineAt, 'Lambda ended the run at the latest here; no end is recorded.', true)
      : []),
    ...step(settledAt, 'A later run found out what became of its snapshot.'),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

function words(outcome: unknown, reason: unknown): string {
  return reason === undefined || reason === null ? String(outcome) : `${outcome} (${reason})`;
}

function tookText(runMs: unknown): string {
  return typeof runMs === 'number' ? `, after ${(runMs / 1000).toFixed(1)} s` : '';
}
