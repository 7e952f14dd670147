import type { RunRecord } from '../record';
import type { SnapshotFacts } from '../snapshot';
import { boundedText } from '../texts';
import {
  DETAIL_VERSION,
  eventKey,
  eventOf,
  MOST_TEXT_CHARACTERS,
  type OutcomeEvent,
  type SnapshotDetail,
} from './outcome-event';

/** Event about a record of the audit table; none while its run has not ended. */
export function eventOfRecord(record: RunRecord, deployment: string): OutcomeEvent | undefined {
  const { application, runId, state, drill, snapshot = drill?.restoredFrom } = record;
  if (state === 'started') return undefined;
  return eventOf(
    withoutUndefined({
      version: DETAIL_VERSION,
      id: eventKey(application, runId, state, record.settledAt !== undefined),
      deployment,
      application,
      outcome: state,
      runId,
      message: bounded(record.message) ?? state,
      startedAt: record.startedAt.toISOString(),
      endedAt: (record.endedAt ?? record.startedAt).toISOString(),
      reason: bounded(record.reason),
      eventId: bounded(record.eventId),
      eventTime: record.eventTime.toISOString(),
      settledAt: record.settledAt?.toISOString(),
      requestReason: bounded(record.requestReason),
      who: bounded(drill?.who),
      applicationStatus: bounded(record.applicationStatus),
      snapshot: snapshot && snapshotDetail(snapshot),
      newestGoodAt: record.newestReadyAt?.toISOString(),
      deletedSnapshots: record.deleted.length,
      rtoSeconds: drill?.rtoSeconds,
      verdict: drill?.verdict,
    }),
  );
}

function snapshotDetail({ name, status, createdAt, applicationVersion, durationMs }: SnapshotFacts): SnapshotDetail {
  return withoutUndefined({
    name,
    status,
    createdAt: createdAt?.toISOString(),
    applicationVersion,
    durationMs: durationMs === undefined ? undefined : Math.max(0, Math.round(durationMs)),
  });
}

/** Text as it fits into an event; none for an empty one. */
export function bounded(text: string | undefined): string | undefined {
  return text ? boundedText(text, MOST_TEXT_CHARACTERS) : undefined;
}

/** Object without its undefined fields, which a check by the schema would see. */
export function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
