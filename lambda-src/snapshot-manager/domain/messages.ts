import type { ApplicationState } from './application-state';
import { statusAdvice } from './application-status';
import { nextCommand, nextLine } from './next-command';
import type { MailKind } from './notification-policy';
import { headline, REASONS } from './reasons';
import type { RunRecord } from './record';
import type { Snapshot } from './snapshot';
import { enumerate, utcTime } from './texts';

/** Facts beside the record that a message needs. */
export interface Situation {
  readonly now: Date;
  readonly application: ApplicationState | undefined;
  /** Snapshots of the application; `undefined` when the list could not be read. */
  readonly snapshots: readonly Snapshot[] | undefined;
  /** Newest READY snapshot that is not suspect. */
  readonly newestReady: Snapshot | undefined;
  /** Suspect READY snapshot that a restore from the latest one would use, because it is newer than `newestReady`. */
  readonly newerSuspect?: Snapshot;
  /** Beginning of the drill that is under way: what it stops is no outage. */
  readonly drillSince?: Date;
  /** Records of earlier runs that this run closed. */
  readonly settled: readonly RunRecord[];
  /** Further news for people, in whole sentences. */
  readonly notices?: readonly string[];
  /** Error of the audit table that did not accept the record; `undefined` if it did. */
  readonly notRecorded?: string;
}

/**
 * Maximum length of a subject. SNS: "Subjects must be ASCII text … less than 100 characters"; the API accepts exactly
 * 100.
 */
const MAX_SUBJECT_LENGTH = 100;

/**
 * Mail about a run: what happened, since when, what would be restored now, and what to do.
 *
 * @param kind why it is sent.
 */
export function notification(
  record: RunRecord,
  situation: Situation,
  deployment: string,
  kind: MailKind = 'result',
): Notification {
  const paragraphs = [
    record.message ?? headline(record),
    record.requestReason === undefined ? '' : `Requested with this reason: ${record.requestReason}`,
    sinceWhen(record, kind),
    situation.notRecorded === undefined
      ? ''
      : `The audit table did not accept the record of this run. ${situation.notRecorded}`,
    restorePoint(situation),
    deletions(record),
    ...(situation.notices ?? []),
    ...situation.settled.map((earlier) => `Closed the run of ${utcTime(earlier.eventTime)}: ${headline(earlier)}`),
    `What to do: ${adviceFor(record, kind)}`,
    `Application ${record.application}, run ${record.runId} for the event ${record.eventId} of ${utcTime(record.eventTime)}.`,
    nextLine(nextCommand(record, kind)),
  ];
  return {
    subject: subjectOf(deployment, subjectWords(record, kind, situation), record.application),
    body: `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`,
  };
}

/**
 * Advice for a record. If the application does not run, its status decides; a mail about a transient status is sent
 * because it lasts.
 */
export function adviceFor({ application, applicationStatus, reason }: RunRecord, kind: MailKind): string {
  const isAboutStatus = reason === 'not-running' || reason === 'application-stopped';
  if (!isAboutStatus || applicationStatus === undefined) return REASONS[reason ?? 'unexpected-error'].advice;
  return statusAdvice(application, applicationStatus, kind !== 'all-clear');
}

const SUBJECT_ADDITION: Record<MailKind, string> = {
  result: '',
  reminder: ' (reminder)',
  'all-clear': ' (resolved)',
  'earlier-run': ' (an earlier run died)',
};

/** Words of a subject: the outcome, and any problem beside it. */
export function subjectWords(record: RunRecord, kind: MailKind, { notRecorded }: Situation): string {
  const isUnclean = record.reason === 'cleanup-incomplete' || record.reason === 'holds-unreadable';
  const words = [record.state, isUnclean ? 'cleanup incomplete' : '', notRecorded === undefined ? '' : 'not recorded'];
  return `${words.filter((word) => word !== '').join(', ')}${SUBJECT_ADDITION[kind]}`;
}

/** Start of the condition; empty when this run is the first of its kind: the mail ends with its own time. */
function sinceWhen({ conditionSince, eventTime }: RunRecord, kind: MailKind): string {
  if (kind === 'all-clear') return 'Resolved: the problem reported earlier no longer exists.';
  if (!conditionSince || conditionSince >= eventTime) return '';
  return kind === 'reminder'
    ? `Reminder: unchanged since the run at ${utcTime(conditionSince)}.`
    : `Unchanged since the run at ${utcTime(conditionSince)}.`;
}

function restorePoint(situation: Situation): string {
  const { newestReady, newerSuspect, now, application } = situation;
  const sentence = restorePointText(situation);
  if (!newerSuspect || application?.restoresFrom.kind !== 'latest') return sentence;
  const instead = newestReady
    ? ` Start from the other one by its name: kda start ${application.name} --snapshot ${newestReady.name}.`
    : '';
  return `${sentence} The newer ${describeSnapshot(newerSuspect, now)} is suspect, but a start from "latest" in the console or by the API would use it.${instead}`;
}

function restorePointText({ application, snapshots, newestReady, newerSuspect, now }: Situation): string {
  if (!application || !snapshots) return 'The snapshot that a restore would use now could not be determined.';
  const newest = newestReady ? describeSnapshot(newestReady, now) : undefined;
  const { restoresFrom } = application;
  switch (restoresFrom.kind) {
    case 'latest':
      if (newerSuspect) {
        return newest
          ? `The newest READY snapshot that is not suspect is ${newest}.`
          : 'There is no READY snapshot that is not suspect.';
      }
      return newest
        ? `A restore now would use the newest READY snapshot, ${newest}.`
        : 'There is no READY snapshot: a start now would begin without state.';
    case 'snapshot':
      return `The application is configured to be restored from snapshot ${restoresFrom.name}. The newest READY snapshot is ${newest ?? 'none'}.`;
    case 'none':
      return `The application is configured to start without a snapshot. The newest READY snapshot is ${newest ?? 'none'}.`;
  }
}

function describeSnapshot(snapshot: Snapshot, now: Date): string {
  if (!snapshot.createdAt) return snapshot.name;
  const ageMs = Math.max(0, now.getTime() - snapshot.createdAt.getTime());
  return `${snapshot.name} of ${utcTime(snapshot.createdAt)} (${age(ageMs)} old)`;
}

function deletions({ deleted, failedToDelete }: RunRecord): string {
  const sentences: string[] = [];
  if (deleted.length > 0) sentences.push(`Deleted by the retention: ${enumerate(deleted)}.`);
  if (failedToDelete.length > 0) sentences.push(`Could not be deleted: ${enumerate(failedToDelete)}.`);
  return sentences.join(' ');
}

/** Subject of a mail: ASCII, at most 100 characters. */
export function subjectOf(deployment: string, outcome: string, application: string): string {
  const text = `[${deployment}] ${outcome}: ${application}`.replace(/[^\x20-\x7e]/g, '?');
  return text.length > MAX_SUBJECT_LENGTH ? `${text.slice(0, MAX_SUBJECT_LENGTH - 3)}...` : text;
}

function age(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/** A mail, or a message to a pager. */
export interface Notification {
  /** ASCII, at most 100 characters (SNS Publish). */
  readonly subject: string;
  readonly body: string;
}
