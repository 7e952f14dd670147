import { useEffect, useState } from 'preact/hooks';
import type { PointAnswer } from '../../api/timeline';
import { read, sentenceOf } from '../server';

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

/** Reads the record of a point. */
export function useRecord(asked: Asked | undefined): Records {
  const [records, setRecords] = useState(NONE);
  const path =
    asked &&
    `/api/point/${encodeURIComponent(asked.application)}?at=${asked.at}&what=${encodeURIComponent(asked.what)}`;
  useEffect(() => {
    setRecords(NONE);
    if (path === undefined) return undefined;
    let isGone = false;
    const timer = setTimeout(() => {
      read<PointAnswer>(path).then(
        (answer) => isGone || setRecords({ answer, problem: undefined }),
        (error: unknown) => isGone || setRecords({ answer: undefined, problem: sentenceOf(error) }),
      );
    }, PAUSE_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [path]);
  return records;
}
