import { AUDIT } from '../../../lambda-src/contract';
import {
  type AuditItem,
  readableRecords,
  recordFromItem,
  recordToItem,
  settleCondition,
} from '../../../lambda-src/snapshot-manager/aws/audit-item';
import { isOfARun, lookBack, type RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import type { AuditLog } from '../../../lambda-src/snapshot-manager/ports';
import type { AwsCalls } from './aws-calls';

type Call = keyof AuditLog;

/** The audit table: keeps items in the real item format, and the conditions of the real writes. */
export class FakeAuditTable implements AuditLog {
  readonly items = new Map<string, AuditItem>();
  readonly writes: string[] = [];
  private readonly broken = new Set<Call>();

  constructor(private readonly aws?: AwsCalls) {}

  /** These calls fail from now on; none: the table answers again. */
  breakCalls(...calls: Call[]): void {
    this.broken.clear();
    for (const call of calls) this.broken.add(call);
  }

  /** Puts a row there that nobody wrote through the port. */
  seed(record: RunRecord): void {
    this.items.set(keyOf(record), recordToItem(record, 30));
  }

  records(application: string): RunRecord[] {
    const items = [...this.items.values()].filter((item) => item[AUDIT.application]?.S === application);
    return readableRecords(items).sort((a, b) => a.runId - b.runId);
  }

  async find(application: string, runId: number): Promise<RunRecord | undefined> {
    return this.answer('find', () => {
      const item = this.items.get(keyOf({ application, runId }));
      return item && recordFromItem(item);
    });
  }

  async findRecent(application: string): Promise<readonly RunRecord[]> {
    return this.answer('findRecent', () => lookBack(this.records(application).reverse()).runs);
  }

  async findNewest(application: string): Promise<readonly RunRecord[]> {
    // The real one reads twenty pages of five rows, and leaves out people's actions behind that limit.
    return this.answer('findNewest', () =>
      this.records(application).reverse().slice(0, 100).filter(isOfARun).slice(0, 5),
    );
  }

  async start(record: RunRecord): Promise<boolean> {
    return this.answer('start', () => this.putUnlessFinished(record));
  }

  async complete(record: RunRecord): Promise<boolean> {
    return this.answer('complete', () => this.putUnlessFinished(record));
  }

  async create(record: RunRecord): Promise<boolean> {
    return this.answer('create', () => {
      const item = this.items.get(keyOf(record));
      return item && !saysNothing(recordFromItem(item), record) ? false : this.put(record);
    });
  }

  async settle(record: RunRecord, asRead: RunRecord): Promise<boolean> {
    return this.answer('settle', () => {
      const item = this.items.get(keyOf(record));
      const isAsRead = [...settleCondition(asRead)].every(
        ([attribute, value]) => JSON.stringify(item?.[attribute]) === JSON.stringify(value),
      );
      return isAsRead ? this.put(record) : false;
    });
  }

  private putUnlessFinished(record: RunRecord): boolean {
    const item = this.items.get(keyOf(record));
    const existing = item && recordFromItem(item);
    const isOurs = existing?.eventId === record.eventId && ['started', 'failed'].includes(existing.state);
    return existing && !isOurs ? false : this.put(record);
  }

  private put(record: RunRecord): boolean {
    this.writes.push(`${record.application} ${record.state}${record.reason ? ` ${record.reason}` : ''}`);
    this.items.set(keyOf(record), recordToItem(record, 30));
    return true;
  }

  private async answer<T>(call: Call, effect: () => T): Promise<T> {
    if (this.broken.has(call)) throw new Error(`Injected: the audit table did not answer ${call}.`);
    return this.aws ? this.aws.during(`audit.${call}`, effect) : effect();
  }
}

function saysNothing(there: RunRecord, { eventId }: RunRecord): boolean {
  const isOfThisFailure = there.eventId === eventId && there.state === 'failed';
  const didNothing = !there.snapshot && !there.deleting && there.deleted.length === 0;
  return isOfThisFailure && didNothing;
}

function keyOf({ application, runId }: Pick<RunRecord, 'application' | 'runId'>): string {
  return `${application}/${runId}`;
}
