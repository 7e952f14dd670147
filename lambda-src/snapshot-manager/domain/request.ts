import type {
  DrillRequest,
  FreezeRequest,
  HoldRequest,
  HoldsRequest,
  MarksRequest,
  OnDemandRequest,
  PlanRequest,
  ReleaseRequest,
  SnapshotEvent,
  SnapshotRequest,
  SuspectRequest,
  ThawRequest,
  TrustRequest,
} from '../../contract';
import { parseDrillWindow } from './drill/drill-window';
import { isRequestId, reservedIdText } from './snapshot-name';

/** Parsed request of an invocation: times are read, names and texts checked. */
export type Request =
  | { readonly action: 'schedule'; readonly event: RunEvent }
  | SnapshotRequest
  | PlanRequest
  | (Omit<HoldRequest, 'until'> & { readonly until?: Date })
  | ReleaseRequest
  | HoldsRequest
  | SuspectRequest
  | TrustRequest
  | (Omit<FreezeRequest, 'until'> & { readonly until?: Date })
  | ThawRequest
  | MarksRequest
  | DrillRequest;

const VALID_REQUESTS: readonly OnDemandRequest[] = [
  { action: 'snapshot', applications: ['orders'], reason: 'before deploy', requestId: 'deploy-42' },
  { action: 'plan', applications: ['orders'] },
  {
    action: 'hold',
    application: 'orders',
    snapshot: 'demo.20261123T102000Z',
    who: 'ada',
    why: 'before the migration',
    until: '2026-12-24T00:00:00Z',
  },
  { action: 'release', application: 'orders', snapshot: 'demo.20261123T102000Z', who: 'ada', why: 'migrated' },
  { action: 'holds', applications: ['orders'] },
  {
    action: 'suspect',
    application: 'orders',
    snapshots: ['demo.20261123T102000Z'],
    who: 'ada',
    why: 'corrupt since 10:15',
  },
  { action: 'trust', application: 'orders', snapshots: ['demo.20261123T102000Z'], who: 'ada' },
  { action: 'freeze', application: 'orders', who: 'ada', why: 'looking for the cause', until: '2026-11-24T00:00:00Z' },
  { action: 'thaw', application: 'orders', who: 'ada' },
  { action: 'marks', applications: ['orders'] },
  { action: 'drill', application: 'orders', drill: 'drill-42', who: 'ada', why: 'once a week' },
];

const ACTIONS = VALID_REQUESTS.map(({ action }) => action);

/** Maximum applications in a request: the answer has up to 5 KB for each, and Lambda returns 6 MB. */
const MOST_APPLICATIONS = 1_000;

/** Maximum length of texts, which are written to audit rows and mails. */
const LONGEST_TEXT = 1_000;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Parses the event of an invocation: a scheduled event, or a request on demand, which has an `action`. Unknown fields
 * are refused: a misspelt `until` would make a hold that never ends.
 *
 * @param now time after which a hold must end.
 * @throws RequestRefusedError naming the field, its value and what is valid; MalformedEventError for an event without
 * an action.
 */
export function parseRequest(raw: unknown, now: Date): Request {
  if (typeof raw !== 'object' || raw === null || !('action' in raw)) {
    try {
      return { action: 'schedule', event: parseEvent(raw) };
    } catch (error) {
      throw error instanceof MalformedEventError
        ? new MalformedEventError(`${error.message} On demand: ${shownRequests()}`)
        : error;
    }
  }
  const fields: Fields = { ...raw };
  switch (fields.action) {
    case 'snapshot':
      allowOnly(fields, 'applications', 'reason', 'requestId');
      return {
        action: 'snapshot',
        applications: applicationsOf(fields),
        reason: textOf(fields, 'reason'),
        requestId: requestIdOf(fields),
      };
    case 'plan':
      allowOnly(fields, 'applications', 'adoptReferenceSnapshots');
      return {
        action: 'plan',
        ...(fields.applications === undefined ? {} : { applications: applicationsOf(fields) }),
        ...(fields.adoptReferenceSnapshots === undefined ? {} : { adoptReferenceSnapshots: adoptionOf(fields) }),
      };
    case 'holds':
    case 'marks': {
      allowOnly(fields, 'applications');
      const { action } = fields;
      return fields.applications === undefined ? { action } : { action, applications: applicationsOf(fields) };
    }
    case 'hold':
      allowOnly(fields, 'application', 'snapshot', 'who', 'why', 'until');
      return {
        action: 'hold',
        application: textOf(fields, 'application'),
        snapshot: textOf(fields, 'snapshot'),
        who: textOf(fields, 'who'),
        why: textOf(fields, 'why'),
        ...(fields.until === undefined ? {} : { until: untilOf(fields, now) }),
      };
    case 'release':
      allowOnly(fields, 'application', 'snapshot', 'who', 'holder', 'why');
      return {
        action: 'release',
        application: textOf(fields, 'application'),
        snapshot: textOf(fields, 'snapshot'),
        who: textOf(fields, 'who'),
        ...(fields.holder === undefined ? {} : { holder: textOf(fields, 'holder') }),
        ...(fields.why === undefined ? {} : { why: textOf(fields, 'why') }),
      };
    case 'suspect':
    case 'trust':
    case 'freeze':
    case 'thaw':
      return parseMark(fields.action, fields, now);
    case 'drill':
      return parseDrill(fields);
    default:
      throw malformed('action', fields.action, `one of ${ACTIONS.join(', ')}`);
  }
}

function parseDrill(fields: Fields): DrillRequest {
  allowOnly(fields, 'application', 'drill', 'who', 'why', 'window', 'isContinued');
  const { drill, window, isContinued } = fields;
  if (typeof drill !== 'string' || !isRequestId(drill)) {
    throw malformed('drill', drill, '1 to 128 letters, digits or any of "_.-"');
  }
  if (window !== undefined && (typeof window !== 'string' || parseDrillWindow(window) === undefined)) {
    throw malformed('window', window, 'times in UTC, such as 04:00-04:30');
  }
  if (isContinued !== undefined && typeof isContinued !== 'boolean') {
    throw malformed('isContinued', isContinued, 'true or false');
  }
  const texts = { application: textOf(fields, 'application'), who: textOf(fields, 'who'), why: textOf(fields, 'why') };
  return {
    ...{ action: 'drill', drill, ...texts },
    ...(window === undefined ? {} : { window }),
    ...(isContinued === undefined ? {} : { isContinued }),
  };
}

type MarkAction = 'suspect' | 'trust' | 'freeze' | 'thaw';

function parseMark(action: MarkAction, fields: Fields, now: Date): Extract<Request, { action: MarkAction }> {
  const common = () => ({ application: textOf(fields, 'application'), who: textOf(fields, 'who') });
  const why = () => (fields.why === undefined ? {} : { why: textOf(fields, 'why') });
  switch (action) {
    case 'suspect':
      allowOnly(fields, 'application', 'snapshots', 'who', 'why');
      return { action, ...common(), snapshots: snapshotsOf(fields), why: textOf(fields, 'why') };
    case 'trust':
      allowOnly(fields, 'application', 'snapshots', 'who', 'why');
      return { action, ...common(), snapshots: snapshotsOf(fields), ...why() };
    case 'freeze':
      allowOnly(fields, 'application', 'who', 'why', 'until');
      return {
        action,
        ...common(),
        why: textOf(fields, 'why'),
        ...(fields.until === undefined ? {} : { until: untilOf(fields, now) }),
      };
    case 'thaw':
      allowOnly(fields, 'application', 'who', 'holder', 'why');
      return {
        action,
        ...common(),
        ...(fields.holder === undefined ? {} : { holder: textOf(fields, 'holder') }),
        ...why(),
      };
  }
}

function allowOnly(fields: Fields, ...allowed: string[]): void {
  const unknown = Object.keys(fields).find((field) => field !== 'action' && !allowed.includes(field));
  if (unknown !== undefined) {
    throw malformed(unknown, fields[unknown], `no such field: ${fields.action} has ${allowed.join(', ')}`);
  }
}

function applicationsOf({ applications }: Fields): readonly string[] {
  const isList = Array.isArray(applications) && applications.length > 0;
  if (!isList || !applications.every((name) => typeof name === 'string' && name !== '')) {
    throw malformed('applications', applications, 'a list of at least one application name');
  }
  if (applications.length > MOST_APPLICATIONS) {
    throw malformed('applications', `${applications.length} names`, `at most ${MOST_APPLICATIONS} names at once`);
  }
  return [...new Set<string>(applications)];
}

/** Maximum snapshots in a request: as many as the service's quota of an application. */
const MOST_SNAPSHOTS = 1_000;

function snapshotsOf({ snapshots }: Fields): readonly string[] {
  const isList = Array.isArray(snapshots) && snapshots.length > 0 && snapshots.length <= MOST_SNAPSHOTS;
  if (!isList || !snapshots.every((name) => typeof name === 'string' && name !== '')) {
    throw malformed('snapshots', snapshots, `a list of 1 to ${MOST_SNAPSHOTS} snapshot names`);
  }
  return [...new Set<string>(snapshots)];
}

function textOf(fields: Fields, field: string): string {
  const text = fields[field];
  if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST_TEXT) {
    throw malformed(field, text, `a text of 1 to ${LONGEST_TEXT} characters`);
  }
  return text;
}

function adoptionOf({ adoptReferenceSnapshots }: Fields): boolean {
  if (typeof adoptReferenceSnapshots === 'boolean') return adoptReferenceSnapshots;
  throw malformed('adoptReferenceSnapshots', adoptReferenceSnapshots, 'true or false');
}

function requestIdOf({ requestId }: Fields): string {
  if (typeof requestId !== 'string' || !isRequestId(requestId)) {
    throw malformed('requestId', requestId, '1 to 128 letters, digits or any of "_.-", as in the snapshot’s name');
  }
  const reserved = reservedIdText(requestId);
  if (reserved !== undefined) throw malformed('requestId', requestId, reserved);
  return requestId;
}

function untilOf({ until }: Fields, now: Date): Date {
  const isUtc = typeof until === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(until);
  const time = new Date(isUtc ? until : Number.NaN);
  if (Number.isNaN(time.getTime()) || time <= now) {
    throw malformed('until', until, `a time in UTC after ${now.toISOString()}, such as 2026-12-24T00:00:00Z`);
  }
  return time;
}

function malformed(field: string, value: unknown, expected: string): RequestRefusedError {
  const shown = JSON.stringify(value)?.slice(0, 200) ?? 'missing';
  return new RequestRefusedError(
    `The request’s ${field} is ${shown}, expected ${expected}. Valid requests: ${shownRequests()} The schedule sends ${JSON.stringify(VALID_EVENT)}.`,
  );
}

function shownRequests(): string {
  return VALID_REQUESTS.map((request) => JSON.stringify(request)).join(' | ');
}

/**
 * Error for a request on demand that cannot be read or fulfilled; nothing was changed. The message says what to request
 * instead.
 */
export class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError';
}

/** Event in the manager's types: its time is a `Date` of whole seconds, as EventBridge gives it. */
export interface RunEvent {
  readonly id: string;
  readonly time: Date;
  /** Expression of the schedule that fired; missing in events of an earlier version's rule, and on demand. */
  readonly schedule?: string;
  /** Reason of a run on demand; its id is then the request's, and part of the snapshot's name. */
  readonly requestReason?: string;
}

/** Error for an event that cannot be processed; the message shows a valid one. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** Valid scheduled event, for messages. */
export const VALID_EVENT: SnapshotEvent = {
  id: 'b1d0a3f6-9c1e-4e0b-8f0a-2f7c6f9f5a11',
  time: '2026-11-23T10:20:00Z',
  schedule: 'rate(10 minutes)',
};

/** Time in ISO 8601, UTC, with seconds; EventBridge writes no fraction, other senders may. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * Parses the event of the rule's input transformer.
 *
 * @throws MalformedEventError naming the field, its value and a valid event.
 */
export function parseEvent(raw: unknown): RunEvent {
  if (typeof raw !== 'object' || raw === null) throw malformedEvent('The event', raw);
  const { id, time, schedule } = raw as Partial<Record<keyof SnapshotEvent, unknown>>;
  if (typeof id !== 'string' || id === '') throw malformedEvent('The event’s id', id);
  if (typeof time !== 'string' || !TIME.test(time)) throw malformedEvent('The event’s time', time);
  const parsed = new Date(time);
  if (Number.isNaN(parsed.getTime())) throw malformedEvent('The event’s time', time);
  const event = { id, time: new Date(Math.floor(parsed.getTime() / 1000) * 1000) };
  if (schedule === undefined) return event;
  if (typeof schedule !== 'string' || schedule === '') throw malformedEvent('The event’s schedule', schedule);
  return { ...event, schedule };
}

function malformedEvent(what: string, value: unknown): MalformedEventError {
  const shown = JSON.stringify(value)?.slice(0, 200) ?? 'missing';
  return new MalformedEventError(
    `${what} is ${shown}. A valid event is ${JSON.stringify(VALID_EVENT)}: a unique id, a time in UTC, and the expression of the rule’s schedule. The rule’s input transformer makes it of $.id and $.time.`,
  );
}
