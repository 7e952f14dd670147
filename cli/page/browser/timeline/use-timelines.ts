import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { TimelineAnswer, TimelineRange } from '../../api/timeline';
import { type Line, lineOf } from '../../drawing/timeline/line';
import { type Events, sentenceOf } from '../server';
import { EventsContext, readAgain } from '../use-document';

/** Time line of an application as far as it was read. */
export interface LoadedLine {
  readonly line: Line | undefined;
  /** Sentence about the newest attempt, if that failed. */
  readonly problem: string | null;
}

/** Lines that are asked for at once. */
const AT_ONCE = 4;

/** Lines of applications for a range, read again when they change: only what is not known is sent. */
export function useTimelines(applications: readonly string[], range: TimelineRange): readonly LoadedLine[] {
  const events = useContext(EventsContext);
  const names = applications.join('\n');
  const kept = useRef({ range, lines: new Map<string, LoadedLine>() });
  const [, setVersion] = useState(0);
  if (kept.current.range !== range) kept.current = { range, lines: new Map() };
  useEffect(() => {
    const { lines } = kept.current;
    let isGone = false;
    // Frame in which what has arrived since the last one is shown.
    let isShowing = false;
    const show = () => {
      if (isShowing) return;
      isShowing = true;
      requestAnimationFrame(() => {
        isShowing = false;
        if (!isGone) setVersion((version) => version + 1);
      });
    };
    const loadAll = async () => {
      const open = names === '' ? [] : names.split('\n');
      const work = async () => {
        for (let name = open.shift(); name !== undefined && !isGone; name = open.shift()) {
          lines.set(name, await loaded(events, name, range, lines.get(name)?.line));
          show();
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    };
    void loadAll();
    const stop = events?.listen((topics) => {
      if (topics === 'all' || topics.includes('timeline')) void loadAll();
    });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [names, range, events]);
  return applications.map((name) => kept.current.lines.get(name) ?? { line: undefined, problem: null });
}

async function loaded(
  events: Events | undefined,
  application: string,
  range: TimelineRange,
  before: Line | undefined,
): Promise<LoadedLine> {
  const known = before === undefined ? '' : `&known=${encodeURIComponent(before.revision)}`;
  try {
    const answer = await readAgain<TimelineAnswer>(
      events,
      `/api/timeline/${encodeURIComponent(application)}?range=${encodeURIComponent(range)}${known}`,
    );
    return { line: lineOf(answer, before), problem: answer.problem };
  } catch (error) {
    return { line: before, problem: sentenceOf(error) };
  }
}
