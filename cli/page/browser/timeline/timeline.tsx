import './timeline.css';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { timesAt } from '../../../status/words';
import { duration } from '../../../times';
import { TIMELINE_RANGE_MS, TIMELINE_RANGES, type TimelineRange } from '../../api/timeline';
import { aheadMs, type Scales, scalesOf } from '../../drawing/timeline/ahead';
import { pointsUnder } from '../../drawing/timeline/hit-test';
import { isKey, type Picked, pointAfter } from '../../drawing/timeline/keyboard';
import { FIRST_RANGE, openingRange } from '../../drawing/timeline/opening-range';
import { type PickedPoint, pickedPoint, placeOf } from '../../drawing/timeline/picked-point';
import { xOf } from '../../drawing/timeline/scale';
import { type Tick, ticksOf } from '../../drawing/timeline/ticks';
import { Detail } from './detail';
import { EventsTable } from './events-table';
import { Legend } from './legend';
import { Painter } from './painter';
import { Row } from './row';
import { useTheme } from './use-theme';
import { useTimelines } from './use-timelines';
import { useWidth } from './use-width';

interface TimelineProps {
  readonly applications: readonly string[];
  readonly timeZone: string;
}

const MINUTE_MS = 60_000;

/** Width of a label, in CSS pixels: one that would be cut at the right edge is left out. */
const LABEL_WIDTH = 40;

/** Room to the right of the last point, in CSS pixels. */
const EDGE = 9;

/** Room that the label of a tick needs, in CSS pixels. */
const TICK_WIDTH = 70;

/** Time lines of applications: what happened to their snapshots in ten minutes, an hour, a day, a week or a month, and what comes next. */
export function Timeline({ applications, timeZone }: TimelineProps) {
  const [chosen, setRange] = useState<TimelineRange>();
  const range = chosen ?? FIRST_RANGE;
  const [point, setPoint] = useState<PickedPoint>();
  const [isInWords, setInWords] = useState(false);
  const loaded = useTimelines(applications, range);
  const opening = chosen === undefined ? openingRange(loaded) : undefined;
  useEffect(() => {
    // Once: later it is the person's.
    if (opening !== undefined) setRange((before) => before ?? opening);
  }, [opening]);
  // Nothing is drawn in a range that is about to change.
  const lines = loaded.map(({ line }) => (chosen === undefined ? undefined : line));
  // By what it is, not by its place: a newer line has others before it.
  const picked = point && placeOf(lines, point);
  const axis = useRef<HTMLDivElement>(null);
  const width = useWidth(axis);
  const theme = useTheme();
  const painter = useMemo(() => new Painter(), []);
  useEffect(() => () => painter.close(), [painter]);
  // To the minute: what differs by less is not drawn again.
  const to = Math.ceil((Math.max(0, ...lines.map((line) => line?.to ?? 0)) || Date.now()) / MINUTE_MS) * MINUTE_MS;
  const from = to - TIMELINE_RANGE_MS[range];
  // To the minute, too.
  const length = Math.ceil(aheadMs(lines, range, to) / MINUTE_MS) * MINUTE_MS;
  const scales = useMemo(() => scalesOf({ from, to, aheadMs: length }, width), [from, to, length, width]);
  const most = Math.max(2, Math.floor((scales.scale.right - scales.scale.left) / TICK_WIDTH));
  const ticks = useMemo(() => ticksOf(from, to, timeZone, most), [from, to, timeZone, most]);
  useEffect(() => painter.show({ lines, scales, width, ticks, theme, picked }));
  const time = timesAt(new Date(to), timeZone);
  const [titleId, helpId] = [useId(), useId()];
  const pick = (place: Picked | undefined) => setPoint(place && pickedPoint(lines, place));
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return pick(undefined);
    if (!isKey(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    pick(pointAfter(lines, picked, event.key));
  };
  const choose = (next: TimelineRange) => {
    setRange(next);
    setPoint(undefined);
  };
  const current = picked && lines[picked.row];
  const under = current && picked ? pointsUnder(current, scales.scale, picked.index) : [];
  return (
    <section class="timeline" aria-labelledby={titleId}>
      <div class="timeline-head">
        <h2 id={titleId}>Time line</h2>
        <Ranges range={chosen} onChoose={choose} />
      </div>
      <p id={helpId} class="spoken">
        Arrow keys: next point, other application. Home, End: first, last. Page up, page down: failure before, after.
      </p>
      <div
        class="timeline-rows"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys walk from point to point.
        tabIndex={0}
        aria-labelledby={titleId}
        aria-describedby={helpId}
        onKeyDown={walk}
      >
        {applications.map((application, row) => (
          <Row
            key={application}
            {...{ application, row, painter, time }}
            scale={scales.scale}
            loaded={loaded[row] ?? { line: undefined, problem: null }}
            isCurrent={picked?.row === row}
            picked={picked?.row === row ? picked.index : undefined}
            onPick={(line, index) => pick({ row: line, index })}
          />
        ))}
        <Axis axis={axis} ticks={chosen === undefined ? [] : ticks} scales={scales} />
      </div>
      <Detail line={current} index={picked?.index} time={time} under={under} />
      <Legend />
      <details onToggle={(event) => setInWords(event.currentTarget.open)}>
        <summary>The same in words</summary>
        {isInWords ? <EventsTable applications={applications} lines={loaded} time={time} /> : null}
      </details>
    </section>
  );
}

interface RangesProps {
  /** `undefined`: not chosen yet. */
  readonly range: TimelineRange | undefined;
  readonly onChoose: (range: TimelineRange) => void;
}

function Ranges({ range, onChoose }: RangesProps) {
  return (
    <fieldset class="timeline-ranges">
      <legend class="spoken">Range</legend>
      {TIMELINE_RANGES.map((each) => (
        <button key={each} type="button" data-text={each} aria-pressed={each === range} onClick={() => onChoose(each)}>
          {each}
        </button>
      ))}
    </fieldset>
  );
}

interface AxisProps {
  readonly axis: { current: HTMLDivElement | null };
  readonly ticks: readonly Tick[];
  readonly scales: Scales;
}

function Axis({ axis, ticks, scales: { scale, ahead } }: AxisProps) {
  return (
    <div class="timeline-row timeline-axis" aria-hidden="true">
      <div class="timeline-name" />
      <div ref={axis} class="timeline-ticks">
        {ticks
          .filter(({ at }) => xOf(scale, at) < scale.right + EDGE - LABEL_WIDTH)
          .map(({ at, label }) => (
            <span key={at} style={{ left: `${xOf(scale, at)}px` }}>
              {label}
            </span>
          ))}
        {ahead === undefined ? null : (
          <span class="timeline-ahead" style={{ left: `${ahead.left}px`, width: `${ahead.right - ahead.left}px` }}>
            in {duration(Math.round((ahead.to - ahead.from) / 1000))}
          </span>
        )}
      </div>
    </div>
  );
}
