import type { RunEvent } from './event';
import { describeError, type Log } from './log';
import type { AuditLog } from './ports';
import type { RunRecord } from './record';
import { runIdCandidates } from './run-id';

/**
 * The audit table during one run. A table that does not answer must not cost the snapshot: reading then finds nothing,
 * nothing is written, and `answers` turns false, upon which nothing may be deleted. The last write is tried always.
 */
export class AuditSession {
  /** False since a call failed. */
  answers = true;
  /** What the table last answered in place of doing what it was asked. */
  trouble: string | undefined;
  private hasFound = false;

  constructor(
    private readonly audit: AuditLog,
    private readonly log: Log,
  ) {}

  /** The run id of this event for the application, and what is recorded of it. */
  async find(application: string, event: RunEvent): Promise<{ runId: number; record: RunRecord | undefined }> {
    const [preferred = 0] = runIdCandidates(event);
    return this.attempt('find', { runId: preferred, record: undefined }, async () => {
      const found = await this.look(application, event);
      this.hasFound = true;
      return found;
    });
  }

  /**
   * What an earlier attempt of the event left, asked once more when the table did not answer at the start of the run:
   * the last write would otherwise replace that row by one without its snapshot and its deletions.
   */
  async findUnlessFound(application: string, event: RunEvent): Promise<RunRecord | undefined> {
    if (this.hasFound) return undefined;
    try {
      return (await this.look(application, event)).record;
    } catch (error) {
      this.log('audit.error', { call: 'find', error });
      return undefined;
    }
  }

  private async look(
    application: string,
    event: RunEvent,
  ): Promise<{ readonly runId: number; readonly record: RunRecord | undefined }> {
    const candidates = runIdCandidates(event);
    for (const runId of candidates) {
      const record = await this.audit.find(application, runId);
      if (!record || record.eventId === event.id) return { runId, record };
    }
    throw new Error(`No free run id for application ${application} and event ${event.id}: tried ${candidates.length}.`);
  }

  findRecent(application: string): Promise<readonly RunRecord[]> {
    return this.attempt('find-recent', [], () => this.audit.findRecent(application));
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

  /** False when the result of the run could not be recorded: the run must fail then, so that its retry records it. */
  async complete(record: RunRecord): Promise<boolean> {
    try {
      return (await this.audit.complete(record)) || (await this.isThere(record));
    } catch (error) {
      this.trouble = describeError(error);
      this.log('audit.error', { call: 'complete', error });
      return false;
    }
  }

  /** A write whose answer was lost is sent again by the SDK, and then refused because of itself. */
  private async isThere({ application, runId, eventId, startedAt, endedAt, reason }: RunRecord): Promise<boolean> {
    const found = await this.audit.find(application, runId);
    return (
      found?.eventId === eventId &&
      found.reason === reason &&
      found.startedAt.getTime() === startedAt.getTime() &&
      found.endedAt?.getTime() === endedAt?.getTime()
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
