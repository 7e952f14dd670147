import { useEffect, useMemo, useRef } from 'preact/hooks';
import { pointClicked, pointNear } from '../../drawing/timeline/hit-test';
import { ROW } from '../../drawing/timeline/scale';
import { summaryOf } from '../../drawing/timeline/words';
import { type Painter, scaleOf } from './painter';
import type { LoadedLine } from './use-timelines';

interface RowProps {
  readonly application: string;
  readonly row: number;
  readonly loaded: LoadedLine;
  /** Ends of all lines, in epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly painter: Painter;
  readonly isCurrent: boolean;
  /** Place of the point that is picked in this row. */
  readonly picked: number | undefined;
  readonly onPick: (row: number, index: number) => void;
}

/** Time line of one application. */
export function Row({ application, row, loaded, from, to, width, painter, isCurrent, picked, onPick }: RowProps) {
  const { line, problem } = loaded;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current === null ? undefined : painter.add(canvas.current, row)), [painter, row]);
  useEffect(() => {
    if (isCurrent) canvas.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const near = ({ offsetX, offsetY }: MouseEvent): number | undefined =>
    line && pointNear(line, scaleOf({ from, to }, width), offsetX, offsetY);
  const summary = useMemo(() => (line ? summaryOf(line) : `${application}: reading`), [line, application]);
  return (
    <div class={`timeline-row${isCurrent ? ' timeline-current' : ''}`}>
      <div class="timeline-name">
        <span>{application}</span>
        {problem === null ? null : <span class="timeline-problem">{problem}</span>}
        {line?.notes.map((note) => (
          <span key={note} class="quiet">
            {note}
          </span>
        ))}
      </div>
      <canvas
        ref={canvas}
        class="timeline-canvas"
        role="img"
        aria-label={summary}
        style={{ height: `${ROW.height}px` }}
        onMouseMove={(event) => {
          event.currentTarget.style.cursor = near(event) === undefined ? '' : 'pointer';
        }}
        onClick={(event) => {
          const { offsetX: x, offsetY: y } = event;
          const index = line && pointClicked(line, scaleOf({ from, to }, width), { x, y, picked });
          if (index !== undefined) onPick(row, index);
        }}
      />
    </div>
  );
}
