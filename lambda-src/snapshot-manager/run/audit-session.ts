import type { RunEvent } from '../domain/event';
import { MOST_READ_BEYOND, openBeyond, openRunIds } from '../domain/look-back';
import { isOpen, type RunRecord } from '../domain/record';
import { describeError, type Log } from '../log';
import type { AuditLog } from '../ports';
import { runIdCandidates } from './run-id';

/** What people know once a mail was sent. */
export type Known = Partial<Pick<RunRecord, 'told' | 'toldNotices' | 'deathToldAt'>>;

export interface EventRow {
  readonly runId: number;
  /** What is recorded under it. */
  readonly record: RunRecord | undefined;
}

/**
 * The audit table during one run. A table that does not answer must not cost the snapshot: reading then finds nothing,
 * nothing is written, and `answers` turns false, upon which nothing may be deleted. The last write is tried always.
 */
export class AuditSession {
  /** False since a call failed. */
  answers = true;
  /** What the table last answered in place of doing what it was asked. */
  trouble: string | undefined;
  /** Ids of runs of which something was open when the newest ones were read; `undefined`: they were not. */
  openRuns: readonly number[] | undefined;
  /** `unread`: it was asked for, and the table did not answer. */
  private row: 'not asked for' | 'read' | 'unread' = 'not asked for';

  constructor(
    private readonly audit: AuditLog,
    private readonly log: Log,
  ) {}

  /** The run id of this event for the application, and what is recorded of it. */
  async find(application: string, event: RunEvent): Promise<EventRow> {
    const [preferred = 0] = runIdCandidates(event);
    return this.attempt('find', { runId: preferred, record: undefined }, () => this.look(application, event));
  }

  /**
   * The same, asked once more when the table did not answer at the start of the run: the last write would otherwise
   * replace what an earlier attempt left by a row without its snapshot and its deletions, or go to another event's row.
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
    const candidates = runIdCandidates(event);
    this.row = 'unread';
    for (const runId of candidates) {
      const record = await this.audit.find(application, runId);
      if (record && record.eventId !== event.id) continue;
      this.row = 'read';
      return { runId, record };
    }
    throw new Error(`No free run id for application ${application} and event ${event.id}: tried ${candidates.length}.`);
  }

  /** The newest runs of the application, newest first, and after them older ones of which something is open. */
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

  /** Its id, when the row cannot be read: a later run tries again, and this one has all else that it needs. */
  private async findBeyond(application: string, runId: number): Promise<RunRecord | number | undefined> {
    try {
      return await this.audit.find(application, runId);
    } catch (error) {
      this.log('audit.error', { call: 'find-open', error });
      return runId;
    }
  }

  /** False when the event was finished meanwhile by another invocation. */
  start(record: RunRecord): Promise<boolean> {
    return this.attempt('start', true, () => this.audit.start(record));
  }

  /** Replaces the row of a run under way; false when it is not there for certain. */
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

  /** Adds to a run's row what people were mailed; what another run wrote into it since `asWritten` stays. */
  addTold(asWritten: RunRecord, known: Known): Promise<boolean> {
    return this.attempt('settle', false, async () => {
      const { application, runId, eventId } = asWritten;
      if (await this.audit.settle({ ...asWritten, ...known }, asWritten)) return true;
      const now = await this.audit.find(application, runId);
      return now?.eventId === eventId && (await this.audit.settle({ ...now, ...known }, now));
    });
  }

  /**
   * False when the result of the run could not be recorded: the run must fail then, so that its retry records it. A row
   * that could not be read may hold what an earlier attempt did, so it is not replaced unless it says that it did nothing.
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

  /** A write whose answer was lost is sent again by the SDK, and then refused because of itself. */
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
    // One failure is enough: each further call would wait through the SDK's retries again.
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
