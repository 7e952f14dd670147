import { troubleText } from '../../safety/gather/trouble';
import type { Reading } from '../api/common';
import { elapsedMs } from '../elapsed';

export interface KeptReadingsOptions<Key, Document> {
  readonly now: () => Date;
  /** Text that is the same for the same document. */
  readonly nameOf: (key: Key) => string;
  readonly read: (key: Key) => Promise<Document>;
  /** Milliseconds between two readings of a document that is looked at. */
  readonly everyMs: (key: Key) => number;
  /** Milliseconds between two readings at least, even if somebody asks for a new one. */
  readonly leastMs: number;
  /** Calls of `again` after which a document that nobody asked for is forgotten. */
  readonly keepLooks: number;
}

interface Kept<Key, Document> {
  readonly key: Key;
  reading: Reading<Document>;
  looksSinceAsked: number;
  /** Time at which the newest attempt began. */
  readAt: number;
  running: Promise<void> | undefined;
}

/** Documents that are read when they are asked for, and again only while somebody goes on asking. */
export class KeptReadings<Key, Document> {
  private readonly kept = new Map<string, Kept<Key, Document>>();

  constructor(private readonly options: KeptReadingsOptions<Key, Document>) {}

  /**
   * Newest reading of a document; the first time it is waited for.
   *
   * @param isAnew true: reads again, but not more often than allowed.
   */
  async of(key: Key, isAnew = false): Promise<Reading<Document>> {
    const kept = this.keep(key);
    kept.looksSinceAsked = 0;
    if (kept.running !== undefined && (isAnew || kept.reading.readAt === null)) await kept.running;
    else if (isAnew && elapsedMs(kept.readAt, this.now()) >= this.options.leastMs) await this.readNow(kept);
    else if (this.isDue(kept)) await this.readNow(kept);
    return kept.reading;
  }

  /** Reads what is due and still looked at, and forgets what is not. */
  async again(): Promise<void> {
    for (const [name, kept] of this.kept) {
      kept.looksSinceAsked += 1;
      if (kept.looksSinceAsked > this.options.keepLooks) this.kept.delete(name);
      else if (this.isDue(kept)) await this.readNow(kept);
    }
  }

  private keep(key: Key): Kept<Key, Document> {
    const name = this.options.nameOf(key);
    const found = this.kept.get(name);
    if (found !== undefined) return found;
    const reading = { document: null, readAt: null, problem: null };
    const kept = { key, reading, looksSinceAsked: 0, readAt: Number.NEGATIVE_INFINITY, running: undefined };
    this.kept.set(name, kept);
    return kept;
  }

  private isDue(kept: Kept<Key, Document>): boolean {
    return elapsedMs(kept.readAt, this.now()) >= this.options.everyMs(kept.key);
  }

  private readNow(kept: Kept<Key, Document>): Promise<void> {
    kept.running ??= this.read(kept).finally(() => {
      kept.running = undefined;
    });
    return kept.running;
  }

  private async read(kept: Kept<Key, Document>): Promise<void> {
    kept.readAt = this.now();
    try {
      const document = await this.options.read(kept.key);
      kept.reading = { document, readAt: this.options.now().toISOString(), problem: null };
    } catch (error) {
      kept.reading = { ...kept.reading, problem: troubleText(error) };
    }
  }

  private now(): number {
    return this.options.now().getTime();
  }
}
