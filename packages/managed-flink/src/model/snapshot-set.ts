import { z } from 'zod';
import { runtimeEnvironment } from './runtime-environment';

const snapshot = z.object({
  name: z.string(),
  status: z.enum(['CREATING', 'READY', 'DELETING', 'FAILED']),
  /** Version of the application when the snapshot was made. */
  applicationVersionId: z.int(),
  createdAt: z.coerce.date(),
  runtimeEnvironment,
  /** Place in the engine; undefined while it is being created, if that failed, or in the simulated engine. */
  location: z.string().optional(),
});

export type Snapshot = z.infer<typeof snapshot>;

/**
 * Prepared READY snapshots, described by a rule instead of stored: a thousand applications with a thousand snapshots
 * each would else cost gigabytes. Number `i` was made `(count - i) * intervalMs` before `madeBefore`.
 */
const preparedSnapshots = z.object({
  count: z.int(),
  namePrefix: z.string(),
  madeBefore: z.coerce.date(),
  intervalMs: z.int(),
  applicationVersionId: z.int(),
  runtimeEnvironment,
  /** Numbers of those that are deleted, or that changed and are stored like any other. */
  gone: z.array(z.int()),
});

export type PreparedSnapshots = z.infer<typeof preparedSnapshots>;

const stored = z.object({
  prepared: preparedSnapshots.optional(),
  nextNumber: z.int(),
  own: z.array(z.tuple([z.int(), snapshot])),
});

/**
 * The snapshots of one application in the order in which they were made. Each has a number that never changes, so that
 * reading page by page neither repeats nor leaves out one when others come and go in between.
 */
export class SnapshotSet {
  readonly #prepared: PreparedSnapshots | undefined;
  readonly #gone: Set<number>;
  readonly #own: Map<number, Snapshot>;
  readonly #numberByName = new Map<string, number>();
  #nextNumber: number;

  constructor(state: z.infer<typeof stored> = { nextNumber: 0, own: [] }) {
    this.#prepared = state.prepared;
    this.#gone = new Set(state.prepared?.gone);
    this.#own = new Map(state.own);
    for (const [number, { name }] of state.own) this.#numberByName.set(name, number);
    this.#nextNumber = state.nextNumber;
  }

  static withPrepared(prepared: PreparedSnapshots): SnapshotSet {
    return new SnapshotSet({ prepared, nextNumber: prepared.count, own: [] });
  }

  get size(): number {
    return this.#own.size + (this.#prepared?.count ?? 0) - this.#gone.size;
  }

  find(name: string): Snapshot | undefined {
    const number = this.#numberByName.get(name);
    if (number !== undefined) return this.#own.get(number);
    const prepared = this.#preparedNumber(name);
    return prepared === undefined ? undefined : this.#preparedSnapshot(prepared);
  }

  /** Adds one, or stores the new state of the one that has the name. */
  put(changed: Snapshot): void {
    const known = this.#numberByName.get(changed.name) ?? this.#preparedNumber(changed.name);
    const number = known ?? this.#nextNumber++;
    if (this.#isPrepared(number)) this.#gone.add(number);
    this.#own.set(number, changed);
    this.#numberByName.set(changed.name, number);
  }

  remove(name: string): void {
    const number = this.#numberByName.get(name);
    if (number !== undefined) {
      this.#own.delete(number);
      this.#numberByName.delete(name);
      return;
    }
    const prepared = this.#preparedNumber(name);
    if (prepared !== undefined) this.#gone.add(prepared);
  }

  /** The newest one that is READY, whoever made it. */
  newestReady(): Snapshot | undefined {
    let newest: Snapshot | undefined;
    for (const candidate of this.inOrder('newest-first')) {
      // Prepared ones come last and newest first: the first of them is the newest that is left.
      const isNewer = newest === undefined || candidate.createdAt > newest.createdAt;
      if (candidate.status === 'READY' && isNewer) newest = candidate;
      if (newest !== undefined && this.#preparedNumber(candidate.name) !== undefined) return newest;
    }
    return newest;
  }

  all(): Snapshot[] {
    return [...this.inOrder('oldest-first')];
  }

  *inOrder(order: 'oldest-first' | 'newest-first', after?: number): Generator<Snapshot> {
    for (const [, each] of this.#numbered(order, after)) yield each;
  }

  /** Page of at most `limit` entries after the number `after`, and the number for the next call if more are left. */
  page(
    order: 'oldest-first' | 'newest-first',
    limit: number,
    after?: number,
  ): { snapshots: Snapshot[]; next?: number } {
    const snapshots: Snapshot[] = [];
    let last: number | undefined;
    for (const [number, each] of this.#numbered(order, after)) {
      if (snapshots.length === limit) return { snapshots, next: last };
      snapshots.push(each);
      last = number;
    }
    return { snapshots };
  }

  /** Form for `JSON.stringify` in the state file. */
  toJSON(): z.infer<typeof stored> {
    return {
      prepared: this.#prepared && { ...this.#prepared, gone: [...this.#gone] },
      nextNumber: this.#nextNumber,
      own: [...this.#own],
    };
  }

  *#numbered(order: 'oldest-first' | 'newest-first', after?: number): Generator<[number, Snapshot]> {
    const step = order === 'oldest-first' ? 1 : -1;
    const first = order === 'oldest-first' ? 0 : this.#nextNumber - 1;
    for (
      let number = after === undefined ? first : after + step;
      number >= 0 && number < this.#nextNumber;
      number += step
    ) {
      const each = this.#own.get(number) ?? this.#preparedSnapshot(number);
      if (each !== undefined) yield [number, each];
    }
  }

  #isPrepared(number: number): boolean {
    return this.#prepared !== undefined && number >= 0 && number < this.#prepared.count;
  }

  #preparedSnapshot(number: number): Snapshot | undefined {
    if (this.#prepared === undefined || !this.#isPrepared(number) || this.#gone.has(number)) return undefined;
    const { count, namePrefix, madeBefore, intervalMs, applicationVersionId, runtimeEnvironment } = this.#prepared;
    const createdAt = new Date(madeBefore.getTime() - (count - number) * intervalMs);
    return {
      name: namePrefix + compactTime(createdAt),
      status: 'READY',
      applicationVersionId,
      createdAt,
      runtimeEnvironment,
    };
  }

  #preparedNumber(name: string): number | undefined {
    if (this.#prepared === undefined || !name.startsWith(this.#prepared.namePrefix)) return undefined;
    const { count, namePrefix, madeBefore, intervalMs } = this.#prepared;
    const createdAt = timeOfCompact(name.slice(namePrefix.length));
    const number = count - Math.round((madeBefore.getTime() - createdAt) / intervalMs);
    return this.#preparedSnapshot(number)?.name === name ? number : undefined;
  }
}

/** A `SnapshotSet` in a state file. */
export const snapshotSetState = stored.transform((state) => new SnapshotSet(state));

/** `20261123T101500Z`: what the names of prepared snapshots end with. */
function compactTime(time: Date): string {
  return time.toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '');
}

function timeOfCompact(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
