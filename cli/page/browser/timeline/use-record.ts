import { useContext, useEffect, useState } from 'preact/hooks';
import type { PointAnswer } from '../../api/timeline';
import { sentenceOf } from '../server';
import { EventsContext, readAgain } from '../use-document';

/** Pause before a point's record is read: whoever walks along the line with a key held down asks for the last one. */
const PAUSE_MS = 200;

/** Point whose record is wanted. */
export interface Asked {
  readonly application: string;
  readonly at: number;
  readonly what: string;
}

/** Records of a point; undefined while they are read. */
export interface Records {
  readonly answer: PointAnswer | undefined;
  readonly problem: string | undefined;
}

const NONE: Records = { answer: undefined, problem: undefined };

/** Reads the record of a point, and again when its time line changed. An earlier answer stays until a newer one is there. */
export function useRecord(asked: Asked | undefined): Records {
  const events = useContext(EventsContext);
  const [records, setRecords] = useState(NONE);
  const path =
    asked &&
    `/api/point/${encodeURIComponent(asked.application)}?at=${asked.at}&what=${encodeURIComponent(asked.what)}`;
  useEffect(() => {
    setRecords(NONE);
    if (path === undefined) return undefined;
    let isGone = false;
    const load = () =>
      readAgain<PointAnswer>(events, path).then(
        (answer) => isGone || setRecords({ answer, problem: undefined }),
        (error: unknown) => isGone || setRecords(({ answer }) => ({ answer, problem: sentenceOf(error) })),
      );
    let stop: (() => void) | undefined;
    const timer = setTimeout(() => {
      void load();
      stop = events?.listen((topics) => {
        if (topics === 'all' || topics.includes('timeline')) void load();
      });
    }, PAUSE_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [path, events]);
  return records;
}
