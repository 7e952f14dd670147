import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { ChartWidget } from '../../api/dashboard';
import { nextValueAt } from '../../drawing/dashboard/drawn-data';
import type { Scheme } from '../../drawing/dashboard/palette';
import { chartWords, valuesWords } from '../../drawing/dashboard/words';
import { pageColours } from '../parts/page-colours';
import { useScheme } from '../parts/use-scheme';
import { ChartLegend } from './chart-legend';
import { alignedData, drawingOf, optionsOf, shapeOf } from './chart-options';
import { useInView } from './use-in-view';

interface LineChartProps {
  readonly chart: ChartWidget;
  readonly timeZone: string;
}

/** Steps of the keys that move the cursor. */
const KEYS: Readonly<Record<string, { readonly step: 1 | -1; readonly times: number }>> = {
  ArrowLeft: { step: -1, times: 1 },
  ArrowRight: { step: 1, times: 1 },
  PageUp: { step: -1, times: 10 },
  PageDown: { step: 1, times: 10 },
  Home: { step: -1, times: Number.POSITIVE_INFINITY },
  End: { step: 1, times: Number.POSITIVE_INFINITY },
};

/** Lines over time. It is built while it is in view; the keyboard moves its cursor and hears the values. */
export function LineChart({ chart, timeZone }: LineChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const isInView = useInView(host);
  const scheme = useScheme();
  const drawing = useMemo(() => (isInView ? drawingOf(chart) : undefined), [chart, isInView]);
  const newest = useRef(drawing);
  /** Drawing that the chart has: a new one is built with the newest. */
  const drawn = useRef(drawing);
  newest.current = drawing;
  const [cursor, setCursor] = useState<number | null>(null);
  const [spoken, setSpoken] = useState('');
  const words = useId();
  const about = useMemo(() => chartWords(chart), [chart]);
  const shape = shapeOf(chart, scheme);
  // The shape stands for everything that needs a new chart.
  useEffect(() => {
    const first = newest.current;
    if (first === undefined || host.current === null) return;
    const built = build(host.current, {
      drawing: () => newest.current ?? first,
      scheme,
      timeZone,
      onCursor: setCursor,
    });
    plot.current = built.plot;
    drawn.current = first;
    return () => {
      plot.current = undefined;
      built.end();
    };
  }, [isInView, shape, timeZone]);
  useEffect(() => {
    if (drawing === undefined || drawn.current === drawing) return;
    drawn.current = drawing;
    plot.current?.setData(alignedData(drawing));
  }, [drawing]);
  const moveBy = (key: string): boolean => {
    const move = KEYS[key];
    if (move === undefined || plot.current === undefined || drawing === undefined) return false;
    const { data } = drawing;
    let index = cursor ?? (move.step === 1 ? -1 : data.times.length);
    for (let left = move.times; left > 0; left -= 1) {
      const next = nextValueAt(data, index, move.step);
      if (next === index) break;
      index = next;
    }
    const time = data.times[index];
    if (time === undefined) {
      setSpoken('No values.');
      return true;
    }
    moveCursor(plot.current, time);
    const lines = chart.series.map(({ label }, each) => ({ label, value: data.lines[each]?.[index] }));
    setSpoken(valuesWords(time, lines, timeZone));
    return true;
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields, and this holds a drawing. */}
      <div
        class="chart"
        ref={host}
        role="group"
        aria-roledescription="chart"
        aria-label={`${chart.title}: arrow keys read the values`}
        aria-describedby={words}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard moves the cursor of what has the focus.
        tabIndex={0}
        onKeyDown={(event) => {
          if (moveBy(event.key)) event.preventDefault();
        }}
      />
      <p class="spoken" id={words}>
        {about}
      </p>
      <p class="spoken" aria-live="polite">
        {spoken}
      </p>
      <ChartLegend chart={chart} data={drawing?.data} cursor={cursor} scheme={scheme} timeZone={timeZone} />
    </>
  );
}

/** Third argument of `setCursor`, which its types lack: true moves the cursors of the other charts, too. */
type SetCursor = (at: { readonly left: number; readonly top: number }, isTold: boolean, isShared: boolean) => void;

/** Moves the cursor of all charts to a time. */
function moveCursor(plot: uPlot, time: number): void {
  (plot.setCursor as SetCursor)({ left: plot.valToPos(time, 'x'), top: plot.over.clientHeight / 2 }, true, true);
}

interface Building {
  readonly drawing: () => ReturnType<typeof drawingOf>;
  readonly scheme: Scheme;
  readonly timeZone: string;
  readonly onCursor: (index: number | null) => void;
}

/** Builds a chart in an element, whose size it keeps. */
function build(host: HTMLElement, building: Building): { readonly plot: uPlot; readonly end: () => void } {
  const size = () => ({ width: host.clientWidth, height: host.clientHeight });
  const plot = new uPlot(
    optionsOf({ ...building, colors: pageColours(), ...size() }),
    alignedData(building.drawing()),
    host,
  );
  const observer = new ResizeObserver(() => plot.setSize(size()));
  observer.observe(host);
  return {
    plot,
    end: () => {
      observer.disconnect();
      plot.destroy();
    },
  };
}
