import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Reading, Topic } from '../api/common';
import { type Events, read, sentenceOf } from './server';

/** Stream of the page's events, for every part below. */
export const EventsContext = createContext<Events | undefined>(undefined);

/** Reads a document, and again later when its request was lost. @throws ServerError with a sentence. */
export function readAgain<Document>(events: Events | undefined, path: string): Promise<Document> {
  return events === undefined ? read(path) : events.read(path);
}

/** Document as far as it was read. */
export interface Loaded<Document> {
  readonly document: Document | undefined;
  /** Sentence of the newest attempt, if that failed. */
  readonly problem: string | undefined;
}

/** True once there is an answer, good or bad: what stands below it no longer moves. */
export function isThere({ document, problem }: Loaded<Reading<unknown>>): boolean {
  return problem !== undefined || Boolean(document?.document ?? document?.problem);
}

/**
 * Reads a document of the server, and again whenever its topic changes. An earlier answer stays until a newer one is
 * there, so nothing on the page jumps.
 *
 * @param version it is read again when this changes, too.
 */
export function useDocument<Document>(path: string, topic: Topic | undefined, version?: string): Loaded<Document> {
  const events = useContext(EventsContext);
  const [loaded, setLoaded] = useState<Loaded<Document>>({ document: undefined, problem: undefined });
  useEffect(() => {
    let isGone = false;
    const load = async () => {
      try {
        const document = await readAgain<Document>(events, path);
        if (!isGone) setLoaded({ document, problem: undefined });
      } catch (error) {
        if (!isGone) setLoaded((before) => ({ ...before, problem: sentenceOf(error) }));
      }
    };
    void load();
    const stop = events?.listen((topics) => {
      if (topics === 'all' || (topic !== undefined && topics.includes(topic))) void load();
    });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [path, topic, events, version]);
  return loaded;
}
