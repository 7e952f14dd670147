import { createHash } from 'node:crypto';
import { isOpen, MOST_READ_BEYOND, openBeyond, openRunIds, type RunRecord } from '../domain/record';
import type { RunEvent } from '../domain/request';
import { describeError, type Log } from '../log';
import type { AuditLog } from '../ports';

/** Facts that were reported once a mail was sent. */
export type Known = Partial<Pick<RunRecord, 'told' | 'toldNotices' | 'deathToldAt'>>;

export interface EventRow {
  readonly runId: number;
  /** Record found under the id. */
  readonly record: RunRecord | undefined;
}

/**
 * Audit table during one run. A table that does not answer must not cost the snapshot: reads then find nothing, nothing
 * is written, and `answers` turns false, after which nothing may be deleted. The last write is always tried.
 */
export class AuditSession {
  /** False once a call has failed. */
  answers = true;
  /** Last error of the table. */
  trouble: string | undefined;
  /** Ids of runs that were open when the newest ones were read; `undefined` if they were not read. */
  openRuns: readonly number[] | undefined;
  /** State of the event's own row. `unread`: requested, but the table did not answer. */
  private row: 'not asked for' | 'read' | 'unread' = 'not asked for';

  constructor(
    private readonly audit: AuditLog,
    private readonly log: Log,
  ) {}

  /** Finds the run id of this event for the application, and its record. */
  async find(application: string, event: RunEvent): Promise<EventRow> {
    const [preferred = 0] = runIdCandidates(event);
    return this.attempt('find', { runId: preferred, record: undefined }, () => this.look(application, event));
  }

  /**
   * Finds the row again if the table did not answer at the start of the run. Otherwise the last write would replace the
   * row of an earlier attempt, losing its snapshot and deletions, or go to another event's row.
   */
  async findUnlessFound(application: string, event: RunEvent): Promise<EventRow | undefined> {
    if (this.row === 'read') return undefined;
    try {
      return await this.look(application, event);
    } catch (error) {
      this.log('audit.error', { call: 'find', error });
      return undefined;
    }
  }

  private async look(application: string, event: RunEvent): Promise<EventRow> {
    this.row = 'unread';
    const row = await requireRow(application, event, this.audit);
    this.row = 'read';
    return row;
  }

  /** Newest runs of the application, newest first, followed by older open ones. */
  findRecent(application: string): Promise<readonly RunRecord[]> {
    return this.attempt('find-recent', [], async () => {
      const recent = await this.audit.findRecent(application);
      const beyond = openBeyond(recent);
      const asked = beyond.slice(0, MOST_READ_BEYOND);
      const answers = await Promise.all(asked.map((runId) => this.findBeyond(application, runId)));
      const open = answers.filter((answer) => typeof answer === 'object').filter(isOpen);
      const unread = answers.filter((answer) => typeof answer === 'number');
      this.openRuns = openRunIds([...recent, ...open], [...unread, ...beyond.slice(MOST_READ_BEYOND)]);
      return [...recent, ...open.toReversed()];
    });
  }

  /**
   * Reads an old run; returns its id if the row cannot be read: a later run tries again, and this one can do without
   * it.
   */
  private async findBeyond(application: string, runId: number): Promise<RunRecord | number | undefined> {
    try {
      return await this.audit.find(application, runId);
    } catch (error) {
      this.log('audit.error', { call: 'find-open', error });
      return runId;
    }
  }

  /** Writes the row of a run that begins; false when another invocation has finished the event meanwhile. */
  start(record: RunRecord): Promise<boolean> {
    return this.attempt('start', true, () => this.audit.start(record));
  }

  /** Replaces the row of a run under way; false when it is certainly not there. */
  update(record: RunRecord): Promise<boolean> {
    return this.attempt('update', false, () => this.audit.start(record));
  }

  settle(record: RunRecord, asRead: RunRecord): Promise<boolean> {
    return this.attempt(
      'settle',
      false,
      async () => (await this.audit.settle(record, asRead)) || (await this.isThere(record)),
    );
  }

  /** Adds what was mailed to a run's row; keeps what another run wrote into it since `asWritten`. */
  addTold(asWritten: RunRecord, known: Known): Promise<boolean> {
    return this.attempt('settle', false, async () => {
      const { application, runId, eventId } = asWritten;
      if (await this.audit.settle({ ...asWritten, ...known }, asWritten)) return true;
      const now = await this.audit.find(application, runId);
      return now?.eventId === eventId && (await this.audit.settle({ ...now, ...known }, now));
    });
  }

  /**
   * Writes the result of the run; false when it could not be recorded: the run must then fail, so that its retry
   * records it. A row that could not be read may hold results of an earlier attempt, so it is replaced only if it says
   * that nothing was done.
   */
  async complete(record: RunRecord): Promise<boolean> {
    try {
      const isWritten = await (this.row === 'unread' ? this.audit.create(record) : this.audit.complete(record));
      return isWritten || (await this.isThere(record));
    } catch (error) {
      this.trouble = describeError(error);
      this.log('audit.error', { call: 'complete', error });
      return false;
    }
  }

  /**
   * True if the record is in the table: the SDK repeats a write whose answer was lost, and the condition then refuses
   * it.
   */
  private async isThere(record: RunRecord): Promise<boolean> {
    const found = await this.audit.find(record.application, record.runId);
    return (
      found?.eventId === record.eventId &&
      found.reason === record.reason &&
      found.snapshot?.status === record.snapshot?.status &&
      areSameTime(found.startedAt, record.startedAt) &&
      areSameTime(found.endedAt, record.endedAt) &&
      areSameTime(found.settledAt, record.settledAt)
    );
  }

  private async attempt<T>(call: string, otherwise: T, ask: () => Promise<T>): Promise<T> {
    // After one failure no more calls are made, because each would wait for all of the SDK's retries again.
    if (!this.answers) return otherwise;
    try {
      return await ask();
    } catch (error) {
      this.answers = false;
      this.trouble = describeError(error);
      this.log('audit.error', { call, error });
      return otherwise;
    }
  }
}

function areSameTime(one: Date | undefined, other: Date | undefined): boolean {
  return one?.getTime() === other?.getTime();
}

/**
 * Finds the run id of an event for the application, and its record; `undefined` where other events have all its ids.
 *
 * @throws Error when the table does not answer.
 */
export async function findRow(application: string, event: RunEvent, audit: AuditLog): Promise<EventRow | undefined> {
  for (const runId of runIdCandidates(event)) {
    const record = await audit.find(application, runId);
    if (!record || record.eventId === event.id) return { runId, record };
  }
  return undefined;
}

/** Row as of `findRow`. @throws Error also where other events have all its ids. */
export async function requireRow(application: string, event: RunEvent, audit: AuditLog): Promise<EventRow> {
  const row = await findRow(application, event, audit);
  if (row) return row;
  throw new Error(`No free run id for application ${application} and event ${event.id}: tried ${CANDIDATES}.`);
}

/** Number of ids to try when another event of the same second already has the first. */
const CANDIDATES = 5;

/**
 * Run ids for an event, the preferred one first: epoch milliseconds of the event's second, with a hash of the event's
 * id in place of the milliseconds. A retry carries the same id and time, so it finds its row. Two events of one second
 * get different rows, in one case of a thousand through the second candidate.
 */
export function runIdCandidates(event: { readonly id: string; readonly time: Date }): readonly number[] {
  const second = Math.floor(event.time.getTime() / 1000) * 1000;
  const hash = createHash('sha256').update(event.id).digest().readUInt32BE(0);
  return Array.from({ length: CANDIDATES }, (_, attempt) => second + ((hash + attempt) % 1000));
}
