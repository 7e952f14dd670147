import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { AUDIT, OUTCOMES } from '../../contract';
import { isCondition } from '../domain/conditions';
import { areDeletionsOpen } from '../domain/deletions';
import { isReason, type RunState } from '../domain/reasons';
import type { RunRecord } from '../domain/record';
import type { SnapshotFacts } from '../domain/snapshot';
import { boundedText } from '../domain/texts';
import { drillAttributes, parseDrill } from './audit-drill';

export type AuditItem = Record<string, AttributeValue>;

const DAY_SECONDS = 86_400;
/** Maximum length of a message, because the errors of the service that it quotes are unbounded. */
const MAX_MESSAGE_CHARACTERS = 10_000;

/**
 * Converts a record to an item below DynamoDB's 400 KB; `truncated` names what was cut. Attributes without a value are
 * left out. The reference system's five attributes have its names but not its types, which were text.
 */
export function recordToItem(record: RunRecord, retentionDays: number): AuditItem {
  const { snapshot } = record;
  const attributes: Record<string, AttributeValue | undefined> = {
    [AUDIT.application]: text(record.application),
    [AUDIT.runId]: number(record.runId),
    [AUDIT.eventId]: text(record.eventId),
    [AUDIT.eventTime]: time(record.eventTime),
    [AUDIT.requestReason]: text(record.requestReason),
    [AUDIT.schedule]: text(record.schedule),
    [AUDIT.startedAt]: time(record.startedAt),
    [AUDIT.deadlineAt]: time(record.deadlineAt),
    [AUDIT.endedAt]: time(record.endedAt),
    [AUDIT.settledAt]: time(record.settledAt),
    [AUDIT.outcome]: text(record.state),
    [AUDIT.reason]: text(record.reason),
    [AUDIT.message]: text(record.message && boundedText(record.message, MAX_MESSAGE_CHARACTERS)),
    [AUDIT.applicationStatus]: text(record.applicationStatus),
    [AUDIT.applicationCreatedAt]: time(record.applicationCreatedAt),
    [AUDIT.snapshotName]: text(snapshot?.name),
    [AUDIT.snapshotStatus]: text(snapshot?.status),
    [AUDIT.snapshotCreatedAt]: time(snapshot?.createdAt),
    [AUDIT.applicationVersion]: number(snapshot?.applicationVersion),
    [AUDIT.runtimeEnvironment]: text(snapshot?.runtimeEnvironment),
    [AUDIT.snapshotDurationMs]: number(snapshot?.durationMs),
    [AUDIT.snapshotDurationAtLeastMs]: number(snapshot?.durationAtLeastMs),
    [AUDIT.snapshotDurationAtMostMs]: number(snapshot?.durationAtMostMs),
    [AUDIT.lastSeenCreatingAt]: time(snapshot?.lastSeenCreatingAt),
    [AUDIT.newestReadyAt]: time(record.newestReadyAt),
    [AUDIT.snapshotsInService]: number(record.snapshotsInService),
    [AUDIT.conditionSince]: time(record.conditionSince),
    [AUDIT.toldCondition]: text(record.told?.condition),
    [AUDIT.toldAt]: time(record.told?.at),
    [AUDIT.deathToldAt]: time(record.deathToldAt),
    [AUDIT.expiresAt]: number(Math.floor(record.eventTime.getTime() / 1000) + retentionDays * DAY_SECONDS),
  };
  const item: AuditItem = {};
  for (const [name, value] of Object.entries(attributes)) if (value) item[name] = value;
  Object.assign(item, drillAttributes(record.drill));

  // If space runs out, lists of actions are kept before lists of untouched snapshots.
  const { attributes: lists, truncated } = boundedLists(
    [
      // Open facts come first, because later runs act on them.
      ...(record.deleting ? [{ attribute: AUDIT.deleting, values: record.deleting }] : []),
      ...(record.openRuns ? [{ attribute: AUDIT.openRuns, values: record.openRuns.map(String) }] : []),
      ...(record.toldNotices ? [{ attribute: AUDIT.toldNotices, values: record.toldNotices }] : []),
      ...(record.marked ? [{ attribute: AUDIT.marked, values: record.marked }] : []),
      { attribute: AUDIT.failedToDelete, values: record.failedToDelete },
      { attribute: AUDIT.deleted, values: record.deleted },
      { attribute: AUDIT.kept, values: record.kept },
      ...(record.deletionReasons ? [{ attribute: AUDIT.deletionReasons, values: record.deletionReasons }] : []),
    ],
    itemBytes(item),
  );
  return { ...item, ...lists, ...(truncated ? { [AUDIT.truncated]: { S: truncated } } : {}) };
}

/**
 * Converts an item to a record.
 *
 * @throws Error when an attribute that every row has is missing or malformed; the message names attribute and row.
 */
export function recordFromItem(item: AuditItem): RunRecord {
  const application = required(item, AUDIT.application, item[AUDIT.application]?.S);
  const reason = item[AUDIT.reason]?.S;
  const drill = parseDrill(item);
  return {
    application,
    runId: Number(required(item, AUDIT.runId, item[AUDIT.runId]?.N)),
    eventId: item[AUDIT.eventId]?.S ?? '',
    eventTime: requiredTime(item, AUDIT.eventTime),
    requestReason: item[AUDIT.requestReason]?.S,
    schedule: item[AUDIT.schedule]?.S,
    startedAt: requiredTime(item, AUDIT.startedAt),
    deadlineAt: requiredTime(item, AUDIT.deadlineAt),
    endedAt: parseTime(item[AUDIT.endedAt]),
    settledAt: parseTime(item[AUDIT.settledAt]),
    state: required(item, AUDIT.outcome, parseState(item[AUDIT.outcome]?.S)),
    // An unknown reason, written by another version, is left out: this version can't act on it.
    reason: reason !== undefined && isReason(reason) ? reason : undefined,
    message: item[AUDIT.message]?.S,
    applicationStatus: item[AUDIT.applicationStatus]?.S,
    applicationCreatedAt: parseTime(item[AUDIT.applicationCreatedAt]),
    snapshot: parseSnapshot(item),
    deleted: parseList(item[AUDIT.deleted]),
    deletionReasons: item[AUDIT.deletionReasons] && parseList(item[AUDIT.deletionReasons]),
    deleting: item[AUDIT.deleting] && parseList(item[AUDIT.deleting]),
    failedToDelete: parseList(item[AUDIT.failedToDelete]),
    kept: parseList(item[AUDIT.kept]),
    marked: item[AUDIT.marked] && parseList(item[AUDIT.marked]),
    newestReadyAt: parseTime(item[AUDIT.newestReadyAt]),
    snapshotsInService: parseNumber(item[AUDIT.snapshotsInService]),
    openRuns: item[AUDIT.openRuns] && parseList(item[AUDIT.openRuns]).map(Number),
    conditionSince: parseTime(item[AUDIT.conditionSince]),
    told: parseTold(item),
    deathToldAt: parseTime(item[AUDIT.deathToldAt]),
    toldNotices: item[AUDIT.toldNotices] && parseList(item[AUDIT.toldNotices]),
    ...(drill ? { drill } : {}),
  };
}

/**
 * Condition under which a record may be replaced: the attributes that must be unchanged, `undefined` for those that
 * must not exist. Every other writer changes one of them.
 */
export function settleCondition(asRead: RunRecord): ReadonlyMap<string, AttributeValue | undefined> {
  const item = recordToItem(asRead, 0);
  const attributes: string[] = [AUDIT.outcome, AUDIT.endedAt, AUDIT.settledAt, AUDIT.snapshotStatus];
  attributes.push(AUDIT.toldAt, AUDIT.deathToldAt);
  // A record without a reason may come from a row with a reason that this version does not know.
  if (asRead.reason !== undefined) attributes.push(AUDIT.reason);
  if (areDeletionsOpen(asRead)) attributes.push(AUDIT.deleting);
  return new Map(attributes.map((attribute) => [attribute, item[attribute]]));
}

/** Converts items to records, without those that another version wrote in an unreadable way. */
export function readableRecords(items: readonly AuditItem[]): RunRecord[] {
  return items.flatMap((item) => {
    try {
      return [recordFromItem(item)];
    } catch {
      return [];
    }
  });
}

function parseSnapshot(item: AuditItem): SnapshotFacts | undefined {
  const name = item[AUDIT.snapshotName]?.S;
  if (name === undefined) return undefined;
  return {
    name,
    status: item[AUDIT.snapshotStatus]?.S,
    createdAt: parseTime(item[AUDIT.snapshotCreatedAt]),
    applicationVersion: parseNumber(item[AUDIT.applicationVersion]),
    runtimeEnvironment: item[AUDIT.runtimeEnvironment]?.S,
    durationMs: parseNumber(item[AUDIT.snapshotDurationMs]),
    durationAtLeastMs: parseNumber(item[AUDIT.snapshotDurationAtLeastMs]),
    durationAtMostMs: parseNumber(item[AUDIT.snapshotDurationAtMostMs]),
    lastSeenCreatingAt: parseTime(item[AUDIT.lastSeenCreatingAt]),
  };
}

/** Condition last reported. An unknown one was written by another version and counts as reported. */
function parseTold(item: AuditItem): RunRecord['told'] {
  const condition = item[AUDIT.toldCondition]?.S;
  const at = parseTime(item[AUDIT.toldAt]);
  if (condition === undefined || !at) return undefined;
  return { condition: isCondition(condition) ? condition : 'of-another-version', at };
}

const STATES: readonly RunState[] = ['started', ...OUTCOMES];

function parseState(word: string | undefined): RunState | undefined {
  return STATES.find((state) => state === word);
}

function requiredTime(item: AuditItem, attribute: string): Date {
  return required(item, attribute, parseTime(item[attribute]));
}

function required<T>(item: AuditItem, attribute: string, value: T | undefined): T {
  if (value !== undefined) return value;
  const row = `${item[AUDIT.application]?.S} / ${item[AUDIT.runId]?.N}`;
  throw new Error(
    `The audit row ${row} has ${attribute} ${JSON.stringify(item[attribute]) ?? 'missing'}; it was not written by this manager. Delete the row.`,
  );
}

function text(value: string | undefined): AttributeValue | undefined {
  return value === undefined ? undefined : { S: value };
}

function number(value: number | undefined): AttributeValue | undefined {
  return value === undefined ? undefined : { N: String(value) };
}

function time(value: Date | undefined): AttributeValue | undefined {
  return value === undefined ? undefined : { S: value.toISOString() };
}

function parseTime(value: AttributeValue | undefined): Date | undefined {
  if (value?.S === undefined) return undefined;
  const parsed = new Date(value.S);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}

function parseNumber(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

function parseList(value: AttributeValue | undefined): readonly string[] {
  return (value?.L ?? []).map((entry) => entry.S ?? '');
}

/**
 * DynamoDB's limit of an item, 400 KB with attribute names ("Constraints in Amazon DynamoDB"). Half a thousand
 * snapshots with the longest names fill it, so the lists of a run are cut to what the other attributes leave.
 */
export const MAX_ITEM_BYTES = 400 * 1024;
/** Reserve for the overhead of attributes and for attributes of other versions. */
const SLACK_BYTES = 16 * 1024;

export interface BoundedList {
  readonly attribute: string;
  readonly values: readonly string[];
}

export interface Bounded {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Sentence that names the incomplete lists; `undefined` if all are complete. */
  readonly truncated: string | undefined;
}

/**
 * Lists as attributes, cut so that the item stays below DynamoDB's limit. The first list is cut last; each keeps its
 * beginning.
 *
 * @param otherBytes size of the item without the lists.
 */
export function boundedLists(lists: readonly BoundedList[], otherBytes: number): Bounded {
  let left = MAX_ITEM_BYTES - SLACK_BYTES - otherBytes;
  const attributes: Record<string, AttributeValue> = {};
  const cuts: string[] = [];
  for (const { attribute, values } of lists) {
    const fitting: AttributeValue[] = [];
    for (const value of values) {
      left -= entryBytes(value);
      if (left < 0) break;
      fitting.push({ S: value });
    }
    attributes[attribute] = { L: fitting };
    if (fitting.length < values.length) {
      cuts.push(`${attribute} names the first ${fitting.length} of ${values.length}`);
      // The lists that follow must not fill the space of the one that was cut.
      left = 0;
    }
  }
  const truncated = cuts.length > 0 ? `An item holds 400 KB: ${cuts.join('; ')}.` : undefined;
  return { attributes, truncated };
}

/** Upper bound of an item's size in bytes (strings and numbers): DynamoDB packs digits in pairs. */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    const own = value.L
      ? 3 + value.L.reduce((bytes, entry) => bytes + entryBytes(entry.S ?? ''), 0)
      : bytesOf(value.S ?? value.N ?? '');
    return sum + bytesOf(name) + own;
  }, 0);
}

/** Size of a list entry in bytes: its value plus one. */
function entryBytes(value: string): number {
  return bytesOf(value) + 1;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
