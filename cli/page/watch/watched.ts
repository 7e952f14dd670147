import type { Reading, Topic } from '../api/common';
import type { CallCounter } from '../reading/call-counter';

/** Document that is read again and again while somebody looks. */
export interface Watched<Document> {
  readonly topic: Topic;
  readonly everyMs: number;
  /** @param partly takes what is known so far; it is shown only while there is no whole document yet. */
  readonly read: (partly: (document: Document) => void) => Promise<Document>;
}

/** Document for the routes that show it. */
export interface Shown<Document> {
  /** Newest reading, for a page that shows it and wants the next one. */
  (): Reading<Document>;
  /** Does work that a page waits for, and counts its calls among those of the document. */
  readonly counting: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Parts of the world that a watch needs. */
export interface WatchOptions {
  readonly now: () => Date;
  /** Told when the reading of a topic changed. */
  readonly changed: (topic: Topic) => void;
  /** Counter of the clients' calls: a look that AWS throttled is repeated more rarely. */
  readonly counter?: CallCounter;
}
