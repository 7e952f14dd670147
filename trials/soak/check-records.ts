import type { SnapshotDetails } from '@aws-sdk/client-kinesis-analytics-v2';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';

export interface Evidence {
  readonly records: readonly RunRecord[];
  /** Snapshots that the API lists. */
  readonly listed: readonly SnapshotDetails[];
  readonly ownPrefix: string;
  readonly keepLast: number;
  /** Number of times that EventBridge fired the rule. */
  readonly firedEvents: number;
  /** Ids of the events in the queue of failed runs. */
  readonly failedEventIds: readonly string[];
}

/** Contradictions between the records and the API, EventBridge and the queue: one sentence for each. */
export function mismatches({
  records,
  listed,
  ownPrefix,
  keepLast,
  firedEvents,
  failedEventIds,
}: Evidence): readonly string[] {
  const found: string[] = [];
  const own = listed.filter(({ SnapshotName = '' }) => SnapshotName.startsWith(ownPrefix));
  const byName = new Map(own.map((snapshot) => [snapshot.SnapshotName ?? '', snapshot]));
  const deleted = records.flatMap((record) => record.deleted);

  if (records.length !== firedEvents) {
    found.push(`The rule was fired ${firedEvents} times, but there are ${records.length} records.`);
  }
  for (const [what, ids] of [
    ['event', records.map(({ eventId }) => eventId)],
    ['deletion', deleted],
    ['snapshot', records.flatMap(({ snapshot }) => (snapshot ? [snapshot.name] : []))],
  ] as const) {
    for (const id of twice(ids)) found.push(`Two records name the same ${what}: ${id}.`);
  }
  for (const name of deleted.filter((each) => !each.startsWith(ownPrefix))) {
    found.push(`${name} was deleted, but the manager did not create it.`);
  }
  for (const record of records) found.push(...mismatchesOfRecord(record, byName, new Set(deleted)));
  const named = new Set(records.map(({ snapshot }) => snapshot?.name));
  for (const name of byName.keys()) if (!named.has(name)) found.push(`${name} is listed, but no record names it.`);

  const kept = own.filter(({ SnapshotStatus }) => SnapshotStatus === 'READY').length;
  if (kept > keepLast) found.push(`${kept} snapshots are READY, but the retention keeps ${keepLast}.`);

  const failed = records.filter(({ state }) => state === 'failed').map(({ eventId }) => eventId);
  for (const id of failed.filter((each) => !failedEventIds.includes(each))) {
    found.push(`The run of event ${id} failed, but it is not in the queue of failed runs.`);
  }
  for (const id of failedEventIds.filter((each) => !failed.includes(each))) {
    found.push(`Event ${id} is in the queue of failed runs, but its record does not say that it failed.`);
  }
  return found;
}

function mismatchesOfRecord(
  { eventId, state, reason, snapshot }: RunRecord,
  listed: ReadonlyMap<string, SnapshotDetails>,
  deleted: ReadonlySet<string>,
): readonly string[] {
  if (state === 'started') return [`The run of event ${eventId} has no end in its record.`];
  if (!snapshot) return [];
  const { name } = snapshot;
  const isReady = state === 'taken' || reason === 'ready-after-run';
  const there = listed.get(name);
  if (!there) {
    return isReady && !deleted.has(name) ? [`${name} was taken, but it is not listed and no record deleted it.`] : [];
  }
  if (deleted.has(name)) return [`${name} is recorded as deleted, but it is listed as ${there.SnapshotStatus}.`];
  const found: string[] = [];
  if ((there.SnapshotStatus === 'READY') !== isReady) {
    found.push(`${name} is listed as ${there.SnapshotStatus}, but its record says ${state} (${reason}).`);
  }
  if (isReady && there.SnapshotCreationTimestamp?.getTime() !== snapshot.createdAt?.getTime()) {
    const [api, record] = [there.SnapshotCreationTimestamp, snapshot.createdAt].map((at) => at?.toISOString());
    found.push(`${name} began at ${api} according to the API, at ${record} according to its record.`);
  }
  if (isReady && there.ApplicationVersionId !== snapshot.applicationVersion) {
    found.push(
      `${name} has version ${there.ApplicationVersionId} according to the API, ${snapshot.applicationVersion} according to its record.`,
    );
  }
  return found;
}

function twice(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
