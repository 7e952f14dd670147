import { NO_APPLICATION } from '../../contract';
import { DETAIL_SCHEMA } from '../domain/events/detail-schema';
import { eventOfRecord } from '../domain/events/event-of-record';
import type { OutcomeEvent } from '../domain/events/outcome-event';
import { faultsOf } from '../domain/events/schema-faults';
import { embeddedFleetMetrics } from '../domain/metrics';
import type { RunRecord } from '../domain/record';
import { describeError, jsonLog, type Log } from '../log';
import type { RunContext } from './run-context';
import { textOf } from './run-in-progress';

/** Maximum entries of a PutEvents call. */
const BATCH = 10;
/** Duration after which a call is given up; the bus answers within tens of milliseconds. */
const CALL_MS = 2_000;
/** Maximum calls for an event that the bus refuses. */
const MOST_ATTEMPTS = 3;
const PAUSE_MS = 200;
/** Calls that fail one after the other before no more are made: a VPC without an endpoint lets each of them hang. */
const MOST_FAILED_CALLS = 2;
/** Milliseconds kept for mails, which go after the events, and for the answer. */
const RESERVE_FOR_MAILS_MS = 8_000;
const RESERVE_FOR_THE_ANSWER_MS = 1_000;
/** Maximum ids named in a log line. */
const MOST_SHOWN = 10;

interface Waiting {
  readonly event: OutcomeEvent;
  readonly attempts: number;
  /** Answer of the bus to the last attempt. */
  readonly why?: string;
}

/**
 * Events of one invocation on their way to the bus. What waits while a call is under way goes with the next one, so a
 * fleet needs few calls and an event is seldom late. Nothing here throws: the audit table has the record, and an event
 * that could not be sent is logged and counted.
 */
export class Outbox {
  private waiting: Waiting[] = [];
  private readonly lost: { readonly id: string; readonly why: string | undefined }[] = [];
  private failedCalls = 0;
  private lastFailure: string | undefined;
  private sending: Promise<void> | undefined;
  private readonly log: Log;

  constructor(private readonly context: Pick<RunContext, 'settings' | 'ports' | 'deadline' | 'sentEvents'>) {
    const { clock, writeLine } = context.ports;
    this.log = jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION });
  }

  /** Sends the events of records that are in the audit table; resolves when they were sent, or must wait for the end. */
  async send(records: readonly RunRecord[]): Promise<void> {
    for (const record of records) this.add(record);
    if (this.waiting.length === 0) return;
    this.sending ??= this.drain(RESERVE_FOR_MAILS_MS);
    await this.sending;
  }

  /** Sends what is left in the time that is left, and reports what could not be sent. */
  async finish(): Promise<void> {
    await this.sending;
    if (this.failedCalls > 0) this.failedCalls = MOST_FAILED_CALLS - 1;
    await this.drain(RESERVE_FOR_THE_ANSWER_MS);
    const notSent = [...this.lost, ...this.waiting.map(({ event, why }) => ({ id: event.detail.id, why }))];
    this.waiting = [];
    if (notSent.length === 0) return;
    const { settings, ports } = this.context;
    const ids = notSent.slice(0, MOST_SHOWN).map(({ id }) => id);
    const why = notSent.find((each) => each.why !== undefined)?.why ?? this.lastFailure ?? 'No time was left.';
    this.log('events.error', { notSent: notSent.length, bus: settings.eventBus, ids, why });
    const values = { eventsNotSent: notSent.length };
    ports.writeLine(embeddedFleetMetrics(settings.deployment, ports.clock.now(), values));
  }

  private add(record: RunRecord): void {
    try {
      const event = eventOfRecord(record, this.context.settings.deployment);
      if (!event || this.context.sentEvents.has(event.detail.id)) return;
      const faults = faultsOf(DETAIL_SCHEMA, event.detail);
      if (faults.length > 0) throw new Error(`It breaks docs/events.schema.json: ${faults.join('; ')}.`);
      this.waiting.push({ event, attempts: 0 });
    } catch (error) {
      // A row of another version may hold a time that is none.
      const { application, runId, state } = record;
      this.lost.push({ id: `${application}/${runId}/${state}`, why: textOf(error) });
    }
  }

  private async drain(reserveMs: number): Promise<void> {
    const { clock } = this.context.ports;
    const endMs = this.context.deadline.getTime() - reserveMs;
    while (this.waiting.length > 0 && this.failedCalls < MOST_FAILED_CALLS) {
      const nowMs = clock.now().getTime();
      if (nowMs >= endMs) break;
      const again = await this.put(this.waiting.splice(0, BATCH), new Date(Math.min(nowMs + CALL_MS, endMs)));
      if (again.length > 0) await clock.sleep(PAUSE_MS);
      this.waiting.push(...again);
    }
    this.sending = undefined;
  }

  /** Puts a batch on the bus, and returns what must be sent again. */
  private async put(batch: readonly Waiting[], until: Date): Promise<readonly Waiting[]> {
    const { ports, sentEvents } = this.context;
    try {
      const refused = await ports.eventBus.put(
        batch.map(({ event }) => event),
        until,
      );
      this.failedCalls = 0;
      const tried = batch.map(({ event, attempts }) => {
        const why = refused.find((each) => each.event === event)?.why;
        return { event, attempts: attempts + 1, why };
      });
      for (const { event, why } of tried) if (why === undefined) sentEvents.add(event.detail.id);
      const left = tried.filter(({ why }) => why !== undefined);
      const givenUp = left.filter(({ attempts }) => attempts >= MOST_ATTEMPTS);
      this.lost.push(...givenUp.map(({ event, why }) => ({ id: event.detail.id, why })));
      return left.filter(({ attempts }) => attempts < MOST_ATTEMPTS);
    } catch (error) {
      this.failedCalls += 1;
      this.lastFailure = describeError(error);
      return batch;
    }
  }
}

/** Sends the events of these records, and waits for them. */
export async function sendEvents(records: readonly RunRecord[], context: RunContext): Promise<void> {
  const outbox = new Outbox(context);
  await outbox.send(records);
  await outbox.finish();
}
